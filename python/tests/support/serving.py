"""`python -m caucus.serve` as a process."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = [TESTS, TESTS.parent / "examples"]


def environment() -> dict[str, str]:
    """With the tests' and the examples' modules."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, FOLDERS)), "PYTHONWARNINGS": "ignore"}


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "caucus.serve", *map(str, arguments)]


class Serving:
    """A server of Python environments."""

    def __init__(self, *arguments: object, port: int = 0) -> None:
        self._log = tempfile.TemporaryFile("w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            # It ends with the tests, also if one fails.
            command(*arguments, "--port", port, "--json", "--drain-seconds", "1", "--exit-with-parent"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            env=environment(),
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log()
        self.address: str = json.loads(line)["address"]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read()

    def kill(self) -> None:
        self.process.kill()
        self._close()

    def stop(self) -> int:
        """
        :returns: its exit status
        """
        self.process.terminate()
        return self._close()

    def _close(self) -> int:
        status = self.process.wait(20)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self._log.close()
        return status
