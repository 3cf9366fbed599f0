"""One environment as a gymnasium.Env."""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from numpy.typing import ArrayLike, NDArray

from caucus._proto import session_pb2
from caucus.actions import check_actions
from caucus.credentials import Credentials
from caucus.local_server import Command
from caucus.opening import DEFAULT_TIMEOUT, open_session
from caucus.rebuilding import rebuild
from caucus.session import SessionConfig
from caucus.steps import Infos
from caucus.vector_env import check_render_mode, render_fps


class Env(gymnasium.Env[Any, Any]):
    """
    One environment with a reward for each of n agents: `step` gives a reward [n], as MO-Gymnasium's do.

    Seeded with s it equals environment j of a VectorEnv seeded with s − j. A pickled one opens a session of its
    own where it is unpickled.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"], "render_fps": 20}

    def __init__(
        self,
        environment_id: str,
        *,
        server: str | None = None,
        server_command: Command | None = None,
        num_agents: int | None = None,
        agents_seed: int = 0,
        agent_parameters: ArrayLike | None = None,
        infos: Sequence[str] | None = None,
        render_mode: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        lease: float | None = None,
        tls_ca: str | None = None,
        tls_cert: str | None = None,
        tls_key: str | None = None,
        token_file: str | None = None,
        **options: Any,
    ) -> None:
        """VectorEnv says what the parameters are."""
        self._arguments = {
            name: value for name, value in locals().items() if name not in ("self", "options", "__class__")
        } | options
        config = SessionConfig(
            environment_id=environment_id,
            num_envs=1,
            # As of a Gymnasium environment that is reset without a seed.
            seed=secrets.randbits(32),
            autoreset_mode=session_pb2.AUTORESET_MODE_DISABLED,
            num_agents=num_agents,
            agents_seed=agents_seed,
            agent_parameters=agent_parameters,
            options=options,
            infos=infos,
            lease=lease,
        )
        credentials = Credentials(tls_ca, tls_cert, tls_key, token_file)
        self._session = session = open_session(config, server, server_command, credentials, timeout)
        self._close_session = weakref.finalize(self, session.close)
        modes = list(session.spec.render_modes)
        self.metadata = {"render_modes": modes, "render_fps": render_fps(session.spec.dt)}
        check_render_mode(render_mode, modes, session.spec.id)
        self.render_mode = render_mode
        self.observation_space = session.observation_space
        self.action_space = session.action_space
        #: float32 [n].
        self.reward_space = session.reward_space
        #: n.
        self.reward_dim = session.num_agents
        #: θ [n, p].
        self.agent_parameters = session.agent_parameters
        #: Undiscounted returns times this are on the scale of published results.
        self.report_scale = session.spec.report_scale

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[NDArray[np.float32], dict[str, Any]]:
        """
        :param options: there are none
        :returns: the observation [d], and infos
        """
        super().reset(seed=seed)
        if options:
            raise ValueError(f"options: expected none, got {', '.join(sorted(options))}")
        observations, infos = self._session.reset(seed=seed)
        return observations[0], _first(infos)

    def step(self, action: ArrayLike) -> tuple[NDArray[np.float32], NDArray[np.float32], bool, bool, dict[str, Any]]:
        """
        :param action: [a] for a Box, a whole number for Discrete
        :returns: observation [d], reward [n], terminated, truncated, infos
        """
        session = self._session
        step = session.step(check_actions(np.asarray(action)[None], session.action_space, 1, session.spec.id))
        info = _first(step.infos)
        if step.finished is not None:
            info["episode_returns"] = step.finished.returns[0]
            info["episode_length"] = step.finished.lengths[0]
        return step.observations[0], step.rewards[0], bool(step.terminated[0]), bool(step.truncated[0]), info

    def render(self) -> NDArray[np.uint8] | None:
        """A frame [height, width, 3], if `render_mode` is "rgb_array"."""
        return None if self.render_mode is None else self._session.render()[0]

    def close(self) -> None:
        self._close_session()

    def __reduce__(self) -> Any:
        return rebuild, (type(self), self._arguments, self.spec)


def _first(infos: Infos) -> dict[str, Any]:
    return {name: array[0] for name, array in infos.items()}
