"""Who may use a server of Python environments, in what words it refuses others."""

import numpy as np
import pytest
from support.certificates import Authority
from support.serving import Serving

from caucus import AccessDeniedError, ForeignSessionError, LimitError, TlsError, VectorEnv, VersionError
from caucus._proto import interaction_pb2, session_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.errors import error_from_status

ALICE = "alice-has-this-token"
BOB = "bob's-is-another-one"


@pytest.fixture
def serve():
    running = []

    def start(*arguments):
        running.append(Serving("street:Street", *arguments))
        return running[-1]

    yield start
    for serving in running:
        assert serving.stop() == 0


@pytest.fixture
def token(tmp_path):
    def write(name, *lines):
        (tmp_path / name).write_text("\n".join(lines) + "\n")
        return str(tmp_path / name)

    return write


def connect(address, **credentials):
    return Connection(address, Credentials(**{name: str(path) for name, path in credentials.items()}))


def test_tokens(serve, token):
    serving = serve("--token-file", token("all", "# who", ALICE, "", BOB))
    address = serving.address
    envs = VectorEnv("street", 2, server=address, token_file=token("alice", ALICE))
    envs.reset(seed=0)
    envs.step([0, 1])
    text = 'authorization: expected "Bearer TOKEN" with a token of this server .*, got '
    for given, got in (({}, "none"), ({"token_file": token("guess", "a-guess-of-a-token")}, "another token")):
        with pytest.raises(AccessDeniedError, match=text + got):
            VectorEnv("street", 2, server=address, **given)
        other = connect(address, **given)
        with pytest.raises(Exception, match=got):
            next(other.interact(iter([])))
        other.close()
    assert "refused a call" in serving.log()
    assert ALICE not in serving.log()
    bob = connect(address, token_file=token("bob", BOB))
    session_id = envs._session._lasting.id
    foreign = "session_id: expected a session of one's own, got .*, which somebody else opened"
    with pytest.raises(ForeignSessionError, match=foreign):
        bob.renew_lease(session_id)
    with pytest.raises(ForeignSessionError, match=foreign):
        bob.close_session(session_id)
    attach = interaction_pb2.InteractRequest(attach=interaction_pb2.AttachRequest(session_id=session_id))
    assert isinstance(error_from_status(next(bob.interact(iter([attach]))).error), ForeignSessionError)
    bob.close()
    envs.step([0, 1])
    envs.close()


def test_mutual_tls(serve, tmp_path):
    authority = Authority(tmp_path)
    identity = authority.issue("server")
    address = serve("--tls-cert", identity.cert, "--tls-key", identity.key, "--tls-client-ca", authority.ca).address
    alice, renewed, bob = (authority.issue(name) for name in ("alice", "alice", "bob"))
    mine = connect(address, tls_ca=authority.ca, tls_cert=alice.cert, tls_key=alice.key)
    request = session_pb2.CreateSessionRequest(environment_id="street", num_environments=1)
    session_id = mine.create_session(request, 60).session_id
    others = connect(address, tls_ca=authority.ca, tls_cert=bob.cert, tls_key=bob.key)
    with pytest.raises(ForeignSessionError):
        others.close_session(session_id)
    again = connect(address, tls_ca=authority.ca, tls_cert=renewed.cert, tls_key=renewed.key)
    again.close_session(session_id)
    with pytest.raises((TlsError, ConnectionError), match="client's certificate"):
        connect(address, tls_ca=authority.ca).get_server_info()
    for connection in (mine, others, again):
        connection.close()


def test_tls(serve, tmp_path, tmp_path_factory):
    authority, stranger = Authority(tmp_path), Authority(tmp_path_factory.mktemp("stranger"))
    identity = authority.issue("server")
    address = serve("--tls-cert", identity.cert, "--tls-key", identity.key).address
    envs = VectorEnv("street", 1, server=address, tls_ca=str(authority.ca))
    envs.reset(seed=0)
    envs.step(np.array([1]))
    envs.close()
    with pytest.raises(TlsError, match="its certificate was signed by another authority: check tls_ca"):
        connect(address, tls_ca=stranger.ca).get_server_info()


def test_a_full_server_has_room_again(serve):
    address = serve("--max-sessions", 1).address
    envs = VectorEnv("street", 1, server=address)
    with pytest.raises(LimitError, match="sessions: expected at most 1 at a time, which this server already has"):
        VectorEnv("street", 1, server=address)
    envs.close()
    VectorEnv("street", 1, server=address).close()


def test_a_client_of_a_later_revision(serve, monkeypatch):
    monkeypatch.setattr("caucus.session_request.NEEDED_REVISION", 99)
    serving = serve()
    with pytest.raises(VersionError, match="contract_revision: expected at most 4, got 99: upgrade the server"):
        VectorEnv("street", 1, server=serving.address)
    assert "CONTRACT_REVISION" in serving.log()


def test_replies_that_would_be_too_large_are_refused_before_a_step(serve):
    address = serve("--max-message-bytes", 20_000).address
    with pytest.raises(LimitError, match="num_environments: expected steps whose replies have at most 20000 bytes"):
        VectorEnv("street", 40, server=address)
    envs = VectorEnv("street", 5, server=address)
    envs.reset(seed=0)
    envs.close()
