"""A server's sessions, by id."""

from __future__ import annotations

import asyncio
import logging

from caucus._proto import service_pb2, session_pb2
from caucus.connection import CONTRACT_REVISION
from caucus.errors import ContractError, contract_error, unexpected
from caucus.serve.access import Caller
from caucus.serve.broken import BrokenError
from caucus.serve.catalog import Catalog, Chosen
from caucus.serve.infos import choose_infos
from caucus.serve.limits import check_limit
from caucus.serve.operations import check_seed
from caucus.serve.plan import Plan
from caucus.serve.session import Session
from caucus.serve.worker import Workers

log = logging.getLogger("caucus.serve")

#: What a client that names no lease is given.
DEFAULT_LEASE_SECONDS = 300.0

#: What a request and then its environments get when the server is to stop.
_DRAIN_SECONDS = 0.3


class Sessions:
    def __init__(self, catalog: Catalog, workers: Workers, limits: service_pb2.Limits) -> None:
        self._catalog = catalog
        self._workers = workers
        self._limits = limits
        self._sessions: dict[str, Session] = {}
        #: Of those whose sessions are being made.
        self._creating: list[str] = []
        self._closed = False
        self._tasks: set[asyncio.Task[None] | asyncio.Task[Session]] = set()

    async def create(
        self, request: session_pb2.CreateSessionRequest, owner: Caller, client: str
    ) -> tuple[Session, Chosen]:
        """
        :param client: whom the session counts for
        """
        _check_revision(request)
        chosen = await self._catalog.choose(request)
        plan = self._plan(request, chosen)
        lease = self._lease(request.lease_seconds)
        self._check_room(client)
        self._creating.append(client)
        # A client that hangs up meanwhile leaves a session whose lease will run out, and no process without one.
        task = asyncio.ensure_future(self._make(plan, lease, owner, client))
        self._keep(task)
        return await asyncio.shield(task), chosen

    async def _make(self, plan: Plan, lease: float, owner: Caller, client: str) -> Session:
        name = plan.environment.id
        worker = self._workers.new()
        try:
            await worker.ask("make", plan)
        except BrokenError as error:
            await worker.end()
            raise ContractError("ENVIRONMENT_FAILED", f'env "{name}" cannot be made: {error}') from error
        finally:
            self._creating.remove(client)
        session = Session(name, worker, owner, client, lease, self._limits, self._expire)
        if self._closed:
            await session.close()
            raise _draining()
        self._sessions[session.id] = session
        log.info("session %s is open: %d of %s, %d agents", session.id[:6], plan.num_envs, name, len(plan.agents))
        return session

    def _check_room(self, client: str) -> None:
        if self._closed:
            raise _draining()
        clients = self._creating + [session.client for session in self._sessions.values() if session.alive]
        _check_count(len(clients), self._limits.max_sessions, "at a time, which this server already has")
        text = "of one client at a time, which this one already has"
        _check_count(clients.count(client), self._limits.max_sessions_per_client, text)
        self._forget_lost()

    def _forget_lost(self) -> None:
        """All but the latest: they tell why they are, until their lease runs out."""
        lost = [session for session in self._sessions.values() if not session.alive]
        for session in lost[: -self._limits.max_sessions]:
            del self._sessions[session.id]
            self._keep(asyncio.ensure_future(session.close()))

    def _plan(self, request: session_pb2.CreateSessionRequest, chosen: Chosen) -> Plan:
        environment, agents = chosen
        num_envs = request.num_environments
        if num_envs < 1:
            raise unexpected("num_environments", "at least 1", num_envs)
        check_limit("num_environments", num_envs, self._limits.max_environments, "environments")
        check_seed("seed", request.seed, num_envs)
        if request.autoreset_mode not in session_pb2.AutoresetMode.values():
            raise unexpected("autoreset_mode", "NEXT_STEP, SAME_STEP or DISABLED", request.autoreset_mode)
        plan = Plan(
            environment=environment,
            num_envs=num_envs,
            seed=request.seed,
            autoreset_mode=request.autoreset_mode or session_pb2.AUTORESET_MODE_SAME_STEP,
            agents=agents,
            infos=choose_infos(environment.infos, request.infos),
            sparse=request.accepts_sparse_rewards,
        )
        self._check_reply(plan)
        return plan

    def _check_reply(self, plan: Plan) -> None:
        """Refuses a session whose steps could not be answered, before it has taken one."""
        limit, size = self._limits.max_message_bytes, plan.largest_reply
        if size > limit:
            expected = f"steps whose replies have at most {limit} bytes"
            got = f"up to {size} bytes with {plan.num_envs} environments and {len(plan.agents)} agents"
            raise unexpected("num_environments", expected, got, "LIMIT")

    def _lease(self, asked: float) -> float:
        """Seconds."""
        if not asked >= 0:
            raise unexpected("lease_seconds", "a number from 0", asked)
        check_limit("lease_seconds", asked, self._limits.max_lease_seconds, "s")
        return asked or min(DEFAULT_LEASE_SECONDS, self._limits.max_lease_seconds)

    def find(self, session_id: str, caller: Caller) -> Session:
        found = self._sessions.get(session_id)
        if found is None:
            expected = "a session of this server that is not closed and whose lease has not run out"
            raise unexpected("session_id", expected, f'"{session_id}"', "UNKNOWN_SESSION")
        if found.owner != caller:
            log.warning("refused session %s to a client that did not open it", session_id[:6])
            got = f'"{session_id}", which somebody else opened, with another token or certificate'
            raise unexpected("session_id", "a session of one's own", got, "FOREIGN_SESSION")
        return found

    async def close(self, session_id: str, caller: Caller) -> None:
        session = self.find(session_id, caller)
        del self._sessions[session_id]
        log.info("session %s is closed", session_id[:6])
        # To its end, also if its client hangs up.
        closing = asyncio.ensure_future(session.close())
        self._keep(closing)
        await asyncio.shield(closing)

    async def close_all(self) -> None:
        """Refuses new ones and ends the others."""
        self._closed = True
        sessions, self._sessions = list(self._sessions.values()), {}
        await asyncio.gather(*(session.close(_draining(), _DRAIN_SECONDS) for session in sessions))

    def _expire(self, session: Session) -> None:
        log.info("session %s: its lease ran out", session.id[:6])
        self._sessions.pop(session.id, None)
        error = ContractError("UNKNOWN_SESSION", "the session's lease ran out")
        self._keep(asyncio.ensure_future(session.close(error)))

    def _keep(self, task: asyncio.Task[None] | asyncio.Task[Session]) -> None:
        """Until it is done: nobody else may hold it."""
        self._tasks.add(task)
        task.add_done_callback(self._forget)

    def _forget(self, task: asyncio.Task[None] | asyncio.Task[Session]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()


def _check_count(used: int, limit: int, text: str) -> None:
    """
    :param used: sessions that there are
    :param text: after the limit
    """
    if used >= limit:
        message = f"sessions: expected at most {limit} {text}"
        raise contract_error("LIMIT", message, "sessions", f"at most {limit}", str(used + 1))


def _draining() -> ContractError:
    return ContractError("DRAINING", "the server is shutting down: use another server")


def _check_revision(request: session_pb2.CreateSessionRequest) -> None:
    if request.contract_revision > CONTRACT_REVISION:
        got = f"{request.contract_revision}: upgrade the server's package or use an older client"
        log.warning("refused a client of revision %d of the contract", request.contract_revision)
        raise unexpected("contract_revision", f"at most {CONTRACT_REVISION}", got, "CONTRACT_REVISION")
