"""Environments for a server to struggle with."""

import gymnasium
import numpy as np


class Fragile(gymnasium.Env):
    """Breaks at its third step."""

    observation_space = gymnasium.spaces.Discrete(3)
    action_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)
    reward_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return 0, {}

    def step(self, action):
        self.steps += 1
        if self.steps == 3:
            raise RuntimeError("a leg fell off")
        return self.steps, np.asarray(action), False, False, {}


class Strange(Fragile):
    action_space = gymnasium.spaces.MultiDiscrete([2, 2])
