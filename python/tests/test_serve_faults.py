"""Environments that are stuck, slow or dead, and servers that are killed."""

import os
import threading
import time

import numpy as np
import pytest
from support.proxy import Proxy
from support.serving import Serving

from caucus import ContractError, VectorEnv
from caucus._proto import session_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials

ZEROS = np.zeros((2, 2))


def make(environment_id, address, **arguments):
    envs = VectorEnv(environment_id, 2, server=address, agent_parameters=[[1, 0]], **arguments)
    envs.reset(seed=0)
    envs.step(ZEROS)
    envs.step(ZEROS)
    return envs


def test_a_stuck_environment_is_given_up_and_its_session_told():
    serving = Serving("support.fragile:Stuck", "street:Street", "--max-request-time", "4", "--max-sessions", "2")
    stuck = make("stuck", serving.address)
    street = VectorEnv("street", 2, server=serving.address)
    street.reset(seed=0)
    session_id = stuck._session._lasting.id
    text = 'env "stuck" broke, its session is lost: no answer within 4 s, so that it was given up'
    for _ in range(2):
        with pytest.raises(ContractError, match=text) as raised:
            stuck.step(ZEROS)
        assert raised.value.reason == "ENVIRONMENT_FAILED"
    connection = Connection(serving.address, Credentials())
    with pytest.raises(ContractError, match=text):
        connection.renew_lease(session_id)
    connection.close()
    # Others have noticed nothing, and there is room again.
    street.step([0, 0])
    make("stuck", serving.address).close()
    assert "an environment broke; its session is lost" in serving.log()
    assert session_id[:6] in serving.log()
    stuck.close()
    street.close()
    assert serving.stop() == 0


def test_others_are_stepped_while_one_is_stuck_and_a_server_need_not_wait_for_it():
    serving = Serving("support.fragile:Stuck", "street:Street")
    stuck = make("stuck", serving.address, timeout=5)
    with pytest.raises(TimeoutError, match="it answers other requests: an environment is stuck"):
        stuck.step(ZEROS)
    street = VectorEnv("street", 2, server=serving.address)
    street.reset(seed=0)
    street.step([0, 0])
    street.close()
    # Its patience is 300 s.
    assert serving.stop() == 0


def test_an_environment_that_takes_its_process_with_it_loses_its_session_only():
    serving = Serving("support.fragile:Dying", "street:Street")
    dying = make("dying", serving.address)
    street = VectorEnv("street", 2, server=serving.address)
    street.reset(seed=0)
    with pytest.raises(ContractError, match=r"is lost: its process ended by itself \(signal 9\)") as raised:
        dying.step(ZEROS)
    assert raised.value.reason == "ENVIRONMENT_FAILED"
    street.step([0, 0])
    dying.close()
    street.close()
    assert serving.stop() == 0


def test_a_connection_lost_during_a_step_is_not_a_second_step(tmp_path, monkeypatch):
    counter = tmp_path / "steps"
    monkeypatch.setenv("SLOW_STEPS", str(counter))
    serving = Serving("support.fragile:Slow")
    proxy = Proxy(serving.address)
    envs = make("slow", proxy.address)
    counter.write_text("")
    cutter = cut_when(counter, proxy)
    assert envs.step(ZEROS)[0].argmax(1).tolist() == [0, 0]
    cutter.join()
    assert proxy.cuts == 1
    assert counter.read_text() == ".."
    envs.close()
    proxy.close()
    assert serving.stop() == 0


def cut_when(counter, proxy):
    """Cuts connections once the first environment is at its slow step."""

    def cut():
        while counter.read_text() == "":
            time.sleep(0.05)
        proxy.cut()

    thread = threading.Thread(target=cut)
    thread.start()
    return thread


def children(pid):
    """Of a process, and theirs."""
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            found += [int(name), *children(int(name))]
    return found


def alive(pids):
    return [pid for pid in pids if os.path.exists(f"/proc/{pid}")]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="it looks for processes in /proc")
def test_a_killed_server_leaves_no_process_behind_not_even_a_stuck_one():
    serving = Serving("support.fragile:Stuck")
    stuck = make("stuck", serving.address, timeout=5)
    with pytest.raises(TimeoutError):
        stuck.step(ZEROS)
    processes = children(serving.process.pid)
    assert len(processes) >= 2
    serving.kill()
    for _ in range(100):
        if not alive(processes):
            break
        time.sleep(0.1)
    assert alive(processes) == []


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="it looks for processes in /proc")
def test_sessions_that_are_over_leave_no_process_behind():
    serving = Serving("street:Street")
    connection = Connection(serving.address, Credentials())
    request = session_pb2.CreateSessionRequest(environment_id="street", num_environments=2)
    ids = [connection.create_session(request, 60).session_id for _ in range(3)]
    # For each environment one that acts and one that watches over it, and one that forks them all.
    assert len(children(serving.process.pid)) == 1 + 3 * 2 * 2
    for session_id in ids:
        connection.close_session(session_id)
    end = time.monotonic() + 20
    while len(children(serving.process.pid)) > 1 and time.monotonic() < end:
        time.sleep(0.05)
    assert len(children(serving.process.pid)) == 1
    connection.close()
    assert serving.stop() == 0


def test_a_server_killed_and_started_again_changes_nothing():
    def trajectory(envs, disturb=lambda step: None):
        envs.action_space.seed(3)
        rows = [envs.reset(seed=0)[0]]
        for step in range(40):
            disturb(step)
            rows += envs.step(envs.action_space.sample())[:4]
        return np.concatenate([np.ravel(row).astype(np.float64) for row in rows])

    servers = [Serving("street:Street")]
    port = servers[0].port
    undisturbed = VectorEnv("street", 2, server=servers[0].address)
    expected = trajectory(undisturbed)
    undisturbed.close()

    def disturb(step):
        if step in (10, 30):
            servers[-1].kill()
            servers.append(Serving("street:Street", port=port))

    envs = VectorEnv("street", 2, server=servers[0].address)
    np.testing.assert_array_equal(trajectory(envs, disturb), expected)
    envs.close()
    assert servers[-1].stop() == 0
