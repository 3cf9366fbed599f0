"""EM's E-step: moving averages of returns, and who serves whom."""

import numpy as np

RATE = 0.05  # λ


class Utilities:
    """What each representative is worth to each agent."""

    def __init__(self, num_representatives: int, num_agents: int, num_envs: int) -> None:
        self.running = np.zeros((num_envs, num_agents), np.float32)
        self.latest = np.full((num_representatives, num_agents), np.nan, np.float32)
        self.average = self.latest.copy()

    def add(self, rewards: np.ndarray, done: np.ndarray) -> None:
        """Takes in a step's rewards [N, n] and the ends of episodes, bool [N]."""
        self.running += rewards
        envs_per_representative = len(self.running) // len(self.latest)
        for e in np.flatnonzero(done):
            self.latest[e // envs_per_representative] = self.running[e]
            self.running[e] = 0

    def assign(self) -> np.ndarray | None:
        """At an iteration's end: each agent's best representative, [n]; none until all have a return."""
        started = ~np.isnan(self.average)
        self.average = np.where(started, (1 - RATE) * self.average + RATE * self.latest, self.latest)
        return None if np.isnan(self.average).any() else self.average.argmax(0)
