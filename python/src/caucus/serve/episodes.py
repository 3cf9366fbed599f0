"""One environment, its running episode, and how that is saved."""

from __future__ import annotations

import enum
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.serve.environment import ServedEnvironment


class Phase(enum.IntEnum):
    """Where an environment is in its episode."""

    FRESH = 0
    RUNNING = 1
    OVER = 2


class Episodes:
    """
    An environment that remembers how its episode began and which actions came since. That is all of its state,
    if it draws random numbers from its `np_random` alone, as Gymnasium asks: to restore it is to act again. So a
    state holds numbers only, and nobody's code.
    """

    def __init__(self, environment: ServedEnvironment, agents: NDArray[np.float64], seed: int) -> None:
        """
        :param agents: θ, [n, m]
        """
        self._environment = environment
        self._agents = agents
        self._env: gymnasium.Env[Any, Any] = environment.make()
        self.phase = Phase.FRESH
        #: [d].
        self.observation = np.zeros(environment.flat_observation_space.shape, np.float32)
        #: [n], of the latest step.
        self.rewards = np.zeros(len(agents), np.float32)
        #: [n], of the episode.
        self.returns = np.zeros(len(agents))
        self.terminated = self.truncated = False
        #: What the environment said with its latest observation.
        self.info: dict[str, Any] = {}
        self._start: dict[str, Any] = {"seed": seed}
        self._actions: list[Any] = []

    @property
    def length(self) -> int:
        """Steps of the episode."""
        return len(self._actions)

    def seed(self, seed: int) -> None:
        """The next reset starts from it."""
        self.phase = Phase.FRESH
        self._start = {"seed": seed}

    def reset(self) -> None:
        """Starts an episode: from a seed if it is to, else from where random numbers have got to."""
        if self.phase is not Phase.FRESH:
            self._start = {"random": self._env.unwrapped.np_random.bit_generator.state}
        self._begin()

    def _begin(self) -> None:
        if "seed" in self._start:
            observation, self.info = self._env.reset(seed=self._start["seed"])
        else:
            generator = np.random.PCG64()
            generator.state = self._start["random"]
            self._env.unwrapped.np_random = np.random.Generator(generator)
            observation, self.info = self._env.reset()
        self._observe(observation)
        self._actions = []
        self.returns[:] = 0
        self.phase = Phase.RUNNING

    def step(self, action: Any) -> None:
        """
        :param action: float32 [a], or a whole number
        """
        observation, reward, terminated, truncated, self.info = self._env.step(action)
        self._observe(observation)
        self._actions.append(action.tolist() if isinstance(action, np.ndarray) else int(action))
        self.rewards = (self._agents @ np.atleast_1d(np.asarray(reward, np.float64))).astype(np.float32)
        self.returns += self.rewards
        self.terminated, self.truncated = bool(terminated), bool(truncated and not terminated)
        if terminated or truncated:
            self.phase = Phase.OVER

    def save(self) -> dict[str, Any]:
        """What JSON can hold."""
        return {"phase": int(self.phase), "start": self._start, "actions": self._actions}

    def restore(self, state: dict[str, Any]) -> None:
        """
        :param state: as `save` gave it
        """
        self._start = state["start"]
        if state["phase"] != Phase.FRESH:
            self._begin()
            for action in state["actions"]:
                self.step(np.array(action, np.float32) if isinstance(action, list) else action)
        self.phase = Phase(state["phase"])

    def render(self) -> NDArray[np.uint8]:
        """[height, width, 3]."""
        return np.asarray(self._env.render(), np.uint8)

    def close(self) -> None:
        self._env.close()

    def _observe(self, observation: Any) -> None:
        flat = spaces.flatten(self._environment.observation_space, observation)
        self.observation = np.asarray(flat, np.float32)
