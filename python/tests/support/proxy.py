"""A TCP proxy that breaks connections when told to."""

import contextlib
import socket
import threading
from typing import Literal

Direction = Literal["up", "down"]


class Proxy:
    """Carries bytes between clients ("up") and a server ("down")."""

    def __init__(self, target: str) -> None:
        self.retarget(target)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._lock = threading.Lock()
        self._left: dict[Direction, int | None] = {"up": None, "down": None}
        #: How often connections were cut.
        self.cuts = 0
        #: How many connections were made.
        self.connections = 0
        self._silent = threading.Event()
        self.refusing = False
        threading.Thread(target=self._accept, daemon=True).start()

    def retarget(self, target: str) -> None:
        """Where new connections lead, host:port."""
        host, port = target.rsplit(":", 1)
        self._target = (host, int(port))

    def cut(self) -> None:
        """Cuts all connections now."""
        with self._lock:
            pairs, self._pairs = self._pairs, []
            self.cuts += 1
        for pair in pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()

    def cut_after(self, count: int, direction: Direction) -> None:
        """Cuts all connections when so many more bytes have gone in a direction."""
        self._left[direction] = count

    def fall_silent(self) -> None:
        """Makes the connections there are half-open: they stay, and nothing comes through. New ones work."""
        with self._lock:
            self._pairs, silent = [], self._pairs
        self._muted = silent
        self._silent.set()

    def close(self) -> None:
        self._listener.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.refusing:
                client.close()
                continue
            try:
                upstream = socket.create_connection(self._target)
            except OSError:
                client.close()
                continue
            self.connections += 1
            pair = (client, upstream)
            with self._lock:
                self._pairs.append(pair)
            for source, sink, direction in ((client, upstream, "up"), (upstream, client, "down")):
                arguments = (pair, source, sink, direction)
                threading.Thread(target=self._carry, args=arguments, daemon=True).start()

    def _carry(
        self,
        pair: tuple[socket.socket, socket.socket],
        source: socket.socket,
        sink: socket.socket,
        direction: Direction,
    ) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self._silent.is_set() and pair not in self._pairs:
                    continue
                left = self._left[direction]
                if left is not None and len(data) >= left:
                    self._left[direction] = None
                    sink.sendall(data[:left])
                    self.cut()
                    return
                if left is not None:
                    self._left[direction] = left - len(data)
                sink.sendall(data)
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)
