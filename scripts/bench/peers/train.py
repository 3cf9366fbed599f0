"""Times EM's whole loop in one process with PyTorch: acting, stepping and updating."""

import argparse
import statistics
import time

import numpy as np
import torch

from measuring import parser, report
from ppo import BATCH, Learner
from rollout import ObservationScale, Rollout, create_batch
from tasks import TASKS, Task
from threads import add_threads, thread_counts
from utilities import Utilities

ENVS_PER_REPRESENTATIVE = 8  # B


class Training:
    """A run: environments, a learner and what lies between them."""

    def __init__(self, task: Task) -> None:
        sizes = task.sizes
        num_envs = sizes.representatives * ENVS_PER_REPRESENTATIVE
        self.sizes = sizes
        self.environments = task.environments(num_envs)
        self.learner = Learner(sizes, task.settings, "em")
        self.scale = ObservationScale(sizes) if task.settings.normalize_observations else None
        self.rollout = Rollout(sizes, ENVS_PER_REPRESENTATIVE)
        self.utilities = Utilities(sizes.representatives, sizes.agents, num_envs)

    def iteration(self) -> dict[str, float]:
        """One M-step and one E-step; returns seconds, by what they went to."""
        seconds = self.collect()
        start = time.perf_counter()
        self.learn()
        return {**seconds, "updating": time.perf_counter() - start}

    def collect(self) -> dict[str, float]:
        """Fills the rollout; returns seconds."""
        acting = stepping = 0.0
        for t in range(self.rollout.steps):
            start = time.perf_counter()
            observations = self.environments.observations
            actions = self.act(observations)
            acted = time.perf_counter()
            step = self.environments.step(actions)
            self.rollout.record(t, observations, actions, step)
            self.utilities.add(step.rewards, step.done)
            acting += acted - start
            stepping += time.perf_counter() - acted
        return {"acting": acting, "stepping": stepping}

    @torch.inference_mode()
    def act(self, observations: np.ndarray) -> np.ndarray:
        """Sampled actions [N, a] or [N], in observations [N, d]."""
        states = torch.from_numpy(observations).view(self.sizes.representatives, -1, self.sizes.observation)
        policy = self.learner.actor(states if self.scale is None else self.scale.normalize(states))
        return policy.sample().flatten(0, 1).numpy()

    def learn(self) -> None:
        """Learns from the rollout, and assigns agents anew."""
        self.learner.learn(create_batch(self.learner, self.rollout, self.scale))
        if self.scale is not None:
            self.scale.update(self.rollout.observations.flatten(1, 2))
        assignment = self.utilities.assign()
        if assignment is not None:
            self.learner.assign(torch.from_numpy(assignment))


def median_iteration(task: Task, iterations: int) -> dict[str, float]:
    """Median seconds of an iteration, by what they went to, after one to warm up."""
    torch.manual_seed(0)
    training = Training(task)
    training.iteration()
    rows = [training.iteration() for _ in range(iterations)]
    return {name: statistics.median(row[name] for row in rows) for name in rows[0]}


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    arguments = parser(__doc__)
    add_threads(arguments)
    arguments.add_argument("--task", choices=TASKS, default="half-cheetah")
    arguments.add_argument("--iterations", type=int, default=3, help="how many are timed")
    return arguments.parse_args()


def main() -> None:
    """Prints a line for each number of threads."""
    options = parse_arguments()
    task = TASKS[options.task]
    for threads in thread_counts(options.threads):
        torch.set_num_threads(threads)
        seconds = median_iteration(task, options.iterations)
        rate = round(task.sizes.representatives * BATCH / sum(seconds.values()))
        rounded = {name: round(value, 3) for name, value in seconds.items()}
        row = {"bench": "train", "engine": "pytorch", "backend": "cpu", "threads": threads}
        shape = {"task": options.task, "k": task.sizes.representatives, "n": task.sizes.agents}
        report({**row, **shape, "transitionsPerSecond": rate, "seconds": rounded}, options.json)


if __name__ == "__main__":
    main()
