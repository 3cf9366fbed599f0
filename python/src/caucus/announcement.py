"""A server's word of where it listens, on its standard output."""

from __future__ import annotations

import json
import queue
import threading
from collections import deque
from typing import IO

from caucus.address import check_address
from caucus.visible import visible

#: Bytes of a line that are read as one.
_LINE_BYTES = 65536


class Announcement:
    """
    A thread that reads what a server prints until {"address": host:port} is a line of it, and what it prints
    after that, so that it is not held up by a pipe that is full.
    """

    def __init__(self, output: IO[bytes]) -> None:
        """
        :param output: unbuffered
        """
        self._output = output
        self._address: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._lines: deque[bytes] = deque(maxlen=5)
        threading.Thread(target=self._read, name="caucus-server-output", daemon=True).start()

    def wait(self, seconds: float) -> str | None:
        """None if it ended without one, or did not say so in time."""
        try:
            return self._address.get(timeout=seconds)
        except queue.Empty:
            return None

    @property
    def said(self) -> str:
        """The last lines that were no announcement."""
        return ", ".join(f"'{visible(line.decode(errors='replace').strip())}'" for line in list(self._lines))

    def _read(self) -> None:
        with self._output:
            address = None
            while address is None and (line := self._output.readline(_LINE_BYTES)):
                address = _address_in(line)
                self._lines.append(line)
            self._address.put(address)
            while self._output.read(_LINE_BYTES):
                pass


def _address_in(line: bytes) -> str | None:
    try:
        address = json.loads(line)["address"]
        check_address(address)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None
    return str(address)
