"""Environments written in Python have what the server has: parallel workers, rollouts, states, other protocols."""

import json
import os
import subprocess
import sys
import zlib

import gymnasium
import numpy as np
import pytest
from support.policies import categorical
from support.serving import Serving, environment

from caucus import ContractError, VectorEnv, serve
from caucus.local_server import find_server

NAMES = [
    f"support.workers:{name}" for name in ("Counting", "Remembering", "Forgetful", "Unsavable", "People", "Waiting")
]
WEIGHTS = [np.random.default_rng(0).normal(0, 0.5, (2, 3)).astype(np.float32) for _ in range(2)]


@pytest.fixture(scope="module")
def serving():
    running = Serving(*NAMES, "CartPole-v1", "--workers", "3")
    yield running
    assert running.stop() == 0


@pytest.fixture
def make(serving):
    made = []

    def create(environment_id, num_envs=5, address=serving.address, **arguments):
        arguments = {"num_agents": 3, "session_seed": 7, "autoreset_mode": "SameStep"} | arguments
        made.append(VectorEnv(environment_id, num_envs, server=address, **arguments))
        made[-1].reset()
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def test_a_sessions_environments_are_in_as_many_processes_as_workers(make):
    pids = make("counting", 7).step([0] * 7)[-1]["pid"]
    assert len(set(pids)) == 3
    # Neighbours share one, so that policies act on rows that follow each other.
    assert [len(list(pids[pids == pid])) for pid in dict.fromkeys(pids)] == [2, 2, 3]
    assert not set(pids) & set(make("counting", 7).step([0] * 7)[-1]["pid"])


def test_environments_that_wait_have_a_process_each(make):
    assert len(set(make("waiting", 7).step([0] * 7)[-1]["pid"])) == 7
    assert len(set(make("waiting", 40).step([0] * 40)[-1]["pid"])) == 32


def trajectory(envs):
    envs.action_space.seed(3)
    rows = []
    for _ in range(30):
        observations, rewards, terminations, _, infos = envs.step(envs.action_space.sample())
        rows += [observations, rewards, terminations]
        if terminations.any():
            rows.append(infos["episode_returns"])
    return np.concatenate([np.ravel(row).astype(np.float64) for row in rows])


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_do_not_depend_on_the_number_of_workers(make, workers):
    expected = trajectory(make("counting", 5))
    other = Serving("support.workers:Counting", "--workers", workers)
    np.testing.assert_array_equal(trajectory(make("counting", 5, other.address)), expected)
    assert other.stop() == 0


@pytest.mark.parametrize("mode", ["SameStep", "NextStep"])
def test_policies_act_on_the_server(make, mode):
    acted, stepped = (make("counting", autoreset_mode=mode) for _ in range(2))
    acted.put_policies([categorical(weights) for weights in WEIGHTS])
    rollout = acted.rollout(40, [0, 1, 1, 0, 1])
    for s in range(40):
        observations, rewards, terminations, *_ = stepped.step(rollout.actions[s])
        np.testing.assert_array_equal(rollout.observations[s], observations)
        np.testing.assert_array_equal(rollout.rewards[s], rewards)
        np.testing.assert_array_equal(rollout.terminated[s], terminations)
    assert len(rollout.finished.steps) == 25


@pytest.mark.parametrize("name", ["counting", "remembering"])
def test_rollouts_go_on_from_saved_states_bit_for_bit(make, name):
    envs, there = make(name), make(name)
    for each in (envs, there):
        each.put_policies([categorical(WEIGHTS[0])])
    envs.rollout(10, [0] * 5)
    there._session.restore_states(envs._session.save_states())
    first = envs.rollout(3, [0] * 5)
    second = there.rollout(3, [0] * 5, first_step=first.first_step)
    np.testing.assert_array_equal(first.actions, second.actions)
    np.testing.assert_array_equal(first.observations, second.observations)


def test_an_environment_that_gives_its_own_state_is_not_stepped_again(make):
    envs, there = make("remembering", 2, infos=["lifetime"]), make("remembering", 2, infos=["lifetime"])
    for _ in range(5):
        envs.step([1, 2])
    states = envs._session.save_states()
    there._session.restore_states(states)
    # Made anew: nothing was stepped in its life.
    for step in range(9):
        mine, theirs = envs.step([2, 1]), there.step([2, 1])
        for a, b in zip(mine[:4], theirs[:4], strict=True):
            np.testing.assert_array_equal(a, b)
        if step == 0:
            assert theirs[-1]["lifetime"].tolist() == [1, 1]
            assert mine[-1]["lifetime"].tolist() == [6, 6]
    assert b'"actions": ""' in states[0]


def forge(state, **changes):
    """The environment's part with other contents."""
    part = state.index(b'{"phase"')
    values = json.loads(state[part:])
    values.update(changes)
    content = state[4:part] + json.dumps(values).encode()
    return zlib.crc32(content).to_bytes(4, "little") + content


@pytest.mark.parametrize(
    "own",
    [
        [],
        [["steps", "<i8", [], "AAAAAAAAAAA="]],
        [["steps", "<i8", [], "AAAAAAAAAAA="], ["sum", "|O", [1], "AAAAAAAAAAA="]],
        [["steps", "<i8", [], "AAAAAAAAAAA="], ["sum", "<f4", [2], "AAAAAAAAAAA="]],
        [["steps", "<i8", [], "AAAAAAAAAAA="], ["sum", "<f8", [0], ""]],
        [["steps", "<i8", [], "AAAAAAAAAAA="], ["sum", "<f8", [-1], "AAAAAAAAAAA="]],
        [["steps", "<i8", [], "AAAAAAAAAAA="], ["steps", "<i8", [], "AAAAAAAAAAA="]],
        "sum",
        7,
        None,
    ],
)
def test_own_states_that_are_made_up_are_refused_and_nothing_changes(make, own):
    envs, other = make("remembering", 2), make("remembering", 2)
    states = envs._session.save_states()
    with pytest.raises(ContractError, match=r"states\[1\]: expected a state that SaveState gave, got one"):
        envs._session.restore_states([states[0], forge(states[1], own=own)])
    for _ in range(9):
        np.testing.assert_array_equal(envs.step([1, 2])[0], other.step([1, 2])[0])


def test_an_environment_that_becomes_another_when_it_is_set_is_refused(make):
    envs = make("forgetful", 1)
    envs.step([1])
    with pytest.raises(ContractError, match="one that becomes another when it is played again"):
        envs._session.restore_states(envs._session.save_states())
    assert envs.step([0])[0][0, 0] == 2


def test_an_environment_that_cannot_be_saved_goes_on(make):
    envs, other = make("unsavable", 2), make("counting", 2)
    with pytest.raises(
        ContractError, match="its session goes on: environment 0, get_state: RuntimeError: where"
    ) as raised:
        envs._session.save_states()
    assert raised.value.reason == "REQUEST_FAILED"
    for each in (envs, other):
        each.put_policies([categorical(WEIGHTS[0])])
    np.testing.assert_array_equal(envs.rollout(9, [0, 0]).observations, other.rollout(9, [0, 0]).observations)


def test_an_environment_may_name_its_rewards_and_draw_its_agents(make):
    envs = make("people", num_agents=40)
    assert [parameter.name for parameter in envs._session.spec.agent_parameters] == ["weight_bread", "weight_cold_beer"]
    weights = envs.agent_parameters
    assert sorted(map(tuple, np.unique(weights, axis=0).tolist())) == [(0, 1), (1, 0)]
    np.testing.assert_array_equal(weights, make("people", num_agents=40).agent_parameters)
    assert not np.array_equal(weights, make("people", num_agents=40, agents_seed=1).agent_parameters)
    given = make("people", num_agents=None, agent_parameters=[[0.25, 0.75]])
    assert given.step([2] * 5)[1].tolist() == [[1.25]] * 5


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Nameless", "objectives: expected 2 different names in snake_case, one for each reward"),
        ("BadPeople", 'got "support.workers:BadPeople": sample_agents: expected weights from 0 to 1, got 7'),
    ],
)
def test_names_and_agents_that_are_none_are_refused(name, text):
    done = subprocess.run(
        [sys.executable, "-m", "caucus.serve", f"support.workers:{name}", "--port", "0"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1
    assert text in done.stderr


def test_built_in_environments_are_there_too(make):
    assert make("hopper").step(np.zeros((5, 3)))[1].shape == (5, 3)


@pytest.mark.parametrize("name", ["CartPole-v1", "deep-sea-treasure-v0"])
def test_gymnasium_makes_any_environment_a_parallel_vector_with_its_own_rewards(name):
    mo_gymnasium = pytest.importorskip("mo_gymnasium")
    envs = gymnasium.make_vec("caucus/Python-v0", python=name, num_envs=4, workers=2, vectorization_mode=None)
    make = mo_gymnasium.make if name.startswith("deep") else gymnasium.make
    singles = [make(name) for _ in range(4)]
    observations, _ = envs.reset(seed=5)
    for j, single in enumerate(singles):
        np.testing.assert_array_equal(observations[j], single.reset(seed=5 + j)[0])
    for _ in range(3):
        observations, rewards, terminations, *_ = envs.step([1] * 4)
        for j, single in enumerate(singles):
            observation, reward, terminated, *_ = single.step(1)
            np.testing.assert_array_equal(observations[j], observation)
            np.testing.assert_allclose(rewards[j], np.atleast_1d(reward), rtol=1e-6)
            assert terminations[j] == terminated
        if terminations.any():
            break
    envs.close()


def test_check_tries_them_out():
    done = subprocess.run(
        [sys.executable, "-m", "caucus.serve", "support.workers:Counting", "--check", "--log-level", "error"],
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "counting: works"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ([], "expected environments before the flags, such as mo-hopper-v5, got nothing"),
        (["--port", "0"], "expected environments before the flags, such as mo-hopper-v5, got --port"),
    ],
)
def test_environments_come_before_flags(arguments, text, capsys):
    assert serve.main(arguments) == 1
    assert text in capsys.readouterr().err


def test_the_server_of_the_project_is_found(tmp_path, monkeypatch):
    monkeypatch.delenv("CAUCUS_SERVER")
    monkeypatch.setenv("PATH", str(tmp_path))
    program = tmp_path / "project/node_modules/.bin/caucus-server"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    inner = tmp_path / "project/inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    assert find_server(None) == (str(program),)
    monkeypatch.chdir(os.path.dirname(__file__))
    node = tmp_path / "node"
    node.write_text("#!/bin/sh\n")
    node.chmod(0o755)
    command, main = find_server(None)
    assert (command, main.endswith("dist/server/cli/main.js")) == (str(node), True)
