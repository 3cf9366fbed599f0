"""N environments of one session, stepped together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import session_pb2
from caucus.errors import ContractError, unexpected
from caucus.serve.broken import BrokenError, described, print_stack
from caucus.serve.episodes import Episodes
from caucus.serve.infos import read_infos
from caucus.serve.phase import Phase
from caucus.serve.plan import Plan
from caucus.serve.saved_state import SavedEpisode, decode_state, encode_state
from caucus.steps import Finished, Infos, Step

_SAME_STEP = session_pb2.AUTORESET_MODE_SAME_STEP
_DISABLED = session_pb2.AUTORESET_MODE_DISABLED


class Environments:
    """Bad requests raise ContractError before anything changes."""

    def __init__(self, plan: Plan) -> None:
        self._environment = plan.environment
        self._agents = plan.agents
        self._mode = plan.autoreset_mode
        self._infos = plan.infos
        self._fingerprint = _fingerprint(plan)
        self._all = [Episodes(plan.environment, plan.agents, plan.seed + j, j) for j in range(plan.num_envs)]

    def infos(self) -> Infos:
        """Those to report, name → [N, …]."""
        return read_infos(self._infos, [episodes.info for episodes in self._all])

    def reset(self, mask: NDArray[np.bool_] | None, seed: int | None) -> NDArray[np.float32]:
        """
        :returns: observations, [N, d]
        """
        for j, episodes in enumerate(self._all):
            if mask is None or mask[j]:
                if seed is not None:
                    episodes.seed(seed + j)
                episodes.reset()
        return self._observations()

    def step(self, actions: NDArray[Any]) -> Step:
        """
        :param actions: [N, a] or [N]
        """
        self._check(actions)
        finished: list[tuple[int, Episodes]] = []
        rows = [self._step_one(j, episodes, actions[j], finished) for j, episodes in enumerate(self._all)]
        rewards, terminated, truncated = zip(*rows, strict=True)
        ended = self._summarize(finished)
        if self._mode == _SAME_STEP:
            for _, episodes in finished:
                episodes.reset()
        return Step(
            observations=self._observations(),
            rewards=np.stack(rewards),
            terminated=np.array(terminated),
            truncated=np.array(truncated),
            infos=self.infos(),
            finished=ended,
        )

    def _step_one(
        self, j: int, episodes: Episodes, action: Any, finished: list[tuple[int, Episodes]]
    ) -> tuple[NDArray[np.float32], bool, bool]:
        if episodes.phase is Phase.OVER:
            episodes.reset()
            return np.zeros_like(episodes.rewards), False, False
        episodes.step(action)
        if episodes.terminated or episodes.truncated:
            finished.append((j, episodes))
        return episodes.rewards, episodes.terminated, episodes.truncated

    def _summarize(self, finished: list[tuple[int, Episodes]]) -> Finished | None:
        if not finished:
            return None
        final = np.stack([episodes.observation for _, episodes in finished])
        return Finished(
            environments=np.array([j for j, _ in finished], np.int32),
            lengths=np.array([episodes.length for _, episodes in finished], np.int32),
            returns=np.stack([episodes.returns for _, episodes in finished]).astype(np.float32),
            final_observations=final if self._mode == _SAME_STEP else None,
            final_infos=read_infos(self._infos, [episodes.info for _, episodes in finished]),
        )

    def render(self, mask: NDArray[np.bool_] | None) -> NDArray[np.uint8]:
        """
        :returns: [environments in the mask, height, width, 3]
        """
        name = f'env "{self._environment.id}"'
        if not self._environment.can_render:
            raise ContractError("RENDER", f"{name} cannot be drawn")
        chosen = [episodes for j, episodes in enumerate(self._all) if mask is None or mask[j]]
        self._check_reset(chosen)
        try:
            return np.stack([episodes.render() for episodes in chosen])
        except Exception as error:
            # Of a machine without a display, say; the episodes go on.
            text = f"{name} could not be drawn: {described(error)}"
            raise ContractError("RENDER", text) from error

    def save(self) -> list[bytes]:
        return [encode_state(self._fingerprint, episodes.save()) for episodes in self._all]

    def restore(self, states: list[bytes]) -> NDArray[np.float32]:
        """
        :param states: N; an empty one leaves its environment as it is
        :returns: observations, [N, d]
        """
        if len(states) != len(self._all):
            raise unexpected("states", f"{len(self._all)} of them", len(states))
        space = self._environment.action_space
        decoded = {
            j: decode_state(self._fingerprint, state, space, f"states[{j}]") for j, state in enumerate(states) if state
        }
        # Beside the others, which stay if one of these cannot be.
        restored: dict[int, Episodes] = {}
        try:
            for j, saved in decoded.items():
                restored[j] = self._play_again(j, saved)
        except ContractError:
            _close(restored.values())
            raise
        replaced = [self._all[j] for j in restored]
        self._all = [restored.get(j, episodes) for j, episodes in enumerate(self._all)]
        _close(replaced)
        return self._observations()

    def _play_again(self, j: int, saved: SavedEpisode) -> Episodes:
        try:
            episodes = Episodes(self._environment, self._agents, saved.seed, j)
            try:
                episodes.restore(saved)
            except BrokenError:
                _close([episodes])
                raise
        except BrokenError as error:
            print_stack(error)
            expected = "a state that SaveState gave"
            raise unexpected(f"states[{j}]", expected, f"one that cannot be played again ({error})") from error
        return episodes

    def close(self) -> None:
        _close(self._all)

    def _observations(self) -> NDArray[np.float32]:
        return np.stack([episodes.observation for episodes in self._all])

    def _check_reset(self, chosen: list[Episodes]) -> None:
        if any(episodes.phase is Phase.FRESH for episodes in chosen):
            raise ContractError("NOT_RESET", "environments: expected a reset first, got none yet")

    def _check(self, actions: NDArray[Any]) -> None:
        self._check_reset(self._all)
        over = [j for j, episodes in enumerate(self._all) if episodes.phase is Phase.OVER]
        if over and self._mode == _DISABLED:
            text = f"environment {over[0]}: its episode is over; reset it before the next step"
            raise ContractError("EPISODE_OVER", text)
        space = self._environment.action_space
        if isinstance(space, spaces.Box):
            if not np.isfinite(actions).all():
                raise unexpected("actions", "finite numbers", "NaN or an infinity")
        elif ((actions < 0) | (actions >= space.n)).any():
            bad = actions[(actions < 0) | (actions >= space.n)][0]
            raise unexpected("actions", f"whole numbers from 0 to {space.n - 1}", bad)


def _close(closed: Iterable[Episodes]) -> None:
    """All of them, whatever one does."""
    for episodes in closed:
        try:
            episodes.close()
        except BrokenError as error:
            print_stack(error)


def _fingerprint(plan: Plan) -> str:
    """The same for environments whose states fit."""
    environment = plan.environment
    text = json.dumps([environment.id, environment.arguments], sort_keys=True)
    return hashlib.sha256(text.encode() + plan.agents.tobytes()).hexdigest()[:16]
