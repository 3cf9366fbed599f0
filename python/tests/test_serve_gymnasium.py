"""Environments behave as in Gymnasium: random numbers, seeds, spaces, infos; and what they give is checked."""

import itertools
import subprocess

import gymnasium
import numpy as np
import pytest
from gymnasium import spaces
from support import hostile
from support.serving import Serving, command, environment

from caucus import ContractError, VectorEnv
from caucus.worker.finding import UnservableError, kebab
from caucus.worker.seeds import MOST_SEED, environment_seed
from caucus.worker.wire_actions import action_reader, wire_action_space

NAMES = ["Keeper", "Blurred", "Legacy", "Telling", "NaN", "HTTPServer2D", "Mixed"]


@pytest.fixture(scope="module")
def serving():
    running = Serving(*(f"support.hostile:{name}" for name in NAMES), "CartPole-v1", "Blackjack-v1", "FrozenLake-v1")
    yield running
    assert running.stop() == 0


@pytest.fixture
def make(serving):
    made = []

    def create(environment_id, num_envs=2, **arguments):
        made.append(VectorEnv(environment_id, num_envs, server=serving.address, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def flat(space, observation):
    return spaces.flatten(space, observation).astype(np.float32)


@pytest.mark.parametrize(
    ("environment_id", "local"),
    [
        ("keeper", hostile.Keeper),
        ("CartPole-v1", lambda: gymnasium.make("CartPole-v1")),
        ("Blackjack-v1", lambda: gymnasium.make("Blackjack-v1")),
        ("FrozenLake-v1", lambda: gymnasium.make("FrozenLake-v1")),
        ("mixed", hostile.Mixed),
    ],
)
@pytest.mark.parametrize("restored", [False, True])
def test_episode_after_episode_is_gymnasiums(make, environment_id, local, restored):
    single = [local() for _ in range(2)]
    envs = make(environment_id, autoreset_mode="Disabled", agent_parameters=[[1]])
    space = envs._session.action_space
    space.seed(0)
    observations, _ = envs.reset(seed=3)
    expected = [env.reset(seed=3 + j)[0] for j, env in enumerate(single)]
    episodes = 0
    for step in range(60):
        for j, env in enumerate(single):
            np.testing.assert_array_equal(observations[j], flat(env.observation_space, expected[j]))
        if restored and step % 9 == 5:
            states = envs._session.save_states()
            envs = make(environment_id, autoreset_mode="Disabled", agent_parameters=[[1]])
            np.testing.assert_array_equal(envs._session.restore_states(states), observations)
        actions = np.array([space.sample() for _ in single])
        observations, rewards, terminations, truncations, _ = envs.step(actions)
        for j, env in enumerate(single):
            given = env.step(action_reader(env.action_space)(actions[j]))
            expected[j], reward, terminated, truncated, _ = given
            assert (rewards[j, 0], terminations[j], truncations[j]) == (np.float32(reward), terminated, truncated)
        over = terminations | truncations
        if over.any():
            episodes += 1
            for j, env in enumerate(single):
                np.testing.assert_array_equal(observations[j], flat(env.observation_space, expected[j]))
                if over[j]:
                    expected[j], _ = env.reset()
            observations, _ = envs.reset(options={"reset_mask": over})
    assert environment_id == "mixed" or episodes >= 2


@pytest.mark.parametrize(
    ("action", "text"),
    [
        (0, r"reward\[1\]: expected a finite number of float32, got nan"),
        (1, r"reward\[0\]: expected a finite number of float32, got -inf"),
        (2, r"reward: expected 2 entries, got shape \[1\]"),
        (3, r"observation\[1\]: expected a finite number of float32, got nan"),
        (4, r"observation\[0\]: expected a finite number of float32, got 1e\+300"),
        (5, "observation: expected 4 entries, as its space has, got 3"),
        (6, "IndexError: "),
        (7, "ValueError: not enough values to unpack"),
    ],
)
def test_what_is_no_number_or_has_another_shape_breaks_the_session(make, action, text):
    envs = make("blurred", agent_parameters=[[0.5, 0.5]])
    envs.reset(seed=0)
    envs.step([action, 0])
    envs.step([0, action])
    expected = f'env "blurred" broke, its session is lost: environment 0, step 3: {text}'
    with pytest.raises(ContractError, match=expected) as raised:
        envs.step([action, 0])
    assert raised.value.reason == "ENVIRONMENT_FAILED"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BlurredAtOnce", "observation[0]: expected a finite number of float32, got nan"),
        ("EndlessSpace", "observation_space: expected one of a fixed size, got Sequence"),
        ("VastSpace", "observation_space: expected 1 to 4194304 entries, got 1000000000"),
        ("VastAction", "action_space: expected at most 2147483647 actions, got 10000000000"),
        (
            "GraphAction",
            "action_space: expected a fixed size, of a Box, Discrete, MultiDiscrete or MultiBinary, or ",
        ),
    ],
)
def test_what_cannot_travel_is_not_served(name, text):
    done = subprocess.run(
        command(f"support.hostile:{name}", "--port", "0"),
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 1
    assert text in done.stderr


def test_seeds_of_environments_have_31_bits():
    assert [environment_seed(seed) for seed in (0, 1, 7, 2**31 - 1)] == [0, 1, 7, 2**31 - 1]
    # The hash is https://prng.di.unimi.it/splitmix64.c, with its state at the seed.
    assert environment_seed(2**31) == splitmix64(2**31) >> 33
    assert environment_seed(MOST_SEED) == splitmix64(MOST_SEED) >> 33
    large = [environment_seed(2**52 + j) for j in range(10_000)]
    assert len(set(large)) >= 9_999
    assert max(large) < 2**31
    # Neighbours differ in half of their bits.
    flips = np.mean([(a ^ b).bit_count() for a, b in itertools.pairwise(large)])
    assert 15 < flips < 16


def splitmix64(state):
    with np.errstate(over="ignore"):
        z = np.uint64(state) + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return int(z ^ (z >> np.uint64(31)))


def test_environments_a_to_b_are_those_of_a_session_seeded_with_a_more(make):
    for seed in (2**31 - 2, 2**52):
        many, few = make("legacy", 6), make("legacy", 3)
        np.testing.assert_array_equal(many.reset(seed=seed)[0][2:5], few.reset(seed=seed + 2)[0])
        assert many.reset(seed=seed)[0].max() < 2**16


def test_infos_of_any_step_are_offered_and_there_when_they_are(make):
    envs = make("telling", autoreset_mode="SameStep")
    _, infos = envs.reset(seed=5)
    assert [name for name in infos if not name.startswith("_")] == ["first", "halfway", "is_success", "length"]
    assert infos["first"].tolist() == [[5, 1], [6, 1]]
    envs.step([0, 0])
    infos = envs.step([0, 0])[-1]
    assert infos["halfway"].tolist() == [0.5, 0.5]
    envs.step([0, 0])
    final = envs.step([2, 0])[-1]["final_info"]
    assert final["is_success"].tolist() == [True, False]
    assert final["length"].tolist() == [4, 4]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Street", "street"),
        ("DeepSea", "deep-sea"),
        ("deep_sea", "deep-sea"),
        ("NaN", "nan"),
        ("NaNEnv", "nan-env"),
        ("HTTPServer", "http-server"),
        ("HTTPServer2D", "http-server2d"),
        ("MyHTTPServer", "my-http-server"),
        ("DeepRL", "deep-rl"),
        ("DeepRLEnv", "deep-rl-env"),
        ("Walker2dV5", "walker2d-v5"),
        ("MO", "mo"),
        ("ABTest", "ab-test"),
    ],
)
def test_ids_of_classes(name, expected):
    assert kebab(name) == expected


def test_classes_are_served_by_such_ids(make):
    make("nan").reset(seed=0)
    make("http-server2d").reset(seed=0)


@pytest.mark.parametrize("name", list(hostile.SPACES))
def test_what_gymnasium_flattens_is_the_action(name):
    space = hostile.SPACES[name]
    wire = wire_action_space(space, "")
    space.seed(0)
    for _ in range(20):
        action = space.sample()
        if name == "BoxWide":
            action = np.round(action / 2**40).astype(np.int64)
        if isinstance(space, spaces.Discrete):
            sent = np.int32(action - space.start)
        else:
            sent = spaces.flatten(space, action).astype(np.float32)
        received = action_reader(space)(sent)
        assert space.contains(received)
        if name in ("BoxWide", "Boxfloat64", "BoxUnbounded", "Pair"):
            # Which float32 has not.
            continue
        assert hostile.spoken(received) == hostile.spoken(action)
        assert wire.contains(sent) or isinstance(space, spaces.Discrete)


def test_actions_are_clipped_rounded_and_chosen():
    pair = hostile.SPACES["Pair"]
    choice, push = action_reader(pair)(np.float32([-3, -1, -2, 5, -0.25]))
    assert (choice, push.tolist(), push.dtype) == (2, [1, -0.25], np.float64)
    assert action_reader(hostile.SPACES["Boxint8"])(np.float32([-9, 9, 0.6, -0.6, 1.4, 0])).tolist() == [
        [-2, 2, 1],
        [-1, 1, 0],
    ]
    wide = action_reader(hostile.SPACES["BoxWide"])(np.float32([-3e38, 3e38]))
    assert wide.tolist() == [-(2**63), 2**63 - 1]
    assert action_reader(hostile.SPACES["ChoiceFrom"])(np.int32(0)) == -1
    chosen = action_reader(hostile.SPACES["Choices"])(np.float32([2, 1, 0, 0, 9, 1, 1, 0, 0, -5, -4, -3, -2, -9]))
    assert chosen.tolist() == [[0, 2], [0, 3]]
    assert action_reader(hostile.SPACES["Bits"])(np.float32([0.5, 0.4, -7, 7])).tolist() == [[1, 0], [0, 1]]
    assert wire_action_space(hostile.SPACES["Pair"], "").low.tolist() == [-np.inf] * 3 + [-1, -1]


def test_spaces_without_a_fixed_size_are_not_served():
    with pytest.raises(UnservableError, match="expected a fixed size"):
        wire_action_space(spaces.Dict(a=spaces.Sequence(spaces.Discrete(2))), "env")
