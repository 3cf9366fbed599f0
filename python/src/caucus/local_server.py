"""A caucus-server of this process's own, where none is named."""

from __future__ import annotations

import atexit
import json
import os
import shlex
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from typing import IO

from caucus.errors import ServerConnectionError

#: Flags of the server: a free port, an announcement to read, and an end with this process, however that ends.
_FLAGS = ("--port", "0", "--json", "--exit-with-parent", "--log-level", "error")

START_SECONDS = 30.0

Command = str | Sequence[str]


def local_server(command: Command | None = None) -> str:
    """
    The address of this process's server, which is started if there is none and stopped when the process ends.

    :param command: what runs caucus-server; else the environment variable CAUCUS_SERVER, else caucus-server
        on the PATH
    :raises ServerConnectionError: if there is none, or it does not start
    """
    arguments = _find(command)
    key = (os.getpid(), arguments)
    with _lock:
        server = _servers.get(key)
        if server is None or server.poll() is not None:
            server = _servers[key] = LocalServer(arguments)
        return server.address


class LocalServer:
    """A running caucus-server."""

    def __init__(self, arguments: Sequence[str]) -> None:
        errors = tempfile.TemporaryFile("w+")  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                [*arguments, *_FLAGS],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # Ctrl-C is this process's to handle; it closes its environments first.
                start_new_session=True,
            )
        except OSError as error:
            raise ServerConnectionError(
                f"server_command: expected caucus-server, got {shlex.join(arguments)} ({error.strerror})"
            ) from error
        atexit.register(self.stop)
        self.address = self._read_address(shlex.join(arguments), errors)

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ends it, as the end of its standard input tells it to."""
        process = self._process
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _read_address(self, command: str, errors: IO[str]) -> str:
        # Whoever does not announce itself is ended, and its standard output with it.
        timer = threading.Timer(START_SECONDS, self._process.kill)
        timer.start()
        assert self._process.stdout is not None
        try:
            line = self._process.stdout.readline()
            address = json.loads(line)["address"]
            assert isinstance(address, str)
        except (ValueError, KeyError, AssertionError, TypeError):
            self.stop()
            errors.seek(0)
            said = errors.read().strip() or repr(line.strip())
            raise ServerConnectionError(
                f"server_command: expected {command} to announce its address within {START_SECONDS:g} s, got {said}"
            ) from None
        finally:
            timer.cancel()
        return address


_servers: dict[tuple[int, tuple[str, ...]], LocalServer] = {}
_lock = threading.Lock()


def _find(command: Command | None) -> tuple[str, ...]:
    given = command or os.environ.get("CAUCUS_SERVER")
    if given:
        return tuple(shlex.split(given) if isinstance(given, str) else given)
    found = shutil.which("caucus-server")
    if found is None:
        raise ServerConnectionError(
            'server: expected "host:port", or caucus-server on this machine, got neither: start one elsewhere and '
            "name it, or install the npm package caucus here, or set CAUCUS_SERVER to a command that runs it"
        )
    return (found,)
