"""A channel to one server, and the contract's methods over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import grpc

from caucus._proto import interaction_pb2, service_pb2, session_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceStub
from caucus.address import check_address, is_loopback, proxy_of
from caucus.credentials import Credentials
from caucus.errors import ServerConnectionError, VersionError
from caucus.failures import no_answer, translate
from caucus.forking import check_process, keep_in_children
from caucus.visible import visible

CONTRACT = "rmdp.v1"
#: The contract's revision that this package is written for.
CONTRACT_REVISION = 4
#: The revision that this package requires of a server. It uses later additions only if the server has them.
NEEDED_REVISION = 1

#: Seconds that a server may take to answer at first. Without an answer, there is probably no caucus-server.
ANSWER_SECONDS = 5.0

_CHANNEL_OPTIONS = [
    # The server limits sizes.
    ("grpc.max_receive_message_length", -1),
    ("grpc.max_send_message_length", -1),
    # Half-open connections are noticed within a minute and a half.
    ("grpc.keepalive_time_ms", 60_000),
    ("grpc.keepalive_timeout_ms", 30_000),
    # The session retries calls and reports it.
    ("grpc.enable_retries", 0),
    # Each channel has its own connection, so that a new channel connects again.
    ("grpc.use_local_subchannel_pool", 1),
]

Response = TypeVar("Response")


class Connection:
    """Calls raise ContractError if the server refuses, else a ServerConnectionError of what went wrong."""

    #: The generated client of the service.
    stub_class: Any = EnvironmentServiceStub

    def __init__(self, address: str, credentials: Credentials) -> None:
        """
        :param address: host:port
        :raises ValueError: if it is none
        :raises ForkError: in a forked process
        """
        check_address(address)
        check_process()
        self.address = address
        self.credentials = credentials
        proxy = proxy_of(address)
        #: The server, as errors name it.
        self.where = f"server {address}" if proxy is None else f"server {address}, through the proxy {proxy}"
        self._closed = False
        self._dial()
        keep_in_children(self)

    def _dial(self) -> None:
        options = list(_CHANNEL_OPTIONS)
        if is_loopback(self.address):
            options.append(("grpc.enable_http_proxy", 0))
        self._channel = self.credentials.open_channel(self.address, options)
        self._stub: Any = self.stub_class(self._channel)

    def redial(self) -> None:
        """Gives up the connection, which may be half-open, for a new one."""
        self._channel.close()
        if not self._closed:
            self._dial()

    def close(self) -> None:
        self._closed = True
        self._channel.close()

    def get_server_info(self) -> service_pb2.GetServerInfoResponse:
        """
        Makes sure that the server knows all of the contract that this package uses, too.

        :raises VersionError: if it does not
        """
        request = service_pb2.GetServerInfoRequest()
        info: service_pb2.GetServerInfoResponse = self.call("GetServerInfo", request, ANSWER_SECONDS)
        if info.contract == CONTRACT and info.contract_revision >= NEEDED_REVISION:
            return info
        where = self.where
        expected = f"the contract {CONTRACT}, revision {NEEDED_REVISION} or later"
        got = f"{visible(info.contract, 100) or 'none'}, revision {info.contract_revision}"
        advice = f"upgrade it (it is caucus {visible(info.server_version, 100)}) or use an older client"
        message = f"{where}: expected {expected}, got {got}: {advice}"
        raise VersionError("CONTRACT_REVISION", message, where, expected, got)

    def list_environments(self) -> service_pb2.ListEnvironmentsResponse:
        return self.call("ListEnvironments", service_pb2.ListEnvironmentsRequest(), ANSWER_SECONDS)

    def describe_environment(
        self, request: service_pb2.DescribeEnvironmentRequest, seconds: float
    ) -> service_pb2.DescribeEnvironmentResponse:
        """A server may have to make one to know."""
        return self.call("DescribeEnvironment", request, seconds)

    def create_session(
        self, request: session_pb2.CreateSessionRequest, seconds: float
    ) -> session_pb2.CreateSessionResponse:
        return self.call("CreateSession", request, seconds)

    def renew_lease(self, session_id: str) -> session_pb2.RenewLeaseResponse:
        request = session_pb2.RenewLeaseRequest(session_id=session_id)
        return self.call("RenewLease", request, ANSWER_SECONDS)

    def close_session(self, session_id: str) -> None:
        request = session_pb2.CloseSessionRequest(session_id=session_id)
        self.call("CloseSession", request, ANSWER_SECONDS)

    def interact(self, requests: Iterator[interaction_pb2.InteractRequest]) -> Any:
        """A stream's call, whose iteration gives responses and raises grpc.RpcError."""
        metadata = self.credentials.metadata()
        return self.open(lambda: self._stub.Interact(requests, metadata=metadata))

    def call(self, method: str, request: Any, seconds: float) -> Any:
        """The answer to a request of a method that is no stream."""
        metadata = self.credentials.metadata()
        try:
            return self.open(lambda: getattr(self._stub, method)(request, timeout=seconds, metadata=metadata))
        except grpc.RpcError as error:
            if error.code() == grpc.StatusCode.DEADLINE_EXCEEDED:
                raise no_answer(self.where, method, seconds) from error
            raise translate(error, self.where, self.credentials) from error

    def open(self, call: Callable[[], Response]) -> Response:
        """Begins a call of gRPC. Its own errors are the caller's to translate."""
        check_process()
        try:
            return call()
        except ValueError as error:
            # gRPC raises this if a channel was closed, here or in another thread.
            raise ServerConnectionError(f"{self.where}: {error}") from error
