"""The contract's methods, over gRPC."""

from __future__ import annotations

import functools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.metadata import version
from typing import Any, NoReturn

import grpc
import numpy as np
from google.rpc import status_pb2

from caucus._proto import interaction_pb2, service_pb2, session_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceServicer
from caucus.connection import CONTRACT, CONTRACT_REVISION
from caucus.errors import AccessDeniedError, ContractError
from caucus.serve.access import Caller, Tokens, client_of, identify
from caucus.serve.catalog import Catalog
from caucus.serve.conversation import Conversation
from caucus.serve.environment import DEFAULT_NUM_AGENTS
from caucus.serve.sessions import Sessions
from caucus.serve.statuses import INTERNAL, fitted_status
from caucus.tensors import encode_tensor

log = logging.getLogger("caucus.serve")

Context = Any

_CODES = {code.value[0]: code for code in grpc.StatusCode}


def _unary(method: Callable[[Service, Any, Caller, str], Awaitable[Any]]) -> Any:
    """Identifies callers, and answers with the contract's errors, or with INTERNAL for errors of the server."""

    @functools.wraps(method)
    async def answer(self: Service, request: Any, context: Context) -> Any:
        try:
            caller = self.identify(context)
            return await method(self, request, caller, client_of(context, caller))
        except Exception as error:
            status = _status(error)
        await _abort(context, status)

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
        self, request: service_pb2.GetServerInfoRequest, caller: Caller, client: str
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
        self, request: service_pb2.ListEnvironmentsRequest, caller: Caller, client: str
    ) -> service_pb2.ListEnvironmentsResponse:
        specs = [
            environment.describe(environment.sample_agents(DEFAULT_NUM_AGENTS, 0))
            for environment in self._catalog.offered
        ]
        return service_pb2.ListEnvironmentsResponse(environments=specs)

    @_unary
    async def DescribeEnvironment(
        self, request: service_pb2.DescribeEnvironmentRequest, caller: Caller, client: str
    ) -> service_pb2.DescribeEnvironmentResponse:
        environment, agents = await self._catalog.choose(request)
        return service_pb2.DescribeEnvironmentResponse(
            spec=environment.describe(agents), agent_parameters=encode_tensor(agents, np.float64)
        )

    @_unary
    async def CreateSession(
        self, request: session_pb2.CreateSessionRequest, caller: Caller, client: str
    ) -> session_pb2.CreateSessionResponse:
        session, (environment, agents) = await self._sessions.create(request, caller, client)
        return session_pb2.CreateSessionResponse(
            session_id=session.id,
            spec=environment.describe(agents),
            agent_parameters=encode_tensor(agents, np.float64),
            lease_seconds=session.lease_seconds,
        )

    @_unary
    async def RenewLease(
        self, request: session_pb2.RenewLeaseRequest, caller: Caller, client: str
    ) -> session_pb2.RenewLeaseResponse:
        session = self._sessions.find(request.session_id, caller)
        session.renew()
        return session_pb2.RenewLeaseResponse(lease_seconds=session.lease_seconds)

    @_unary
    async def CloseSession(
        self, request: session_pb2.CloseSessionRequest, caller: Caller, client: str
    ) -> session_pb2.CloseSessionResponse:
        await self._sessions.close(request.session_id, caller)
        return session_pb2.CloseSessionResponse()

    async def Interact(self, requests: AsyncIterator[interaction_pb2.InteractRequest], context: Context) -> None:
        try:
            caller = self.identify(context)
            await Conversation(requests, context, lambda id: self._sessions.find(id, caller), _status).run()
            return
        except Exception as error:
            status = _status(error)
        await _abort(context, status)


def _status(error: BaseException) -> status_pb2.Status:
    if isinstance(error, ContractError):
        return fitted_status(error)
    log.error("a request failed because of an error in the server", exc_info=error)
    return INTERNAL


async def _abort(context: Context, status: status_pb2.Status) -> NoReturn:
    """With the whole google.rpc.Status in the trailer that gRPC defines for it."""
    trailer = (("grpc-status-details-bin", status.SerializeToString()),)
    await context.abort(_CODES[status.code], status.message, trailer)
    raise AssertionError("abort raises")
