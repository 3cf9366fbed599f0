"""Servers that are not there, not ours, or not for everybody: each has its own exception."""

import os
import shlex
import socket
from concurrent.futures import ThreadPoolExecutor

import grpc
import gymnasium
import numpy as np
import pytest
from support.certificates import Authority
from support.fake_server import FakeService, start_fake

import caucus
from caucus import (
    AccessDeniedError,
    ContractError,
    ForeignSessionError,
    LimitError,
    SequenceError,
    SequenceReusedError,
    ServerConnectionError,
    ServerTimeoutError,
    TlsError,
    UnknownHostError,
    VectorEnv,
    VersionError,
)
from caucus._proto import interaction_pb2, session_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.errors import error_from_status
from caucus.local_server import LocalServer

ALICE = "alice-has-this-token"
BOB = "bob's-is-another-one"


@pytest.fixture
def pretend():
    """Starts a server that can say what ours never would."""
    servers = []

    def start(service, credentials=None):
        server, port = start_fake(service, credentials)
        servers.append(server)
        return f"localhost:{port}"

    yield start
    for server in servers:
        server.stop(None)


@pytest.fixture
def serve():
    """Starts a caucus-server with flags."""
    running = []

    def start(*flags):
        running.append(LocalServer([*shlex.split(os.environ["CAUCUS_SERVER"]), *map(str, flags)]))
        return running[-1].address

    yield start
    for server in running:
        server.stop()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("stranger"))


def connect(address, **credentials):
    return Connection(address, Credentials(**{name: str(path) for name, path in credentials.items()}))


def info(address, **credentials):
    connection = connect(address, **credentials)
    try:
        return connection.get_server_info()
    finally:
        connection.close()


def flags(identity, client_ca=None):
    given = ["--tls-cert", identity.cert, "--tls-key", identity.key]
    return given if client_ca is None else [*given, "--tls-client-ca", client_ca]


def shown(identity):
    return {"tls_cert": identity.cert, "tls_key": identity.key}


def token_file(folder, *lines):
    path = folder / f"tokens-{abs(hash(lines))}"
    path.write_text("\n".join(lines) + "\n")
    return path


def test_nobody_listens():
    with pytest.raises(ServerConnectionError, match="expected a caucus-server there, got Connection refused"):
        VectorEnv("hopper", server="127.0.0.1:1")


def test_a_name_that_does_not_resolve():
    with pytest.raises(UnknownHostError, match=r"no-such-machine.invalid:50051: expected a name that resolves"):
        VectorEnv("hopper", server="no-such-machine.invalid:50051")


def test_a_server_that_says_nothing(monkeypatch):
    monkeypatch.setattr("caucus.connection.ANSWER_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServerTimeoutError, match=r"expected an answer to GetServerInfo within 0.5 s, got none"):
            VectorEnv("hopper", server=f"127.0.0.1:{port}")


def test_another_grpc_server():
    server = grpc.server(ThreadPoolExecutor(1))
    port = server.add_insecure_port("localhost:0")
    server.start()
    with pytest.raises(ServerConnectionError, match="expected a caucus-server there, got another"):
        info(f"localhost:{port}")
    server.stop(None)


@pytest.mark.parametrize(("contract", "revision"), [("rmdp.v2", 1), ("rmdp.v1", 0)])
def test_a_server_of_another_contract_or_an_older_revision(pretend, contract, revision):
    address = pretend(FakeService(contract, revision))
    text = (
        f"server {address}: expected the contract rmdp.v1, revision 1 or later, "
        f"got {contract}, revision {revision}: "
        "upgrade it (it is caucus 0.0.9) or use an older client"
    )
    with pytest.raises(VersionError) as raised:
        VectorEnv("hopper", server=address)
    assert str(raised.value) == text
    assert raised.value.reason == "CONTRACT_REVISION"


def test_a_client_of_a_later_revision(server, monkeypatch):
    monkeypatch.setattr("caucus.session_request.NEEDED_REVISION", 99)
    with pytest.raises(VersionError, match=r"contract_revision: expected at most .*upgrade the server"):
        VectorEnv("hopper", server=server)


def test_an_unknown_environment(server):
    with pytest.raises(ContractError, match="hoper") as raised:
        VectorEnv("hoper", server=server)
    assert raised.value.reason == "UNKNOWN_ENVIRONMENT"


def test_a_full_server(serve):
    address = serve("--max-sessions", 1)
    envs = VectorEnv("hopper", server=address)
    with pytest.raises(LimitError, match="sessions: expected at most 1 at a time") as raised:
        VectorEnv("hopper", server=address)
    assert (raised.value.where, raised.value.reason) == ("sessions", "LIMIT")
    envs.close()
    VectorEnv("hopper", server=address).close()


def test_a_token(serve, tmp_path):
    address = serve("--token-file", token_file(tmp_path, "# who", ALICE, BOB))
    envs = VectorEnv("hopper", 2, server=address, token_file=str(token_file(tmp_path, ALICE)))
    envs.reset(seed=0)
    envs.step(np.zeros((2, 3)))
    envs.close()
    text = f"server {address} does not let this client in: authorization: expected .*, got "
    for credentials, got in (({"token_file": token_file(tmp_path, "guess")}, "another token"), ({}, "none")):
        with pytest.raises(AccessDeniedError, match=f"{text}{got}; check token_file"):
            info(address, **credentials)


def test_token_files_that_cannot_be(server, tmp_path):
    for path, text in (
        (token_file(tmp_path, ""), r"token_file: expected a token in .*, got an empty file"),
        (token_file(tmp_path, ALICE, BOB), r"token_file: expected a token in .*, got more than one line"),
        (tmp_path / "none", r"token_file: expected a readable file, got .*none \(No such file"),
    ):
        with pytest.raises(ValueError, match=text):
            info(server, token_file=path)


def test_a_session_of_somebody_else(serve, tmp_path):
    address = serve("--token-file", token_file(tmp_path, ALICE, BOB))
    alice = VectorEnv("hopper", 2, server=address, token_file=str(token_file(tmp_path, ALICE)))
    session_id = alice._session._lasting.id
    bob = connect(address, token_file=token_file(tmp_path, BOB))
    text = "session_id: expected a session of one's own, got .*, which somebody else opened"
    with pytest.raises(ForeignSessionError, match=text):
        bob.renew_lease(session_id)
    with pytest.raises(ForeignSessionError, match=text):
        bob.close_session(session_id)
    attach = interaction_pb2.AttachRequest(session_id=session_id)
    answer = next(bob.interact(iter([interaction_pb2.InteractRequest(attach=attach)])))
    assert isinstance(error_from_status(answer.error), ForeignSessionError)
    alice.reset(seed=0)
    alice.close()
    bob.close()


def test_a_session_of_another_certificate(serve, authority):
    address = serve(*flags(authority.issue("server"), authority.ca))
    alice, bob = (connect(address, tls_ca=authority.ca, **shown(authority.issue(name))) for name in ("alice", "bob"))
    request = session_pb2.CreateSessionRequest(environment_id="hopper", num_environments=1)
    session_id = alice.create_session(request, 60).session_id
    with pytest.raises(ForeignSessionError):
        bob.close_session(session_id)
    alice.close_session(session_id)
    alice.close()
    bob.close()


def test_tls(serve, authority, stranger):
    address = serve(*flags(authority.issue("server")))
    envs = gymnasium.make("caucus/Hopper-v0", server=address, tls_ca=str(authority.ca))
    envs.reset(seed=0)
    envs.step(np.zeros(3))
    envs.close()
    complaint = f"server {address}: its certificate was signed by another authority: check tls_ca"
    with pytest.raises(TlsError, match=complaint):
        info(address, tls_ca=stranger.ca)
    with pytest.raises(ServerConnectionError, match=r"it hung up at once: it may expect TLS \(tls_ca\)"):
        info(address)


def test_a_certificate_of_another_name(serve, authority):
    address = serve(*flags(authority.issue("elsewhere", host="elsewhere.example")))
    with pytest.raises(TlsError, match="its certificate is of another name than the one it is called by"):
        info(address, tls_ca=authority.ca)


def test_an_expired_certificate(pretend, authority):
    # caucus-server does not start with one.
    late = authority.issue("late", days=-1)
    pair = (late.key.read_bytes(), late.cert.read_bytes())
    address = pretend(FakeService(), grpc.ssl_server_credentials([pair]))
    with pytest.raises(TlsError, match="its certificate has expired: renew the server's"):
        info(address, tls_ca=authority.ca)


def test_a_server_that_asks_for_a_certificate(serve, authority, stranger):
    address = serve(*flags(authority.issue("mutual"), authority.ca))
    envs = VectorEnv("hopper", server=address, tls_ca=str(authority.ca), **text_of(shown(authority.issue("client"))))
    envs.reset(seed=0)
    envs.close()
    # Whether the server's reason gets through before it hangs up is up to the network.
    for identity, text in (
        (None, "asks? for a client's certificate"),
        (stranger.issue("mallory"), "not take this client's certificate|of another authority"),
        (authority.issue("past", days=-1), "not take this client's certificate|has expired"),
    ):
        with pytest.raises(ServerConnectionError, match=text):
            info(address, tls_ca=authority.ca, **({} if identity is None else shown(identity)))


def text_of(paths):
    return {name: str(path) for name, path in paths.items()}


def test_no_tls_where_it_is_expected(server, authority):
    with pytest.raises(TlsError, match="expected TLS, got a server without it: leave out tls_ca and tls_cert"):
        info(server, tls_ca=authority.ca)


def test_half_an_identity_is_an_error():
    with pytest.raises(ValueError, match="tls_key: expected a file, as tls_cert is given, got nothing"):
        Credentials(tls_cert="a")
    with pytest.raises(ValueError, match="tls_cert: expected a file, as tls_key is given, got nothing"):
        Credentials(tls_key="a")


@pytest.mark.parametrize(
    ("sequence", "action", "kind", "text"),
    [
        (5, "reset", SequenceError, "sequence: expected 2 or, to repeat a request, 1 to 1, got 5"),
        (1, "step", SequenceReusedError, "sequence: 1 was already used by a request with other contents; next is 2"),
    ],
)
def test_requests_out_of_order_are_refused(server, sequence, action, kind, text):
    envs = VectorEnv("hopper", 2, server=server)
    envs.reset(seed=0)
    stream = envs._session._lasting.interaction._stream
    request = interaction_pb2.InteractRequest(sequence=sequence)
    getattr(request, action).SetInParent()
    error = error_from_status(stream.ask(request, 60).error)
    assert type(error) is kind
    assert text in str(error)
    # Nothing changed by it.
    envs.step(np.zeros((2, 3)))
    envs.close()


def test_a_client_that_has_lost_count_is_told(server):
    envs = VectorEnv("hopper", 2, server=server)
    envs.reset(seed=0)
    envs._session._lasting.interaction._next_sequence = 7
    with pytest.raises(SequenceError, match="sequence: expected 2"):
        envs.step(np.zeros((2, 3)))
    envs._session._lasting.interaction._next_sequence = 1
    with pytest.raises(SequenceReusedError, match="sequence: 1 was already used"):
        envs.step(np.zeros((2, 3)))
    envs.close()


def test_every_exception_is_a_caucus_error_and_exported():
    assert all(issubclass(getattr(caucus, name), caucus.CaucusError) for name in caucus.__all__ if "Error" in name)
