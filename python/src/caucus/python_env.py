"""Environments of Gymnasium and MO-Gymnasium, or of one's own, as a vector whose processes step at the same time."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from caucus._proto import service_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.local_server import find_server, local_server
from caucus.vector_env import VectorEnv
from caucus.worker.finding import find

#: Seconds in which an environment is described, which a server that has started knows already.
_DESCRIBE_SECONDS = 60.0


def make_vec_env(
    python: str,
    num_envs: int = 1,
    *,
    workers: int | None = None,
    num_agents: int | None = None,
    agent_parameters: ArrayLike | None = None,
    **arguments: Any,
) -> VectorEnv:
    """
    `gymnasium.make_vec("caucus/Python-v0", python="mo-hopper-v5", num_envs=8)`. A caucus-server is started for this
    process, which runs the environments with this Python.

    :param python: MODULE:ENV, or an id of Gymnasium or MO-Gymnasium
    :param num_envs: N
    :param workers: processes that step at the same time; the server's default if left out, two
    :param num_agents: n, with weights that are sampled; left out, rewards are the environment's own, [N, m]
    :param agent_parameters: weights θ [n, m], instead of sampled agents
    :param arguments: as `VectorEnv` takes them
    """
    flags = ["--python", python, "--python-command", sys.executable]
    if workers is not None:
        flags += ["--workers", str(workers)]
    command = [*find_server(None), *flags]
    environment_id = find(python).id
    # Modules are found where this process finds them, next to its script for one.
    address = local_server(command, [path for path in sys.path if path])
    if num_agents is None and agent_parameters is None:
        agent_parameters = np.eye(_num_objectives(address, environment_id))
    return VectorEnv(
        environment_id,
        num_envs,
        server_command=command,
        num_agents=num_agents,
        agent_parameters=agent_parameters,
        **arguments,
    )


def _num_objectives(address: str, environment_id: str) -> int:
    """m."""
    connection = Connection(address, Credentials())
    try:
        request = service_pb2.DescribeEnvironmentRequest(environment_id=environment_id)
        return len(connection.describe_environment(request, _DESCRIBE_SECONDS).spec.agent_parameters)
    finally:
        connection.close()
