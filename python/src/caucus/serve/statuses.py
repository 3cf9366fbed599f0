"""Errors as statuses that fit into the 8 KiB of metadata that clients take."""

from __future__ import annotations

from google.rpc import status_pb2

from caucus.errors import ContractError, error_to_status

#: Bytes of each text, percent-encoded as gRPC sends a message.
_MOST_MESSAGE = 1024
_MOST_WHERE = 256
_MOST_DETAIL = 640

#: Of an error that is a fault of ours.
INTERNAL = status_pb2.Status(code=13, message="internal error: see the server's log")


def fitted_status(error: ContractError) -> status_pb2.Status:
    """As the wire has it, whatever its texts hold."""
    return error_to_status(
        ContractError(
            error.reason,
            cut(str(error), _MOST_MESSAGE),
            cut(error.where, _MOST_WHERE),
            cut(error.expected, _MOST_DETAIL),
            cut(error.got, _MOST_DETAIL),
        )
    )


def cut(text: str, most: int) -> str:
    """
    The text in at most so many bytes when it is percent-encoded, with "…" where something was left out. What UTF-8
    does not have becomes "?".
    """
    # A character has at least one byte.
    start = text[: most + 1].encode(errors="replace").decode()
    if len(text) <= most and sum(map(_encoded_bytes, start)) <= most:
        return start
    room = most - _encoded_bytes("…")
    kept = 0
    for character in start:
        room -= _encoded_bytes(character)
        if room < 0:
            break
        kept += 1
    return start[:kept] + "…"


def _encoded_bytes(character: str) -> int:
    return 1 if " " <= character <= "~" and character != "%" else 3 * len(character.encode())
