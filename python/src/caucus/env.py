"""One environment as a gymnasium.Env."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode
from numpy.typing import ArrayLike, NDArray

from caucus.actions import check_actions
from caucus.rebuilding import rebuild
from caucus.steps import Infos
from caucus.time_limit import MOST_STEPS
from caucus.vector_env import VectorEnv
from caucus.whole_numbers import MOST_SEED, whole_number


class Env(gymnasium.Env[Any, Any]):
    """
    One environment with a reward for each of n agents: `step` gives a reward [n], as MO-Gymnasium's do.

    Its infos have `episode_returns` [n] and `episode_length` of the episode so far at every step, since a wrapper may
    end the episode. Seeded with s it equals environment j of a VectorEnv seeded with s − j. Unpickling a pickled one
    opens a new session.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 20}

    def __init__(self, environment_id: str, *, render_mode: str | None = None, **arguments: Any) -> None:
        """
        :param arguments: as VectorEnv's
        """
        self._arguments = {"environment_id": environment_id, "render_mode": render_mode, **arguments}
        self._envs = envs = VectorEnv(
            environment_id, 1, autoreset_mode=AutoresetMode.DISABLED, render_mode=render_mode, **arguments
        )
        self._session = envs._session
        self.metadata = {name: envs.metadata[name] for name in ("render_modes", "render_fps")}
        self.render_mode = render_mode
        self.observation_space = envs.single_observation_space
        self.action_space = envs.single_action_space
        #: float32 [n].
        self.reward_space = envs.reward_space
        #: n.
        self.reward_dim = envs.reward_dim
        #: θ [n, p].
        self.agent_parameters = envs.agent_parameters
        #: Factor that brings undiscounted returns to the scale of published results.
        self.report_scale = envs.report_scale
        #: Of the episode so far: each agent's rewards [n], and steps.
        self._returns, self._length = np.zeros(self.reward_dim), 0

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """
        :param options: there are none
        :returns: the observation [d], and infos
        """
        checked = None if seed is None else whole_number("seed", seed, 0, MOST_SEED)
        super().reset(seed=checked)
        if options:
            raise ValueError(f"options: expected none, got {', '.join(sorted(options))}")
        observations, infos = self._session.reset(seed=checked)
        self._returns, self._length = np.zeros(self.reward_dim), 0
        return observations[0], _first(infos)

    def step(self, action: ArrayLike) -> tuple[NDArray[np.float32], NDArray[np.float32], bool, bool, dict[str, Any]]:
        """
        :param action: [a] for a Box, a whole number for Discrete
        :returns: observation [d], reward [n], terminated, truncated, infos
        """
        session = self._session
        step = session.step(check_actions(np.asarray(action)[None], session.action_space, 1, session.spec.id))
        info = _first(step.infos)
        self._returns += step.rewards[0]
        self._length += 1
        info["episode_returns"] = self._returns.astype(np.float32)
        info["episode_length"] = np.int32(self._length)
        return step.observations[0], step.rewards[0], bool(step.terminated[0]), bool(step.truncated[0]), info

    def render(self) -> NDArray[np.uint8] | None:
        """A frame [height, width, 3], if `render_mode` is "rgb_array"."""
        frames = self._envs.render()
        return None if frames is None else frames[0]

    def close(self) -> None:
        self._envs.close()

    def __reduce__(self) -> Any:
        return rebuild, (type(self), self._arguments, self.spec)


class UnlimitedEnv(Env):
    """
    As gymnasium.make makes it: its TimeLimit, whose limit the environment below is not told, ends the episodes,
    so that the session must not.
    """

    def __init__(self, environment_id: str, *, max_episode_steps: int | None = None, **arguments: Any) -> None:
        """
        :param max_episode_steps: as Env's; None is no limit
        """
        super().__init__(environment_id, max_episode_steps=max_episode_steps or MOST_STEPS, **arguments)


def _first(infos: Infos) -> dict[str, Any]:
    return {name: array[0] for name, array in infos.items()}
