"""An environment with options and infos."""

import time

import gymnasium
import numpy as np


class Base(gymnasium.Env):
    def __init__(self, gain: float = 2, weights: tuple = (1, 2), noisy: bool = False):
        self.gain, self.noisy = gain, noisy


class Tunable(Base):
    """Its rewards are what it is told to give."""

    metadata = {"render_modes": [], "perturbation_ranges": {"gain": (1.5, 2.5)}}
    action_space = gymnasium.spaces.Discrete(2)

    def __init__(self, size: int = 3, name: str = "it", seconds: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        # As a simulator that takes long to start.
        time.sleep(seconds)
        self.observation_space = gymnasium.spaces.Box(-np.inf, np.inf, (size,), np.float64)
        print("a word on standard output")

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return self.observe(), {"place": np.array([7, 8])}

    def step(self, action):
        self.steps += 1
        info = {
            "place": np.array([self.steps, -self.steps]),
            "speed": np.float32(0.5 * self.steps),
            "noisy": self.noisy,
            "count": self.steps,
            "word": "no number",
            "parts": [1, 2],
            "_hidden": 3,
        }
        return self.observe(), np.array([self.gain, float(action)]), self.steps == 2, False, info

    def observe(self):
        return np.full(self.observation_space.shape, self.steps, np.float64)
