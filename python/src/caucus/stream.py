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
from caucus.errors import ResponseError, ServerConnectionError
from caucus.failures import refusal, translate
from caucus.forking import keep_in_children


class SilentError(ServerConnectionError):
    """A server that did not answer in time."""


def _lost(message: str) -> ServerConnectionError:
    return ServerConnectionError(message, transient=True)


class Stream:
    """Requests and their responses, one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._where = connection.where
        self._requests: SimpleQueue[interaction_pb2.InteractRequest | None] = SimpleQueue()
        self._call: Any = connection.interact(self._read_requests())
        self._deadline: float | None = None
        self._overdue = threading.Event()
        keep_in_children(self)

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
        if response.WhichOneof("result") == "error":
            raise refusal(response.error, self._where)
        return response.attach.next_sequence

    def ask(self, request: interaction_pb2.InteractRequest, seconds: float) -> interaction_pb2.InteractResponse:
        """
        :param seconds: that the answer may take
        :raises SilentError: if it takes longer
        :raises ServerConnectionError: if the stream broke, so that nobody knows whether the request was carried out
        :raises ResponseError: if what came is no answer to the request
        """
        self.put(request)
        return self.take(request, seconds)

    def put(self, request: interaction_pb2.InteractRequest) -> None:
        """Sends a request, whose answer `take` waits for after those to the requests before."""
        self._requests.put(request)

    def take(self, request: interaction_pb2.InteractRequest, seconds: float) -> interaction_pb2.InteractResponse:
        """
        :param request: the earliest that was sent and has no answer yet
        :param seconds: that the answer may take from now on
        :raises SilentError: if it takes longer
        :raises ServerConnectionError: if the stream broke, so that nobody knows whether the request was carried out
        :raises ResponseError: if what came is no answer to the request
        """
        self._deadline = time.monotonic() + seconds
        try:
            response: interaction_pb2.InteractResponse = next(self._call)
        except StopIteration:
            raise _lost(f"{self._where}: the stream ended") from None
        except grpc.RpcError as error:
            if self._overdue.is_set():
                raise SilentError(f"{self._where}: no answer within {seconds:g} s", transient=True) from None
            raise translate(error, self._where, self._connection.credentials) from error
        finally:
            self._deadline = None
        _check_answer(request, response, self._where)
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


def _check_answer(
    request: interaction_pb2.InteractRequest, response: interaction_pb2.InteractResponse, where: str
) -> None:
    """A response of another number may be one too many, so that none that follows can be told apart."""
    action, result = request.WhichOneof("action"), response.WhichOneof("result")
    if response.sequence != request.sequence:
        expected, got = f"that of the request, {request.sequence}", str(response.sequence)
        raise ResponseError(f"{where}: sequence: expected {expected}, got {got}", "sequence", expected, got)
    if result not in (action, "error"):
        expected, got = f"the answer to {action}", result or "nothing"
        raise ResponseError(f"{where}: result: expected {expected}, got {got}", "result", expected, got)
