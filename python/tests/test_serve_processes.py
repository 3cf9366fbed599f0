"""Processes: those of environments, how they end, and how the server does."""

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from support.serving import Serving, command, environment
from test_serve_faults import alive, children

from caucus import ContractError, VectorEnv
from caucus._proto import session_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials

pytestmark = pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="it looks for processes in /proc")


@pytest.fixture
def pids(tmp_path, monkeypatch):
    """Of processes that environments have started."""
    path = tmp_path / "pids"
    path.touch()
    monkeypatch.setenv("HOSTILE_PIDS", str(path))
    return lambda: [int(line) for line in path.read_text().split()]


def ended(pids):
    """Whether they end soon."""
    end = time.monotonic() + 20
    while (left := [pid for pid in alive(pids) if not zombie(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left == []


def zombie(pid):
    """Dead, and its parent, which may be none of ours, has not looked."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def third_step(envs, action):
    envs.reset(seed=0)
    envs.step([0])
    envs.step([0])
    return envs.step([action])


@pytest.mark.parametrize("name", ["Simulator", "Parallel"])
def test_environments_end_their_own_processes_by_asking(pids, name):
    serving = Serving(f"support.hostile:{name}")
    connection = Connection(serving.address, Credentials())
    request = session_pb2.CreateSessionRequest(environment_id=name.lower(), num_environments=2)
    before = len(pids())
    session_id = connection.create_session(request, 60).session_id
    mine = pids()[before:]
    assert len(alive(mine)) == 2
    # Within the 5 s that a client waits.
    connection.close_session(session_id)
    assert ended(pids())
    connection.close()
    assert serving.stop() == 0


def test_environments_may_step_by_multiprocessing(pids):
    serving = Serving("support.hostile:Parallel")
    envs = VectorEnv("parallel", 2, server=serving.address, agent_parameters=[[1]])
    envs.reset(seed=0)
    assert envs.step([0, 0])[1].tolist() == [[2], [2]]
    envs.close()
    assert serving.stop() == 0


@pytest.mark.parametrize("how", ["close", "death", "failure", "stuck", "SIGTERM", "SIGKILL"])
def test_simulators_that_hear_nothing_end_with_their_session(pids, how):
    serving = Serving("support.hostile:DeafSimulator", "--max-request-time", "6")
    envs = VectorEnv("deaf-simulator", 1, server=serving.address)
    envs.reset(seed=0)
    # Itself and a descendant that nobody is the parent of any more.
    end = time.monotonic() + 20
    while len(alive(pids())) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(alive(pids())) == 2
    if how in ("death", "failure", "stuck"):
        with pytest.raises(ContractError) as raised:
            third_step(envs, ["death", "failure", "stuck"].index(how))
        assert raised.value.reason == "ENVIRONMENT_FAILED"
        # Also of a session that nobody has closed yet.
        assert ended(pids())
    if how == "SIGKILL":
        serving.kill()
        assert ended(pids())
    if how == "SIGTERM":
        assert serving.stop() == 0
        assert ended(pids())
    if how in ("SIGKILL", "SIGTERM"):
        envs._session._lasting.keeper.stop()
        return
    envs.close()
    assert ended(pids())
    assert serving.stop() == 0


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (0, "environment 0, step 3: SystemExit: 3"),
        (1, r"its process ended by itself \(status 0\)"),
        (2, "environment 0, step 3: Odd: no exception"),
    ],
)
def test_environments_that_quit_lose_their_session_only(action, text):
    serving = Serving("support.hostile:Quitter")
    envs, other = (VectorEnv("quitter", 1, server=serving.address) for _ in range(2))
    with pytest.raises(ContractError, match=text) as raised:
        third_step(envs, action)
    assert raised.value.reason == "ENVIRONMENT_FAILED"
    other.reset(seed=0)
    np.testing.assert_allclose(other.step([0])[0], 0.1)
    envs.close()
    other.close()
    assert serving.stop() == 0


def test_an_environment_that_halts_its_watcher_is_given_up():
    serving = Serving("support.hostile:Halter", "--max-request-time", "3")
    envs = VectorEnv("halter", 1, server=serving.address)
    with pytest.raises(ContractError, match="no answer within 3 s, so that it was given up"):
        third_step(envs, 0)
    envs.close()
    assert serving.stop() == 0


@pytest.mark.parametrize(
    ("doing", "text"),
    [
        ("endless", 'got "support.hostile:Hostile": no answer within 1 s, so that it was given up'),
        ("sys.exit", "expected MODULE:ENV with a module that can be imported, got 'support.hostile:Hostile' (SystemE"),
        ("os._exit", 'got "support.hostile:Hostile": its process ended by itself (status 0)'),
    ],
)
def test_modules_that_are_never_imported_are_errors(doing, text):
    done = subprocess.run(
        command("support.hostile:Hostile", "--port", "0", "--max-request-time", "1"),
        capture_output=True,
        text=True,
        env=environment() | {"HOSTILE_IMPORT": doing},
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert text in done.stderr


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_server_stops_while_a_module_is_imported_for_ever(number):
    process = subprocess.Popen(
        command("support.hostile:Hostile", "--port", "0"),
        stdout=subprocess.PIPE,
        env=environment() | {"HOSTILE_IMPORT": "endless"},
    )
    end = time.monotonic() + 60
    # The one that forks, one that watches and one that imports.
    while len(children(process.pid)) < 3 and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    processes = children(process.pid)
    process.send_signal(number)
    # It would take 300 s.
    assert process.wait(10) == -number
    assert process.stdout.read() == b""
    process.stdout.close()
    assert ended(processes)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_server_stops_while_a_step_never_ends(number):
    serving = Serving("support.fragile:Stuck")
    envs = VectorEnv("stuck", 1, server=serving.address, timeout=5)
    envs.reset(seed=0)
    for _ in range(2):
        envs.step(np.zeros((1, 2)))
    with pytest.raises(TimeoutError):
        envs.step(np.zeros((1, 2)))
    envs._session._lasting.keeper.stop()
    serving.process.send_signal(number)
    assert serving.process.wait(10) == 0
    assert serving.stop() == 0


def test_nohup_is_heeded():
    ignoring = (
        "import os, signal, sys; signal.signal(signal.SIGHUP, signal.SIG_IGN); os.execv(sys.argv[1], sys.argv[1:])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", ignoring, *command("street:Street", "--port", "0")],
        stdout=subprocess.PIPE,
        env=environment(),
    )
    assert b"listening on" in process.stdout.readline()
    process.send_signal(signal.SIGHUP)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(1)
    process.terminate()
    assert process.wait(20) == 0
    process.stdout.close()


@pytest.mark.parametrize(("mode", "warned"), [(0o644, True), (0o640, True), (0o600, False), (0o400, False)])
def test_secrets_that_others_can_read_are_warned_of(tmp_path, mode, warned):
    tokens = tmp_path / "tokens"
    tokens.write_text("a-token-that-is-long-enough\n")
    tokens.chmod(mode)
    serving = Serving("street:Street", "--token-file", tokens)
    text = f"--token-file: others can get at {tokens}, whose mode is {mode:o}: chmod 600 {tokens}"
    assert (text in serving.log()) == warned
    assert serving.stop() == 0
