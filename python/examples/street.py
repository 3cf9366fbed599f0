"""An environment of one's own, for `python -m caucus.serve street:Street` in this folder."""

import gymnasium
import numpy as np


class Street(gymnasium.Env):
    """A day in a street with a baker at one end and a brewer at the other: neighbours differ in what they like."""

    metadata = {"render_modes": []}
    observation_space = gymnasium.spaces.Box(0, 1, (2,), np.float32)
    action_space = gymnasium.spaces.Discrete(3)
    # Objectives: bread, beer, rest.
    reward_space = gymnasium.spaces.Box(0, 1, (3,), np.float32)
    length, hours = 9, 24

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.house, self.hour = int(self.np_random.integers(self.length)), 0
        return self._observe(), {}

    def step(self, action):
        self.house, before = int(np.clip(self.house + action - 1, 0, self.length - 1)), self.house
        self.hour += 1
        bread, beer, rest = self.house == 0, self.house == self.length - 1, self.house == before
        rewards = np.array([bread, beer, 0.2 * rest], np.float32)
        return self._observe(), rewards, False, self.hour == self.hours, {}

    def _observe(self):
        return np.array([self.house / (self.length - 1), self.hour / self.hours], np.float32)
