"""What an r-MDP's environments have in common."""

from typing import NamedTuple, Protocol

import numpy as np


class Step(NamedTuple):
    """What N environments answered."""

    rewards: np.ndarray  # float32 [N, n]
    next_observations: np.ndarray  # float32 [N, d]; an episode's last, where it ended
    terminated: np.ndarray  # bool [N]; what follows is worth nothing
    done: np.ndarray  # bool [N]; terminated or truncated


class Environments(Protocol):
    """N environments that start anew by themselves."""

    observations: np.ndarray  # float32 [N, d]: where they are

    def step(self, actions: np.ndarray) -> Step:
        """Takes actions [N, a], or int64 [N]."""
