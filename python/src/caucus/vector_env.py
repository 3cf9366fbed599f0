"""Many environments as one gymnasium.vector.VectorEnv."""

from __future__ import annotations

import secrets
import weakref
from collections.abc import Sequence
from typing import Any

import gymnasium
import numpy as np
from gymnasium.vector import AutoresetMode
from gymnasium.vector.utils import batch_space
from numpy.typing import ArrayLike, NDArray

from caucus._proto import session_pb2
from caucus.actions import check_actions
from caucus.credentials import Credentials
from caucus.local_server import Command
from caucus.opening import open_session
from caucus.rebuilding import rebuild
from caucus.rollout import Rollout
from caucus.rollouts import Model
from caucus.seeding import check_seed, reset_with_seeds
from caucus.session_request import SessionConfig
from caucus.vector_infos import add_finished, masked_infos
from caucus.visible import visible
from caucus.whole_numbers import MOST_COUNT, whole_number

_MODES = {
    AutoresetMode.NEXT_STEP: session_pb2.AUTORESET_MODE_NEXT_STEP,
    AutoresetMode.SAME_STEP: session_pb2.AUTORESET_MODE_SAME_STEP,
    AutoresetMode.DISABLED: session_pb2.AUTORESET_MODE_DISABLED,
}

Observations = NDArray[np.float32]
Rewards = NDArray[np.float32]
Flags = NDArray[np.bool_]


class VectorEnv(gymnasium.vector.VectorEnv[Observations, ArrayLike, NDArray[Any]]):
    """
    N environments with a reward for each of n agents: `step` gives rewards [N, n].

    `reward_space` is of one environment, float32 [n], as in MO-Gymnasium. Episodes that end leave their
    `episode_returns` [N, n] and `episode_length` [N] in the infos, in every autoreset mode. Unpickling a pickled one
    opens a new session.
    """

    metadata: dict[str, Any] = {"render_modes": ["rgb_array"]}

    def __init__(
        self,
        environment_id: str,
        num_envs: int = 1,
        *,
        server: str | None = None,
        server_command: Command | None = None,
        num_agents: int | None = None,
        agents_seed: int = 0,
        agent_parameters: ArrayLike | None = None,
        autoreset_mode: AutoresetMode | str = AutoresetMode.NEXT_STEP,
        infos: Sequence[str] | None = None,
        render_mode: str | None = None,
        timeout: float | None = None,
        lease: float | None = None,
        session_seed: int | None = None,
        tls_ca: str | None = None,
        tls_cert: str | None = None,
        tls_key: str | None = None,
        token_file: str | None = None,
        **options: Any,
    ) -> None:
        """
        :param environment_id: the server's id of the environment, for example "hopper"
        :param num_envs: N
        :param server: host:port; if left out, a caucus-server is started for this process
        :param server_command: the command that starts it; by default CAUCUS_SERVER, or caucus-server on the PATH
        :param num_agents: n, sampled from `agents_seed`; the environment's default if left out
        :param agent_parameters: θ [n, p], instead of sampled agents
        :param infos: names of those to report; all of them if left out
        :param timeout: seconds that a request may take; left out, as long as the server lets environments take
            for one, and 10 more
        :param lease: seconds that the environments outlive this process; the server's default if left out
        :param session_seed: environment j is seeded with this + j until `reset` is given a seed; the noise of its
            actions in rollouts always is; a random number if left out
        :param tls_ca: PEM certificates that verify the server; without `tls_…` arguments, nothing is encrypted
        :param tls_cert: PEM certificate of this client, with `tls_key`
        :param token_file: file with the server's token
        :param options: the environment's own; of `max_episode_steps`, −1 is no limit, as for Gymnasium
        :raises ContractError: if the server refuses the request
        :raises ResponseError: if the server gives something else
        :raises ServerConnectionError: if there is no server
        :raises ForkError: in a fork of a process that had environments
        """
        self._arguments = {
            name: value for name, value in locals().items() if name not in ("self", "options", "__class__")
        } | options
        self.autoreset_mode = AutoresetMode(autoreset_mode)
        config = SessionConfig(
            environment_id=environment_id,
            num_envs=num_envs,
            seed=_session_seed(session_seed, num_envs),
            autoreset_mode=_MODES[self.autoreset_mode],
            num_agents=num_agents,
            agents_seed=agents_seed,
            agent_parameters=agent_parameters,
            options=options,
            infos=infos,
            lease=lease,
        )
        credentials = Credentials(tls_ca, tls_cert, tls_key, token_file)
        #: Environment j's noise in rollouts is drawn with this + j: see `caucus.noise`.
        self.session_seed = config.seed
        self._session = open_session(config, server, server_command, credentials, timeout)
        self._close_session = weakref.finalize(self, self._session.close)
        try:
            self._describe(self._session.num_envs, render_mode)
        except BaseException:
            self._close_session()
            raise

    def _describe(self, num_envs: int, render_mode: str | None) -> None:
        session = self._session
        self.num_envs = num_envs
        self.render_mode = render_mode
        self.metadata = {
            "render_modes": list(session.spec.render_modes),
            "render_fps": _render_fps(session.spec.dt),
            "autoreset_mode": self.autoreset_mode,
        }
        _check_render_mode(render_mode, self.metadata["render_modes"], session.spec.id)
        self.single_observation_space = session.observation_space
        self.observation_space = batch_space(session.observation_space, num_envs)
        self.single_action_space = session.action_space
        self.action_space = batch_space(session.action_space, num_envs)
        #: Of one environment: float32 [n].
        self.reward_space = session.reward_space
        #: n.
        self.reward_dim = session.num_agents
        #: θ [n, p].
        self.agent_parameters = session.agent_parameters
        #: Factor that brings undiscounted returns to the scale of published results.
        self.report_scale = session.spec.report_scale

    def reset(
        self,
        *,
        seed: int | Sequence[int | None] | None = None,
        options: dict[str, Any] | None = None,
    ) -> tuple[Observations, dict[str, Any]]:
        """
        :param seed: s seeds environment j with s + j; a list has one for each, and None leaves one as it is
        :param options: "reset_mask", a bool array [N], says which environments; all if left out
        :returns: observations [N, d], of others than the mask's their latest, and infos
        """
        options = dict(options or {})
        mask = _check_mask(options.pop("reset_mask", None), self.num_envs)
        if options:
            raise ValueError(f"options: expected only reset_mask, got {', '.join(sorted(options))}")
        seeds = check_seed(seed, self.num_envs)
        if isinstance(seeds, list):
            observations, infos = reset_with_seeds(self._session, seeds, mask)
        else:
            super().reset(seed=seeds)
            observations, infos = self._session.reset(mask, seeds)
        return observations, masked_infos(infos, np.ones(self.num_envs, np.bool_) if mask is None else mask)

    def step(self, actions: ArrayLike) -> tuple[Observations, Rewards, Flags, Flags, dict[str, Any]]:
        """
        :param actions: [N, a] for a Box, [N] for Discrete
        :returns: observations [N, d], rewards [N, n], terminations [N], truncations [N], infos
        """
        session = self._session
        checked = check_actions(actions, session.action_space, self.num_envs, session.spec.id)
        step = session.step(checked)
        infos = masked_infos(step.infos, np.ones(self.num_envs, np.bool_))
        if step.finished is not None:
            add_finished(infos, step.finished, self.num_envs)
        return step.observations, step.rewards, step.terminated, step.truncated, infos

    @property
    def takes_policies(self) -> bool:
        """Whether the server takes policies, so that they can act there: `put_policies` and `rollout`."""
        return self._session.rollouts.available

    def put_policies(self, models: Sequence[Model]) -> None:
        """
        Gives the environments their policies, which act on the server in `rollout`; those from before are gone.

        Each is a file in ONNX format, which computes in float32 from `observation` [B, d] either `mean` [B, a] and
        `log_std` [B, a] or [a], for a Box, or `logits` [B, a], for Discrete.

        :param models: bytes of such files, or pairs of a name, for errors, and bytes
        :raises ContractError: if the server takes no policies, or not these; those from before stay then
        """
        self._session.rollouts.put_policies(models)

    def rollout(
        self,
        num_steps: int,
        policies: ArrayLike | None = None,
        *,
        sample: bool = True,
        noise_seed: int = 0,
        first_step: int | None = None,
    ) -> Rollout:
        """
        Lets the policies act: `num_steps` steps of all environments in as few round trips as messages have room for.
        `step` goes on from where it ends.

        :param num_steps: S; 1 where autoreset is DISABLED
        :param policies: [N], which policy acts in each environment, by its place in `put_policies`; the first if
            left out
        :param sample: draws actions from the policies' distributions; otherwise their means, or likeliest actions
        :param noise_seed: of sampled actions, below 2³²; `caucus.noise` draws the same
        :param first_step: number of the first step for its noise; left out, the steps of all rollouts before
        :raises ContractError: if the server takes no policies, there are none, or one gives no numbers; some steps of
            the rollout may have been taken then
        """
        if self.autoreset_mode is AutoresetMode.DISABLED and num_steps != 1:
            raise ValueError(f"num_steps: expected 1 where autoreset is disabled, got {num_steps}")
        return self._session.rollouts.roll(num_steps, policies, sample, noise_seed, first_step)

    def render(self) -> tuple[NDArray[np.uint8], ...] | None:
        """N frames [height, width, 3], if `render_mode` is "rgb_array"."""
        return None if self.render_mode is None else tuple(self._session.render())

    def close_extras(self, **kwargs: Any) -> None:
        # Gymnasium closes one whose constructor failed, too.
        if hasattr(self, "_close_session"):
            self._close_session()

    def __reduce__(self) -> Any:
        return rebuild, (type(self), self._arguments, self.spec)


def _session_seed(seed: int | None, num_envs: int) -> int:
    """
    :returns: a random one if None, as of a Gymnasium environment that is reset without a seed
    """
    whole_number("num_envs", num_envs, 1, MOST_COUNT)
    return secrets.randbits(32) if seed is None else whole_number("session_seed", seed, 0, 2**53 - num_envs)


def _check_mask(mask: Any, num_envs: int) -> NDArray[np.bool_] | None:
    """
    :param mask: None, or what should be a bool array [N] with at least one True
    """
    if mask is None:
        return None
    got = f"{mask.dtype} {list(mask.shape)}" if isinstance(mask, np.ndarray) else type(mask).__name__
    if not isinstance(mask, np.ndarray) or mask.dtype != np.bool_ or mask.shape != (num_envs,):
        raise ValueError(f"options['reset_mask']: expected a bool array [{num_envs}], got {got}")
    if not mask.any():
        raise ValueError("options['reset_mask']: expected at least one True, got none")
    return mask


def _check_render_mode(render_mode: str | None, modes: Sequence[str], env: str) -> None:
    """
    :param modes: what the environment has
    """
    if render_mode is not None and render_mode not in modes:
        expected = " or ".join(["None", *(visible(mode, 100) for mode in modes)])
        raise ValueError(f'render_mode: expected {expected}, got {render_mode!r} (env "{visible(env, 100)}")')


def _render_fps(dt: float) -> int:
    """
    :param dt: seconds a step; 0 where time has no unit, and four steps a second are easy to follow
    """
    return min(max(round(1 / dt), 1), 1000) if dt > 1e-6 else 4
