"""A client's environments, their lease and their stream."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable

from caucus._proto import interaction_pb2, service_pb2
from caucus.errors import ContractError
from caucus.serve.access import Caller
from caucus.serve.broken import BrokenError
from caucus.serve.ledger import Ledger
from caucus.serve.limits import check_limit
from caucus.serve.worker import Worker

log = logging.getLogger("caucus.serve")

#: Seconds that a request being carried out gets when its session is to end, and then its environments to close.
#: Clients wait 5 s.
_CLOSE_SECONDS = 2.0

#: Requests whose answers may be of any size; they change nothing.
_UNBOUNDED = ("render", "save_state")


class Session:
    def __init__(
        self,
        environment_id: str,
        worker: Worker,
        owner: Caller,
        client: str,
        lease_seconds: float,
        limits: service_pb2.Limits,
        on_expiry: Callable[[Session], None],
    ) -> None:
        """
        :param worker: which has made the environments
        :param client: whom it counts for
        """
        #: An unguessable id. If callers are not identified, knowing it gives access to the session.
        self.id = secrets.token_urlsafe(18)
        self.owner = owner
        self.client = client
        self.lease_seconds = lease_seconds
        self._environment_id = environment_id
        self._worker = worker
        self._ledger = Ledger(limits.max_requests_in_flight, limits.max_bytes_in_flight)
        self._max_message_bytes = limits.max_message_bytes
        self._lock = asyncio.Lock()
        self._on_expiry = on_expiry
        self._end: ContractError | None = None
        #: What ends the attached stream.
        self._stream: asyncio.Future[ContractError | None] | None = None
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(lease_seconds, self._expire)
        self._ending: asyncio.Future[None] | None = None
        self._working: set[asyncio.Task[interaction_pb2.InteractResponse]] = set()

    @property
    def alive(self) -> bool:
        """Whether its environments are there."""
        return self._end is None

    def renew(self) -> None:
        """
        :raises ContractError: if the session has ended
        """
        if self._end is not None:
            raise self._end
        self._timer.cancel()
        self._timer = self._loop.call_later(self.lease_seconds, self._expire)

    async def attach(self, stream: asyncio.Future[ContractError | None]) -> int:
        """
        Attaches a stream as the session's only one.

        :param stream: is given what ends the stream
        :returns: the sequence number expected next, once the request being carried out, if any, is done
        """
        self.renew()
        self._end_stream(ContractError("ATTACHED_ELSEWHERE", "this session has a newer stream"))
        self._stream = stream
        async with self._lock:
            return self._ledger.next

    async def perform(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        """
        Carries out a request, or repeats its response. One that fails leaves the session as it was; one whose
        stream breaks goes on, so that its response is there when it is repeated.
        """
        task = asyncio.ensure_future(self._perform(request))
        self._working.add(task)
        task.add_done_callback(self._forget)
        return await asyncio.shield(task)

    def _forget(self, task: asyncio.Task[interaction_pb2.InteractResponse]) -> None:
        self._working.discard(task)
        if not task.cancelled():
            # Looked at, even if nobody is there to be told.
            task.exception()

    async def _perform(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        async with self._lock:
            self.renew()
            kept = self._ledger.recall(request)
            if kept is not None:
                return kept
            response = await self._carry_out(request)
            self._ledger.keep(request, response)
            self.renew()
            return response

    async def _carry_out(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        try:
            answer = await self._worker.ask("carry_out", request.SerializeToString())
        except BrokenError as error:
            # Unless it was killed because the session is to end.
            self._end = self._end or self._lose(error)
            raise self._end from error
        if request.WhichOneof("action") in _UNBOUNDED:
            check_limit(f"{request.WhichOneof('action')}", len(answer), self._max_message_bytes, "bytes to answer with")
        return interaction_pb2.InteractResponse.FromString(answer)

    def _lose(self, error: BrokenError) -> ContractError:
        """What it started ends with it; the session stays, to tell its client."""
        log.error("session %s is lost: its environments broke: %s", self.id[:6], error)
        self._ledger.clear()
        self._ending = asyncio.ensure_future(self._worker.end())
        return ContractError("ENVIRONMENT_FAILED", f'the session of env "{self._environment_id}" is lost: {error}')

    async def close(self, error: ContractError | None = None, seconds: float = _CLOSE_SECONDS) -> None:
        """
        Frees the environments and ends the stream: with OK, or the error.

        :param seconds: that a request being carried out gets, and then the environments to close
        """
        self._end = self._end or error or ContractError("UNKNOWN_SESSION", "this session is closed")
        self._timer.cancel()
        self._end_stream(error)
        try:
            await asyncio.wait_for(self._lock.acquire(), seconds)
        except asyncio.TimeoutError:
            self._worker.kill()
            await self._lock.acquire()
        self._ledger.clear()
        await self._worker.end(seconds)
        self._lock.release()

    def _end_stream(self, error: ContractError | None) -> None:
        if self._stream is not None and not self._stream.done():
            self._stream.set_result(error)

    def _expire(self) -> None:
        if self._lock.locked():
            self._timer = self._loop.call_later(self.lease_seconds, self._expire)
        else:
            self._on_expiry(self)
