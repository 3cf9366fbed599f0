"""Options and infos of environments written in Python."""

import numpy as np
import pytest
from support.serving import Serving
from support.tunable import Tunable

from caucus import ContractError, ServerTimeoutError, VectorEnv
from caucus._proto import environment_pb2, service_pb2, tensor_pb2
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.worker.options import constructor_options, with_perturbation_ranges


@pytest.fixture(scope="module")
def serving():
    running = Serving("support.tunable:Tunable", "MountainCarContinuous-v0")
    yield running.address
    assert running.stop() == 0


@pytest.fixture
def make(serving):
    made = []

    def create(environment_id="tunable", num_envs=2, **arguments):
        made.append(VectorEnv(environment_id, num_envs, server=serving, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def spec_of(serving, environment_id):
    connection = Connection(serving, Credentials())
    specs = {spec.id: spec for spec in connection.list_environments().environments}
    connection.close()
    return specs[environment_id]


def test_options_are_the_constructors_numbers_and_booleans(serving):
    options = spec_of(serving, "tunable").options
    assert [(option.name, option.type) for option in options] == [
        ("size", environment_pb2.OPTION_TYPE_INTEGER),
        ("seconds", environment_pb2.OPTION_TYPE_NUMBER),
        ("gain", environment_pb2.OPTION_TYPE_NUMBER),
        ("noisy", environment_pb2.OPTION_TYPE_BOOLEAN),
    ]
    assert [option.default_value.number_value for option in options[:3]] == [3, 0, 2]
    assert options[3].default_value.HasField("bool_value")


def test_ranges_in_which_options_may_differ_are_declared(serving):
    ranges = {option.name: option.perturbation_range for option in spec_of(serving, "tunable").options}
    assert (ranges["gain"].minimum, ranges["gain"].maximum) == (1.5, 2.5)
    declared = [option.HasField("perturbation_range") for option in spec_of(serving, "tunable").options]
    assert declared == [False, False, True, False]


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        (
            {"speed": (0, 1)},
            r"names of numbers among the constructor's arguments \(gain, seconds, size\), got \{'speed'",
        ),
        ({"noisy": (0, 1)}, "names of numbers"),
        ([("gain", 1, 2)], "names of numbers"),
        ({"gain": (2, 1)}, r"perturbation_ranges.gain: expected two numbers in ascending order, got \(2, 1\)"),
        ({"gain": (0, float("inf"))}, "two numbers in ascending order"),
        ({"gain": (float("nan"), 1)}, "two numbers in ascending order"),
        ({"gain": 1}, "two numbers in ascending order"),
        ({"size": (1, 2.5)}, "perturbation_ranges.size: expected two whole numbers in ascending order"),
    ],
)
def test_bad_ranges_are_refused(declared, text):
    with pytest.raises(ValueError, match=text):
        with_perturbation_ranges(constructor_options(Tunable, {}), declared)


def test_gymnasiums_own_have_their_step_limit_too(serving, make):
    spec = spec_of(serving, "MountainCarContinuous-v0")
    assert [option.name for option in spec.options] == ["max_episode_steps", "goal_velocity"]
    assert spec.max_episode_steps == 999
    envs = make("MountainCarContinuous-v0", max_episode_steps=2, autoreset_mode="Disabled")
    envs.reset(seed=0)
    assert not envs.step(np.zeros((2, 1)))[3].any()
    assert envs.step(np.zeros((2, 1)))[3].all()
    endless = make("MountainCarContinuous-v0", max_episode_steps=0)
    assert endless._session.spec.max_episode_steps == 0


def test_an_option_may_change_spaces_and_rewards(make):
    envs = make(size=5, gain=3, agent_parameters=[[1, 0]])
    assert envs.single_observation_space.shape == (5,)
    assert envs.reset(seed=0)[0].tolist() == [[0] * 5] * 2
    assert envs.step([0, 0])[1].tolist() == [[3], [3]]
    # Without them it is as before.
    assert make().single_observation_space.shape == (3,)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"speed": 1}, r"options: expected only size, seconds, gain, noisy, got \"speed\" \(env \"tunable\"\)"),
        ({"size": 2.5}, "options.size: expected an integer, got 2.5"),
        ({"gain": True}, "options.gain: expected a number, got true"),
        ({"noisy": 1}, "options.noisy: expected a boolean, got 1"),
        ({"size": -1}, "options: expected ones with which it can be served, .* ValueError: negative dim"),
    ],
)
def test_bad_options_are_refused(make, options, text):
    with pytest.raises(ContractError, match=text) as raised:
        make(**options)
    assert raised.value.reason == "INVALID_VALUE"


def test_a_client_that_gives_up_finds_what_it_asked_for_when_it_asks_again(serving):
    connection = Connection(serving, Credentials())
    request = service_pb2.DescribeEnvironmentRequest(environment_id="tunable")
    request.options.update({"seconds": 1.5})
    for _ in range(40):
        try:
            # Less than it takes, of two environments.
            spec = connection.describe_environment(request, 1).spec
            break
        except ServerTimeoutError:
            continue
    assert spec.id == "tunable"
    connection.close()


def test_infos_are_the_numbers_of_a_steps_info(serving):
    infos = {info.name: (info.dtype, list(info.shape)) for info in spec_of(serving, "tunable").infos}
    assert infos == {
        "count": (tensor_pb2.DATA_TYPE_FLOAT64, []),
        "noisy": (tensor_pb2.DATA_TYPE_BOOL, []),
        "place": (tensor_pb2.DATA_TYPE_FLOAT64, [2]),
        "speed": (tensor_pb2.DATA_TYPE_FLOAT32, []),
    }


def test_infos_come_with_resets_and_steps(make):
    envs = make(noisy=True, autoreset_mode="SameStep")
    _, infos = envs.reset(seed=0)
    assert infos["place"].tolist() == [[7, 8], [7, 8]]
    # A reset says nothing of it.
    assert infos["speed"].tolist() == [0, 0]
    *_, infos = envs.step([0, 0])
    assert infos["place"].tolist() == [[1, -1], [1, -1]]
    assert infos["speed"].tolist() == [0.5, 0.5]
    assert infos["noisy"].tolist() == [True, True]
    *_, terminations, _, infos = envs.step([0, 0])
    assert terminations.all()
    assert infos["place"].tolist() == [[7, 8], [7, 8]]
    assert infos["final_info"]["place"].tolist() == [[2, -2], [2, -2]]
    assert infos["final_info"]["count"].tolist() == [2, 2]


def test_only_the_infos_asked_for_are_sent(make):
    envs = make(infos=["count"])
    assert list(envs.reset(seed=0)[1]) == ["count", "_count"]
    with pytest.raises(ContractError, match=r"infos: expected only count, noisy, place, speed, got .mood"):
        make(infos=["mood"])


def test_rewards_without_a_reward_space_are_counted(make):
    envs = make()
    assert envs.agent_parameters.shape == (100, 2)
    assert np.isinf(envs.reward_space.high).all()


def test_whoever_serves_what_seeds_do_nothing_to_is_warned():
    running = Serving("support.fragile:Careless", "support.fragile:Fragile")
    log = running.log()
    assert '"environment":"careless","msg":"one seed gave two different episodes' in log
    assert "fragile" not in log
    assert running.stop() == 0


def test_states_of_other_options_do_not_fit(make):
    envs, other = make(num_agents=2), make(num_agents=2, gain=9)
    envs.reset(seed=0)
    with pytest.raises(ContractError, match=r"expected a state of env .tunable. with the same options and agents"):
        other._session.restore_states(envs._session.save_states())
