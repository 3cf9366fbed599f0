"""Streams that end while their request is carried out, or while nobody reads their responses."""

import contextlib
import queue
import time

import grpc
import pytest
from support.serving import Serving

from caucus import ContractError
from caucus._proto import interaction_pb2, session_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceStub
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.tensors import encode_tensor

Request = interaction_pb2.InteractRequest


class Stream:
    """A client's, that reads only when it is told to."""

    def __init__(self, address, session_id):
        self.channel = grpc.insecure_channel(address, [("grpc.use_local_subchannel_pool", 1)])
        self._requests = queue.SimpleQueue()
        self.call = EnvironmentServiceStub(self.channel).Interact(iter(self._requests.get, None), timeout=60)
        self.send(Request(attach=interaction_pb2.AttachRequest(session_id=session_id)))

    def send(self, request):
        self._requests.put(request)

    def attached(self):
        """The number that is expected next."""
        return next(self.call).attach.next_sequence

    def drain(self):
        """
        :returns: responses until the end, and how it ended
        """
        responses = []
        with contextlib.suppress(grpc.RpcError):
            for response in self.call:
                responses.append(response)
        self._requests.put(None)
        self.channel.close()
        return responses, self.call.code(), self.call.details()


ARGUMENTS = ["support.fragile:Stuck", "street:Street", "--max-request-time", "30", "--max-lease", "60"]


@pytest.fixture(scope="module")
def serving():
    running = Serving(*ARGUMENTS)
    yield running
    assert running.stop() == 0


@pytest.fixture
def connection(serving):
    made = Connection(serving.address, Credentials())
    yield made
    made.close()


def open_session(connection, environment_id, lease=0, num_envs=1):
    request = session_pb2.CreateSessionRequest(
        environment_id=environment_id, num_environments=num_envs, lease_seconds=lease
    )
    return connection.create_session(request, 60).session_id


def stuck(serving, connection, lease=0):
    """A stream whose request is carried out for ever."""
    session_id = open_session(connection, "stuck", lease)
    stream = Stream(serving.address, session_id)
    assert stream.attached() == 1
    stream.send(Request(sequence=1, reset=interaction_pb2.ResetRequest()))
    assert next(stream.call).HasField("reset")
    for sequence in (2, 3, 4):
        request = Request(sequence=sequence)
        request.step.actions.CopyFrom(encode_tensor([[0, 0]], "f4"))
        stream.send(request)
    assert next(stream.call).HasField("step")
    assert next(stream.call).HasField("step")
    # Now it is at its third.
    time.sleep(0.5)
    return session_id, stream


def test_a_superseded_stream_ends_while_its_request_is_carried_out(serving, connection):
    session_id, stream = stuck(serving, connection)
    start = time.monotonic()
    newer = Stream(serving.address, session_id)
    assert stream.drain() == ([], grpc.StatusCode.ABORTED, "this session has a newer stream")
    # And so does the one that waits for that request.
    newest = Stream(serving.address, session_id)
    assert newer.drain() == ([], grpc.StatusCode.ABORTED, "this session has a newer stream")
    assert time.monotonic() - start < 15
    connection.close_session(session_id)
    assert newest.drain()[1] is grpc.StatusCode.OK


def test_a_superseded_stream_ends_behind_the_response_that_is_not_read(serving, connection):
    session_id = open_session(connection, "street", num_envs=4000)
    stream = Stream(serving.address, session_id)
    assert stream.attached() == 1
    stream.send(Request(sequence=1, reset=interaction_pb2.ResetRequest()))
    for sequence in range(2, 60):
        stream.send(Request(sequence=sequence, save_state=interaction_pb2.SaveStateRequest()))
    time.sleep(3)
    newer = Stream(serving.address, session_id)
    following = newer.attached()
    # It was held up.
    assert 2 < following < 60
    newer.send(Request(sequence=following, save_state=interaction_pb2.SaveStateRequest()))
    assert next(newer.call).HasField("save_state")
    responses, code, _ = stream.drain()
    assert code is grpc.StatusCode.ABORTED
    assert len(responses) <= following
    connection.close_session(session_id)
    assert newer.drain() == ([], grpc.StatusCode.OK, "")


def test_a_closed_sessions_stream_ends_while_its_request_is_carried_out(serving, connection):
    session_id, stream = stuck(serving, connection)
    stub = EnvironmentServiceStub(stream.channel)
    closing = stub.CloseSession.future(session_pb2.CloseSessionRequest(session_id=session_id), timeout=25)
    assert list(stream.call) == []
    assert stream.call.code() is grpc.StatusCode.OK
    closing.result()
    with pytest.raises(ContractError, match="session_id: expected a session"):
        connection.renew_lease(session_id)
    stream.drain()


def test_a_lease_does_not_run_out_while_a_request_is_carried_out(serving, connection):
    session_id, stream = stuck(serving, connection, lease=1)
    time.sleep(4)
    assert connection.renew_lease(session_id).lease_seconds == 1
    newer = Stream(serving.address, session_id)
    assert stream.drain()[1] is grpc.StatusCode.ABORTED
    connection.close_session(session_id)
    assert newer.drain()[1] is grpc.StatusCode.OK


def test_a_stream_ends_with_its_lease(serving, connection):
    session_id = open_session(connection, "street", lease=1)
    stream = Stream(serving.address, session_id)
    assert stream.attached() == 1
    assert stream.drain() == ([], grpc.StatusCode.NOT_FOUND, "the session's lease ran out")


def test_a_server_that_stops_ends_a_stream_whose_request_is_carried_out():
    serving = Serving(*ARGUMENTS)
    connection = Connection(serving.address, Credentials())
    _, stream = stuck(serving, connection)
    serving.process.terminate()
    _, code, details = stream.drain()
    assert (code, details) == (grpc.StatusCode.UNAVAILABLE, "the server is shutting down: use another server")
    connection.close()
    assert serving.process.wait(20) == 0
    serving.stop()
