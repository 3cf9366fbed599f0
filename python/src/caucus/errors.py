"""What can go wrong between a client and its server."""

from __future__ import annotations

import grpc
from google.protobuf import any_pb2
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from caucus.visible import visible

ERROR_DOMAIN = "rmdp.v1"

#: The reasons that service.proto and policies.proto list, each with its gRPC code.
CODES = {
    "INVALID_VALUE": grpc.StatusCode.INVALID_ARGUMENT,
    "UNKNOWN_ENVIRONMENT": grpc.StatusCode.NOT_FOUND,
    "UNKNOWN_SESSION": grpc.StatusCode.NOT_FOUND,
    "UNKNOWN_DOSSIER": grpc.StatusCode.NOT_FOUND,
    "UNKNOWN_POLICY": grpc.StatusCode.NOT_FOUND,
    "UNKNOWN_AGENT": grpc.StatusCode.NOT_FOUND,
    "FOREIGN_SESSION": grpc.StatusCode.PERMISSION_DENIED,
    "UNAUTHENTICATED": grpc.StatusCode.UNAUTHENTICATED,
    "NOT_ATTACHED": grpc.StatusCode.FAILED_PRECONDITION,
    "NOT_RESET": grpc.StatusCode.FAILED_PRECONDITION,
    "EPISODE_OVER": grpc.StatusCode.FAILED_PRECONDITION,
    "NO_POLICIES": grpc.StatusCode.FAILED_PRECONDITION,
    "NOT_SERVED": grpc.StatusCode.FAILED_PRECONDITION,
    "CONTRACT_REVISION": grpc.StatusCode.FAILED_PRECONDITION,
    "SEQUENCE": grpc.StatusCode.OUT_OF_RANGE,
    "SEQUENCE_REUSED": grpc.StatusCode.ALREADY_EXISTS,
    "LIMIT": grpc.StatusCode.RESOURCE_EXHAUSTED,
    "ATTACHED_ELSEWHERE": grpc.StatusCode.ABORTED,
    "RENDER": grpc.StatusCode.UNIMPLEMENTED,
    "POLICIES": grpc.StatusCode.UNIMPLEMENTED,
    "DRAINING": grpc.StatusCode.UNAVAILABLE,
    "ENVIRONMENT_FAILED": grpc.StatusCode.INTERNAL,
    "REQUEST_FAILED": grpc.StatusCode.INTERNAL,
}


class CaucusError(Exception):
    """Base class of this package's own exceptions."""


class ContractError(CaucusError):
    """A request that was refused, as service.proto lists reasons; nothing changed by it."""

    def __init__(self, reason: str, message: str, where: str = "", expected: str = "", got: str = "") -> None:
        super().__init__(message)
        #: For example "INVALID_VALUE".
        self.reason = reason
        #: The field.
        self.where = where
        self.expected = expected
        self.got = got

    def __reduce__(self) -> tuple[type[ContractError], tuple[str, str, str, str, str]]:
        return type(self), (self.reason, str(self), self.where, self.expected, self.got)


class VersionError(ContractError):
    """Client and server have revisions of the contract that do not fit."""


class AccessDeniedError(ContractError, PermissionError):
    """The token is missing or wrong."""


class ForeignSessionError(ContractError, PermissionError):
    """Another token or client certificate opened the session."""


class LimitError(ContractError):
    """More than the server allows: of sessions at a time, say, if it is full. `where` names it."""


class SequenceError(ContractError):
    """A request out of order."""


class SequenceReusedError(SequenceError):
    """A repeated sequence number, with other contents."""


class UnknownOptionError(ContractError, TypeError):
    """An unknown argument or option; a TypeError, as with any function."""

    def __init__(self, message: str, where: str = "options", expected: str = "", got: str = "") -> None:
        super().__init__("INVALID_VALUE", message, where, expected, got)

    def __reduce__(self) -> tuple[type[UnknownOptionError], tuple[str, str, str, str]]:  # type: ignore[override]
        return type(self), (str(self), self.where, self.expected, self.got)


class ResponseError(CaucusError):
    """A response that is not what the contract says: the server has a fault, or is none of ours."""

    def __init__(self, message: str, where: str = "", expected: str = "", got: str = "") -> None:
        super().__init__(message)
        #: The field.
        self.where = where
        self.expected = expected
        self.got = got

    def __reduce__(self) -> tuple[type[ResponseError], tuple[str, str, str, str]]:
        return type(self), (str(self), self.where, self.expected, self.got)


class ForkError(CaucusError, RuntimeError):
    """An environment is used or made in a fork of a process that had connections."""


class ServerConnectionError(CaucusError, ConnectionError):
    """There is no server, or the connection to it is permanently lost."""

    def __init__(self, message: str, transient: bool = False) -> None:
        super().__init__(message)
        #: Whether another attempt may succeed.
        self.transient = transient


class UnknownHostError(ServerConnectionError):
    """The server's name does not resolve."""


class TlsError(ServerConnectionError):
    """TLS failed: one side does not trust the other's certificate, or only one side uses TLS."""


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    """A server that took too long; the text says what is known of the cause."""


class SessionLostError(ServerConnectionError):
    """The server can be reached but no longer has the session."""


_CLASSES: dict[str, type[ContractError]] = {
    "CONTRACT_REVISION": VersionError,
    "UNAUTHENTICATED": AccessDeniedError,
    "FOREIGN_SESSION": ForeignSessionError,
    "LIMIT": LimitError,
    "SEQUENCE": SequenceError,
    "SEQUENCE_REUSED": SequenceReusedError,
}


def contract_error(reason: str, message: str, where: str = "", expected: str = "", got: str = "") -> ContractError:
    """An error of the class for its reason, if there is one."""
    return _CLASSES.get(reason, ContractError)(reason, message, where, expected, got)


def unexpected(where: str, expected: str, got: object, reason: str = "INVALID_VALUE") -> ContractError:
    """`where: expected …, got …`."""
    return contract_error(reason, f"{where}: expected {expected}, got {got}", where, expected, str(got))


def error_from_status(status: status_pb2.Status, where: str = "") -> ContractError | None:
    """
    :param where: the server, for reasons that this version does not know
    :returns: None if the status is no error of the contract
    """
    info = error_details_pb2.ErrorInfo()
    for detail in status.details:
        if detail.Is(info.DESCRIPTOR) and _unpacks(detail, info) and info.domain == ERROR_DOMAIN:
            details = [visible(info.metadata.get(name, "")) for name in ("where", "expected", "got")]
            reason, message = visible(info.reason, 100), visible(status.message)
            if reason not in CODES:
                message = f'{where}: {message or "no message"} (its reason, "{reason}", is not known here)'
            return contract_error(reason, message, *details)
    return None


def _unpacks(detail: any_pb2.Any, info: error_details_pb2.ErrorInfo) -> bool:
    try:
        return detail.Unpack(info)
    except DecodeError:
        return False
