"""A server's sessions, by id."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from google.protobuf import json_format
from numpy.typing import NDArray

from caucus._proto import environment_pb2, service_pb2, session_pb2
from caucus.connection import CONTRACT_REVISION
from caucus.errors import ContractError, unexpected
from caucus.serve.environment import DEFAULT_NUM_AGENTS, ServedEnvironment, check_agents
from caucus.serve.environments import Environments
from caucus.serve.operations import Operations, check_seed
from caucus.serve.session import Session
from caucus.tensors import decode_tensor

log = logging.getLogger("caucus.serve")

#: What a client that names no lease is given.
DEFAULT_LEASE_SECONDS = 300.0


class Sessions:
    def __init__(self, environments: Mapping[str, ServedEnvironment], limits: service_pb2.Limits) -> None:
        self._offered = environments
        self._limits = limits
        self._sessions: dict[str, Session] = {}
        self._creating = 0
        self._ending: set[asyncio.Task[None]] = set()
        # One thread: Python steps one environment at a time, whatever the number of threads.
        self._executor = ThreadPoolExecutor(1, "environments")

    def choose(
        self, request: service_pb2.DescribeEnvironmentRequest | session_pb2.CreateSessionRequest
    ) -> tuple[ServedEnvironment, NDArray[np.float64]]:
        """
        :returns: the environment, and θ [n, m]
        """
        found = self._offered.get(request.environment_id)
        if found is None:
            offered = ", ".join(sorted(self._offered))
            raise unexpected(
                "environment_id", f"one of {offered}", f'"{request.environment_id}"', "UNKNOWN_ENVIRONMENT"
            )
        options = json_format.MessageToDict(request.options)
        if options:
            raise unexpected("options", "none", ", ".join(sorted(options)))
        return found, self._agents(found, request.agents)

    def _agents(
        self, environment: ServedEnvironment, population: environment_pb2.AgentPopulation
    ) -> NDArray[np.float64]:
        if population.WhichOneof("kind") == "parameters":
            shape = (-1, environment.num_objectives)
            agents = decode_tensor(population.parameters, "agents.parameters", np.float64, shape)
            check_agents(environment, agents)
        else:
            given = population.WhichOneof("kind") is not None
            sampled = population.sampled
            count = sampled.count if given else DEFAULT_NUM_AGENTS
            self._check_limit("agents.sampled.count", count, self._limits.max_agents, "agents")
            check_seed("agents.sampled.seed", sampled.seed, 1)
            agents = environment.sample_agents(count, sampled.seed)
        if len(agents) < 1:
            raise unexpected("agents", "at least 1", len(agents))
        self._check_limit("agents", len(agents), self._limits.max_agents, "agents")
        return agents

    async def create(
        self, request: session_pb2.CreateSessionRequest
    ) -> tuple[Session, ServedEnvironment, NDArray[np.float64]]:
        environment, agents = self.choose(request)
        num_envs, lease = self._check(request)
        self._check_limit("sessions", len(self._sessions) + self._creating + 1, self._limits.max_sessions, "at a time")
        mode = request.autoreset_mode or session_pb2.AUTORESET_MODE_SAME_STEP
        loop = asyncio.get_running_loop()
        self._creating += 1
        try:
            made = await loop.run_in_executor(
                self._executor, lambda: Environments(environment, num_envs, request.seed, mode, agents)
            )
        except Exception as error:
            raise ContractError("ENVIRONMENT_FAILED", f'env "{environment.id}" cannot be made: {error}') from error
        finally:
            self._creating -= 1
        operations = Operations(made, environment.action_space, num_envs, request.accepts_sparse_rewards)
        kept = self._limits.max_requests_in_flight
        session = Session(made, operations, self._executor, lease, kept, self._expire)
        self._sessions[session.id] = session
        return session, environment, agents

    def _check(self, request: session_pb2.CreateSessionRequest) -> tuple[int, float]:
        """
        :returns: N, and the lease in seconds
        """
        if request.contract_revision > CONTRACT_REVISION:
            got = f"{request.contract_revision}: upgrade the server's package or use an older client"
            raise unexpected("contract_revision", f"at most {CONTRACT_REVISION}", got, "CONTRACT_REVISION")
        num_envs = request.num_environments
        if num_envs < 1:
            raise unexpected("num_environments", "at least 1", num_envs)
        self._check_limit("num_environments", num_envs, self._limits.max_environments, "environments")
        check_seed("seed", request.seed, num_envs)
        if request.autoreset_mode not in session_pb2.AutoresetMode.values():
            raise unexpected("autoreset_mode", "NEXT_STEP, SAME_STEP or DISABLED", request.autoreset_mode)
        if request.infos:
            raise unexpected("infos", "none", ", ".join(request.infos))
        lease = request.lease_seconds
        if not lease >= 0:
            raise unexpected("lease_seconds", "a number from 0", lease)
        self._check_limit("lease_seconds", lease, self._limits.max_lease_seconds, "s")
        return num_envs, lease or min(DEFAULT_LEASE_SECONDS, self._limits.max_lease_seconds)

    def _check_limit(self, where: str, got: float, limit: float, unit: str) -> None:
        if got > limit:
            raise unexpected(where, f"at most {limit:g} {unit}", f"{got:g}", "LIMIT")

    def find(self, session_id: str) -> Session:
        found = self._sessions.get(session_id)
        if found is None:
            expected = "a session of this server that is not closed and whose lease has not run out"
            raise unexpected("session_id", expected, f'"{session_id}"', "UNKNOWN_SESSION")
        return found

    async def close(self, session_id: str) -> None:
        session = self.find(session_id)
        del self._sessions[session_id]
        await session.close()

    async def close_all(self) -> None:
        error = ContractError("DRAINING", "the server is shutting down: go elsewhere")
        sessions, self._sessions = list(self._sessions.values()), {}
        await asyncio.gather(*(session.close(error) for session in sessions))
        self._executor.shutdown()

    def _expire(self, session: Session) -> None:
        log.info("session %s: its lease ran out", session.id[:6])
        self._sessions.pop(session.id, None)
        task = asyncio.ensure_future(session.close(ContractError("UNKNOWN_SESSION", "the session's lease ran out")))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
