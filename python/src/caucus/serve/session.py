"""A client's environments, their lease and their stream."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from caucus._proto import interaction_pb2
from caucus.errors import ContractError
from caucus.serve.environments import Environments
from caucus.serve.ledger import Ledger
from caucus.serve.operations import Operations

log = logging.getLogger("caucus.serve")


class Session:
    def __init__(
        self,
        environments: Environments,
        operations: Operations,
        executor: ThreadPoolExecutor,
        lease_seconds: float,
        kept_responses: int,
        on_expiry: Callable[[Session], None],
    ) -> None:
        #: Unguessable: who knows it owns the session.
        self.id = secrets.token_urlsafe(18)
        self.lease_seconds = lease_seconds
        self._environments = environments
        self._operations = operations
        self._executor = executor
        self._ledger = Ledger(kept_responses)
        self._lock = asyncio.Lock()
        self._on_expiry = on_expiry
        self._end: ContractError | None = None
        #: What ends the attached stream.
        self._stream: asyncio.Future[ContractError | None] | None = None
        self._loop = asyncio.get_running_loop()
        self._timer = self._loop.call_later(lease_seconds, self._expire)

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
        Makes a stream the session's only one.

        :param stream: is given what ends the stream
        :returns: the sequence number expected next, once the request being carried out, if any, is done
        """
        self.renew()
        self._end_stream(ContractError("ATTACHED_ELSEWHERE", "this session has a newer stream"))
        self._stream = stream
        async with self._lock:
            return self._ledger.next

    async def perform(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        """Carries out a request, or repeats its response. One that fails leaves the session as it was."""
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
            return await self._loop.run_in_executor(self._executor, self._operations.carry_out, request)
        except ContractError:
            raise
        except Exception as error:
            log.exception("an environment broke; its session %s is lost", self.id[:6])
            text = f"the session is lost: {type(error).__name__}: {error}"
            self._end = ContractError("ENVIRONMENT_FAILED", text)
            raise self._end from error

    async def close(self, error: ContractError | None = None) -> None:
        """Frees the environments and ends the stream: with OK, or the error."""
        self._end = self._end or error or ContractError("UNKNOWN_SESSION", "this session is closed")
        self._timer.cancel()
        self._end_stream(error)
        async with self._lock:
            await self._loop.run_in_executor(self._executor, self._environments.close)

    def _end_stream(self, error: ContractError | None) -> None:
        if self._stream is not None and not self._stream.done():
            self._stream.set_result(error)

    def _expire(self) -> None:
        if self._lock.locked():
            self._timer = self._loop.call_later(self.lease_seconds, self._expire)
        else:
            self._on_expiry(self)
