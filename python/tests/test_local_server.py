"""The server that is started where none is named."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from caucus import ServerConnectionError, VectorEnv
from caucus.local_server import LocalServer, local_server

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
        (["sh", "-c", "exit 0"], "to announce its address within 30 s, got nothing"),
        (["echo", "hello"], "to announce its address within 30 s, got 'hello"),
        (["echo", '{"address": "hello"} 1'], "to announce its address within 30 s, got '{"),
        (["echo", '{"address": 3}'], 'to announce its address within 30 s, got \'{"address": 3} --port'),
        (["sh", "-c", r"printf '\033[2J'"], r"to announce its address within 30 s, got '\\x1b\[2J'"),
        (["sh", "-c", r"printf '\033[2J' >&2"], r"to announce its address within 30 s, got \\x1b\[2J$"),
    ],
)
def test_what_is_no_server_is_an_error(command, text):
    with pytest.raises(ServerConnectionError, match=text):
        local_server(command)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 30", "nothing"),
        # Whose child keeps its output open.
        ("echo warming up; sleep 30 & wait", "'warming up'"),
        ("while true; do echo again; done", "'again'"),
        ("yes | tr -d '\\n'", "'yyyy"),
    ],
)
def test_who_never_announces_itself_is_given_up(monkeypatch, script, said):
    monkeypatch.setattr("caucus.local_server.START_SECONDS", 0.7)
    with pytest.raises(ServerConnectionError, match=f"to announce its address within 0.7 s, got .*{said}"):
        local_server(["sh", "-c", script])


def test_other_lines_before_the_announcement_are_passed_over():
    server = os.environ["CAUCUS_SERVER"]
    script = f"""echo; echo 7; echo '[]'; echo '{{"level": 30}}'; printf '\\377\n'; exec {server} "$@" """
    envs = VectorEnv("hopper", server_command=["sh", "-c", script, "sh"])
    envs.reset(seed=0)
    envs.close()


def test_one_that_goes_on_printing_is_not_held_up(tmp_path):
    announced, printed = tmp_path / "announced", tmp_path / "printed"
    # More than a pipe holds, once the server has announced itself.
    noise = f"while [ ! -e {announced} ]; do sleep 0.1; done; head -c 300000 /dev/zero; touch {printed}"
    running = LocalServer(["sh", "-c", f'({noise}) & exec {os.environ["CAUCUS_SERVER"]} "$@"', "sh"])
    announced.touch()
    for _ in range(100):
        if printed.exists():
            break
        time.sleep(0.1)
    assert printed.exists()
    running.stop()


def test_ctrl_c_ends_the_wait_for_it():
    # What a shell starts in the background ignores Ctrl-C, the tests too.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(0.7, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            LocalServer(["sh", "-c", "sleep 60"])
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, handler)
