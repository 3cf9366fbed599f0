"""
Messages between a caucus-server and a worker, over a socket: 4 bytes with the length of what follows (little-endian),
1 byte with the kind, then the body. Every request gets one reply, in order; server/python has the other end.
"""

from __future__ import annotations

import enum
import socket
import struct

#: The revision of these messages, which the server must have, too.
REVISION = 1

#: Bytes of a message.
MOST_BYTES = 2**30

_HEADER = struct.Struct("<IB")


class Kind(enum.IntEnum):
    """Kinds of requests, with their bodies and the bodies of their replies."""

    #: JSON {name, options}; a byte (1: equal seeds gave equal episodes, 2: the environment samples its agents), then an
    #: EnvironmentSpec whose reward_space is of r, [m].
    EXAMINE = 1
    #: Nothing; a byte, whether steps wait for something else than the processor, then an EnvironmentSpec of which only
    #: the infos count. Only after EXAMINE.
    PLAY = 2
    #: JSON {name, options, count, seed}; θ, FLOAT64 [n, m].
    SAMPLE = 3
    #: JSON, as `Setup` has it; nothing.
    MAKE = 4
    #: The seed as 8 bytes, or 2⁶⁴ − 1 for none, and a byte for each environment, whether it is reset; as `Rows.reset`.
    RESET = 5
    #: A byte for each environment, whether it is reset in place of the step, and the actions; as `Rows.step`.
    STEP = 6
    #: A byte for each environment, whether it is saved; for each of these 4 bytes with a length, and its state.
    SAVE = 7
    #: For each environment 4 bytes with a length, and its state, which is empty if it stays; nothing.
    RESTORE = 8
    #: A byte for each environment, whether it is drawn; for each of these height and width, 4 bytes each, and RGB.
    RENDER = 9
    #: Nothing; nothing, after environments are closed. The process ends then.
    CLOSE = 10


class Outcome(enum.IntEnum):
    """Kinds of replies."""

    DONE = 0
    #: A bad request, of which nothing changed: JSON {where, expected, got}.
    REFUSED = 1
    #: Something failed that changes nothing: text.
    FAILED = 2
    #: An environment broke: text. The worker is of no use any more.
    BROKEN = 3
    #: An environment cannot be served: text.
    UNSERVABLE = 4
    #: The process ended: its status as text.
    ENDED = 5
    #: The first message: the number of the process that watches over the worker, as text.
    HELLO = 6


def send(connection: socket.socket, kind: int, *parts: bytes | memoryview) -> None:
    """
    :param parts: of the body, one after the other
    """
    size = sum(len(part) for part in parts)
    if size >= MOST_BYTES:
        raise ValueError(f"expected at most {MOST_BYTES} bytes in a message, got {size}")
    connection.sendall(b"".join((_HEADER.pack(size + 1, kind), *parts)))


def receive(connection: socket.socket) -> tuple[int, memoryview] | None:
    """
    :returns: a message's kind and body; None if the connection is closed
    """
    header = _read(connection, _HEADER.size)
    if header is None:
        return None
    size, kind = _HEADER.unpack(header)
    body = _read(connection, size - 1)
    return None if body is None else (kind, body)


def _read(connection: socket.socket, size: int) -> memoryview | None:
    data = memoryview(bytearray(size))
    filled = 0
    while filled < size:
        count = connection.recv_into(data[filled:])
        if count == 0:
            return None
        filled += count
    return data


def text(body: str) -> bytes:
    """Whatever its characters."""
    return body.encode(errors="replace")
