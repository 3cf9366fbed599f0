"""N environments of one session on one server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from caucus._proto import environment_pb2, interaction_pb2, service_pb2, session_pb2, tensor_pb2
from caucus.connection import CONTRACT_REVISION, Connection
from caucus.lasting_session import LastingSession
from caucus.rewards import decode_rewards
from caucus.spaces import decode_box, decode_space
from caucus.steps import Finished, Infos, Step
from caucus.tensors import decode_tensor, encode_tensor


@dataclass(frozen=True)
class SessionConfig:
    """What a session is made of: CreateSessionRequest says each."""

    environment_id: str
    num_envs: int
    seed: int
    autoreset_mode: session_pb2.AutoresetMode
    #: n; the environment's own number if None.
    num_agents: int | None = None
    agents_seed: int = 0
    #: θ [n, p], or [n] where p is 1, in place of sampled agents.
    agent_parameters: ArrayLike | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    #: Names of the infos to report; None is all of them.
    infos: Sequence[str] | None = None
    #: Seconds the session outlives its client; None is the server's default.
    lease: float | None = None


class Session:
    """
    :raises ContractError: if the server refuses what is asked for
    :raises ServerConnectionError: if there is no server
    """

    def __init__(self, connection: Connection, config: SessionConfig, timeout: float) -> None:
        """
        :param timeout: seconds that a request may take
        """
        connection.get_server_info()
        self._lasting = LastingSession(connection, _create_request(connection, config, timeout), timeout)
        created = self._lasting.created
        self.spec: environment_pb2.EnvironmentSpec = created.spec
        #: N.
        self.num_envs = config.num_envs
        #: n.
        self.num_agents: int = created.spec.num_agents
        self.observation_space = decode_box(created.spec.observation_space, "spec.observation_space")
        self.action_space = decode_space(created.spec.action_space, "spec.action_space")
        self.reward_space = decode_box(created.spec.reward_space, "spec.reward_space")
        #: θ [n, p].
        self.agent_parameters = decode_tensor(created.agent_parameters, "agent_parameters", np.float64)

    def reset(
        self, mask: NDArray[np.bool_] | None = None, seed: int | None = None
    ) -> tuple[NDArray[np.float32], Infos]:
        """
        :param mask: [N], which environments; all if left out
        :param seed: seeds environment j with seed + j first
        :returns: observations [N, d] and infos; of others than the mask's, the latest
        """
        request = interaction_pb2.ResetRequest(mask=_encode_mask(mask), seed=seed)
        response = self._lasting.send(interaction_pb2.InteractRequest(reset=request)).reset
        observations = self._decode_observations(response.observations, "observations", self.num_envs)
        return observations, _decode_infos(response.infos, "infos", self.num_envs)

    def step(self, actions: NDArray[Any]) -> Step:
        """
        :param actions: [N, a] for a Box, [N] for Discrete
        """
        dtype = np.float32 if isinstance(self.action_space, spaces.Box) else np.int32
        request = interaction_pb2.StepRequest(actions=encode_tensor(actions, dtype))
        response = self._lasting.send(interaction_pb2.InteractRequest(step=request)).step
        N = self.num_envs
        return Step(
            observations=self._decode_observations(response.observations, "observations", N),
            rewards=decode_rewards(response.rewards, "rewards", N, self.num_agents),
            terminated=decode_tensor(response.terminated, "terminated", np.bool_, (N,)),
            truncated=decode_tensor(response.truncated, "truncated", np.bool_, (N,)),
            infos=_decode_infos(response.infos, "infos", N),
            finished=self._decode_finished(response.finished) if response.HasField("finished") else None,
        )

    def render(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.uint8]:
        """
        :returns: [environments in the mask, height, width, 3]
        """
        request = interaction_pb2.RenderRequest(mask=_encode_mask(mask))
        response = self._lasting.send(interaction_pb2.InteractRequest(render=request)).render
        return decode_tensor(response.frames, "frames", np.uint8)

    def save_states(self) -> list[bytes]:
        """
        :returns: N of them, which fit any environment of the same id, options and agents
        """
        request = interaction_pb2.InteractRequest(save_state=interaction_pb2.SaveStateRequest())
        return list(self._lasting.send(request).save_state.states)

    def restore_states(self, states: Sequence[bytes]) -> NDArray[np.float32]:
        """
        :param states: N of them; an empty one leaves its environment as it is
        :returns: observations, [N, d]
        """
        restore = interaction_pb2.RestoreStateRequest(states=states)
        request = interaction_pb2.InteractRequest(restore_state=restore)
        response = self._lasting.send(request).restore_state
        return self._decode_observations(response.observations, "observations", self.num_envs)

    def close(self) -> None:
        """Frees the environments."""
        self._lasting.close()

    def _decode_observations(self, tensor: tensor_pb2.Tensor, where: str, rows: int) -> NDArray[np.float32]:
        return decode_tensor(tensor, where, np.float32, (rows, *self.observation_space.shape))

    def _decode_finished(self, message: interaction_pb2.FinishedEpisodes) -> Finished:
        environments = decode_tensor(message.environments, "finished.environments", np.int32)
        count = len(environments)
        final = None
        if message.HasField("final_observations"):
            where = "finished.final_observations"
            final = self._decode_observations(message.final_observations, where, count)
        return Finished(
            environments=environments,
            lengths=decode_tensor(message.lengths, "finished.lengths", np.int32, (count,)),
            returns=decode_rewards(message.returns, "finished.returns", count, self.num_agents),
            final_observations=final,
            final_infos=_decode_infos(message.final_infos, "finished.final_infos", count),
        )


def _create_request(connection: Connection, config: SessionConfig, timeout: float) -> session_pb2.CreateSessionRequest:
    request = session_pb2.CreateSessionRequest(
        environment_id=config.environment_id,
        num_environments=config.num_envs,
        seed=config.seed,
        autoreset_mode=config.autoreset_mode,
        agents=_population(connection, config, timeout),
        lease_seconds=config.lease or 0,
        accepts_sparse_rewards=True,
        contract_revision=CONTRACT_REVISION,
    )
    # Struct takes Python's own numbers only.
    plain = {name: value.item() if isinstance(value, np.generic) else value for name, value in config.options.items()}
    request.options.update(plain)
    request.infos.extend(_all_infos(connection, request, timeout) if config.infos is None else config.infos)
    return request


def _all_infos(connection: Connection, request: session_pb2.CreateSessionRequest, timeout: float) -> list[str]:
    """Options may add infos, so that the environment must be described with them."""
    described = connection.describe_environment(
        service_pb2.DescribeEnvironmentRequest(
            environment_id=request.environment_id,
            options=request.options,
            agents=request.agents if request.HasField("agents") else None,
        ),
        timeout,
    )
    return [info.name for info in described.spec.infos]


def _population(
    connection: Connection, config: SessionConfig, timeout: float
) -> environment_pb2.AgentPopulation | None:
    if config.agent_parameters is not None:
        parameters = np.asarray(config.agent_parameters, np.float64)
        column = parameters[:, None] if parameters.ndim == 1 else parameters
        return environment_pb2.AgentPopulation(parameters=encode_tensor(column, np.float64))
    count = config.num_agents
    if count is None and config.agents_seed == 0:
        # What the server does of its own.
        return None
    if count is None:
        count = _default_num_agents(connection, config.environment_id, timeout)
    sampled = environment_pb2.SampledAgents(count=count, seed=config.agents_seed)
    return environment_pb2.AgentPopulation(sampled=sampled)


def _default_num_agents(connection: Connection, environment_id: str, timeout: float) -> int:
    request = service_pb2.DescribeEnvironmentRequest(environment_id=environment_id)
    return connection.describe_environment(request, timeout).spec.num_agents


def _encode_mask(mask: NDArray[np.bool_] | None) -> tensor_pb2.Tensor | None:
    return None if mask is None else encode_tensor(mask, np.bool_)


def _decode_infos(infos: Mapping[str, tensor_pb2.Tensor], where: str, rows: int) -> Infos:
    decoded = {name: decode_tensor(tensor, f"{where}.{name}") for name, tensor in sorted(infos.items())}
    for name, array in decoded.items():
        if array.shape[:1] != (rows,):
            raise ValueError(f"{where}.{name}: expected {rows} rows, got shape {list(array.shape)}")
    return decoded
