"""What breaks between a client and its server, with a real server and real sockets."""

import os
import random
import shlex
import signal
import threading
import time

import grpc
import numpy as np
import pytest
from support.proxy import Proxy
from support.serving import Serving

import caucus
from caucus import ServerConnectionError, ServerTimeoutError, SessionLostError, VectorEnv
from caucus._proto import interaction_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.local_server import LocalServer


def hopper(address, **arguments):
    return VectorEnv("hopper", 2, server=address, num_agents=5, **arguments)


def trajectory(envs, steps, disturb=lambda: None):
    """Everything that `steps` steps give."""
    envs.action_space.seed(3)
    rows = [envs.reset(seed=0)[0]]
    for _ in range(steps):
        disturb()
        observations, rewards, terminations, truncations, _ = envs.step(envs.action_space.sample())
        rows += [observations, rewards, terminations, truncations]
    return np.concatenate([np.ravel(row).astype(np.float64) for row in rows])


def test_connections_cut_anywhere_change_nothing(server, proxy):
    undisturbed = hopper(server)
    expected = trajectory(undisturbed, 80)
    undisturbed.close()
    rng = random.Random(0)

    def disturb():
        if rng.random() < 0.2:
            proxy.cut()
        elif rng.random() < 0.7:
            # Within the frames of connecting, attaching, the request or its response.
            proxy.cut_after(rng.randrange(1, 900), rng.choice(["up", "down"]))

    envs = hopper(proxy.address)
    actual = trajectory(envs, 80, disturb)
    envs.close()
    np.testing.assert_array_equal(actual, expected)
    assert proxy.cuts >= 40


def test_a_response_lost_on_its_way_is_not_a_second_step(server, proxy):
    undisturbed, envs = hopper(server), hopper(proxy.address)
    undisturbed.reset(seed=0)
    envs.reset(seed=0)
    zeros = np.zeros((2, 3))
    for _ in range(10):
        # The request has passed when its response comes.
        proxy.cut_after(1, "down")
        np.testing.assert_array_equal(envs.step(zeros)[0], undisturbed.step(zeros)[0])
    assert proxy.cuts == 10
    undisturbed.close()
    envs.close()


def test_a_half_open_connection_is_replaced(server, proxy):
    undisturbed, envs = hopper(server), hopper(proxy.address, timeout=6)
    undisturbed.reset(seed=0)
    envs.reset(seed=0)
    proxy.fall_silent()
    zeros = np.zeros((2, 3))
    np.testing.assert_array_equal(envs.step(zeros)[0], undisturbed.step(zeros)[0])
    undisturbed.close()
    envs.close()


def test_a_server_that_is_away_for_a_while_is_waited_for(proxy):
    envs = hopper(proxy.address)
    envs.reset(seed=0)
    proxy.refusing = True
    proxy.cut()
    threading.Timer(1, lambda: setattr(proxy, "refusing", False)).start()
    envs.step(np.zeros((2, 3)))
    envs.close()


def test_a_server_that_stays_away_is_an_error(own_server, monkeypatch):
    monkeypatch.setattr("caucus.interaction.RETRY_SECONDS", (0, 0.1, 0.2))
    envs = hopper(own_server.address)
    envs.reset(seed=0)
    own_server._process.kill()
    with pytest.raises(ServerConnectionError, match="Connection refused; lost, and not back within") as raised:
        envs.step(np.zeros((2, 3)))
    assert own_server.address in str(raised.value)
    # Later ones say the same, at once.
    with pytest.raises(ServerConnectionError, match="not back within"):
        envs.reset()
    envs.close()


def test_a_server_that_answers_nothing_is_told_from_a_stuck_environment(own_server, monkeypatch):
    monkeypatch.setattr("caucus.connection.ANSWER_SECONDS", 1)
    envs = hopper(own_server.address, timeout=5)
    envs.reset(seed=0)
    os.kill(own_server._process.pid, signal.SIGSTOP)
    try:
        with pytest.raises(
            ServerTimeoutError, match="no answer to step within 5 s, and it answers no other requests either"
        ):
            envs.step(np.zeros((2, 3)))
    finally:
        os.kill(own_server._process.pid, signal.SIGCONT)
    envs.close()


def test_a_stuck_environment_is_told_from_a_dead_server():
    serving = Serving("support.hostile:Sleeper")
    envs = VectorEnv("sleeper", 1, server=serving.address, timeout=2)
    envs.reset(seed=0)
    for _ in range(2):
        envs.step(np.zeros(1, int))
    with pytest.raises(ServerTimeoutError, match="it answers other requests: an environment is stuck, or needs"):
        # Its third step, which takes 1000 s.
        envs.step(np.zeros(1, int))
    serving.kill()
    envs.close()


def vanish(envs, seconds):
    """As if the process had been stopped for a while."""
    envs._session._lasting.keeper.stop()
    envs._session._lasting.interaction._drop()
    time.sleep(seconds)


def test_a_session_that_ran_out_is_made_anew(server):
    undisturbed, envs = hopper(server), hopper(server, lease=1)
    undisturbed.reset(seed=0)
    envs.reset(seed=0)
    first = envs._session._lasting.id
    ones = np.ones((2, 3))
    for _ in range(3):
        undisturbed.step(ones)
        envs.step(ones)
    vanish(envs, 3)
    for a, b in zip(envs.step(ones)[:4], undisturbed.step(ones)[:4], strict=True):
        np.testing.assert_array_equal(a, b)
    assert envs._session._lasting.id != first
    undisturbed.close()
    envs.close()


def test_a_server_killed_and_started_again_changes_nothing(server, monkeypatch):
    # So that states are saved several times on the way.
    monkeypatch.setattr("caucus.lasting_session.SAVE_EVERY", 7)
    undisturbed = hopper(server)
    expected = trajectory(undisturbed, 60)
    undisturbed.close()
    command = shlex.split(os.environ["CAUCUS_SERVER"])
    servers = [LocalServer(command)]
    proxy = Proxy(servers[0].address)
    steps = iter(range(60))

    def disturb():
        if next(steps) in (5, 20, 21, 40):
            servers[-1]._process.kill()
            servers.append(LocalServer(command))
            proxy.retarget(servers[-1].address)

    envs = hopper(proxy.address)
    np.testing.assert_array_equal(trajectory(envs, 60, disturb), expected)
    assert len(servers) == 5
    envs.close()
    proxy.close()
    for running in servers:
        running.stop()


def test_a_session_that_cannot_be_made_anew_is_an_error(server, own_server):
    proxy = Proxy(own_server.address)
    envs = hopper(proxy.address, lease=0)
    envs.reset(seed=0)
    # Another server, which has no room for it.
    full = LocalServer([*shlex.split(os.environ["CAUCUS_SERVER"]), "--max-environments", "1"])
    proxy.retarget(full.address)
    proxy.cut()
    text = "no longer has this session; .*; it cannot be made anew: num_environments: expected at most 1"
    with pytest.raises(SessionLostError, match=text):
        envs.step(np.zeros((2, 3)))
    envs.close()
    proxy.close()
    full.stop()


def test_a_lease_is_renewed_while_the_client_does_something_else(server):
    envs = hopper(server, lease=1.5)
    envs.reset(seed=0)
    time.sleep(4)
    envs.step(np.zeros((2, 3)))
    envs.close()


def test_closing_frees_the_session_and_so_does_forgetting(server):
    connection = Connection(server, Credentials())
    closed, forgotten = hopper(server), hopper(server)
    ids = [envs._session._lasting.id for envs in (closed, forgotten)]
    closed.close()
    del forgotten
    for session_id in ids:
        with pytest.raises(caucus.ContractError) as raised:
            connection.renew_lease(session_id)
        assert raised.value.reason == "UNKNOWN_SESSION"
    connection.close()


def test_a_second_stream_ends_the_first(server):
    envs = hopper(server)
    envs.reset(seed=0)
    other = Connection(server, Credentials())
    attach = interaction_pb2.AttachRequest(session_id=envs._session._lasting.id)
    call = other.interact(iter([interaction_pb2.InteractRequest(attach=attach)]))
    assert next(call).attach.next_sequence == 2
    with pytest.raises(caucus.ContractError, match="newer stream") as raised:
        envs.step(np.zeros((2, 3)))
    assert raised.value.reason == "ATTACHED_ELSEWHERE"
    other.close()
    envs.close()


def test_an_interrupted_step_leaves_environments_that_can_be_used(own_server):
    envs = hopper(own_server.address)
    envs.reset(seed=0)
    pid = own_server._process.pid
    os.kill(pid, signal.SIGSTOP)
    # What a shell starts in the background ignores Ctrl-C, the tests too.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            envs.step(np.zeros((2, 3)))
    finally:
        signal.signal(signal.SIGINT, handler)
    os.kill(pid, signal.SIGCONT)
    first = envs.reset(seed=0)[0]
    np.testing.assert_array_equal(envs.reset(seed=0)[0], first)
    envs.step(np.ones((2, 3)))
    envs.close()


def test_grpc_codes_are_the_contracts():
    assert caucus.errors.CODES["SEQUENCE"] is grpc.StatusCode.OUT_OF_RANGE
