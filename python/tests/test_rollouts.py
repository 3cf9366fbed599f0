"""Policies that act on the server: what they do is what the same actions do one step at a time."""

import os
import random
import shlex
import signal
import threading

import gymnasium
import numpy as np
import pytest
from support.policies import categorical, gaussian
from support.proxy import Proxy
from support.serving import Serving

import caucus
from caucus import ContractError, LimitError, VectorEnv, noise
from caucus.local_server import LocalServer
from caucus.stream import Stream

RNG = np.random.default_rng(0)
HOPPER = [RNG.normal(0, 0.5, (11, 3)).astype(np.float32) for _ in range(2)]
LOG_STD = np.array([-1.0, 0.2, -0.5], np.float32)
GATHERING = [RNG.normal(0, 0.5, (29, 4)).astype(np.float32) for _ in range(2)]


def policies_of(name):
    if name == "hopper":
        return [("one", gaussian(HOPPER[0], LOG_STD)), gaussian(HOPPER[1], LOG_STD)]
    return [categorical(weights) for weights in GATHERING]


@pytest.fixture
def make(server):
    made = []

    def create(name="hopper", num_envs=3, address=server, **arguments):
        arguments = {"session_seed": 7, "autoreset_mode": "SameStep", "num_agents": 5} | arguments
        made.append(VectorEnv(name, num_envs, server=address, **arguments))
        made[-1].reset()
        return made[-1]

    yield create
    for envs in made:
        envs.close()


@pytest.fixture
def in_flight(monkeypatch):
    """Gives how many requests had no answer, after each that was sent or answered."""
    changes = []

    def record(name, change):
        method = getattr(Stream, name)

        def recorded(self, *arguments):
            changes.append(change)
            return method(self, *arguments)

        monkeypatch.setattr(Stream, name, recorded)

    record("put", 1)
    record("take", -1)
    return lambda: np.cumsum(changes).tolist()


def assert_same(one, other):
    for name in ("observations", "actions", "rewards", "terminated", "truncated", "first_step"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in ("steps", "environments", "lengths", "returns", "final_observations"):
        np.testing.assert_array_equal(getattr(one.finished, name), getattr(other.finished, name))
    for mine, others in ((one.infos, other.infos), (one.finished.final_infos, other.finished.final_infos)):
        assert list(mine) == list(others)
        for name in mine:
            np.testing.assert_array_equal(mine[name], others[name])


@pytest.mark.parametrize("mode", ["SameStep", "NextStep"])
@pytest.mark.parametrize(
    ("name", "arguments"), [("hopper", {"infos": ["x_velocity", "qpos"]}), ("resource-gathering", {"num_agents": None})]
)
def test_a_rollout_is_the_steps_of_its_actions(make, name, arguments, mode):
    acted, stepped = (make(name, autoreset_mode=mode, **arguments) for _ in range(2))
    acted.put_policies(policies_of(name))
    rollout = acted.rollout(150, [0, 1, 1])
    d, n = acted.single_observation_space.shape[0], acted.reward_dim
    assert rollout.observations.shape == (150, 3, d)
    assert rollout.rewards.shape == (150, 3, n)
    assert rollout.acting_seconds > 0
    assert rollout.stepping_seconds > 0
    finished, seen = rollout.finished, 0
    for s in range(150):
        observations, rewards, terminated, truncated, infos = stepped.step(rollout.actions[s])
        np.testing.assert_array_equal(rollout.observations[s], observations)
        np.testing.assert_array_equal(rollout.rewards[s], rewards)
        np.testing.assert_array_equal(rollout.terminated[s], terminated)
        np.testing.assert_array_equal(rollout.truncated[s], truncated)
        for info, values in rollout.infos.items():
            np.testing.assert_array_equal(values[s], infos[info])
        for j in np.flatnonzero(terminated | truncated):
            assert (finished.steps[seen], finished.environments[seen]) == (s, j)
            assert finished.lengths[seen] == infos["episode_length"][j]
            np.testing.assert_array_equal(finished.returns[seen], infos["episode_returns"][j])
            if mode == "SameStep":
                np.testing.assert_array_equal(finished.final_observations[seen], infos["final_obs"][j])
                for info, values in finished.final_infos.items():
                    np.testing.assert_array_equal(values[seen], infos["final_info"][info][j])
            seen += 1
    assert len(finished.steps) == seen > 0
    assert (finished.final_observations is None) == (mode == "NextStep")
    # And steps go on from there.
    actions = stepped.action_space.sample()
    np.testing.assert_array_equal(acted.step(actions)[0], stepped.step(actions)[0])


def test_sampled_actions_are_the_mean_and_noise_that_anyone_can_recompute(make):
    envs = make(session_seed=2**40 + 7)
    before, _ = envs.reset(seed=3)
    envs.put_policies(policies_of("hopper"))
    rollout = envs.rollout(9, [0, 1, 0], noise_seed=5, first_step=2**33 + 1)
    assert rollout.first_step == 2**33 + 1
    states = np.concatenate([before[None], rollout.observations[:-1]])
    means = np.stack([np.tanh(states[:, j] @ HOPPER[policy]) for j, policy in enumerate([0, 1, 0])], 1)
    z = noise.normals(5, envs.session_seed + np.arange(3), rollout.first_step + np.arange(9)[:, None], 3)
    np.testing.assert_allclose(rollout.actions, means + np.exp(LOG_STD) * z, atol=2e-6)
    mode = envs.rollout(1, [1, 1, 1], sample=False)
    np.testing.assert_allclose(mode.actions[0], np.tanh(rollout.observations[-1] @ HOPPER[1]), atol=2e-6)


def test_sampled_categories_can_be_recomputed_too(make):
    envs = make("resource-gathering", num_agents=None)
    before, _ = envs.reset(seed=3)
    envs.put_policies(policies_of("resource-gathering"))
    rollout = envs.rollout(40, [1, 1, 1], noise_seed=5)
    logits = np.concatenate([before[None], rollout.observations[:-1]]) @ GATHERING[1]
    chosen = noise.categories(5, envs.session_seed + np.arange(3), np.arange(40)[:, None], logits)
    np.testing.assert_array_equal(rollout.actions, chosen)
    mode = envs.rollout(1, sample=False)
    np.testing.assert_array_equal(mode.actions[0], (rollout.observations[-1] @ GATHERING[0]).argmax(-1))


def test_steps_are_numbered_so_that_no_noise_is_drawn_twice(make):
    whole, parts = make(), make()
    for envs in (whole, parts):
        envs.put_policies(policies_of("hopper"))
    expected = whole.rollout(30)
    # New policies, of the same weights: numbers go on.
    first = parts.rollout(11)
    parts.put_policies(policies_of("hopper"))
    second = parts.rollout(19)
    assert (first.first_step, second.first_step) == (0, 11)
    np.testing.assert_array_equal(np.concatenate([first.actions, second.actions]), expected.actions)
    assert (whole.rollout(1, noise_seed=1, first_step=0).actions != expected.actions[0]).any()


def test_more_steps_than_a_message_has_room_for_come_in_several(make, in_flight):
    envs = make(num_agents=50)
    envs.put_policies(policies_of("hopper"))
    expected = envs.rollout(400)
    flags = ["--max-message-bytes", "20000", "--max-bytes-in-flight", "60000"]
    small = LocalServer([*shlex.split(os.environ["CAUCUS_SERVER"]), *flags])
    others = make(address=small.address, num_agents=50)
    others.put_policies(policies_of("hopper"))
    before = len(in_flight())
    assert_same(others.rollout(400), expected)
    # As many answers as the server keeps, so that none is lost with a connection.
    assert max(in_flight()[before:]) == 3
    others.close()
    small.stop()


def test_requests_are_sent_ahead_of_answers(make, in_flight):
    envs = make()
    envs.put_policies(policies_of("hopper"))
    envs.rollout(1)
    before = len(in_flight())
    envs.rollout(80)
    counts = in_flight()[before:]
    # Eight requests, of which the server takes all at once; each is sent once and answered once.
    assert (max(counts), counts[-1], len(counts)) == (8, 0, 16)


def test_a_rollout_without_an_end_of_an_episode(make):
    envs = make(infos=["x_velocity"])
    envs.put_policies(policies_of("hopper"))
    finished = envs.rollout(2).finished
    assert finished.steps.shape == finished.lengths.shape == (0,)
    assert finished.returns.shape == (0, 5)
    assert finished.final_observations.shape == (0, 11)
    assert finished.final_infos["x_velocity"].shape == (0,)


def test_policies_act_behind_gymnasiums_make_vec(server):
    envs = gymnasium.make_vec("caucus/Hopper-v0", num_envs=2, server=server, num_agents=2, session_seed=1)
    envs.reset(seed=0)
    assert envs.unwrapped.takes_policies
    envs.unwrapped.put_policies(policies_of("hopper"))
    assert envs.unwrapped.rollout(3).rewards.shape == (3, 2, 2)
    envs.close()


BAD_ROLLOUTS = [
    ({"num_steps": 0}, "num_steps: expected a whole number from 1 to 4294967295, got 0"),
    ({"policies": [0, 1]}, r"policies: expected shape \[3\], got \[2\]"),
    ({"policies": [0.0, 1, 1]}, "policies: expected whole numbers, got float64"),
    ({"policies": [0, 2, -1]}, "policies: expected 0 to 1, got 2"),
    ({"noise_seed": 2**32}, "noise_seed: expected a whole number from 0 to 4294967295, got 4294967296"),
    ({"first_step": 2**53}, "first_step: expected a whole number from 0 to 90071992547409.., got 9007199254740992"),
]


@pytest.mark.parametrize(("arguments", "text"), BAD_ROLLOUTS)
def test_a_bad_rollout_is_an_error_before_it_travels(make, arguments, text):
    envs = make()
    envs.put_policies(policies_of("hopper"))
    with pytest.raises(ValueError, match=text):
        envs.rollout(**({"num_steps": 2} | arguments))


def test_a_bad_seed_of_a_session_is_an_error(make):
    with pytest.raises(ValueError, match="session_seed: expected a whole number from 0 to 9007199254740989, got -1"):
        make(session_seed=-1)


@pytest.mark.parametrize(
    ("model", "text"),
    [
        ("model.onnx", r"models\[1\]: expected bytes, or a name and bytes, got str"),
        (("one", "two"), r"models\[1\]: expected bytes, or a name and bytes, got \(str, str\)"),
        ((b"one", b"two", b"three"), r"models\[1\]: expected bytes, or a name and bytes, got \(.*\)"),
    ],
)
def test_what_is_no_model_is_an_error_before_it_travels(make, model, text):
    with pytest.raises(ValueError, match=text):
        make().put_policies([policies_of("hopper")[0], model])


def test_policies_that_are_refused_leave_those_from_before(make):
    envs = make()
    with pytest.raises(ContractError, match="put some before a rollout") as raised:
        envs.rollout(1)
    assert raised.value.reason == "NO_POLICIES"
    envs.put_policies(policies_of("hopper"))
    with pytest.raises(ContractError, match=r"policies\[0\].model: expected an ONNX model") as raised:
        envs.put_policies([b"no model"])
    assert raised.value.reason == "INVALID_VALUE"
    with pytest.raises(LimitError, match="policies: expected at most 8388608 bytes of policies, got 20000000"):
        envs.put_policies([bytes(20_000_000)])
    assert envs.rollout(1, [1, 1, 1]).actions.shape == (1, 3, 3)


def test_a_policy_without_numbers_is_an_error_after_which_environments_can_be_used(make):
    envs, others = make(), make()
    for each in (envs, others):
        each.put_policies([gaussian(HOPPER[0], LOG_STD), gaussian(HOPPER[0], [800, 0, 0])])
    # A step, so that the next rollout is several requests.
    envs.rollout(1)
    with pytest.raises(ContractError, match=r'policy "policy 1": expected finite numbers, got .* at step 0') as raised:
        envs.rollout(40, [0, 1, 0])
    assert raised.value.reason == "REQUEST_FAILED"
    others.rollout(1)
    assert_same(envs.rollout(40, first_step=1), others.rollout(40))


def test_without_autoreset_there_is_one_step_at_a_time(make):
    envs = make(autoreset_mode="Disabled")
    envs.put_policies(policies_of("hopper"))
    with pytest.raises(ValueError, match="num_steps: expected 1 where autoreset is disabled, got 2"):
        envs.rollout(2)
    assert envs.rollout(1).observations.shape == (1, 3, 11)


def test_a_server_may_take_no_policies():
    serving = Serving("street:Street", "--no-policies")
    envs = VectorEnv("street", 2, server=serving.address)
    envs.reset(seed=0)
    assert not envs.takes_policies
    for act in (lambda: envs.put_policies([b""]), lambda: envs.rollout(1)):
        with pytest.raises(ContractError, match="takes no policies: step the environments") as raised:
            act()
        assert raised.value.reason == "POLICIES"
        assert serving.address in str(raised.value)
    envs.step([0, 1])
    envs.close()
    assert serving.stop() == 0


def test_a_server_may_take_none():
    running = LocalServer([*shlex.split(os.environ["CAUCUS_SERVER"]), "--no-policies"])
    envs = VectorEnv("hopper", 2, server=running.address)
    assert not envs.takes_policies
    with pytest.raises(ContractError, match="takes no policies"):
        envs.put_policies(policies_of("hopper"))
    envs.close()
    running.stop()


def test_connections_cut_anywhere_change_nothing(make, proxy):
    undisturbed, envs = make(), make(address=proxy.address)
    undisturbed.put_policies(policies_of("hopper"))
    envs.put_policies(policies_of("hopper"))
    rng = random.Random(0)
    for _ in range(25):
        proxy.cut_after(rng.randrange(1, 9000), rng.choice(["up", "down", "down"]))
        assert_same(envs.rollout(24, [1, 0, 1]), undisturbed.rollout(24, [1, 0, 1]))
    assert proxy.cuts >= 15


def test_a_server_killed_and_started_again_changes_nothing(make, monkeypatch):
    monkeypatch.setattr("caucus.lasting_session.SAVE_EVERY", 50)
    undisturbed = make()
    command = shlex.split(os.environ["CAUCUS_SERVER"])
    servers = [LocalServer(command)]
    proxy = Proxy(servers[0].address)
    envs = make(address=proxy.address)
    for i in range(6):
        if i in (1, 4):
            servers[-1]._process.kill()
            servers.append(LocalServer(command))
            proxy.retarget(servers[-1].address)
        for each in (undisturbed, envs):
            if i in (0, 3):
                each.put_policies(policies_of("hopper")[:: 1 if i == 0 else -1])
        assert_same(envs.rollout(20, [1, 0, 1]), undisturbed.rollout(20, [1, 0, 1]))
        actions = undisturbed.action_space.sample()
        np.testing.assert_array_equal(envs.step(actions)[0], undisturbed.step(actions)[0])
    envs.close()
    proxy.close()
    for running in servers:
        running.stop()


def test_an_interrupted_rollout_leaves_environments_that_can_be_used(make, own_server):
    envs, others = make(address=own_server.address), make()
    for each in (envs, others):
        each.put_policies(policies_of("hopper"))
        each.rollout(1)
    pid = own_server._process.pid
    os.kill(pid, signal.SIGSTOP)
    # What a shell starts in the background ignores Ctrl-C, the tests too.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.5, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    try:
        with pytest.raises(KeyboardInterrupt):
            envs.rollout(80)
    finally:
        signal.signal(signal.SIGINT, handler)
    os.kill(pid, signal.SIGCONT)
    for each in (envs, others):
        each.reset(seed=0)
    # The steps that were interrupted keep their numbers.
    assert_same(envs.rollout(20), others.rollout(20, first_step=81))
    envs.close()


def test_rollouts_are_public():
    assert {"Rollout", "Episodes", "noise"} <= set(caucus.__all__)
