"""Errors as servers send them."""

from google.rpc import error_details_pb2, status_pb2

from caucus.errors import CODES, ERROR_DOMAIN, ContractError


def error_to_status(error: ContractError) -> status_pb2.Status:
    """The error as a google.rpc.Status."""
    metadata = {"where": error.where, "expected": error.expected, "got": error.got}
    info = error_details_pb2.ErrorInfo(
        reason=error.reason,
        domain=ERROR_DOMAIN,
        metadata={name: text for name, text in metadata.items() if text},
    )
    status = status_pb2.Status(code=CODES[error.reason].value[0], message=str(error))
    status.details.add().Pack(info)
    return status
