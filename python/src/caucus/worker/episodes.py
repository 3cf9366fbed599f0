"""One environment, its running episode, and how that is saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.worker.broken import BrokenError, described
from caucus.worker.finding import find
from caucus.worker.own_state import gives_state, read_own_state, write_own_state
from caucus.worker.phase import Phase
from caucus.worker.readings import observation_reader, read_reward
from caucus.worker.saved_state import SavedEpisode
from caucus.worker.seeds import environment_seed
from caucus.worker.setup import Setup
from caucus.worker.wire_actions import action_reader, wire_action_space


class Episodes:
    """
    An environment that remembers how its episode began and which actions came since. That is all of its state,
    if it draws random numbers from its `np_random` alone, as Gymnasium asks: to restore it is to act again, with an
    environment that was just made. So a state holds numbers only, and nobody's code. An environment that gives its own
    state is put back to that.

    Whatever the environment raises is a BrokenError that says in which step.
    """

    def __init__(self, setup: Setup, seed: int, index: int) -> None:
        """
        :param seed: the wire's
        :param index: of the environment in its session, for errors
        """
        self._setup = setup
        self._index = index
        self.phase = Phase.FRESH
        #: r [m], of the latest step.
        self.reward = np.zeros(setup.num_objectives)
        self.terminated = self.truncated = False
        #: What the environment said with its latest observation.
        self.info: dict[str, Any] = {}
        self._seed = seed
        self._random: dict[str, Any] | None = None
        #: Steps of the episode.
        self.length = 0
        #: As they came over the wire; none if the environment gives its own state.
        self._actions: list[Any] = []
        with self._environments("making it"):
            self._env: gymnasium.Env[Any, Any] = find(setup.name).make(setup.options, setup.drawn)
            self._gives_state = gives_state(self._env)
            self.action_space = wire_action_space(self._env.action_space, setup.name)
            self._check_size()
            self._read_action = action_reader(self._env.action_space)
            self._read_observation = observation_reader(self._env.observation_space)
        #: [d], which may be no numbers yet.
        self.observation: NDArray[Any] = np.zeros(setup.observation_size, np.float32)

    def _check_size(self) -> None:
        """An environment may be made anew with another space."""
        size = spaces.flatdim(self._env.observation_space)
        if size != self._setup.observation_size:
            raise BrokenError(f"observation_space: expected {self._setup.observation_size} entries, got {size}")

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
        self.observation = self._read_observation(observation)
        self.info = info
        self._actions = []
        self.length = 0
        self.phase = Phase.RUNNING

    def step(self, action: Any) -> None:
        """
        :param action: on the wire: float32 [a], or a whole number
        """
        try:
            given = self._env.step(self._read_action(action))
            observation, reward, terminated, truncated, self.info = given
            self.observation = self._read_observation(observation)
            self.reward = read_reward(reward, self._setup.num_objectives)
        except BaseException as error:
            raise self._broken(f"step {self.length + 1}", error) from error
        self.length += 1
        # The server counts steps, too: both must end an episode at the same one.
        limited = self.length == self._setup.max_episode_steps
        self.terminated = bool(terminated)
        self.truncated = (bool(truncated) or limited) and not self.terminated
        if not self._gives_state:
            self._actions.append(action)
        if self.terminated or self.truncated:
            self.phase = Phase.OVER

    @property
    def moment(self) -> str:
        """What the environment was asked for last, for errors."""
        return self._moment(f"step {self.length}" if self.length > 0 else "reset")

    def _moment(self, what: str) -> str:
        return f"environment {self._index}, {what}"

    def save(self) -> SavedEpisode:
        space = self.action_space
        shape, dtype = ((-1, *space.shape), "<f4") if isinstance(space, spaces.Box) else ((-1,), "<i4")
        # Before a reset, those of an episode that is given up.
        fresh = self.phase is Phase.FRESH
        actions = np.array([] if fresh else self._actions, dtype).reshape(shape)
        if fresh or not self._gives_state:
            return SavedEpisode(self.phase, self._seed, None if fresh else self._random, actions, len(actions), None)
        with self._environments("get_state"):
            own = read_own_state(self._env)
        return SavedEpisode(self.phase, self._seed, self._generator.state, actions, self.length, own)

    def restore(self, saved: SavedEpisode) -> None:
        """
        Only of an environment that has not been reset yet: one may keep what it had at its first reset.

        :raises BrokenError: if the episode cannot have come to this
        """
        self._seed = saved.seed
        if saved.phase is Phase.FRESH:
            return
        self.reset()
        if saved.own is None and not self._gives_state:
            self._act_again(saved)
        else:
            self._put_back(saved)

    def _act_again(self, saved: SavedEpisode) -> None:
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

    def _put_back(self, saved: SavedEpisode) -> None:
        with self._environments("set_state"):
            like = read_own_state(self._env)
            if saved.own is None or saved.own.keys() != like.keys():
                raise ValueError("it holds other names")
            if any(saved.own[name].dtype != like[name].dtype for name in like):
                raise ValueError("it holds numbers of other dtypes")
            write_own_state(self._env, saved.own, saved.steps)
            self._generator.state = saved.random
        self.phase, self.length = saved.phase, saved.steps

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
            raise self._broken(what, error) from error

    def _broken(self, what: str, error: BaseException) -> BrokenError:
        return BrokenError(f"{self._moment(what)}: {described(error)}")
