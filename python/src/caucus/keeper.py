"""Keeps a session alive while its client is busy."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from caucus.connection import Connection
from caucus.errors import CaucusError
from caucus.visible import visible

#: However short leases and timeouts are, a thread does not only look at the clock.
LEAST_TICK_SECONDS = 0.01


class Keeper:
    """A thread that renews a session's lease and watches over its deadlines."""

    def __init__(
        self,
        connection: Connection,
        session_id: str,
        lease_seconds: float,
        timeout: float,
        check_deadline: Callable[[], None],
    ) -> None:
        self._connection = connection
        self._session_id = session_id
        self._renewal_seconds = lease_seconds / 3
        self._tick_seconds = max(LEAST_TICK_SECONDS, min(0.5, timeout / 8, self._renewal_seconds))
        self._check_deadline = check_deadline
        self._stopped = threading.Event()
        self._renewing = threading.Lock()
        threading.Thread(target=self._run, name=f"caucus-{visible(session_id[:6])}", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        renewal = time.monotonic() + self._renewal_seconds
        while not self._stopped.wait(self._tick_seconds):
            self._check_deadline()
            if time.monotonic() >= renewal:
                renewal = time.monotonic() + self._renewal_seconds
                # In a thread of its own: deadlines are watched while the server is slow to answer.
                threading.Thread(target=self._renew, daemon=True).start()

    def _renew(self) -> None:
        # One at a time, while a server is silent.
        if not self._renewing.acquire(blocking=False):
            return
        try:
            self._connection.renew_lease(self._session_id)
        except CaucusError:
            # The data plane notices and reports a lost connection.
            return
        finally:
            self._renewing.release()
