"""Times one PPO minibatch step of PyTorch: gather, losses, gradients, clipping and Adam."""

import argparse
from itertools import cycle

import torch

from measuring import median_seconds, parser, report
from networks import Sizes
from ppo import ALGORITHMS, BATCH, MINIBATCH, Batch, Learner, Settings
from threads import add_threads, thread_counts

WARM_UP = 20


def random_batch(learner: Learner, sizes: Sizes) -> Batch:
    """A batch of noise, with the shapes of a real one and actions of the learner's policies."""
    k, n, d = sizes.representatives, sizes.agents, sizes.observation
    observations = torch.randn(k, BATCH, d)
    with torch.no_grad():
        policy = learner.actor(observations)
        actions = policy.sample()
        log_probs = policy.log_prob(actions)
    advantages = learner.stored_advantages(torch.randn(k, BATCH, n))
    return Batch(observations, actions, log_probs, advantages, torch.randn(k, BATCH, n))


def minibatch_seconds(sizes: Sizes, algorithm: str, minibatches: int) -> float:
    """Median time of a minibatch step, in seconds."""
    torch.manual_seed(0)
    learner = Learner(sizes, Settings(), algorithm)
    batch = random_batch(learner, sizes)
    order = cycle(torch.randperm(BATCH).split(MINIBATCH))
    return median_seconds(lambda: learner.minibatch_step(batch, next(order)), WARM_UP, minibatches)


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    arguments = parser(__doc__)
    add_threads(arguments)
    arguments.add_argument("--k", type=int, default=5, help="representatives")
    arguments.add_argument("--n", type=int, default=100, help="agents")
    arguments.add_argument("--d", type=int, default=17, help="observation size")
    arguments.add_argument("--a", type=int, default=6, help="action size")
    arguments.add_argument("--discrete", action="store_true", help="a choices, rather than a components")
    arguments.add_argument("--minibatches", type=int, default=200, help="how many are timed")
    arguments.add_argument("--algorithm", choices=ALGORITHMS, default="em")
    return arguments.parse_args()


def main() -> None:
    """Prints a line for each number of threads."""
    options = parse_arguments()
    sizes = Sizes(options.k, options.n, options.d, options.a, options.discrete)
    shape = {"k": options.k, "n": options.n, "d": options.d, "a": options.a}
    kind = {"discrete": options.discrete, "algorithm": options.algorithm}
    for threads in thread_counts(options.threads):
        torch.set_num_threads(threads)
        ms = round(1000 * minibatch_seconds(sizes, options.algorithm, options.minibatches), 3)
        row = {"bench": "update", "engine": "pytorch", "backend": "cpu", "threads": threads}
        report({**row, **shape, **kind, "ms": ms}, options.json)


if __name__ == "__main__":
    main()
