"""A stream of observations to a server of policies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import SimpleQueue

import grpc

from caucus._proto import acting_pb2
from caucus._proto.policies_pb2_grpc import PolicyServiceStub
from caucus.connection import Connection
from caucus.errors import ServerConnectionError
from caucus.failures import refusal, translate


class PolicyConnection(Connection):
    """A channel to a server of policies."""

    stub_class = PolicyServiceStub

    def act_stream(self, requests: Iterator[acting_pb2.ActStreamRequest]) -> grpc.Call:
        metadata = self.credentials.metadata()
        return self.open(lambda: self._stub.ActStream(requests, metadata=metadata))


class ActStream:
    """Asks one request at a time, whichever thread asks. After an error of the connection, the next opens another."""

    def __init__(self, connection: PolicyConnection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._requests: SimpleQueue[acting_pb2.ActStreamRequest | None] = SimpleQueue()
        self._call: grpc.Call | None = None

    def ask(self, request: acting_pb2.ActStreamRequest) -> acting_pb2.Actions:
        """
        :raises ContractError: if the server refuses; the stream goes on
        :raises ServerConnectionError: if the stream breaks
        """
        where = self._connection.where
        with self._lock:
            try:
                if self._call is None:
                    self._open()
                self._requests.put(request)
                response = next(self._call)  # type: ignore[call-overload]
            except StopIteration as error:
                self._call = None
                raise ServerConnectionError(f"{where}: it ended the stream", transient=True) from error
            except grpc.RpcError as error:
                self._call = None
                raise translate(error, where, self._connection.credentials) from error
        if response.HasField("error"):
            raise refusal(response.error, where)
        return response.actions

    def _open(self) -> None:
        self._requests = SimpleQueue()
        self._call = self._connection.act_stream(iter(self._requests.get, None))

    def close(self) -> None:
        self._requests.put(None)
        if self._call is not None:
            self._call.cancel()
