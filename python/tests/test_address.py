"""Where servers are, and how they are reached."""

import numpy as np
import pytest
from support.http_proxy import HttpProxy

from caucus import ServerConnectionError, VectorEnv
from caucus.address import is_loopback, proxy_of

VARIABLES = ("grpc_proxy", "https_proxy", "http_proxy", "no_grpc_proxy", "no_proxy")
#: Nobody listens there.
CLOSED = "127.0.0.1:1"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch):
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def use(**arguments):
    envs = VectorEnv("resource-gathering", 2, **arguments)
    envs.reset(seed=0)
    envs.step(np.zeros(2, int))
    envs.close()


@pytest.mark.parametrize("name", ["grpc_proxy", "https_proxy", "http_proxy"])
def test_this_machine_is_reached_without_a_proxy(server, monkeypatch, name):
    monkeypatch.setenv(name, f"http://{CLOSED}")
    use(server=server)
    use(server=server.replace("127.0.0.1", "localhost"))
    use()


def test_another_machine_is_reached_through_one(server, monkeypatch):
    proxy = HttpProxy(server)
    monkeypatch.setenv("http_proxy", f"http://{proxy.address}")
    use(server="elsewhere.example:50051")
    assert proxy.asked[0] == "CONNECT elsewhere.example:50051 HTTP/1.1"
    proxy.close()


def test_what_goes_wrong_names_the_proxy(server, monkeypatch):
    where = r"server elsewhere.example:50051, through the proxy {} of https_proxy"
    monkeypatch.setenv("https_proxy", f"http://user:secret@{CLOSED}")
    with pytest.raises(ServerConnectionError, match=where.format(CLOSED)) as raised:
        use(server="elsewhere.example:50051")
    assert "secret" not in str(raised.value)
    proxy = HttpProxy(server, "403 Forbidden")
    monkeypatch.setenv("https_proxy", f"http://{proxy.address}")
    with pytest.raises(ServerConnectionError, match=where.format(proxy.address) + ": .*403"):
        use(server="elsewhere.example:50051")
    proxy.close()


@pytest.mark.parametrize(
    ("address", "variables", "proxy"),
    [
        ("a.example:1", {}, None),
        ("a.example:1", {"http_proxy": "http://p:3128"}, "p:3128 of http_proxy"),
        ("a.example:1", {"http_proxy": "http://p:3128", "grpc_proxy": "http://q:1"}, "q:1 of grpc_proxy"),
        ("a.example:1", {"http_proxy": "http://p:3128", "no_proxy": "b.example, .example"}, None),
        ("a.example:1", {"http_proxy": "http://p:3128", "no_proxy": "b.example"}, "p:3128 of http_proxy"),
        ("10.1.2.3:1", {"http_proxy": "http://p:3128", "no_proxy": "10.0.0.0/8"}, None),
        ("10.1.2.3:1", {"http_proxy": "http://p:3128", "no_grpc_proxy": "x", "no_proxy": "*"}, "p:3128 of http_proxy"),
        ("localhost:1", {"http_proxy": "http://p:3128"}, None),
        ("[::1]:1", {"http_proxy": "http://p:3128"}, None),
    ],
)
def test_proxies_are_those_of_grpc(monkeypatch, address, variables, proxy):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert proxy_of(address) == proxy


def test_loopback_addresses():
    assert all(is_loopback(f"{host}:1") for host in ("localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "[::1]"))
    assert not any(is_loopback(f"{host}:1") for host in ("localhost.example", "128.0.0.1", "[::2]", "example"))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost",
        "http://localhost:50051",
        "localhost:",
        "a b:1",
        "localhost:99999",
        "localhost:１",
        ":1",
        "::1:1",
    ],
)
def test_an_address_is_host_and_port(address):
    with pytest.raises(ValueError, match="server: expected host:port, got") as raised:
        VectorEnv("hopper", server=address)
    assert str(raised.value) == f'server: expected host:port, got "{address}"'


def test_control_characters_of_an_address_are_made_visible():
    with pytest.raises(ValueError, match="server: expected host:port") as raised:
        VectorEnv("hopper", server="\x1b[2J")
    assert str(raised.value) == 'server: expected host:port, got "\\x1b[2J"'


def test_what_is_no_text_is_no_address():
    with pytest.raises(ValueError, match='server: expected host:port, got "3"'):
        VectorEnv("hopper", server=3)
