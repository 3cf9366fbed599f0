"""What one client may take of a server, and what options it may send."""

import threading

import grpc
import pytest
from google.protobuf import struct_pb2
from support.serving import Serving

from caucus import ContractError, LimitError, VectorEnv
from caucus._proto import service_pb2, session_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials


@pytest.fixture(scope="module")
def serving():
    running = Serving("support.tunable:Tunable", "support.hostile:Excessive", "street:Street")
    yield running.address
    assert running.stop() == 0


@pytest.fixture
def connect():
    made = []

    def create(address, **credentials):
        made.append(Connection(address, Credentials(**credentials)))
        return made[-1]

    yield create
    for connection in made:
        connection.close()


def street(connection):
    return connection.create_session(
        session_pb2.CreateSessionRequest(environment_id="street", num_environments=1), 60
    ).session_id


FULL = "sessions: expected at most 2 of one client at a time, which this one already has"


def test_a_client_on_this_machine_is_its_connection(connect):
    serving = Serving("street:Street", "--max-sessions-per-client", 2, "--max-sessions", 3)
    one, other = connect(serving.address), connect(serving.address)
    session_id = street(one)
    street(one)
    with pytest.raises(LimitError, match=FULL):
        street(one)
    street(other)
    with pytest.raises(LimitError, match="sessions: expected at most 3 at a time, which this server already has"):
        street(other)
    one.close_session(session_id)
    street(one)
    assert serving.stop() == 0


def test_a_client_with_a_token_is_its_token(connect, tmp_path):
    tokens = tmp_path / "tokens"
    tokens.write_text("alice-has-this-token\nbob-has-another-token\n")
    (tmp_path / "alice").write_text("alice-has-this-token\n")
    (tmp_path / "bob").write_text("bob-has-another-token\n")
    serving = Serving("street:Street", "--max-sessions-per-client", 2, "--token-file", tokens)
    for _ in range(2):
        street(connect(serving.address, token_file=str(tmp_path / "alice")))
    with pytest.raises(LimitError, match=FULL):
        street(connect(serving.address, token_file=str(tmp_path / "alice")))
    street(connect(serving.address, token_file=str(tmp_path / "bob")))
    assert serving.stop() == 0


def test_a_creation_does_not_hold_up_steps(serving):
    envs = VectorEnv("street", 2, server=serving)
    envs.reset(seed=0)
    making = threading.Thread(target=lambda: VectorEnv("tunable", 1, server=serving, seconds=2.5).close())
    making.start()
    for _ in range(50):
        envs.step([0, 1])
    # Of two environments that take 2.5 s each; fifty steps take less than one.
    assert making.is_alive()
    making.join()
    envs.close()


def test_creations_do_not_hold_up_each_other(serving):
    slow = [
        threading.Thread(target=lambda k=k: VectorEnv("tunable", 1, server=serving, seconds=6 + k).close())
        for k in range(2)
    ]
    for thread in slow:
        thread.start()
    VectorEnv("tunable", 1, server=serving, size=7).close()
    assert all(thread.is_alive() for thread in slow)
    for thread in slow:
        thread.join()


def nested(depth):
    value = struct_pb2.Value(number_value=1)
    for _ in range(depth):
        value = struct_pb2.Value(list_value=struct_pb2.ListValue(values=[value]))
    return value


def text(characters):
    return struct_pb2.Value(string_value=characters)


NUMBER = struct_pb2.Value(number_value=1)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"__proto__": NUMBER}, "options: expected only size, seconds, gain, noisy, got .__proto__"),
        ({"__class__": NUMBER}, "options: expected only size, seconds, gain, noisy, got .__class__"),
        ({"self": NUMBER}, "options: expected only size, seconds, gain, noisy, got .self"),
        ({"name": NUMBER}, "options: expected only size, seconds, gain, noisy, got .name"),
        ({"": NUMBER}, "options: expected only size, seconds, gain, noisy, got .. "),
        ({"x" * 100_000: NUMBER}, "options: expected only size, seconds, gain, noisy, got .xxx"),
        (
            {f"option {k}": NUMBER for k in range(1000)},
            "options: expected only size, seconds, gain, noisy, got .option",
        ),
        ({f"option {k}": NUMBER for k in range(200_000)}, "request: expected the method's message, got 5488904 undec"),
        ({"size": nested(30)}, 'options.size: expected an integer, got .*1.* .env "tunable"'),
        ({"size": text("x" * 1_000_000)}, "options.size: expected an integer, got .xxx"),
        ({"size": struct_pb2.Value(null_value=0)}, "options.size: expected an integer, got null"),
        ({"size": struct_pb2.Value(number_value=float("nan"))}, "options.size: expected an integer, got NaN"),
        ({"gain": struct_pb2.Value(number_value=float("inf"))}, "options.gain: expected a number, got Infinity"),
        ({"noisy": text("true")}, "options.noisy: expected a boolean, got .true"),
    ],
)
def test_options_of_any_depth_and_size_are_refused(connect, serving, fields, expected):
    request = service_pb2.DescribeEnvironmentRequest(environment_id="tunable")
    for name, value in fields.items():
        request.options.fields[name].CopyFrom(value)
    with pytest.raises(ContractError, match=expected) as raised:
        connect(serving).describe_environment(request, 60)
    assert raised.value.reason == "INVALID_VALUE"


def test_structs_too_deep_for_a_message_end_their_call_only(connect, serving):
    # By hand: no client would write it.
    value = b""
    for _ in range(20_000):
        value = b"\x32" + varint(len(value) + varint_bytes(len(value)) + 1) + b"\x0a" + varint(len(value)) + value
    entry = b"\x0a\x01a\x12" + varint(len(value)) + value
    options = b"\x0a" + varint(len(entry)) + entry
    message = b"\x0a\x07tunable\x12" + varint(len(options)) + options
    with grpc.insecure_channel(serving) as channel:
        with pytest.raises(grpc.RpcError) as raised:
            channel.unary_unary("/rmdp.v1.EnvironmentService/DescribeEnvironment")(message, timeout=60)
        assert raised.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    connect(serving).get_server_info()


def varint(number):
    encoded = bytearray()
    while number > 127:
        encoded.append(number & 127 | 128)
        number >>= 7
    return bytes([*encoded, number])


def varint_bytes(number):
    return len(varint(number))


def test_arguments_whose_defaults_do_not_travel_are_no_options(connect, serving):
    specs = {spec.id: spec for spec in connect(serving).list_environments().environments}
    assert [option.name for option in specs["excessive"].options] == ["size", "few"]
