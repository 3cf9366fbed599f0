"""The process that listens for the server, and forks one process for each connection."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import socket
from importlib.metadata import version

from caucus.worker.broken import print_stack
from caucus.worker.messages import REVISION
from caucus.worker.requests import answer_all
from caucus.worker.supervision import supervise

#: Connections that may wait to be accepted.
_BACKLOG = 128


def serve(path: str) -> None:
    """
    Serves until standard input closes, which it does when the server ends. Processes of connections go on until their
    connection is closed.

    This process runs none of the environments' code and has no threads, so that forking is safe and fast.

    :param path: of the Unix socket, which is made
    """
    # The server decides when to stop: Ctrl-C reaches all processes of a terminal.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    # Children that have ended leave nothing behind.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    with socket.socket(socket.AF_UNIX) as listener, selectors.DefaultSelector() as selector:
        listener.bind(path)
        listener.listen(_BACKLOG)
        _announce()
        selector.register(listener, selectors.EVENT_READ, "connection")
        selector.register(0, selectors.EVENT_READ, "end")
        while True:
            ready = {key.data for key, _ in selector.select()}
            if "end" in ready and not os.read(0, 4096):
                return
            if "connection" in ready:
                connection, _ = listener.accept()
                if os.fork() == 0:
                    _work(connection, listener)
                connection.close()


def _announce() -> None:
    """Tells the server that connections are accepted, and which version of this package it has found."""
    print(json.dumps({"version": version("caucus-rmdp"), "revision": REVISION}), flush=True)


def _work(connection: socket.socket, listener: socket.socket) -> None:
    """Answers the connection's requests in this process and ends it."""
    status = 1
    try:
        listener.close()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        supervise(connection, answer_all)
        status = 0
    except BaseException as error:
        print_stack(error)
    finally:
        # Not sys.exit, which would unwind the loop of the process that was forked.
        os._exit(status)
