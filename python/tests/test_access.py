"""Servers that are not there, not ours, or not for everybody."""

import os
import shlex
import socket
from concurrent.futures import ThreadPoolExecutor

import grpc
import pytest
from support.certificates import Authority
from support.fake_server import FakeService, start_fake

from caucus import AccessDeniedError, ContractError, ServerConnectionError, ServerTimeoutError, VectorEnv
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.local_server import LocalServer


@pytest.fixture
def serve():
    servers = []

    def start(service, credentials=None):
        server, port = start_fake(service, credentials)
        servers.append(server)
        return f"localhost:{port}"

    yield start
    for server in servers:
        server.stop(None)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("ca"))


def info(address, **credentials):
    connection = Connection(address, Credentials(**{name: str(path) for name, path in credentials.items()}))
    try:
        return connection.get_server_info()
    finally:
        connection.close()


def tls(identity, client_ca=None):
    pair = (identity.key.read_bytes(), identity.cert.read_bytes())
    ca = None if client_ca is None else client_ca.read_bytes()
    return grpc.ssl_server_credentials([pair], ca, require_client_auth=ca is not None)


def test_nobody_listens():
    with pytest.raises(ServerConnectionError, match="expected a caucus-server there, got Connection refused"):
        VectorEnv("hopper", server="127.0.0.1:1")


def test_a_name_that_does_not_resolve():
    with pytest.raises(ServerConnectionError, match="got a name that does not resolve"):
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


def test_another_contract(serve):
    with pytest.raises(ServerConnectionError, match=r"expected the contract rmdp.v1, got 'rmdp.v2'; use the package"):
        info(serve(FakeService(contract="rmdp.v2")))


def test_a_client_of_a_later_revision(server, monkeypatch):
    monkeypatch.setattr("caucus.session.CONTRACT_REVISION", 99)
    with pytest.raises(ContractError, match=r"contract_revision: expected at most .*upgrade the server") as raised:
        VectorEnv("hopper", server=server)
    assert raised.value.reason == "CONTRACT_REVISION"


def test_an_unknown_environment(server):
    with pytest.raises(ContractError, match="hoper") as raised:
        VectorEnv("hoper", server=server)
    assert raised.value.reason == "UNKNOWN_ENVIRONMENT"


def test_a_full_server():
    full = LocalServer([*shlex.split(os.environ["CAUCUS_SERVER"]), "--max-sessions", "1"])
    envs = VectorEnv("hopper", server=full.address)
    with pytest.raises(ContractError, match="sessions: expected at most 1 at a time") as raised:
        VectorEnv("hopper", server=full.address)
    assert raised.value.reason == "LIMIT"
    envs.close()
    full.stop()


def test_a_token(serve, tmp_path):
    address = serve(FakeService(token="secret"))
    right, wrong, empty = (tmp_path / name for name in ("right", "wrong", "empty"))
    right.write_text("secret\n")
    wrong.write_text("guess")
    empty.write_text("\n")
    assert info(address, token_file=right).contract == "rmdp.v1"
    for credentials in ({"token_file": wrong}, {}):
        with pytest.raises(AccessDeniedError, match="does not let this client in: expected this server's token"):
            info(address, **credentials)
    with pytest.raises(ValueError, match=r"token_file: expected a token in .*, got an empty file"):
        info(address, token_file=empty)
    with pytest.raises(ValueError, match=r"token_file: expected a readable file, got .*none \(No such file"):
        info(address, token_file=tmp_path / "none")


def test_tls(serve, authority, tmp_path_factory):
    address = serve(FakeService(), tls(authority.issue("server")))
    assert info(address, tls_ca=authority.ca).contract == "rmdp.v1"
    stranger = Authority(tmp_path_factory.mktemp("stranger"))
    with pytest.raises(ServerConnectionError, match="its certificate is not one to trust"):
        info(address, tls_ca=stranger.ca)
    with pytest.raises(ServerConnectionError, match="server localhost:"):
        info(address)


def test_an_expired_certificate(serve, authority):
    address = serve(FakeService(), tls(authority.issue("late", days=-1)))
    with pytest.raises(ServerConnectionError, match="not one to trust: certificate has expired"):
        info(address, tls_ca=authority.ca)


def test_a_server_that_asks_for_a_certificate(serve, authority):
    address = serve(FakeService(), tls(authority.issue("mutual"), authority.ca))
    client = authority.issue("client")
    given = info(address, tls_ca=authority.ca, tls_cert=client.cert, tls_key=client.key)
    assert given.contract == "rmdp.v1"
    with pytest.raises(ServerConnectionError, match="server localhost:"):
        info(address, tls_ca=authority.ca)


def test_no_tls_where_it_is_expected(server, authority):
    with pytest.raises(ServerConnectionError, match="no TLS connection"):
        info(server.replace("127.0.0.1", "localhost"), tls_ca=authority.ca)


def test_half_an_identity_is_an_error():
    with pytest.raises(ValueError, match="tls_key: expected a file, as tls_cert is given, got nothing"):
        Credentials(tls_cert="a")
    with pytest.raises(ValueError, match="tls_cert: expected a file, as tls_key is given, got nothing"):
        Credentials(tls_key="a")
