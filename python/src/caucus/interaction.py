"""The client's end of the data plane, by the rules of interaction.proto."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

from caucus._proto import interaction_pb2
from caucus.answers import answer_of
from caucus.connection import Connection
from caucus.errors import (
    CaucusError,
    ContractError,
    ServerConnectionError,
    ServerTimeoutError,
    SessionLostError,
    unexpected,
)
from caucus.failures import refusal
from caucus.stream import SilentError, Stream

#: Seconds to wait before each attempt to reconnect.
RETRY_SECONDS = (0.0, 0.1, 0.5, 1.0, 2.0, 4.0, 8.0, 8.0)

#: Attempts that a server may leave unanswered. The second is over a new connection, so that a half-open one
#: is no reason to give up; they share the time-out.
SILENT_ATTEMPTS = 2


class Interaction:
    """
    Numbers requests and, when the stream breaks, attaches anew and repeats the one that has no response: the
    server, which keeps its latest responses, never carries it out twice.
    """

    def __init__(self, connection: Connection, session_id: str, timeout: float) -> None:
        """
        :param timeout: seconds that a request may take
        """
        self._connection = connection
        self._session_id = session_id
        self._timeout = timeout
        self._lock = threading.Lock()
        self._stream: Stream | None = None
        self._next_sequence = 1
        #: Requests, from the next on, that this stream was given and has not answered.
        self._in_flight = 0
        #: Requests that were interrupted, which may or may not have been carried out.
        self._unknown = 0
        self._closed_by: CaucusError | None = None

    def send(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        """
        :raises ContractError: if the server refuses; nothing changed then
        :raises ServerConnectionError: if it is gone for good
        """
        (response,) = self.send_all([request], 1)
        if response.WhichOneof("result") == "error":
            raise refusal(response.error, self._connection.where)
        return response

    def send_all(
        self, requests: Sequence[interaction_pb2.InteractRequest], window: int
    ) -> list[interaction_pb2.InteractResponse]:
        """
        Sends requests before the earlier ones are answered.

        :param window: how many may have no answer yet
        :returns: their responses; the last is an error if the server refused a request, and none after was carried out
        :raises ServerConnectionError: if it is gone for good
        """
        with self._lock:
            if self._closed_by is not None:
                # Without the tracebacks of the times before.
                raise self._closed_by.with_traceback(None)
            try:
                return self._answers(requests, window)
            except CaucusError as error:
                self._closed_by = _loss(error, self._connection.where)
                self._drop()
                raise self._closed_by from error
            except BaseException:
                # Ctrl-C, while a response is on its way.
                self._unknown = max(self._unknown, window)
                self._drop()
                raise

    def check_deadline(self) -> None:
        """Another thread must call this periodically."""
        stream = self._stream
        if stream is not None:
            stream.check_deadline()

    def close(self) -> None:
        self._closed_by = self._closed_by or ServerConnectionError("this environment is closed")
        self._drop()

    def _answers(
        self, requests: Sequence[interaction_pb2.InteractRequest], window: int
    ) -> list[interaction_pb2.InteractResponse]:
        responses: list[interaction_pb2.InteractResponse] = []
        for i, request in enumerate(requests):
            responses.append(self._answer(request, requests[i + 1 : i + window]))
            if responses[-1].WhichOneof("result") == "error":
                break
            self._next_sequence += 1
        return responses

    def _answer(
        self, request: interaction_pb2.InteractRequest, following: Sequence[interaction_pb2.InteractRequest]
    ) -> interaction_pb2.InteractResponse:
        """
        :param following: what may be sent before the answer has come
        """
        attempts = _Attempts(self._connection, self._timeout, request.WhichOneof("action"))
        while True:
            try:
                stream = self._stream or self._attach()
                for ahead in [request, *following][self._in_flight :]:
                    ahead.sequence = self._next_sequence + self._in_flight
                    stream.put(ahead)
                    self._in_flight += 1
                response = self._take(stream, request)
                if response.WhichOneof("result") == "error":
                    # What was sent behind a request that failed is out of order, and not carried out.
                    for ahead in following:
                        self._take(stream, ahead)
                return response
            except (ServerConnectionError, ContractError) as error:
                self._drop()
                attempts.wait(_as_lost(error, self._connection.where))
                self._connection.redial()

    def _take(self, stream: Stream, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        response = stream.take(request, self._timeout / SILENT_ATTEMPTS)
        self._in_flight -= 1
        return response

    def _attach(self) -> Stream:
        self._stream = stream = Stream(self._connection)
        expected = stream.attach(self._session_id, self._timeout / SILENT_ATTEMPTS)
        if self._unknown > 0:
            # Nobody will ask for the responses of the interrupted requests.
            with answer_of(self._connection.where):
                _check_next(expected, self._next_sequence, self._unknown)
            self._next_sequence, self._unknown = expected, 0
        self._in_flight = 0
        return stream

    def _drop(self) -> None:
        if self._stream is not None:
            self._stream.end()
        self._stream = None


class _Attempts:
    """How often a request has been tried."""

    def __init__(self, connection: Connection, timeout: float, action: str | None) -> None:
        """
        :param action: what is asked for, for errors
        """
        self._connection = connection
        self._timeout = timeout
        self._action = action
        self._lost = 0
        self._silent = 0

    def wait(self, lost: ServerConnectionError) -> None:
        """
        Waits until it is time for the next attempt.

        :raises ServerConnectionError: if there is to be none
        """
        if isinstance(lost, SilentError):
            self._silent += 1
            if self._silent == SILENT_ATTEMPTS:
                raise self._timed_out()
        if self._lost == len(RETRY_SECONDS):
            seconds = round(sum(RETRY_SECONDS))
            raise ServerConnectionError(f"{lost}; lost, and not back within {seconds} s")
        time.sleep(RETRY_SECONDS[self._lost])
        self._lost += 1

    def _timed_out(self) -> ServerTimeoutError:
        """Sends another request, to distinguish a stuck environment from a dead server."""
        try:
            self._connection.redial()
            self._connection.get_server_info()
        except CaucusError:
            cause = "it answers no other requests either: it is overloaded, or the network drops messages"
        else:
            cause = "it answers other requests: an environment is stuck, or needs a longer timeout"
        text = f"{self._connection.where}: no answer to {self._action} within {self._timeout:g} s, and {cause}"
        return ServerTimeoutError(text)


def _check_next(got: int, next_sequence: int, unknown: int) -> None:
    """
    :param unknown: requests from `next_sequence` on that may have been carried out
    """
    if not next_sequence <= got <= next_sequence + unknown:
        between = "or" if unknown == 1 else "to"
        raise unexpected("attach.next_sequence", f"{next_sequence} {between} {next_sequence + unknown}", got)


def _as_lost(error: ServerConnectionError | ContractError, where: str) -> ServerConnectionError:
    """Whether another attempt may succeed. A server that is shutting down may start again; other refusals are final."""
    if isinstance(error, ContractError) and error.reason == "DRAINING":
        return ServerConnectionError(f"{where}: {error}", transient=True)
    if isinstance(error, ServerConnectionError) and error.transient:
        return error
    raise error


def _loss(error: CaucusError, where: str) -> CaucusError:
    """The error for users of a lost session."""
    if isinstance(error, ContractError) and error.reason == "UNKNOWN_SESSION":
        return SessionLostError(f"{where}: it no longer has this session; it was restarted or the lease ran out")
    return error
