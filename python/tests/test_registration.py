"""What Gymnasium, and those who build on it, make of the registered ids."""

import os
import shlex
import subprocess
import sys

import gymnasium
import numpy as np
import pytest

import caucus
from caucus import UnknownOptionError, VectorEnv
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.registration import IDS

#: Does not fall, so that its episodes last as long as they may.
CHEETAH = "caucus/HalfCheetah-v0"


def test_registered_limits_are_the_servers(server):
    connection = Connection(server, Credentials())
    known = {spec.id: spec.max_episode_steps for spec in connection.list_environments().environments}
    connection.close()
    for name, registered in IDS.items():
        assert (
            gymnasium.spec(name).max_episode_steps == registered.max_episode_steps == known[registered.environment_id]
        )


def steps_until_cut(env, most):
    """How many steps an episode has; None if more than `most`."""
    env.reset(seed=0)
    for step in range(1, most + 1):
        truncated = env.step(np.zeros(6))[3]
        if truncated:
            return step
    return None


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [({}, 1000), ({"max_episode_steps": 7}, 7), ({"max_episode_steps": 1500}, 1500), ({"max_episode_steps": -1}, None)],
)
def test_the_limit_of_make_is_the_episodes(server, arguments, limit):
    env = gymnasium.make(CHEETAH, server=server, num_agents=2, infos=[], **arguments)
    assert env.spec.max_episode_steps == limit
    assert steps_until_cut(env, 1600) == limit
    env.close()


@pytest.mark.parametrize(
    ("arguments", "limit"),
    [
        ({}, 1000),
        ({"max_episode_steps": 7}, 7),
        ({"max_episode_steps": 1500}, 1500),
        ({"max_episode_steps": -1}, 1_000_000),
        ({"max_episode_steps": None}, 1000),
    ],
)
def test_the_limit_of_make_vec_is_the_sessions(server, arguments, limit):
    envs = gymnasium.make_vec(CHEETAH, num_envs=1, server=server, num_agents=2, infos=[], **arguments)
    assert envs._session.spec.max_episode_steps == limit
    if limit == 7:
        envs.reset(seed=0)
        assert [bool(envs.step(np.zeros((1, 6)))[3][0]) for _ in range(8)] == [False] * 6 + [True, False]
    envs.close()


def test_an_environment_without_gymnasiums_limit_has_the_servers(server):
    env = caucus.Env("resource-gathering", server=server, max_episode_steps=5)
    assert env._session.spec.max_episode_steps == 5
    env.close()
    env = caucus.Env("resource-gathering", server=server)
    assert env._session.spec.max_episode_steps == 40
    env.close()


def test_episodes_that_gymnasium_cuts_have_returns_and_lengths(server):
    env = gymnasium.make(CHEETAH, server=server, num_agents=2, max_episode_steps=3)
    env.reset(seed=0)
    for _ in range(2):
        env.reset()
        rewards = []
        for _ in range(3):
            _, reward, _, truncated, info = env.step(np.full(6, 0.5))
            rewards.append(reward)
        assert truncated
        assert info["episode_length"] == 3
        assert info["episode_returns"].dtype == np.float32
        np.testing.assert_allclose(info["episode_returns"], np.sum(rewards, axis=0), rtol=1e-6)
    env.close()


def test_returns_are_those_of_the_session(server):
    env = caucus.Env("hopper", server=server, max_episode_steps=4)
    envs = VectorEnv("hopper", 1, server=server, max_episode_steps=4)
    env.reset(seed=0)
    envs.reset(seed=0)
    for _ in range(4):
        info, infos = env.step(np.ones(3))[4], envs.step(np.ones((1, 3)))[4]
    np.testing.assert_array_equal(info["episode_returns"], infos["episode_returns"][0])
    assert info["episode_length"] == infos["episode_length"][0] == 4
    env.close()
    envs.close()


def test_gymnasiums_awareness_of_time(server):
    env = caucus.wrappers.LinearReward(gymnasium.make("caucus/ResourceGathering-v0", server=server))
    env = gymnasium.wrappers.TimeAwareObservation(env, normalize_time=True)
    env.reset(seed=0)
    assert env.step(1)[0][-1] == pytest.approx(1 / 40)
    env.close()


def as_torchrl(name, **arguments):
    """TorchRL's GymEnv offers `frameskip`, and does it itself where it is refused as by Gymnasium's environments."""
    kwargs = {"frameskip": 1, **arguments}
    try:
        return gymnasium.make(name, **kwargs)
    except TypeError as error:
        if "unexpected keyword argument 'frameskip'" not in str(error):
            raise
        kwargs.pop("frameskip")
    return gymnasium.make(name, **kwargs)


def test_frameskip_is_refused_as_gymnasiums_environments_refuse_it(server):
    for make in (gymnasium.make, gymnasium.make_vec):
        with pytest.raises(UnknownOptionError, match="hopper got an unexpected keyword argument 'frameskip'"):
            make("caucus/Hopper-v0", server=server, frameskip=2)
    as_torchrl("caucus/Hopper-v0", server=server).close()


def reward_space_as_torchrl_finds_it(env):
    return env.__dict__.get("reward_space") or env.get_wrapper_attr("reward_space")


def test_linear_rewards_lie_in_a_space_of_their_own(server):
    env = gymnasium.make("caucus/ResourceGathering-v0", server=server)
    low, high = env.unwrapped.reward_space.low, env.unwrapped.reward_space.high
    weights = np.arange(25.0) - 3
    wrapped = caucus.wrappers.LinearReward(env, weights)
    space = reward_space_as_torchrl_finds_it(wrapped)
    assert space.shape == ()
    assert space.low == pytest.approx(np.where(weights < 0, weights * high, weights * low).sum())
    assert space.high == pytest.approx(np.where(weights < 0, weights * low, weights * high).sum())
    wrapped.reset(seed=0)
    assert space.contains(np.asarray(wrapped.step(1)[1]))
    outer = gymnasium.wrappers.RecordEpisodeStatistics(wrapped)
    assert reward_space_as_torchrl_finds_it(outer) is space
    env.close()


def test_linear_rewards_of_vectors_lie_in_a_space_of_their_own(server):
    envs = gymnasium.make_vec("caucus/ResourceGathering-v0", num_envs=2, server=server)
    one = caucus.wrappers.vector.LinearReward(envs, agent=[0, 1])
    both = caucus.wrappers.vector.LinearReward(envs, [[2.0] * 25, [-4.0] * 25])
    low, high = envs.reward_space.low, envs.reward_space.high
    assert one.reward_space.shape == both.reward_space.shape == ()
    assert one.reward_space.low == min(low[:2])
    assert one.reward_space.high == max(high[:2])
    assert both.reward_space.low == pytest.approx(min(2 * low.sum(), -4 * high.sum()))
    assert both.reward_space.high == pytest.approx(max(2 * high.sum(), -4 * low.sum()))
    envs.close()


FAILURES = [
    'caucus.VectorEnv("hopper", 0)',
    'caucus.VectorEnv("hopper", server="localhost")',
    'caucus.VectorEnv("hopper", server="127.0.0.1:1")',
    'caucus.VectorEnv("hopper", render_mode="human")',
    'caucus.VectorEnv("hopper", speed=3)',
    'caucus.VectorEnv("hopper", autoreset_mode="Never")',
    'caucus.VectorEnv("hopper", tls_cert="a")',
    'caucus.Env("hopper", render_mode="human")',
    'caucus.Env("hopper", server="localhost")',
    "caucus.VectorEnv()",
    'caucus.wrappers.LinearReward(caucus.Env("resource-gathering"), [1, 2])',
]


@pytest.mark.parametrize("call", FAILURES)
def test_a_failed_constructor_is_told_once(call):
    code = f"import caucus\ntry:\n    {call}\nexcept Exception as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.stdout
    assert done.returncode == 0


def test_a_failed_constructor_frees_its_session():
    # A server that lets in one at a time.
    program = [*shlex.split(os.environ["CAUCUS_SERVER"]), "--max-sessions", "1"]
    for _ in range(2):
        with pytest.raises(ValueError, match="render_mode"):
            VectorEnv("hopper", server_command=program, render_mode="human")
