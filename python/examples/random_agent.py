"""A random agent for 100 people who each want another speed: `python examples/random_agent.py [HOST:PORT]`."""

import sys

import gymnasium

import caucus  # noqa: F401  It registers caucus/….

envs = gymnasium.make_vec("caucus/HalfCheetah-v0", num_envs=4, num_agents=100, server=(sys.argv[1:] or [None])[0])
observations, infos = envs.reset(seed=0)
for _ in range(1000):
    observations, rewards, terminations, truncations, infos = envs.step(envs.action_space.sample())
print("what an episode was worth to the first agents:", infos["episode_returns"].mean(axis=0)[:5])
envs.close()
