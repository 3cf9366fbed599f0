"""One stream of a session, from attaching until it breaks."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from queue import SimpleQueue
from typing import Any

import grpc

from caucus._proto import interaction_pb2
from caucus.connection import Connection
from caucus.errors import ServerConnectionError, error_from_status
from caucus.failures import translate


class SilentError(ServerConnectionError):
    """A server that did not answer in time."""


def _lost(message: str) -> ServerConnectionError:
    return ServerConnectionError(message, transient=True)


class Stream:
    """Requests and their responses, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._address = connection.address
        self._requests: SimpleQueue[interaction_pb2.InteractRequest | None] = SimpleQueue()
        self._call: Any = connection.interact(self._read_requests())
        self._deadline: float | None = None
        self._overdue = threading.Event()

    def _read_requests(self) -> Iterator[interaction_pb2.InteractRequest]:
        while (request := self._requests.get()) is not None:
            yield request

    def attach(self, session_id: str, seconds: float) -> int:
        """
        :returns: the sequence number that the session expects next
        :raises ContractError: if there is no such session
        """
        attach = interaction_pb2.AttachRequest(session_id=session_id)
        response = self.ask(interaction_pb2.InteractRequest(attach=attach), seconds)
        if response.WhichOneof("result") == "attach":
            return response.attach.next_sequence
        error = error_from_status(response.error)
        raise error or ServerConnectionError(f"server {self._address}: {response.error.message or 'no answer'}")

    def ask(self, request: interaction_pb2.InteractRequest, seconds: float) -> interaction_pb2.InteractResponse:
        """
        :param seconds: that the answer may take
        :raises SilentError: if it takes longer
        :raises ServerConnectionError: if the stream broke, so that nobody knows whether the request was carried out
        """
        self._deadline = time.monotonic() + seconds
        self._requests.put(request)
        try:
            response: interaction_pb2.InteractResponse = next(self._call)
        except StopIteration:
            raise _lost(f"server {self._address}: the stream ended") from None
        except grpc.RpcError as error:
            if self._overdue.is_set():
                raise SilentError(f"server {self._address}: no answer within {seconds:g} s", transient=True) from None
            raise translate(error, self._address, self._connection.credentials) from error
        finally:
            self._deadline = None
        if response.sequence != request.sequence:
            raise _lost(f"server {self._address}: expected the answer to {request.sequence}, got {response.sequence}'s")
        return response

    def check_deadline(self) -> None:
        """Gives up what is overdue; another thread calls this, as `ask` waits in gRPC."""
        deadline = self._deadline
        if deadline is not None and time.monotonic() > deadline:
            self._overdue.set()
            self._call.cancel()

    def end(self) -> None:
        self._requests.put(None)
        self._call.cancel()
