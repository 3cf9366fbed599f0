"""Starts a caucus-server for this process if no server is named."""

from __future__ import annotations

import atexit
import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import IO, cast

from caucus.announcement import Announcement
from caucus.errors import ServerConnectionError
from caucus.visible import MOST_CHARACTERS, visible

#: Flags of the server: use a free port, announce it, and end when this process ends for any reason.
_FLAGS = ("--port", "0", "--json", "--exit-with-parent", "--log-level", "error")

START_SECONDS = 30.0

Command = str | Sequence[str]


def local_server(command: Command | None = None, python_path: Sequence[str] = ()) -> str:
    """
    The address of this process's server, which is started if there is none and stopped when the process ends.

    :param command: what runs caucus-server; else the environment variable CAUCUS_SERVER, else caucus-server
        on the PATH or of the npm project that this directory is in
    :param python_path: folders where the environments that it runs in Python find modules, besides their own
    :raises ServerConnectionError: if there is none, or it does not start
    """
    arguments = find_server(command)
    key = (os.getpid(), arguments)
    with _lock:
        server = _servers.get(key)
        if server is None or server.poll() is not None:
            server = _servers[key] = LocalServer(arguments, python_path)
        return server.address


class LocalServer:
    """A running caucus-server."""

    def __init__(self, arguments: Sequence[str], python_path: Sequence[str] = ()) -> None:
        self._pid = os.getpid()
        errors = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                [*arguments, *_FLAGS],
                # Unbuffered, so that a thread that waits for more holds no lock of a buffer.
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | {"PYTHONPATH": os.pathsep.join(python_path)} if python_path else None,
                # Only this process handles Ctrl-C; it closes its environments first.
                start_new_session=True,
            )
        except OSError as error:
            raise ServerConnectionError(
                f"server_command: expected caucus-server, got {shlex.join(arguments)} ({error.strerror})"
            ) from error
        atexit.register(self.stop)
        announcement = Announcement(cast(IO[bytes], self._process.stdout))
        try:
            address = announcement.wait(START_SECONDS)
        except BaseException:
            # Ctrl-C.
            self._kill()
            raise
        if address is None:
            self._kill()
            said = _end_of(errors) or announcement.said or "nothing"
            raise ServerConnectionError(
                f"server_command: expected {visible(shlex.join(arguments))} to announce its address within "
                f"{START_SECONDS:g} s, got {said}"
            )
        self.address = address

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        return self._process.poll()

    def stop(self) -> None:
        """Ends it, as the end of its standard input tells it to; in a forked process, whose it is not, nothing."""
        if self._pid != os.getpid():
            return
        self._hang_up()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._kill()

    def forget(self) -> None:
        """Called in a forked process, which would otherwise keep the server alive after its parent's end."""
        self._hang_up()

    def _hang_up(self) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()

    def _kill(self) -> None:
        """Kills the server and everything it started, since the command may be a shell."""
        self._hang_up()
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()


def _end_of(errors: IO[bytes]) -> str:
    """The last lines that a server said why it does not start."""
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - MOST_CHARACTERS))
    lines = errors.read().decode(errors="replace").strip().splitlines()
    return "\n".join(visible(line) for line in lines)


_servers: dict[tuple[int, tuple[str, ...]], LocalServer] = {}
_lock = threading.Lock()


def _after_fork() -> None:
    """Servers are the parent's, and so may be the lock."""
    global _lock
    _lock = threading.Lock()
    for server in _servers.values():
        server.forget()
    _servers.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def find_server(command: Command | None) -> tuple[str, ...]:
    given = command or os.environ.get("CAUCUS_SERVER")
    if given:
        return tuple(shlex.split(given) if isinstance(given, str) else given)
    found = _installed()
    if found is None:
        raise ServerConnectionError(
            'server: expected "host:port", or caucus-server on this machine, got neither: start one elsewhere and '
            "name it, or install the npm package caucus here, or set CAUCUS_SERVER to a command that runs it"
        )
    return found


def _installed() -> tuple[str, ...] | None:
    """The server on the PATH, else the one of the npm project that this directory is in."""
    if (program := shutil.which("caucus-server")) is not None:
        return (program,)
    node = shutil.which("node")
    for folder in (Path.cwd(), *Path.cwd().parents):
        program = shutil.which("caucus-server", path=str(folder / "node_modules" / ".bin"))
        if program is not None:
            return (program,)
        # The package's own folder, of a clone.
        main = folder / "dist" / "server" / "cli" / "main.js"
        if node is not None and main.is_file() and (folder / "python" / "src" / "caucus").is_dir():
            return (node, str(main))
    return None
