"""Environments that show what workers do."""

import os
import time

import gymnasium
import numpy as np
from gymnasium import spaces


class Counting(gymnasium.Env):
    """Counts its steps to seven."""

    observation_space = spaces.Box(-np.inf, np.inf, (2,), np.float64)
    action_space = spaces.Discrete(3)
    reward_space = spaces.Box(0, 3, (2,), np.float64)

    def reset(self, *, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        self.sum = float(self.np_random.random())
        return self.observe(), {}

    def step(self, action):
        self.steps += 1
        self.sum += float(self.np_random.random()) * int(action)
        return self.observe(), np.array([action, 1.0]), self.steps == 7, False, {"pid": os.getpid()}

    def observe(self):
        return np.array([self.steps, self.sum])


class Remembering(Counting):
    """Gives its own state, and says how often it was stepped in its life."""

    def __init__(self):
        self.lifetime = 0

    def step(self, action):
        self.lifetime += 1
        observation, reward, terminated, truncated, _ = super().step(action)
        return observation, reward, terminated, truncated, {"lifetime": self.lifetime}

    def get_state(self):
        return {"steps": np.array(self.steps), "sum": np.array([self.sum])}

    def set_state(self, state):
        self.steps, self.sum = int(state["steps"]), float(state["sum"][0])


class Forgetful(Remembering):
    """What it gives is not what it is set to."""

    def set_state(self, state):
        self.steps = 0


class Unsavable(Remembering):
    """Cannot say where it is."""

    def get_state(self):
        raise RuntimeError("where am I")


class People(Counting):
    """Names what it rewards, and draws the agents."""

    metadata = {"objectives": ["bread", "cold_beer"]}

    @classmethod
    def sample_agents(cls, count, rng):
        first = rng.integers(0, 2, count)
        return np.stack([first, 1 - first], axis=1)


class BadPeople(Counting):
    @staticmethod
    def sample_agents(count, rng):
        return np.full((count, 2), 7.0)


class Nameless(Counting):
    metadata = {"objectives": ["bread", "Beer"]}


class Waiting(Counting):
    """Waits for something else than the processor."""

    def step(self, action):
        time.sleep(0.002)
        return super().step(action)
