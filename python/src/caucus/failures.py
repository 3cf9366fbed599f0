"""gRPC's errors in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import cast

import grpc
from google.protobuf.message import DecodeError
from google.rpc import status_pb2

from caucus.errors import AccessDeniedError, CaucusError, ServerConnectionError, error_from_status

#: The trailer in which gRPC carries a whole google.rpc.Status.
_DETAILS_TRAILER = "grpc-status-details-bin"

_LOST = {
    grpc.StatusCode.UNAVAILABLE,
    grpc.StatusCode.CANCELLED,
    grpc.StatusCode.UNKNOWN,
    grpc.StatusCode.INTERNAL,
    grpc.StatusCode.DATA_LOSS,
}


class LostError(ServerConnectionError):
    """A connection that broke, and may come back."""


def translate(error: grpc.RpcError, address: str) -> CaucusError:
    """An error of the contract if the server sent one, else what became of the connection."""
    code, details = error.code(), error.details() or ""
    if code in (grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED):
        return AccessDeniedError(f"server {address} does not let this client in: {details}")
    status = _status_of(error)
    contract_error = None if status is None else error_from_status(status)
    if contract_error is not None:
        return contract_error
    if code == grpc.StatusCode.UNIMPLEMENTED:
        return ServerConnectionError(f"server {address}: expected a caucus-server there, got another ({details})")
    message = f"server {address}: {_plain(code, details)}"
    return LostError(message) if code in _LOST else ServerConnectionError(message)


def _status_of(error: grpc.RpcError) -> status_pb2.Status | None:
    for key, value in cast(Iterable[tuple[str, bytes]], error.trailing_metadata() or ()):
        if key == _DETAILS_TRAILER:
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                return None
    return None


def _plain(code: grpc.StatusCode, details: str) -> str:
    if "CERTIFICATE_VERIFY_FAILED" in details:
        return f"its certificate is not one to trust: {_certificate_failure(details)}"
    if re.search("handshake failed|WRONG_VERSION_NUMBER", details):
        return f"no TLS connection: {details} (does it serve TLS, and does tls_ca fit?)"
    if re.search("DNS resolution failed|errors resolving|not known", details):
        return "expected a caucus-server there, got a name that does not resolve"
    refused = re.search(r"to remote host: (?:connect: )?([\w ]+\w)", details)
    if refused:
        return f"expected a caucus-server there, got {refused[1]}"
    return f"{details} ({code.name})"


def _certificate_failure(details: str) -> str:
    found = re.search(r"CERTIFICATE_VERIFY_FAILED:? ?([\w ,.-]+)", details)
    return found[1].strip() if found else details
