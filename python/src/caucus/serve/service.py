"""The contract's methods, over gRPC."""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from typing import Any, NoReturn

import grpc
import numpy as np

from caucus._proto import interaction_pb2, service_pb2, session_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceServicer
from caucus.connection import CONTRACT, CONTRACT_REVISION
from caucus.errors import CODES, AccessDeniedError, ContractError, error_to_status, unexpected
from caucus.serve.access import Caller, Tokens, identify
from caucus.serve.catalog import Catalog
from caucus.serve.environment import DEFAULT_NUM_AGENTS
from caucus.serve.session import Session
from caucus.serve.sessions import Sessions
from caucus.tensors import encode_tensor

log = logging.getLogger("caucus.serve")

Context = Any


def _unary(method: Callable[[Service, Any, Caller], Awaitable[Any]]) -> Any:
    """Finds out who calls, and answers with the contract's errors."""

    @functools.wraps(method)
    async def answer(self: Service, request: Any, context: Context) -> Any:
        try:
            return await method(self, request, self.identify(context))
        except ContractError as error:
            await _abort(context, error)

    return answer


class Service(EnvironmentServiceServicer):
    def __init__(self, catalog: Catalog, sessions: Sessions, limits: service_pb2.Limits, tokens: Tokens | None) -> None:
        """
        :param tokens: of which callers must have one; None is for all
        """
        self._catalog = catalog
        self._sessions = sessions
        self._limits = limits
        self._tokens = tokens

    def identify(self, context: Context) -> Caller:
        try:
            return identify(context, self._tokens)
        except AccessDeniedError as error:
            log.warning("refused a call of %s: %s", context.peer(), error)
            raise

    @_unary
    async def GetServerInfo(
        self, request: service_pb2.GetServerInfoRequest, caller: Caller
    ) -> service_pb2.GetServerInfoResponse:
        return service_pb2.GetServerInfoResponse(
            server_version=version("caucus-rmdp"),
            contract=CONTRACT,
            contract_revision=CONTRACT_REVISION,
            workers=1,
            limits=self._limits,
        )

    @_unary
    async def ListEnvironments(
        self, request: service_pb2.ListEnvironmentsRequest, caller: Caller
    ) -> service_pb2.ListEnvironmentsResponse:
        specs = [
            environment.describe(environment.sample_agents(DEFAULT_NUM_AGENTS, 0))
            for environment in self._catalog.offered
        ]
        return service_pb2.ListEnvironmentsResponse(environments=specs)

    @_unary
    async def DescribeEnvironment(
        self, request: service_pb2.DescribeEnvironmentRequest, caller: Caller
    ) -> service_pb2.DescribeEnvironmentResponse:
        environment, agents = await self._catalog.choose(request)
        return service_pb2.DescribeEnvironmentResponse(
            spec=environment.describe(agents), agent_parameters=encode_tensor(agents, np.float64)
        )

    @_unary
    async def CreateSession(
        self, request: session_pb2.CreateSessionRequest, caller: Caller
    ) -> session_pb2.CreateSessionResponse:
        session, (environment, agents) = await self._sessions.create(request, caller)
        return session_pb2.CreateSessionResponse(
            session_id=session.id,
            spec=environment.describe(agents),
            agent_parameters=encode_tensor(agents, np.float64),
            lease_seconds=session.lease_seconds,
        )

    @_unary
    async def RenewLease(
        self, request: session_pb2.RenewLeaseRequest, caller: Caller
    ) -> session_pb2.RenewLeaseResponse:
        session = self._sessions.find(request.session_id, caller)
        session.renew()
        return session_pb2.RenewLeaseResponse(lease_seconds=session.lease_seconds)

    @_unary
    async def CloseSession(
        self, request: session_pb2.CloseSessionRequest, caller: Caller
    ) -> session_pb2.CloseSessionResponse:
        await self._sessions.close(request.session_id, caller)
        return session_pb2.CloseSessionResponse()

    async def Interact(
        self, requests: AsyncIterator[interaction_pb2.InteractRequest], context: Context
    ) -> AsyncIterator[interaction_pb2.InteractResponse]:
        """One response a request, in order, until either side ends the stream."""
        try:
            caller = self.identify(context)
        except ContractError as error:
            await _abort(context, error)
        ended: asyncio.Future[ContractError | None] = asyncio.get_running_loop().create_future()
        session: Session | None = None
        while (request := await _next_request(requests, ended)) is not None:
            try:
                if request.WhichOneof("action") == "attach":
                    if session is not None:
                        raise unexpected("attach", "one a stream, as its first request", "another")
                    session, response = await self._attach(request, caller, ended)
                elif session is None:
                    raise ContractError("NOT_ATTACHED", "a stream's first request is attach")
                else:
                    response = await session.perform(request)
            except ContractError as error:
                status = error_to_status(error)
                response = interaction_pb2.InteractResponse(sequence=request.sequence, error=status)
            if ended.done():
                break
            yield response
        reason = ended.result() if ended.done() else None
        if reason is not None:
            await _abort(context, reason)

    async def _attach(
        self,
        request: interaction_pb2.InteractRequest,
        caller: Caller,
        ended: asyncio.Future[ContractError | None],
    ) -> tuple[Session, interaction_pb2.InteractResponse]:
        if request.sequence != 0:
            raise unexpected("sequence", "0 with attach", request.sequence, "SEQUENCE")
        found = self._sessions.find(request.attach.session_id, caller)
        attached = interaction_pb2.AttachResponse(next_sequence=await found.attach(ended))
        return found, interaction_pb2.InteractResponse(attach=attached)


async def _next_request(
    requests: AsyncIterator[interaction_pb2.InteractRequest], ended: asyncio.Future[ContractError | None]
) -> interaction_pb2.InteractRequest | None:
    """None at the stream's end, from either side."""
    arrival: asyncio.Future[interaction_pb2.InteractRequest | None] = asyncio.ensure_future(anext(requests, None))
    waited: set[asyncio.Future[Any]] = {arrival, ended}
    await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    if ended.done():
        arrival.cancel()
        return None
    return arrival.result()


async def _abort(context: Context, error: ContractError) -> NoReturn:
    """With the whole google.rpc.Status in the trailer that gRPC defines for it."""
    details = error_to_status(error).SerializeToString()
    trailer = (("grpc-status-details-bin", details),)
    await context.abort(CODES.get(error.reason, grpc.StatusCode.UNKNOWN), str(error), trailer)
    raise AssertionError("abort raises")
