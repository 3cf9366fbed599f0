"""One stream of a session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

from google.rpc import status_pb2

from caucus._proto import interaction_pb2
from caucus.errors import ContractError, unexpected
from caucus.serve.session import Session

#: In which a stream's first request must come.
ATTACH_SECONDS = 30.0

Requests = AsyncIterator[interaction_pb2.InteractRequest]


class Conversation:
    """Answers requests in order, until either side ends the stream."""

    def __init__(
        self, requests: Requests, context: Any, find: Callable[[str], Session], status: Callable[[Exception], Any]
    ) -> None:
        """
        :param find: the caller's session of an id
        :param status: what to send of an exception
        """
        self._requests = requests
        self._context = context
        self._find = find
        self._status: Callable[[Exception], status_pb2.Status] = status
        self._session: Session | None = None
        #: Is done when the session wants no more of it.
        self._ended: asyncio.Future[ContractError | None] = asyncio.get_running_loop().create_future()
        self._writing: asyncio.Future[None] | None = None

    async def run(self) -> None:
        """
        :raises ContractError: that ends the stream
        """
        talk = asyncio.ensure_future(self._talk())
        waited: set[asyncio.Future[Any]] = {talk, self._ended}
        try:
            # Also while a request is carried out, which goes on, or a response is not read.
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        finally:
            talk.cancel()
        if not self._ended.done():
            return talk.result()
        if self._writing is not None:
            # gRPC takes a status only behind a response, which who does not read holds up for himself alone.
            with contextlib.suppress(Exception):
                await self._writing
        error = self._ended.result()
        if error is not None:
            raise error

    async def _talk(self) -> None:
        while (request := await self._next()) is not None:
            try:
                response = await self._answer(request)
            except Exception as error:
                response = interaction_pb2.InteractResponse(sequence=request.sequence, error=self._status(error))
            self._writing = asyncio.ensure_future(self._context.write(response))
            await asyncio.shield(self._writing)

    async def _next(self) -> interaction_pb2.InteractRequest | None:
        """None at the stream's end. An attached one may be silent as long as its session's lease lasts."""
        limit = ATTACH_SECONDS if self._session is None else None
        try:
            return await asyncio.wait_for(anext(self._requests, None), limit)
        except asyncio.TimeoutError:
            raise ContractError("NOT_ATTACHED", f"a stream attaches within {ATTACH_SECONDS:g} s") from None

    async def _answer(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        if request.WhichOneof("action") == "attach":
            return await self._attach(request)
        if self._session is None:
            raise ContractError("NOT_ATTACHED", "a stream's first request is attach")
        return await self._session.perform(request)

    async def _attach(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        if self._session is not None:
            raise unexpected("attach", "one a stream, as its first request", "another")
        if request.sequence != 0:
            raise unexpected("sequence", "0 with attach", request.sequence, "SEQUENCE")
        self._session = self._find(request.attach.session_id)
        attached = interaction_pb2.AttachResponse(next_sequence=await self._session.attach(self._ended))
        return interaction_pb2.InteractResponse(attach=attached)
