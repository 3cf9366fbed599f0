"""Times steps of HalfCheetah-v5 in the vector environments of Gymnasium and EnvPool."""

import argparse
import importlib.util
import sys
from collections.abc import Iterator
from typing import Any

import gymnasium
import numpy as np

from measuring import median_seconds, parser, report

ENVIRONMENT = "HalfCheetah-v5"
ENVPOOL_THREADS = (1, 2)


# Gymnasium's class, and one of EnvPool's with the same methods.
VectorEnv = Any


def engines(num_envs: int) -> Iterator[tuple[dict[str, object], VectorEnv]]:
    """What to measure, made when its turn comes: names for the output, and N environments."""
    for mode in ("sync", "async"):
        envs = gymnasium.make_vec(ENVIRONMENT, num_envs, vectorization_mode=mode)
        yield {"engine": f"gymnasium-{mode}"}, envs
    if importlib.util.find_spec("envpool") is None:
        print("envpool: not installed, skipped", file=sys.stderr)
        return
    import envpool

    for threads in ENVPOOL_THREADS:
        pool = envpool.make(ENVIRONMENT, env_type="gymnasium", num_envs=num_envs, num_threads=threads)
        yield {"engine": "envpool", "threads": threads}, pool


def round_seconds(envs: VectorEnv, actions: np.ndarray, rounds: int) -> float:
    """Median time of a round that takes all actions [steps, N, a], in seconds."""
    envs.reset()

    def play() -> None:
        for action in actions:
            envs.step(action)

    return median_seconds(play, 1, rounds)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    arguments = parser(__doc__)
    arguments.add_argument("--N", type=int, default=40, help="environments")
    arguments.add_argument("--steps", type=int, default=500, help="of each environment in a round")
    arguments.add_argument("--rounds", type=int, default=5, help="how many are timed")
    return arguments.parse_args()


def main() -> None:
    """Prints a line for each engine."""
    options = parse_arguments()
    rng = np.random.default_rng(0)
    for names, envs in engines(options.N):
        shape = (options.steps, options.N, envs.action_space.shape[-1])
        actions = rng.uniform(-1, 1, shape).astype(envs.action_space.dtype)
        seconds = round_seconds(envs, actions, options.rounds)
        envs.close()
        rate = round(options.steps * options.N / seconds)
        report({"bench": "step", **names, "N": options.N, "stepsPerSecond": rate}, options.json)


if __name__ == "__main__":
    main()
