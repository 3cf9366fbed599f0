"""A caucus-server for the tests of a module, and connections to it."""

import json
import os
import pathlib
import subprocess
import sys

import grpc
from dm_env_rpc.v1 import connection

_ROOT = pathlib.Path(__file__).parents[2]
_PROGRAM = _ROOT / "dist/server/cli/main.js"
_FLAGS = ("--port", "0", "--json", "--exit-with-parent", "--log-level", "error")
# An environment in Python, run by this Python.
_PYTHON_FLAGS = ("--python", "street:Street", "--python-command", sys.executable)


class Server:
    """The program, on a free port, until it is stopped."""

    def __init__(self, *flags):
        command = ["node", str(_PROGRAM), *_FLAGS, *_PYTHON_FLAGS, *flags]
        variables = {**os.environ, "PYTHONPATH": str(_ROOT / "python/examples")}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=variables
        )
        self.address = json.loads(self._process.stdout.readline())["address"]

    def connect(self):
        """A stream of its own, which ends when it is closed."""
        return _Connection(self.address)

    def stop(self):
        self._process.communicate()


class _Connection(connection.Connection):
    """dm_env_rpc's, with its channel: closing the channel is what ends the stream."""

    def __init__(self, address):
        self._channel = grpc.insecure_channel(address)
        super().__init__(self._channel)

    def close(self):
        super().close()
        self._channel.close()
