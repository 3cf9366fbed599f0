"""N′ environments of one session, stepped one after the other. Other workers have the session's other ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.errors import ContractError, unexpected
from caucus.worker.broken import BrokenError, described, print_stack
from caucus.worker.episodes import Episodes
from caucus.worker.infos import read_infos
from caucus.worker.readings import check_finite
from caucus.worker.saved_state import SavedEpisode, decode_state, encode_state
from caucus.worker.setup import Setup


class UnchangedError(Exception):
    """An environment could not be drawn or saved; its episode goes on."""


class Rows:
    """The server checks what clients ask for, but for saved states."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.num_envs = setup.num_envs
        self._all = [self._make(j, setup.seed + j) for j in range(setup.num_envs)]
        self._action_space = self._all[0].action_space
        d, m, i = setup.observation_size, setup.num_objectives, sum(info.size for info in setup.infos)
        # As environments give them: they are made float32 all at once.
        self._observations = np.zeros((setup.num_envs, d))
        self._rewards = np.zeros((setup.num_envs, m))
        self._ends = np.zeros(setup.num_envs, np.uint8)
        self._infos = np.zeros((setup.num_envs, i))

    def _make(self, j: int, seed: int) -> Episodes:
        return Episodes(self._setup, seed, self._setup.first_row + j)

    def reset(self, mask: NDArray[np.bool_], seed: int | None) -> list[bytes]:
        """
        :param mask: [N′], the M environments to reset
        :param seed: if given, environment j is first seeded with seed + j
        :returns: their observations, FLOAT32 [M, d], and their infos, FLOAT64 [M, …]
        """
        chosen = np.flatnonzero(mask)
        for j in chosen:
            if seed is not None:
                self._all[j].seed(seed + int(j))
            self._all[j].reset()
            self._look(int(j), self._all[j])
        observations = self._checked("observation", self._observations[mask], [self._all[j] for j in chosen])
        return [observations.tobytes(), self._infos[mask].tobytes()]

    def read_actions(self, body: memoryview) -> NDArray[Any]:
        """
        :returns: [N′, a] or [N′]
        """
        space = self._action_space
        if isinstance(space, spaces.Discrete):
            return np.frombuffer(body, "<i4")
        return np.frombuffer(body, "<f4").reshape(-1, *space.shape)

    def step(self, resets: NDArray[np.bool_], actions: NDArray[Any]) -> list[bytes]:
        """
        :param resets: [N′], which environments are reset in place of the step
        :returns: observations, FLOAT32 [N′, d]; r, FLOAT64 [N′, m]; a byte for each environment with 1 if it terminated
            or 2 if it was truncated; infos, FLOAT64 [N′, …]; then observations and infos of those that were reset
            because their episode ended with this step, in order
        """
        ended: list[Episodes] = []
        for j, episodes in enumerate(self._all):
            if resets[j]:
                episodes.reset()
                self._rewards[j] = 0
                self._ends[j] = 0
            else:
                episodes.step(actions[j])
                self._rewards[j] = episodes.reward
                self._ends[j] = 1 if episodes.terminated else 2 if episodes.truncated else 0
                if self._ends[j]:
                    ended.append(episodes)
            self._look(j, episodes)
        observations = self._checked("observation", self._observations, self._all)
        self._checked("reward", self._rewards, self._all)
        arrays: list[NDArray[Any]] = [observations, self._rewards, self._ends, self._infos]
        if self._setup.same_step and ended:
            arrays += self._begin_again(ended)
        return [array.tobytes() for array in arrays]

    def _look(self, j: int, episodes: Episodes) -> None:
        self._observations[j] = episodes.observation
        read_infos(self._setup.infos, episodes.info, self._infos[j])

    def _begin_again(self, ended: list[Episodes]) -> list[NDArray[Any]]:
        observations = np.zeros((len(ended), self._observations.shape[1]))
        infos = np.zeros((len(ended), self._infos.shape[1]))
        for row, episodes in enumerate(ended):
            episodes.reset()
            observations[row] = episodes.observation
            read_infos(self._setup.infos, episodes.info, infos[row])
        return [self._checked("observation", observations, ended), infos]

    def _checked(self, name: str, values: NDArray[np.float64], rows: Sequence[Episodes]) -> NDArray[np.float32]:
        """
        :param values: of these rows' latest reset or step, [rows, entries]
        """
        return check_finite(name, values, lambda row: rows[row].moment)

    def save(self, mask: NDArray[np.bool_]) -> list[bytes]:
        try:
            return [encode_state(self._all[j].save()) for j in np.flatnonzero(mask)]
        except BrokenError as error:
            raise UnchangedError(described(error)) from error

    def restore(self, states: list[bytes]) -> None:
        """
        Restores all states or none.

        :param states: N′; an empty one leaves its environment as it is
        """
        decoded = {
            j: decode_state(state, self._action_space, self._state(j)) for j, state in enumerate(states) if state
        }
        # Beside the others, which stay if one of these cannot be.
        restored: dict[int, Episodes] = {}
        try:
            for j, saved in decoded.items():
                restored[j] = self._restored(j, saved, states[j])
        except ContractError:
            _close(restored.values())
            raise
        replaced = [self._all[j] for j in restored]
        self._all = [restored.get(j, episodes) for j, episodes in enumerate(self._all)]
        _close(replaced)

    def _restored(self, j: int, saved: SavedEpisode, state: bytes) -> Episodes:
        expected = "a state that SaveState gave"
        try:
            episodes = self._make(j, saved.seed)
            try:
                episodes.restore(saved)
                if encode_state(episodes.save()) == state:
                    return episodes
            except BrokenError:
                _close([episodes])
                raise
        except BrokenError as error:
            print_stack(error)
            raise unexpected(self._state(j), expected, f"one that cannot be played again ({error})") from error
        _close([episodes])
        raise unexpected(self._state(j), expected, "one that becomes another when it is played again")

    def _state(self, j: int) -> str:
        return f"states[{self._setup.first_row + j}]"

    def render(self, mask: NDArray[np.bool_]) -> list[NDArray[np.uint8]]:
        """
        :returns: a frame of each environment in the mask, [height, width, 3]
        """
        try:
            return [self._all[j].render() for j in np.flatnonzero(mask)]
        except Exception as error:
            # Of a machine without a display, say.
            raise UnchangedError(described(error)) from error

    def close(self) -> None:
        _close(self._all)


def _close(closed: Iterable[Episodes]) -> None:
    """All of them, whatever one does."""
    for episodes in closed:
        try:
            episodes.close()
        except BrokenError as error:
            print_stack(error)
