"""Environments for a server to struggle with."""

import os
import signal
import time

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
            self.break_down()
        return self.steps, np.asarray(action), False, False, {}

    def break_down(self):
        raise RuntimeError("a leg fell off")


class Stuck(Fragile):
    """Never comes back from its third step."""

    def break_down(self):
        while True:
            pass


class Dying(Fragile):
    """Takes its process with it at its third step, as a fault in a library does."""

    def break_down(self):
        os.kill(os.getpid(), signal.SIGKILL)


class Slow(Fragile):
    """Its third step takes its time; it counts them all, in one file."""

    def break_down(self):
        with open(os.environ["SLOW_STEPS"], "a") as file:
            file.write(".")
        time.sleep(1.5)
        self.steps = 0


class StuckAtOnce(Fragile):
    def reset(self, *, seed=None, options=None):
        while True:
            pass


class Blind(Fragile):
    """Cannot be drawn, though it says so."""

    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self, render_mode=None):
        self.render_mode = render_mode

    def render(self):
        raise RuntimeError("no display")


class Sketchy(Blind):
    """Draws in black and white."""

    def render(self):
        return np.zeros((8, 8), np.uint8)


class Careless(Fragile):
    """Whose seed does nothing."""

    observation_space = gymnasium.spaces.Box(0, 1, (1,), np.float64)

    def reset(self, *, seed=None, options=None):
        super().reset()
        return self.np_random.random(1), {}

    def step(self, action):
        return np.zeros(1), np.asarray(action), True, False, {}


class Strange(Fragile):
    action_space = gymnasium.spaces.Sequence(gymnasium.spaces.Discrete(2))


class Liar(Fragile):
    reward_space = gymnasium.spaces.Box(-1, 1, (3,), np.float32)


class Broken(Fragile):
    def __init__(self):
        raise OSError("no such robot")
