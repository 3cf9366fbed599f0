"""Environments that do what no environment should."""

import gymnasium
import numpy as np
from gymnasium import spaces


class Hostile(gymnasium.Env):
    """Misbehaves at its third step."""

    observation_space = spaces.Box(-1, 1, (2,), np.float32)
    action_space = spaces.Discrete(3)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return np.zeros(2, np.float32), {}

    def step(self, action):
        self.steps += 1
        if self.steps == 3:
            return self.misbehave(int(action))
        return self.result()

    def result(self, reward=1.0, **info):
        return np.full(2, 0.1, np.float32), reward, False, False, info

    def misbehave(self, action):
        return self.result()


class Unutterable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


class Shouting(Hostile):
    """\x1b[31mred\x00"""

    def result(self, reward=1.0, **info):
        return super().result(reward, **{"fine": 1, "\udc80": 1, "a\nb": 1, "n" * 1000: 1, "": 1}, **{"_own": 1})

    def misbehave(self, action):
        if action == 0:
            raise ValueError("\x1b[31m" + "😀" * 1_000_000)
        if action == 1:
            raise ValueError("\udc80 is no character")
        raise Unutterable
