"""Times one step of acting with PyTorch: observations in, sampled actions of k policies out."""

import argparse

import numpy as np
import torch

from measuring import median_seconds, parser, report
from networks import Actor, Sizes
from threads import add_threads, thread_counts

ENVIRONMENTS = (1, 8)  # B, of each representative
WARM_UP = 200


def acting_seconds(sizes: Sizes, environments: int, repetitions: int) -> float:
    """Median time from observations [k, B, d] to actions [k, B, a] or [k, B], in seconds."""
    torch.manual_seed(0)
    actor = Actor(sizes)
    shape = (sizes.representatives, environments, sizes.observation)
    observations = np.random.default_rng(0).standard_normal(shape, np.float32)

    def act() -> np.ndarray:
        return actor(torch.from_numpy(observations)).sample().numpy()

    with torch.inference_mode():
        return median_seconds(act, WARM_UP, repetitions)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    arguments = parser(__doc__)
    add_threads(arguments)
    arguments.add_argument("--k", type=int, default=5, help="representatives")
    arguments.add_argument("--d", type=int, default=17, help="observation size")
    arguments.add_argument("--a", type=int, default=6, help="action size")
    arguments.add_argument("--discrete", action="store_true", help="a choices, rather than a components")
    arguments.add_argument("--steps", type=int, default=2000, help="how many are timed")
    return arguments.parse_args()


def main() -> None:
    """Prints a line for each number of threads and of environments."""
    options = parse_arguments()
    sizes = Sizes(options.k, 1, options.d, options.a, options.discrete)
    shape = {"k": options.k, "d": options.d, "a": options.a, "discrete": options.discrete}
    for threads in thread_counts(options.threads):
        torch.set_num_threads(threads)
        for environments in ENVIRONMENTS:
            us = round(1e6 * acting_seconds(sizes, environments, options.steps), 1)
            row = {"bench": "act", "engine": "pytorch", "backend": "cpu", "threads": threads}
            report({**row, **shape, "B": environments, "us": us}, options.json)


if __name__ == "__main__":
    main()
