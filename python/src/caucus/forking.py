"""Forks: gRPC's threads are not in the child, so that whatever it is asked there may wait for ever."""

from __future__ import annotations

import ctypes
import os
import weakref
from typing import Any

from caucus.errors import ForkError

#: The process that uses gRPC; None if none does yet.
_user: int | None = None
#: The process that used gRPC before this one was forked from it.
_parent: int | None = None
#: Objects that must never be finalized in a forked child, where gRPC's finalizers may block forever.
_alive: weakref.WeakSet[Any] = weakref.WeakSet()


def check_process() -> None:
    """
    To be called before gRPC is used.

    :raises ForkError: in a forked child of a process that used it before
    """
    global _user
    if _parent is not None:
        raise ForkError(
            f"expected the process that connects to servers to be the one that began to, {_parent}, "
            f'got {os.getpid()}, its fork, where gRPC does not work: start processes by "forkserver" or "spawn", '
            'as in AsyncVectorEnv(..., context="forkserver"), and make environments in them'
        )
    _user = os.getpid()


def forked() -> bool:
    """Whether this is a forked child that inherited connections."""
    return _parent is not None


def keep_in_children(thing: Any) -> None:
    """
    :param thing: which has a connection of gRPC
    """
    _alive.add(thing)


def _after_fork() -> None:
    global _parent
    if _user is None or _parent is not None:
        return
    _parent = _user
    for thing in list(_alive):
        # This reference is kept forever.
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(thing))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
