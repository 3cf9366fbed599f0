"""Environments written in Python, served by a real process to real clients."""

import os
import random
import subprocess
import time

import gymnasium
import numpy as np
import pytest
from street import Street
from support.proxy import Proxy
from support.serving import Serving, command, environment

from caucus import ContractError, VectorEnv, local_server
from caucus._proto import interaction_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials

mo_gymnasium = pytest.importorskip("mo_gymnasium")

TREASURE = "deep-sea-treasure-v0"
DRAWN = ["support.fragile:Blind", "support.fragile:Sketchy"]
NAMES = ["street:Street", "support.fragile:Fragile", *DRAWN, TREASURE, "MountainCarContinuous-v0"]


@pytest.fixture(scope="module")
def serving():
    running = Serving(*NAMES, "--max-sessions", "12", "--max-environments", "50", "--max-agents", "200")
    yield running.address
    assert running.stop() == 0


@pytest.fixture
def make(serving):
    made = []

    def create(environment_id=TREASURE, num_envs=2, **arguments):
        made.append(VectorEnv(environment_id, num_envs, server=serving, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def test_describes_what_it_offers(serving):
    connection = Connection(serving, Credentials())
    info = connection.get_server_info()
    assert (info.contract, info.contract_revision, info.limits.max_sessions) == ("rmdp.v1", 4, 12)
    specs = {spec.id: spec for spec in connection.list_environments().environments}
    mine = ["street", "fragile", "blind", "sketchy", TREASURE, "MountainCarContinuous-v0"]
    assert list(specs)[-6:] == mine
    assert "half-cheetah" in specs
    assert [weight.name for weight in specs["street"].agent_parameters] == ["weight_0", "weight_1", "weight_2"]
    assert specs["street"].description.startswith("A day in a street")
    assert specs[TREASURE].max_episode_steps == 100
    assert list(specs[TREASURE].render_modes) == ["rgb_array"]
    connection.close()


def test_agents_are_weights_of_sum_1_and_the_same_for_a_seed(make):
    one, other = make("street", num_agents=7, agents_seed=3), make("street", num_agents=7, agents_seed=3)
    assert one.agent_parameters.shape == (7, 3)
    np.testing.assert_allclose(one.agent_parameters.sum(1), 1)
    np.testing.assert_array_equal(one.agent_parameters, other.agent_parameters)
    assert not np.array_equal(one.agent_parameters, make("street", num_agents=7, agents_seed=4).agent_parameters)


def test_is_the_environment_with_rewards_weighed_by_agents(make):
    weights = np.array([[1.0, 0.0], [0.25, 0.75], [0.0, 1.0]])
    envs = make(agent_parameters=weights)
    single = [mo_gymnasium.make(TREASURE) for _ in range(2)]
    observations, _ = envs.reset(seed=5)
    for j, env in enumerate(single):
        np.testing.assert_array_equal(observations[j], env.reset(seed=5 + j)[0])
    # Down to a treasure, in environment 0; to and fro in environment 1.
    for actions in ([3, 3], [1, 2], [1, 3], [1, 2]):
        observations, rewards, terminations, _, _ = envs.step(actions)
        for j, env in enumerate(single):
            observation, reward, terminated, _, _ = env.step(actions[j])
            np.testing.assert_array_equal(observations[j], observation)
            np.testing.assert_allclose(rewards[j], weights @ reward, rtol=1e-6)
            assert terminations[j] == terminated
            assert envs.reward_space.contains(rewards[j])
        if terminations.any():
            break
    assert terminations.tolist() == [True, False]


@pytest.mark.parametrize("mode", list(gymnasium.vector.AutoresetMode))
def test_autoreset(make, mode):
    envs = make("street", autoreset_mode=mode, agent_parameters=np.eye(3))
    envs.reset(seed=0)
    for _ in range(23):
        assert not envs.step([1, 2])[3].any()
    last, rewards, terminations, truncations, infos = envs.step([1, 2])
    assert not terminations.any()
    assert truncations.all()
    assert infos["episode_length"].tolist() == [24, 24]
    assert infos["episode_returns"][0, 2] == pytest.approx(24 * 0.2)
    if mode is gymnasium.vector.AutoresetMode.SAME_STEP:
        assert (last[:, 1] == 0).all()
        assert [final[1] for final in infos["final_obs"]] == [1, 1]
    elif mode is gymnasium.vector.AutoresetMode.NEXT_STEP:
        assert (last[:, 1] == 1).all()
        observations, rewards, *_ = envs.step([1, 2])
        assert (observations[:, 1] == 0).all()
        assert not rewards.any()
    else:
        with pytest.raises(ContractError, match="the episode of environment 0 is over") as raised:
            envs.step([1, 2])
        assert raised.value.reason == "EPISODE_OVER"


def trajectory(envs, steps, disturb=lambda: None):
    envs.action_space.seed(3)
    rows = [envs.reset(seed=0)[0]]
    for _ in range(steps):
        disturb()
        rows += envs.step(envs.action_space.sample())[:4]
    return np.concatenate([np.ravel(row).astype(np.float64) for row in rows])


def test_environment_j_is_the_single_one_seeded_with_s_plus_j(make):
    starts = make("street", 6).reset(seed=10)[0]
    for j in range(6):
        np.testing.assert_array_equal(make("street", 1).reset(seed=10 + j)[0][0], starts[j])


def test_connections_cut_anywhere_change_nothing(make, serving):
    expected = trajectory(make("street"), 60)
    proxy = Proxy(serving)
    rng = random.Random(1)
    envs = VectorEnv("street", 2, server=proxy.address)
    actual = trajectory(envs, 60, lambda: proxy.cut_after(rng.randrange(1, 900), rng.choice(["up", "down"])))
    envs.close()
    proxy.close()
    np.testing.assert_array_equal(actual, expected)
    assert proxy.cuts >= 20


@pytest.mark.parametrize("name", ["street", TREASURE, "MountainCarContinuous-v0"])
def test_saved_states_go_on_bit_for_bit_on_another_server(make, name):
    envs = make(name, num_agents=5)
    envs.reset(seed=1)
    envs.action_space.seed(0)
    for _ in range(30):
        envs.step(envs.action_space.sample())
    states = envs._session.save_states()
    actions = [envs.action_space.sample() for _ in range(40)]
    expected = [envs.step(action)[:4] for action in actions]
    other = Serving(*NAMES)
    there = VectorEnv(name, 2, server=other.address, num_agents=5)
    there._session.restore_states(states)
    for action, results in zip(actions, expected, strict=True):
        for a, b in zip(there.step(action)[:4], results, strict=True):
            np.testing.assert_array_equal(a, b)
    there.close()
    assert other.stop() == 0


def test_states_are_checked_before_they_are_restored(make):
    envs = make("street", num_agents=5)
    envs.reset(seed=1)
    states = envs._session.save_states()
    damaged = states[1][:-3] + b"xyz"
    with pytest.raises(ContractError, match=r"states\[1\]: expected a saved state, got \d+ damaged bytes"):
        envs._session.restore_states([states[0], damaged])
    with pytest.raises(ContractError, match=r"states\[0\]: expected a state of env .street. with the same options"):
        make("street", num_agents=6)._session.restore_states(states)
    with pytest.raises(ContractError, match="states: expected 2 of them, got 1"):
        envs._session.restore_states(states[:1])


def test_render(make):
    envs = make(render_mode="rgb_array")
    with pytest.raises(ContractError, match="was never reset: reset before rendering"):
        envs.render()
    envs.reset(seed=0)
    frames = envs.render()
    assert len(frames) == 2
    assert frames[0].dtype == np.uint8
    street = make("street")
    street.reset(seed=0)
    with pytest.raises(ContractError, match='env "street" cannot be drawn') as raised:
        street._session.render()
    assert raised.value.reason == "RENDER"
    blind = make("blind", render_mode="rgb_array")
    blind.reset(seed=0)
    with pytest.raises(ContractError, match="its session goes on: RuntimeError: no display") as raised:
        blind.render()
    assert raised.value.reason == "REQUEST_FAILED"
    blind.step(np.zeros((2, 2)))
    sketchy = make("sketchy", render_mode="rgb_array")
    sketchy.reset(seed=0)
    with pytest.raises(ContractError, match=r"expected a frame of shape \[height, width, 3\], got \[8, 8\]"):
        sketchy.render()


@pytest.mark.parametrize(
    ("arguments", "reason", "text"),
    [
        ({"environment_id": "strand"}, "UNKNOWN_ENVIRONMENT", "environment_id: expected one of .*street.*strand"),
        ({"gravity": 3}, "INVALID_VALUE", "options: expected only no option, got .gravity"),
        ({"infos": ["mood"]}, "INVALID_VALUE", "infos: expected only no info, got .mood"),
        ({"num_envs": 51}, "LIMIT", "num_environments: expected at most 50 environments, got 51"),
        ({"num_agents": 201}, "LIMIT", "agents.sampled.count: expected at most 200 agents, got 201"),
        ({"num_agents": 0}, "INVALID_VALUE", "agents.sampled.count: expected at least 1, got 0"),
        (
            {"agent_parameters": [[0.5, 2, 0]]},
            "INVALID_VALUE",
            r"agents.parameters\[0\]: expected weight_1 in \[0, 1\], got 2",
        ),
        ({"agent_parameters": [[0.5, 0.5]]}, "INVALID_VALUE", r"agents.parameters: expected shape \[any, 3\]"),
        ({"lease": 4000}, "LIMIT", "lease_seconds: expected at most 3600 s, got 4000"),
    ],
)
def test_bad_sessions_are_refused(make, arguments, reason, text):
    with pytest.raises(ContractError, match=text) as raised:
        make(**({"environment_id": "street"} | arguments))
    assert raised.value.reason == reason


def test_bad_steps_change_nothing(make):
    envs, others = make("MountainCarContinuous-v0"), make("MountainCarContinuous-v0")
    with pytest.raises(ContractError, match="environment 0 was never reset: reset before stepping") as raised:
        envs.step(np.zeros((2, 1)))
    assert raised.value.reason == "NOT_RESET"
    envs.reset(seed=0)
    others.reset(seed=0)
    with pytest.raises(ContractError, match="actions: expected finite numbers"):
        envs.step(np.full((2, 1), np.inf))
    np.testing.assert_array_equal(envs.step(np.full((2, 1), 9))[0], others.step(np.ones((2, 1)))[0])
    street = make("street")
    street.reset(seed=0)
    with pytest.raises(ContractError, match="actions: expected integers from 0 to 2, got 3"):
        street.step([0, 3])


def test_an_environment_that_breaks_loses_its_session_only(make):
    envs = make("fragile", agent_parameters=[[1, 0]])
    # Discrete observations arrive as one-hot vectors.
    assert envs.reset(seed=0)[0].tolist() == [[1, 0, 0]] * 2
    assert envs.step([[0.5, 0], [5, 0]])[1].tolist() == [[0.5], [1]]
    envs.step(np.zeros((2, 2)))
    for _ in range(2):
        with pytest.raises(
            ContractError,
            match='env "fragile" broke, its session is lost: environment 0, step 3: RuntimeError: a leg fell off',
        ) as raised:
            envs.step(np.zeros((2, 2)))
        assert raised.value.reason == "ENVIRONMENT_FAILED"
    make("street").reset(seed=0)


def test_sequence_numbers(make):
    envs = make("street")
    envs.reset(seed=0)
    stream = envs._session._lasting.interaction._stream
    for sequence, reason in ((7, "SEQUENCE"), (1, "SEQUENCE_REUSED")):
        request = interaction_pb2.InteractRequest(sequence=sequence, step=interaction_pb2.StepRequest())
        error = stream.ask(request, 60).error
        assert error.message.startswith("sequence: ")
        detail = error.details[0].value
        assert reason.encode() in detail
    envs.step([0, 0])


def test_a_second_stream_ends_the_first(make, serving):
    envs = make("street")
    envs.reset(seed=0)
    other = Connection(serving, Credentials())
    attach = interaction_pb2.AttachRequest(session_id=envs._session._lasting.id)
    call = other.interact(iter([interaction_pb2.InteractRequest(attach=attach)]))
    assert next(call).attach.next_sequence == 2
    with pytest.raises(ContractError, match="newer stream") as raised:
        envs.step([0, 0])
    assert raised.value.reason == "ATTACHED_ELSEWHERE"
    other.close()


def test_a_vanished_clients_session_is_reaped(make, serving):
    envs = make("street", lease=1)
    envs._session._lasting.keeper.stop()
    time.sleep(3)
    connection = Connection(serving, Credentials())
    with pytest.raises(ContractError, match="session_id: expected a session") as raised:
        connection.renew_lease(envs._session._lasting.id)
    assert raised.value.reason == "UNKNOWN_SESSION"
    connection.close()


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (["no_such_module:Env"], "environment: expected MODULE:ENV with a module that can be imported, got 'no_such_"),
        (["street:Avenue"], "environment: expected MODULE:ENV, or an id of Gymnasium or MO-Gymnasium, got 'street:Ave"),
        (["no-such-env-v0"], "environment: expected MODULE:ENV, or an id of Gymnasium or MO-Gymnasium"),
        (["support.fragile:Strange"], "action_space: expected a fixed size, of a Box, Discrete, MultiDiscrete or Mult"),
        (["support.fragile:Broken"], 'can be made, reset and stepped, got OSError: no such robot (env "broken")'),
        (["support.fragile:Liar"], "reward: expected shape [3], of reward_space, got shape [2]"),
        (
            ["support.fragile:StuckAtOnce", "--max-request-time", "1"],
            'got "support.fragile:StuckAtOnce": no answer within 1 s, so that it was given up',
        ),
    ],
)
def test_what_cannot_be_served_is_an_error(arguments, text):
    done = subprocess.run(
        command(*arguments, "--port", "0"), capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 1
    assert text in done.stderr


def test_a_process_may_have_one_of_its_own(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    # Which prints on standard output, too.
    program = command("support.tunable:Tunable")
    envs = VectorEnv("tunable", 2, server_command=program, num_agents=3)
    envs.reset(seed=0)
    assert envs.step([0, 1])[1].shape == (2, 3)
    envs.close()
    running = local_server._servers[os.getpid(), tuple(program)]
    running.stop()
    assert running.poll() == 0


def test_a_port_in_use_is_an_error(serving):
    port = serving.rpartition(":")[2]
    done = subprocess.run(
        command("street:Street", "--port", port), capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 1
    assert f"port: expected a free one on 127.0.0.1, got {port}, which is in use (0 picks a free one)" in done.stderr


def test_the_example_pays_for_bread_beer_and_rest():
    env = Street()
    env.reset(seed=0)
    assert [env.step(0)[1].tolist() for _ in range(9)][-1] == pytest.approx([1, 0, 0.2])
    assert [env.step(2)[1].tolist() for _ in range(8)][-1] == [0, 1, 0]


def test_limits_are_those_of_the_flags(serving):
    connection = Connection(serving, Credentials())
    limits = connection.get_server_info().limits
    assert (limits.max_sessions, limits.max_environments, limits.max_agents) == (12, 50, 200)
    connection.close()
