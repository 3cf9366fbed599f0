"""An environment whose step takes 5 ms, as a simulator that is slow."""

import time

import gymnasium
import numpy as np


class Slow(gymnasium.Env):
    """Two rewards; the processor waits."""

    observation_space = gymnasium.spaces.Box(-1, 1, (3,), np.float32)
    action_space = gymnasium.spaces.Box(-1, 1, (3,), np.float32)
    reward_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        return self.np_random.uniform(-1, 1, 3).astype(np.float32), {}

    def step(self, action):
        time.sleep(0.005)
        return np.asarray(action, np.float32), np.asarray(action[:2], np.float32), False, False, {}
