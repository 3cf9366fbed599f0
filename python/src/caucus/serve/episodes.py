"""One environment, its running episode, and how that is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.serve.broken import BrokenError, described
from caucus.serve.environment import ServedEnvironment
from caucus.serve.phase import Phase
from caucus.serve.readings import read_observation, read_reward
from caucus.serve.saved_state import SavedEpisode
from caucus.serve.seeds import environment_seed
from caucus.serve.wire_actions import read_action


class Episodes:
    """
    An environment that remembers how its episode began and which actions came since. That is all of its state,
    if it draws random numbers from its `np_random` alone, as Gymnasium asks: to restore it is to act again, with an
    environment that was just made. So a state holds numbers only, and nobody's code.

    Whatever the environment raises is a BrokenError that says in which step.
    """

    def __init__(self, environment: ServedEnvironment, agents: NDArray[np.float64], seed: int, index: int) -> None:
        """
        :param agents: θ, [n, m]
        :param seed: the wire's
        :param index: j, for errors
        """
        self._environment = environment
        self._agents = agents
        self._index = index
        self.phase = Phase.FRESH
        #: [d].
        self.observation = np.zeros(environment.observation_space.shape, np.float32)
        #: [n], of the latest step.
        self.rewards = np.zeros(len(agents), np.float32)
        #: [n], of the episode.
        self.returns = np.zeros(len(agents))
        self.terminated = self.truncated = False
        #: What the environment said with its latest observation.
        self.info: dict[str, Any] = {}
        self._seed = seed
        self._random: dict[str, Any] | None = None
        #: As they came over the wire.
        self._actions: list[Any] = []
        with self._environments("making it"):
            self._env: gymnasium.Env[Any, Any] = environment.make()

    @property
    def length(self) -> int:
        """Steps of the episode."""
        return len(self._actions)

    def seed(self, seed: int) -> None:
        """The next reset starts from it."""
        self.phase = Phase.FRESH
        self._seed = seed

    def reset(self) -> None:
        """Starts an episode: from a seed if it is to, else from where random numbers have got to."""
        with self._environments("reset"):
            if self.phase is Phase.FRESH:
                self._random = None
                given = self._env.reset(seed=environment_seed(self._seed))
            else:
                self._random = self._generator.state
                given = self._env.reset()
            self._begin(*given)

    def _begin(self, observation: Any, info: dict[str, Any]) -> None:
        self._observe(observation, info)
        self._actions = []
        self.returns[:] = 0
        self.phase = Phase.RUNNING

    def step(self, action: Any) -> None:
        """
        :param action: on the wire: float32 [a], or a whole number
        """
        with self._environments(f"step {self.length + 1}"):
            given = self._env.step(read_action(self._env.action_space, action))
            observation, reward, terminated, truncated, info = given
            self._observe(observation, info)
            r = read_reward(reward, self._environment.num_objectives)
            self.terminated, self.truncated = bool(terminated), bool(truncated) and not terminated
        self._actions.append(action)
        self.rewards = (self._agents @ r).astype(np.float32)
        self.returns += self.rewards
        if self.terminated or self.truncated:
            self.phase = Phase.OVER

    def save(self) -> SavedEpisode:
        space = self._environment.action_space
        shape, dtype = ((-1, *space.shape), "<f4") if isinstance(space, spaces.Box) else ((-1,), "<i4")
        # Before a reset, those of an episode that is given up.
        actions = [] if self.phase is Phase.FRESH else self._actions
        return SavedEpisode(self.phase, self._seed, self._random, np.array(actions, dtype).reshape(shape))

    def restore(self, saved: SavedEpisode) -> None:
        """
        Only of an environment that has not been reset yet: one may keep what it had at its first reset.

        :raises BrokenError: if the episode cannot have come to this
        """
        self._seed = saved.seed
        if saved.phase is Phase.FRESH:
            return
        self.reset()
        if saved.random is not None:
            with self._environments("reset"):
                # The generator itself stays: environments may keep it.
                self._generator.state = saved.random
                self._random = saved.random
                self._begin(*self._env.reset())
        for action in saved.actions:
            if self.phase is Phase.OVER:
                raise BrokenError(f"environment {self._index}: the episode is over at step {self.length}")
            self.step(action)
        if self.phase is not saved.phase:
            raise BrokenError(f"environment {self._index}: the episode is {self.phase.name} at step {self.length}")

    def render(self) -> NDArray[np.uint8]:
        """
        :returns: [height, width, 3]
        """
        frame = np.asarray(self._env.render(), np.uint8)
        if frame.ndim != 3 or frame.shape[2] != 3:
            raise ValueError(f"expected a frame of shape [height, width, 3], got {list(frame.shape)}")
        return frame

    def close(self) -> None:
        with self._environments("close"):
            self._env.close()

    @property
    def _generator(self) -> Any:
        return self._env.unwrapped.np_random.bit_generator

    @contextmanager
    def _environments(self, what: str) -> Iterator[None]:
        """Converts exceptions that the environment raises to BrokenError."""
        try:
            yield
        except BaseException as error:
            raise BrokenError(f"environment {self._index}, {what}: {described(error)}") from error

    def _observe(self, observation: Any, info: dict[str, Any]) -> None:
        self.observation = read_observation(self._env.observation_space, observation)
        self.info = info
