"""The server that is started where none is named."""

import os
import subprocess
import sys
import time

import pytest

from caucus import ServerConnectionError
from caucus.local_server import local_server

USE = """
import gymnasium, caucus, caucus.local_server
one = gymnasium.make_vec("caucus/ResourceGathering-v0", num_envs=2)
other = gymnasium.make("caucus/Hopper-v0")
one.reset(seed=0)
other.reset(seed=0)
servers = list(caucus.local_server._servers.values())
print(len(servers), servers[0]._process.pid)
{end}
"""


def ends(pid: int) -> bool:
    """Whether a process ends within ten seconds."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("end", ["", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"])
def test_one_serves_a_process_and_ends_with_it(end):
    done = subprocess.run([sys.executable, "-c", USE.format(end=end)], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    servers, pid = map(int, done.stdout.split())
    assert servers == 1
    assert ends(pid)


def test_none_on_the_machine_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.delenv("CAUCUS_SERVER")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServerConnectionError, match='expected "host:port", or caucus-server on this machine'):
        local_server()


def test_one_on_the_path_is_found(monkeypatch, tmp_path):
    command = os.environ["CAUCUS_SERVER"]
    program = tmp_path / "caucus-server"
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o755)
    monkeypatch.delenv("CAUCUS_SERVER")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert local_server().startswith("127.0.0.1:")


@pytest.mark.parametrize(
    ("command", "text"),
    [
        ("/no/such/program", r"expected caucus-server, got /no/such/program \(No such file or directory\)"),
        (["sh", "-c", "echo it broke >&2; exit 1"], "to announce its address within 30 s, got it broke"),
        (["echo", "hello"], "to announce its address within 30 s, got 'hello"),
    ],
)
def test_what_is_no_server_is_an_error(command, text):
    with pytest.raises(ServerConnectionError, match=text):
        local_server(command)
