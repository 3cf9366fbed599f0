"""Addresses of servers, host:port."""

from __future__ import annotations

import ipaddress
import os
import re
from urllib.parse import urlsplit

from caucus.visible import visible

#: gRPC's, the first that is set counts.
_PROXY_VARIABLES = ("grpc_proxy", "https_proxy", "http_proxy")
_EXEMPTION_VARIABLES = ("no_grpc_proxy", "no_proxy")


def check_address(address: str) -> None:
    """
    gRPC would take an address without a port for one at 443.

    :raises ValueError: if it is not host:port
    """
    found = isinstance(address, str) and re.fullmatch(r"(?:\[[^\]/]+\]|[^\s:/]+):(\d{1,5})", address, re.ASCII)
    if not found or int(found[1]) > 65535:
        raise ValueError(f'server: expected host:port, got "{visible(str(address), 200)}"')


def is_loopback(address: str) -> bool:
    """Whether it is on this machine by its very name, so that no proxy could lead there."""
    host = _host(address)
    ip = _ip(host)
    return host.lower().rstrip(".") == "localhost" if ip is None else ip.is_loopback


def proxy_of(address: str) -> str | None:
    """
    The proxy through which gRPC connects, as the environment variables have it; for errors.

    :returns: for example "10.0.0.1:3128 of https_proxy"
    """
    name, proxy = _first(_PROXY_VARIABLES)
    if not proxy or is_loopback(address) or _exempt(_host(address)):
        return None
    # Without the password that a URL may have.
    return f"{visible(urlsplit(proxy).netloc.rpartition('@')[2] or proxy, 200)} of {name}"


def _exempt(host: str) -> bool:
    ip = _ip(host)
    for entry in (_first(_EXEMPTION_VARIABLES)[1] or "").split(","):
        entry = entry.strip()
        if entry and (host.endswith(entry) or (ip is not None and _contains(entry, ip))):
            return True
    return False


def _contains(network: str, ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    try:
        return ip in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _first(names: tuple[str, ...]) -> tuple[str, str | None]:
    return next(((name, os.environ[name]) for name in names if os.environ.get(name)), (names[0], None))


def _host(address: str) -> str:
    return address.rpartition(":")[0].strip("[]")


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
