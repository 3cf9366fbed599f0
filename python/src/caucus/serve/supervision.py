"""A process that runs none of environments' code, and leaves nothing behind of what they start in its child."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing import connection

#: What its parent tells it to stop with.
STOP = getattr(signal, "SIGUSR1", signal.SIGTERM)

_SET_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36

#: Rounds in which a process that starts others as fast as it can is hunted down.
_ROUNDS = 1000


def supervise(work: Callable[[], None]) -> None:
    """
    Does the work in a child, in which this returns. When that ends, or the process that started this one, or at
    STOP, all processes below end, too: they are in a session of their own, and Linux gives this process those that
    have lost their parent.
    """
    os.setsid()
    # The signal only wakes the process, which then checks for the reason.
    bell, ringer = os.pipe()
    os.set_blocking(bell, False)
    os.set_blocking(ringer, False)
    told: list[int] = []
    signal.signal(STOP, lambda number, _: told.append(number))
    signal.signal(signal.SIGCHLD, lambda *_: None)
    # Whoever sends this to all of a server's processes leaves it to the server to end sessions in order.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.set_wakeup_fd(ringer, warn_on_full_buffer=False)
    _control(_SET_CHILD_SUBREAPER, 1)
    child = os.fork()
    if child == 0:
        _be_a_child()
        os.close(bell)
        os.close(ringer)
        work()
        return
    with contextlib.suppress(OSError):
        os.setpgid(child, child)
    status = _watch(child, bell, told)
    _end_all(child)
    os._exit(status)


def _be_a_child() -> None:
    """Back to what processes expect."""
    signal.set_wakeup_fd(-1)
    for number in (STOP, signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    _control(_SET_DEATH_SIGNAL, signal.SIGKILL)


def _watch(child: int, bell: int, told: list[int]) -> int:
    """
    :returns: the child's exit status; 128 + its signal, if it ended by one
    """
    parent = multiprocessing.parent_process()
    sentinels = [] if parent is None else [parent.sentinel]
    while not told:
        # Orphans, too, so that they do not fill the table of processes.
        for pid, status in _ended():
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return 128 - code if code < 0 else code
        ready = connection.wait([bell, *sentinels])
        if any(sentinel in ready for sentinel in sentinels):
            break
        with contextlib.suppress(BlockingIOError):
            os.read(bell, 4096)
    return 128 + signal.SIGKILL


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
