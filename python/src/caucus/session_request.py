"""The request for a session."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from google.protobuf import struct_pb2
from numpy.typing import ArrayLike, NDArray

from caucus._proto import environment_pb2, service_pb2, session_pb2
from caucus.answers import answer_of
from caucus.connection import NEEDED_REVISION, Connection
from caucus.errors import unexpected
from caucus.made_session import described
from caucus.tensors import encode_tensor
from caucus.time_limit import with_session_limit
from caucus.whole_numbers import MOST_COUNT, MOST_SEED, whole_number


@dataclass(frozen=True)
class SessionConfig:
    """The configuration of a session: CreateSessionRequest explains each field."""

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

    def __post_init__(self) -> None:
        """
        :raises ValueError: at what cannot travel; the rest is the server's to refuse
        """
        if not isinstance(self.environment_id, str):
            raise ValueError(f"environment_id: expected a text, got {self.environment_id!r}")
        whole_number("num_envs", self.num_envs, 1, MOST_COUNT)
        if self.num_agents is not None:
            whole_number("num_agents", self.num_agents, 0, MOST_COUNT)
        whole_number("agents_seed", self.agents_seed, 0, MOST_SEED)
        if self.lease is not None and not (isinstance(self.lease, (int, float)) and 0 <= self.lease < math.inf):
            raise ValueError(f"lease: expected a number of seconds from 0, got {self.lease!r}")
        if self.infos is not None and (
            isinstance(self.infos, str) or not all(isinstance(name, str) for name in self.infos)
        ):
            raise ValueError(f"infos: expected a list of names, got {self.infos!r}")


def create_request(connection: Connection, config: SessionConfig, seconds: float) -> session_pb2.CreateSessionRequest:
    """
    Asks the server for the defaults that are left to it.

    :param seconds: that a request may take
    """
    request = session_pb2.CreateSessionRequest(
        environment_id=config.environment_id,
        num_environments=config.num_envs,
        seed=config.seed,
        autoreset_mode=config.autoreset_mode,
        options=_struct(with_session_limit(config.options)),
        lease_seconds=config.lease or 0,
        accepts_sparse_rewards=True,
        contract_revision=NEEDED_REVISION,
    )
    agents = _population(connection, config, seconds)
    if agents is not None:
        request.agents.CopyFrom(agents)
    request.infos.extend(_all_infos(connection, request, seconds) if config.infos is None else config.infos)
    return request


def _struct(options: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    for name, value in options.items():
        try:
            # Struct takes Python's own numbers only.
            struct.update({name: value.item() if isinstance(value, np.generic) else value})
        except (ValueError, TypeError, OverflowError):
            raise ValueError(f"options.{name}: expected a number or a boolean, got {value!r}") from None
    return struct


def _all_infos(connection: Connection, request: session_pb2.CreateSessionRequest, seconds: float) -> list[str]:
    """Options may add infos, so that the environment must be described with them."""
    description = service_pb2.DescribeEnvironmentRequest(
        environment_id=request.environment_id,
        options=request.options,
        agents=request.agents if request.HasField("agents") else None,
    )
    return [info.name for info in _describe(connection, description, seconds).infos]


def _population(
    connection: Connection, config: SessionConfig, seconds: float
) -> environment_pb2.AgentPopulation | None:
    if config.agent_parameters is not None:
        return environment_pb2.AgentPopulation(parameters=encode_tensor(_table(config.agent_parameters), np.float64))
    count = config.num_agents
    if count is None and config.agents_seed == 0:
        # What the server does of its own.
        return None
    if count is None:
        request = service_pb2.DescribeEnvironmentRequest(environment_id=config.environment_id)
        count = _describe(connection, request, seconds).num_agents
    sampled = environment_pb2.SampledAgents(count=count, seed=config.agents_seed)
    return environment_pb2.AgentPopulation(sampled=sampled)


def _table(parameters: ArrayLike) -> NDArray[np.float64]:
    """
    :returns: [n, p]
    """
    try:
        array = np.asarray(parameters, np.float64)
    except (ValueError, TypeError) as error:
        raise ValueError(f"agent_parameters: expected numbers [n, p], got others ({error})") from None
    return array[:, None] if array.ndim == 1 else array


def _describe(
    connection: Connection, request: service_pb2.DescribeEnvironmentRequest, seconds: float
) -> environment_pb2.EnvironmentSpec:
    response = connection.describe_environment(request, seconds)
    with answer_of(connection.where):
        spec = described(response.HasField("spec"), response.spec)
        if spec.num_agents == 0:
            raise unexpected("spec.num_agents", "at least 1", 0)
        return spec
