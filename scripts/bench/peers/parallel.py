"""
Times steps of environments with a reward vector: MO-Gymnasium's vector, Gymnasium's in processes, and ours in
processes, by steps and by rollouts. It needs `pip install './python[mo]'`.
"""

import argparse
from collections.abc import Callable, Iterator

import gymnasium
import mo_gymnasium
import numpy as np
from caucus.python_env import make_vec_env
from mo_gymnasium.wrappers import LinearReward
from mo_gymnasium.wrappers.vector import MOSyncVectorEnv

from measuring import median_seconds, parser, report
from slow import Slow

#: Names of environments, and how one is made.
ENVIRONMENTS: dict[str, tuple[str, Callable[[], gymnasium.Env]]] = {
    "mo-hopper-v5": ("mo-hopper-v5", lambda: mo_gymnasium.make("mo-hopper-v5")),
    "slow": ("slow:Slow", Slow),
}


def engines(name: str, num_envs: int) -> Iterator[tuple[str, gymnasium.vector.VectorEnv]]:
    """What to measure, made when its turn comes."""
    python, make = ENVIRONMENTS[name]
    yield "mo-gymnasium-sync", MOSyncVectorEnv([make] * num_envs)
    # It has no room for reward vectors, which are weighed in its processes.
    yield "gymnasium-async", gymnasium.vector.AsyncVectorEnv([lambda: LinearReward(make())] * num_envs)
    yield "caucus", make_vec_env(python, num_envs)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    arguments = parser(__doc__)
    arguments.add_argument("--environment", choices=ENVIRONMENTS, default="mo-hopper-v5")
    arguments.add_argument("--N", type=int, default=8, help="environments")
    arguments.add_argument("--steps", type=int, default=200, help="of each environment in a round")
    arguments.add_argument("--rounds", type=int, default=3, help="how many are timed")
    return arguments.parse_args()


def main() -> None:
    """Prints a line for each engine."""
    options = parse_arguments()
    rng = np.random.default_rng(0)
    actions = rng.uniform(-1, 1, (options.steps, options.N, 3)).astype(np.float32)
    for engine, envs in engines(options.environment, options.N):
        envs.reset(seed=0)

        def play(envs: gymnasium.vector.VectorEnv = envs) -> None:
            for action in actions:
                envs.step(action)

        seconds = median_seconds(play, 1, options.rounds)
        envs.close()
        rate = round(options.steps * options.N / seconds)
        where = {"environment": options.environment, "N": options.N}
        report({"bench": "parallel", "engine": engine, **where, "stepsPerSecond": rate}, options.json)


if __name__ == "__main__":
    main()
