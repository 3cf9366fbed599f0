"""A process that runs none of environments' code, and leaves nothing behind of what they start in its child."""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import socket
import time
from collections.abc import Callable

from caucus.worker.messages import Outcome, send

_SET_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36

#: Rounds in which a process that starts others as fast as it can is hunted down.
_ROUNDS = 1000


def supervise(connection: socket.socket, work: Callable[[socket.socket], None]) -> None:
    """
    Does the work in a child, in which this returns. When that ends, or the other end of the connection is closed, all
    processes below end, too: they are in a session of their own, and Linux gives this process those that have lost
    their parent.

    :param work: is given the connection
    """
    os.setsid()
    # The signal only wakes the process, which then checks for the reason.
    bell, ringer = os.pipe()
    os.set_blocking(bell, False)
    os.set_blocking(ringer, False)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, lambda *_: None)
    signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
    _control(_SET_CHILD_SUBREAPER, 1)
    send(connection, Outcome.HELLO, str(os.getpid()).encode())
    child = os.fork()
    if child == 0:
        _be_a_child()
        os.close(bell)
        os.close(ringer)
        work(connection)
        return
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    status = _watch(child, bell, connection)
    if status is not None:
        with contextlib.suppress(OSError):
            connection.setblocking(False)
            send(connection, Outcome.ENDED, _ending(status).encode())
    _end_all(child)
    os._exit(0)


def _be_a_child() -> None:
    """Back to what processes expect."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    _control(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _watch(child: int, bell: int, connection: socket.socket) -> int | None:
    """
    :returns: the child's exit status, negative for a signal, as `os.waitstatus_to_exitcode` has it; None if the other
        end of the connection was closed before
    """
    poll = select.poll()
    poll.register(bell, select.POLLIN)
    # Of a closed connection it tells all the same; what arrives is the child's to read.
    poll.register(connection, 0)
    while True:
        # Orphans, too, so that they do not fill the table of processes.
        for pid, status in _ended():
            if pid == child:
                return os.waitstatus_to_exitcode(status)
        if connection.fileno() in dict(poll.poll()):
            return None
        with contextlib.suppress(BlockingIOError):
            os.read(bell, 4096)


def _ending(status: int) -> str:
    """For example "signal 11"."""
    return f"signal {-status}" if status < 0 else f"status {status}"


def _ended() -> list[tuple[int, int]]:
    """Children that have ended since, and their statuses."""
    ended = []
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0] != 0:
            ended.append(found)
    return ended


def _end_all(group: int) -> None:
    for _ in range(_ROUNDS):
        with contextlib.suppress(OSError):
            os.killpg(group, signal.SIGKILL)
        for pid in _children():
            with contextlib.suppress(OSError):
                os.kill(pid, signal.SIGKILL)
        try:
            while os.waitpid(-1, os.WNOHANG)[0] != 0:
                pass
        except ChildProcessError:
            # There are no more.
            return
        time.sleep(0.005)


def _children() -> list[int]:
    """Where the system tells; elsewhere, those of the child's group are all that are found."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []


def _control(option: int, value: int) -> None:
    """Linux's prctl; nothing elsewhere."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
