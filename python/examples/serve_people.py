"""
Serves twenty new people on half-cheetah, each for one episode of Gymnasium.

`python examples/serve_people.py HOST:PORT [HOST:PORT]`: of a caucus-policies, and of a caucus-server if one runs.
"""

import sys

import gymnasium
import numpy as np

import caucus

PEOPLE = 20
people = [f"person-{i}" for i in range(PEOPLE)]
address, server = (*sys.argv[1:], None)[:2]
# Person i is agent i, in environment i.
envs = gymnasium.make_vec("caucus/HalfCheetah-v0", num_envs=PEOPLE, num_agents=PEOPLE, agents_seed=2024, server=server)
with caucus.policies.connect(address) as policies:
    for name, parameters in zip(people, envs.unwrapped.agent_parameters, strict=True):
        assigned = policies.assign(name, parameters=parameters)
        marked = f", although {', '.join(assigned.outside)} is outside the population" if assigned.outside else ""
        print(f"{name}: {assigned.policy}, expected {assigned.expected_return:.1f}{marked}")
    observations, infos = envs.reset(seed=1)
    left = set(range(PEOPLE))
    while left:
        actions = policies.act(observations, agent=people)
        observations, rewards, terminations, truncations, infos = envs.step(actions)
        for i in left & set(np.flatnonzero(terminations | truncations).tolist()):
            left.remove(i)
            episode_return = float(infos["episode_returns"][i, i]) * envs.unwrapped.report_scale
            policies.report(episode_return, agent=people[i], length=int(infos["episode_length"][i]))
            print(f"{people[i]}: got {episode_return:.1f} in {infos['episode_length'][i]} steps")
envs.close()
