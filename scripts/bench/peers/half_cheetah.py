"""Gymnasium's HalfCheetah for n agents, each with a velocity it wants."""

import gymnasium
import numpy as np

from environments import Step

FASTEST = 4.0  # b, largest target velocity, m/s
OBSERVATION_SIZE = 17
ACTION_SIZE = 6


class HalfCheetahs:
    """N environments, stepped one after the other."""

    def __init__(self, num_envs: int, num_agents: int) -> None:
        self.targets = np.random.default_rng(0).uniform(0, FASTEST, num_agents).astype(np.float32)
        self.envs = [gymnasium.make("HalfCheetah-v5", disable_env_checker=True) for _ in range(num_envs)]
        starts = [env.reset(seed=i)[0] for i, env in enumerate(self.envs)]
        self.observations = np.array(starts, np.float32)

    def step(self, actions: np.ndarray) -> Step:
        """Takes actions [N, 6]; episodes are truncated after 1000 steps."""
        velocities = np.empty((len(self.envs), 1), np.float32)
        next_observations = np.empty_like(self.observations)
        done = np.empty(len(self.envs), bool)
        for i, env in enumerate(self.envs):
            next_observations[i], _, _, done[i], info = env.step(actions[i])
            velocities[i] = info["x_velocity"]
        self.observations = next_observations.copy()
        for ended in np.flatnonzero(done):
            self.observations[ended] = self.envs[ended].reset()[0]
        return Step(self.rewards(velocities), next_observations, np.zeros_like(done), done)

    def rewards(self, velocities: np.ndarray) -> np.ndarray:
        """0.1 max(0, 1 - |v - target| / (b / 20)), [N, n], of velocities [N, 1] in m/s."""
        return np.maximum(0, 0.1 - 0.1 / (FASTEST / 20) * np.abs(velocities - self.targets))
