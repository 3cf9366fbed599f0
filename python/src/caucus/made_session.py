"""A new session, checked against the request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import environment_pb2, session_pb2
from caucus.errors import unexpected
from caucus.spaces import decode_box, decode_space
from caucus.tensors import DTYPES, decode_tensor
from caucus.visible import visible

#: Entries of N environments' observations, or actions: what does not fit into a message of gRPC is no space.
MOST_ENTRIES = 2**29

#: dtype, and shape of one environment's.
InfoType = tuple[np.dtype[Any], tuple[int, ...]]


@dataclass(frozen=True)
class MadeSession:
    """Description of a session's environments."""

    id: str
    lease_seconds: float
    spec: environment_pb2.EnvironmentSpec
    #: N.
    num_envs: int
    #: n.
    num_agents: int
    observation_space: spaces.Box
    action_space: spaces.Box | spaces.Discrete
    #: float32 [n].
    reward_space: spaces.Box
    #: θ [n, p].
    agent_parameters: NDArray[np.float64]
    #: Of the infos that were asked for, by name.
    info_types: dict[str, InfoType]
    #: Whether episodes end and begin within one step.
    same_step: bool


def read_created(request: session_pb2.CreateSessionRequest, created: session_pb2.CreateSessionResponse) -> MadeSession:
    """
    :raises ContractError: at anything but what was asked for
    """
    if not created.session_id:
        raise unexpected("session_id", "one", "nothing")
    if not (math.isfinite(created.lease_seconds) and created.lease_seconds > 0):
        raise unexpected("lease_seconds", "a number above 0", created.lease_seconds)
    spec = described(created.HasField("spec"), created.spec)
    # Errors name it.
    spec.id = visible(spec.id, 200)
    # First, as what it says of n is borne out by its bytes.
    parameters = _agent_parameters(request, created)
    num_envs, n = request.num_environments, len(parameters)
    if spec.num_agents != n:
        raise unexpected("spec.num_agents", f"{n}, as of agent_parameters", spec.num_agents)
    observations = decode_box(spec.observation_space, "spec.observation_space", (-1,), MOST_ENTRIES // num_envs)
    return MadeSession(
        id=created.session_id,
        lease_seconds=created.lease_seconds,
        spec=spec,
        num_envs=num_envs,
        num_agents=n,
        observation_space=observations,
        action_space=decode_space(spec.action_space, "spec.action_space", (-1,), MOST_ENTRIES // num_envs),
        reward_space=decode_box(spec.reward_space, "spec.reward_space", (n,), n),
        agent_parameters=parameters,
        info_types=_info_types(request.infos, spec.infos),
        same_step=request.autoreset_mode == session_pb2.AUTORESET_MODE_SAME_STEP,
    )


def described(given: bool, spec: environment_pb2.EnvironmentSpec) -> environment_pb2.EnvironmentSpec:
    """
    :param given: whether there is one
    """
    if not given:
        raise unexpected("spec", "an environment's spec", "nothing")
    if not (math.isfinite(spec.dt) and spec.dt >= 0):
        raise unexpected("spec.dt", "a number from 0", spec.dt)
    if not math.isfinite(spec.report_scale):
        raise unexpected("spec.report_scale", "a number", spec.report_scale)
    return spec


def _agent_parameters(
    request: session_pb2.CreateSessionRequest, created: session_pb2.CreateSessionResponse
) -> NDArray[np.float64]:
    shape = [_asked_agents(request.agents), len(created.spec.agent_parameters)]
    parameters = decode_tensor(created.agent_parameters, "agent_parameters", np.float64, shape)
    if len(parameters) == 0:
        raise unexpected("agent_parameters", "those of at least one agent", "none")
    return finite(parameters, "agent_parameters")


def _asked_agents(agents: environment_pb2.AgentPopulation) -> int:
    """n; −1 if it was left to the server."""
    kind = agents.WhichOneof("kind")
    if kind == "sampled":
        return agents.sampled.count
    return agents.parameters.shape[0] if kind == "parameters" else -1


def _info_types(names: Sequence[str], infos: Sequence[environment_pb2.InfoSpec]) -> dict[str, InfoType]:
    known = {info.name: info for info in infos}
    types: dict[str, InfoType] = {}
    for name in names:
        if name not in known:
            raise unexpected("spec.infos", f"{visible(name, 100)}, as asked for", "none of that name")
        if known[name].dtype not in DTYPES:
            raise unexpected(f"spec.infos.{visible(name, 100)}.dtype", "one of the contract's", known[name].dtype)
        types[name] = (DTYPES[known[name].dtype], tuple(known[name].shape))
    return types


def finite(array: NDArray[Any], where: str) -> NDArray[Any]:
    """
    :raises ContractError: at NaN or an infinity
    """
    good = np.isfinite(array)
    if not good.all():
        place = np.unravel_index(int(np.argmin(good)), array.shape)
        raise unexpected(where, "finite numbers", f"{array[place]} at {[int(i) for i in place]}")
    return array
