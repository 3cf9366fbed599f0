"""Errors whose texts are of any length and any characters."""

import grpc
import numpy as np
import pytest
from support.serving import Serving

from caucus import ContractError, VectorEnv
from caucus._proto import interaction_pb2, service_pb2, session_pb2
from caucus._proto.service_pb2_grpc import EnvironmentServiceStub
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.errors import error_from_status


@pytest.fixture(scope="module")
def serving():
    running = Serving("support.hostile:Shouting")
    yield running
    assert running.stop() == 0


@pytest.fixture
def connection(serving):
    made = Connection(serving.address, Credentials())
    yield made
    made.close()


@pytest.mark.parametrize("text", ["x" * 1_000_000, "😀" * 200_000, "\0\n\x1b[31m%" * 100_000, "字" * 9])
def test_ids_of_any_length_are_refused_as_what_they_are(connection, text):
    with pytest.raises(ContractError, match="session_id: expected a session of this server") as raised:
        connection.renew_lease(text)
    assert raised.value.reason == "UNKNOWN_SESSION"
    request = session_pb2.CreateSessionRequest(environment_id=text, num_environments=1)
    with pytest.raises(ContractError, match="environment_id: expected one of resource-gathering") as raised:
        connection.create_session(request, 60)
    assert raised.value.reason == "UNKNOWN_ENVIRONMENT"
    request = session_pb2.CreateSessionRequest(environment_id="shouting", num_environments=1, infos=[text])
    with pytest.raises(ContractError, match="infos: expected only fine") as raised:
        connection.create_session(request, 60)
    assert raised.value.reason == "INVALID_VALUE"
    attach = interaction_pb2.InteractRequest(attach=interaction_pb2.AttachRequest(session_id=text))
    error = next(connection.interact(iter([attach]))).error
    assert error.ByteSize() < 3000
    assert error_from_status(error).reason == "UNKNOWN_SESSION"


def test_many_long_names_are_refused_in_one_short_text(connection):
    request = session_pb2.CreateSessionRequest(environment_id="shouting", num_environments=1, infos=["字" * 99] * 5000)
    with pytest.raises(ContractError, match="infos: expected only fine"):
        connection.create_session(request, 60)


def test_infos_have_names_that_can_be_read(connection):
    spec = connection.list_environments().environments[-1]
    assert [info.name for info in spec.infos] == ["fine"]
    assert spec.description == "\\x1b[31mred\\x00"


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (0, r"ValueError: \\x1b\[31m😀😀"),
        (1, r"ValueError: \\udc80 is no character"),
        (2, "Unutterable: it has no text"),
    ],
)
def test_what_an_environment_raises_is_told_whatever_its_text(serving, action, text):
    envs = VectorEnv("shouting", 1, server=serving.address)
    envs.reset(seed=0)
    envs.step([0])
    envs.step([0])
    with pytest.raises(ContractError, match=text) as raised:
        envs.step([action])
    assert raised.value.reason == "ENVIRONMENT_FAILED"
    envs.close()


@pytest.mark.parametrize("method", ["GetServerInfo", "CreateSession", "RenewLease", "CloseSession"])
def test_bytes_that_are_no_message_end_their_call_only(serving, method):
    with grpc.insecure_channel(serving.address) as channel:
        with pytest.raises(grpc.RpcError) as raised:
            channel.unary_unary(f"/rmdp.v1.EnvironmentService/{method}")(b"\xff" * 100, timeout=20)
        assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT
        interact = channel.stream_stream("/rmdp.v1.EnvironmentService/Interact")
        assert b"undecodable bytes" in next(interact(iter([b"\xff" * 100]), timeout=20))
        EnvironmentServiceStub(channel).GetServerInfo(service_pb2.GetServerInfoRequest(), timeout=20)


def test_a_step_after_all_that_is_as_ever(serving):
    envs = VectorEnv("shouting", 2, server=serving.address)
    envs.reset(seed=0)
    np.testing.assert_allclose(envs.step([0, 1])[0], 0.1)
    envs.close()
