"""Translates gRPC's errors into plain messages."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from caucus.credentials import Credentials
from caucus.errors import (
    AccessDeniedError,
    CaucusError,
    ResponseError,
    ServerConnectionError,
    ServerTimeoutError,
    TlsError,
    UnknownHostError,
    error_from_status,
)
from caucus.visible import visible

#: The trailer in which gRPC carries a whole google.rpc.Status.
_DETAILS_TRAILER = "grpc-status-details-bin"

_TRANSIENT = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.DATA_LOSS,
}

#: gRPC's messages about TLS, each with an explanation for the user.
_TLS_CAUSES = (
    ("CERTIFICATE_VERIFY_FAILED.*has expired", "its certificate has expired: renew the server's"),
    ("CERTIFICATE_VERIFY_FAILED.*not yet valid", "its certificate is not valid yet: check it, and both clocks"),
    ("CERTIFICATE_VERIFY_FAILED", "its certificate was signed by another authority: check tls_ca"),
    # As gRPC says it, each in some of its versions.
    (
        "Hostname Verification Check failed|is not in peer certificate",
        "its certificate is of another name than the one it is called by",
    ),
    ("ALERT_CERTIFICATE_REQUIRED", "it asks for a client's certificate: give tls_cert and tls_key"),
    ("ALERT_CERTIFICATE_EXPIRED", "it refused this client's certificate, which has expired: renew tls_cert"),
    (
        "ALERT_(UNKNOWN_CA|BAD_CERTIFICATE)",
        "it refused this client's certificate, which another authority signed: check tls_cert",
    ),
    (
        "WRONG_VERSION_NUMBER",
        "expected TLS, got a server without it: leave out tls_ca and tls_cert, or start it with --tls-cert",
    ),
)


def translate(error: grpc.RpcError, where: str, credentials: Credentials) -> CaucusError:
    """
    The contract's error if the server sent one, otherwise an error of the connection.

    :param where: the server, as errors name it
    """
    code, details = error.code(), visible(error.details() or "")
    status = _status_of(error)
    contract_error = None if status is None else error_from_status(status, where)
    if code == grpc.StatusCode.UNAUTHENTICATED:
        return AccessDeniedError("UNAUTHENTICATED", f"{where} does not let this client in: {details}; check token_file")
    if contract_error is not None:
        return contract_error
    if code == grpc.StatusCode.INTERNAL and "deserializing response" in details:
        return ResponseError(f"{where}: expected a message of the contract, got bytes that are none")
    return _connection_error(code, details, where, credentials)


def refusal(status: status_pb2.Status, where: str) -> CaucusError:
    """The exception for an error within a stream."""
    said = visible(status.message) or "an error without a message"
    return error_from_status(status, where) or ServerConnectionError(f"{where}: {said} (code {status.code})")


def no_answer(where: str, request: str, seconds: float) -> ServerTimeoutError:
    """
    :param request: for example "GetServerInfo"
    """
    return ServerTimeoutError(f"{where}: expected an answer to {request} within {seconds:g} s, got none")


def _connection_error(
    code: grpc.StatusCode, details: str, where: str, credentials: Credentials
) -> ServerConnectionError:
    if code == grpc.StatusCode.UNIMPLEMENTED:
        return ServerConnectionError(f"{where}: expected a caucus-server there, got another ({details})")
    for pattern, meaning in _TLS_CAUSES:
        if re.search(pattern, details):
            return TlsError(f"{where}: {meaning}")
    if re.search("DNS resolution failed|errors resolving|not known", details):
        return UnknownHostError(f"{where}: expected a name that resolves, got another", transient=True)
    return ServerConnectionError(f"{where}: {_plain(code, details, credentials)}", transient=code in _TRANSIENT)


def _status_of(error: grpc.RpcError) -> status_pb2.Status | None:
    for key, value in cast(Iterable[tuple[str, bytes]], error.trailing_metadata() or ()):
        if key == _DETAILS_TRAILER:
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                return None
    return None


def _plain(code: grpc.StatusCode, details: str, credentials: Credentials) -> str:
    refused = re.search(r"to remote host: (?:connect: )?([\w ]+\w)", details)
    if refused:
        return f"expected a caucus-server there, got {refused[1]}"
    if re.search(
        "failed to connect.*(Socket closed|reset by peer|Unwrap failed|handshake failed|Secure read failed)", details
    ):
        return _hang_up(credentials)
    return f"{details} ({code.name})"


def _hang_up(credentials: Credentials) -> str:
    """Likely reasons for a connection that the server closed at once."""
    if not credentials.encrypted:
        return "it hung up at once: it may expect TLS (tls_ca)"
    wish = "ask for a client's certificate" if credentials.tls_cert is None else "not take this client's certificate"
    return f"it hung up during the TLS handshake: it may {wish} (tls_cert)"
