"""Access control of a server."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import logging
import os
import re
import ssl
import stat
import urllib.parse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import grpc

from caucus.errors import ContractError, unexpected

log = logging.getLogger("caucus.serve")

#: Identifies a caller: the same text for the same token and client certificate.
Caller = str

#: Shorter tokens can be guessed.
_MIN_TOKEN = 16


class Tokens:
    """The tokens that a server accepts, as digests."""

    def __init__(self, path: str) -> None:
        """
        :param path: of a file with a token a line; empty lines and those that start with # do not count
        :raises ValueError: if it cannot be read, has no token, or one that is no token
        """
        lines = [line.strip() for line in _read_secret("--token-file", path).decode(errors="replace").splitlines()]
        tokens = {line: number for number, line in enumerate(lines, 1) if line and not line.startswith("#")}
        if not tokens:
            raise ValueError(f"--token-file: expected a token a line, got none in {path}")
        for token, number in tokens.items():
            if len(token) < _MIN_TOKEN or not re.fullmatch("[\x21-\x7e]+", token):
                expected = f"tokens of at least {_MIN_TOKEN} letters, digits and signs without spaces"
                raise ValueError(f"--token-file: expected {expected}, got something else in line {number} of {path}")
        self._digests = [_digest(token) for token in tokens]

    def owner(self, authorization: Sequence[str]) -> Caller:
        """
        :param authorization: the metadata of that name
        :raises AccessDeniedError: if it is not "Bearer TOKEN" with one of these
        """
        if not authorization:
            raise _unauthenticated("none")
        match = re.fullmatch(r"Bearer +(\S+)", authorization[0], re.IGNORECASE)
        if match is None or len(authorization) > 1:
            raise _unauthenticated("something else")
        given = _digest(match[1])
        # All are compared, so that the time reveals nothing.
        if not any([hmac.compare_digest(known, given) for known in self._digests]):
            raise _unauthenticated("another token")
        return f"token {given.hex()[:12]}"


def identify(context: Any, tokens: Tokens | None) -> Caller:
    """
    :param context: of a call
    :raises AccessDeniedError: without a token of the server's, where it asks for one
    """
    # The authority verified the subject, which stays the same when a certificate is renewed.
    subject = context.auth_context().get("x509_subject", ())
    names = [f"certificate {b'/'.join(subject).decode(errors='replace')}"] if subject else []
    if tokens is not None:
        metadata = context.invocation_metadata() or ()
        names.append(tokens.owner([str(value) for key, value in metadata if key == "authorization"]))
    return ", ".join(names)


def client_of(context: Any, caller: Caller) -> str:
    """
    :param context: of a call
    :returns: whose calls are counted together: a token's or certificate's, else an address's, or on this machine a
        connection's
    """
    if caller:
        return caller
    peer: str = context.peer()
    host = urllib.parse.unquote(peer.partition(":")[2].rpartition(":")[0]).strip("[]")
    return peer if is_loopback(host) else host


def server_credentials(cert: str, key: str, client_ca: str | None) -> grpc.ServerCredentials:
    """
    :param cert: path of a PEM certificate
    :param client_ca: path of who vouches for clients, which then must show a certificate
    :raises ValueError: if files are missing, are no certificates, or do not belong together
    """
    pair = (_read_secret("--tls-key", key), read("--tls-cert", cert))
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
    except ssl.SSLError as error:
        expected = "a certificate and its key in PEM format"
        raise ValueError(f"--tls-cert: expected {expected}, got {cert} and {key} ({error.reason or error})") from error
    ca = None if client_ca is None else read("--tls-client-ca", client_ca)
    return grpc.ssl_server_credentials([pair], ca, require_client_auth=ca is not None)


def read(flag: str, path: str) -> bytes:
    """
    :param flag: that named the file, for errors
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{flag}: expected a file that can be read, got {path} ({error.strerror})") from error


def _read_secret(flag: str, path: str) -> bytes:
    """As `read`, with a warning if it is none."""
    content = read(flag, path)
    mode = stat.S_IMODE(os.stat(path).st_mode)
    if os.name == "posix" and mode & 0o077:
        log.warning("%s: others can get at %s, whose mode is %03o: chmod 600 %s", flag, path, mode, path)
    return content


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        # Only an IPv4 address counts, since 127.example.org is a host name.
        return False


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _unauthenticated(got: str) -> ContractError:
    """The error never repeats the given token, since it may be valid for another server."""
    expected = '"Bearer TOKEN" with a token of this server (caucus: --token-file)'
    return unexpected("authorization", expected, got, "UNAUTHENTICATED")
