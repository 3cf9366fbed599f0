import pickle

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AutoresetMode, SyncVectorEnv

import caucus
from caucus import ContractError, UnknownOptionError
from caucus.registration import IDS

MODES = list(AutoresetMode)


@pytest.fixture
def make(server):
    made = []

    def create(name="caucus/Hopper-v0", num_envs=3, **arguments):
        made.append(gymnasium.make_vec(name, num_envs=num_envs, server=server, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def assert_same(one, other):
    """Of what reset or step give, infos too."""
    assert type(one) is type(other)
    if isinstance(one, dict):
        assert list(one) == list(other)
        for key in one:
            assert_same(one[key], other[key])
    elif isinstance(one, tuple) or (isinstance(one, np.ndarray) and one.dtype == object):
        for a, b in zip(one, other, strict=True):
            assert_same(a, b)
    else:
        np.testing.assert_array_equal(one, other)
        assert getattr(one, "dtype", None) == getattr(other, "dtype", None)


@pytest.mark.parametrize("name", IDS)
def test_attributes(make, name):
    envs = make(name, 2)
    assert isinstance(envs, gymnasium.vector.VectorEnv)
    n = 25 if name == "caucus/ResourceGathering-v0" else 100
    assert envs.num_envs == 2
    assert envs.observation_space.shape == (2, *envs.single_observation_space.shape)
    assert envs.action_space.shape == (2, *envs.single_action_space.shape)
    assert envs.reward_space.shape == (n,)
    assert envs.reward_space.dtype == np.float32
    assert envs.reward_dim == n
    assert envs.agent_parameters.shape == (n, 1)
    assert envs.metadata["autoreset_mode"] is AutoresetMode.NEXT_STEP
    assert envs.spec.id == name
    observations, _ = envs.reset(seed=0)
    assert envs.observation_space.contains(observations)
    _, rewards, terminations, truncations, _ = envs.step(envs.action_space.sample())
    assert rewards.shape == (2, n)
    assert rewards.dtype == np.float32
    assert terminations.dtype == truncations.dtype == np.bool_
    assert all(envs.reward_space.contains(reward) for reward in rewards)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["caucus/Hopper-v0", "caucus/ResourceGathering-v0"])
def test_equals_gymnasiums_vector_of_single_environments(make, server, name, mode):
    # Episodes are short, so that each environment starts anew several times.
    arguments = {"agent_parameters": [0.5, 1.0]} if name == "caucus/Hopper-v0" else {"max_episode_steps": 9}
    ours = make(name, num_envs=3, autoreset_mode=mode, **arguments)

    class Rewarding(SyncVectorEnv):
        """Gymnasium's keeps room for scalar rewards only."""

        def __init__(self, env_fns, **kwargs):
            super().__init__(env_fns, **kwargs)
            self._rewards = np.zeros((3, ours.reward_dim), np.float32)

    theirs = Rewarding([lambda: gymnasium.make(name, server=server, **arguments)] * 3, autoreset_mode=mode)
    assert_same(without_episodes(ours.reset(seed=11)), without_episodes(theirs.reset(seed=11)))
    theirs.action_space.seed(1)
    finished = 0
    for _ in range(120):
        actions = theirs.action_space.sample()
        mine, others = ours.step(actions), theirs.step(actions)
        assert_same(without_episodes(mine), without_episodes(others))
        over = mine[2] | mine[3]
        finished += int(over.sum())
        if mode is AutoresetMode.DISABLED and over.any():
            options = {"reset_mask": over}
            mine, others = ours.reset(options=dict(options)), theirs.reset(options=dict(options))
            assert_same(without_episodes(mine), without_episodes(others))
    theirs.close()
    assert finished >= 6


def without_episodes(result):
    """Gymnasium's vector puts an episode's last infos elsewhere, depending on the mode."""
    extra = ("episode_returns", "_episode_returns", "episode_length", "_episode_length")

    def kept(infos):
        return {
            key: kept(value) if isinstance(value, dict) else value
            for key, value in sorted(infos.items())
            if key not in extra
        }

    return (*result[:-1], kept(result[-1]))


@pytest.mark.parametrize("mode", MODES)
def test_returns_and_lengths_of_episodes(make, mode):
    envs = make("caucus/ResourceGathering-v0", 2, autoreset_mode=mode, max_episode_steps=4)
    envs.reset(seed=0)
    # Environment 0 walks up, down and is home after two steps; environment 1 walks up until it is cut.
    up, down = np.flatnonzero(first_moves(make) != 0)[0], None
    for candidate in range(4):
        envs.reset(seed=0)
        envs.step([up, up])
        if envs.step([candidate, up])[2][0]:
            down = candidate
            break
    envs.reset(seed=0)
    envs.step([up, up])
    _, rewards, terminations, truncations, infos = envs.step([down, up])
    assert terminations.tolist() == [True, False]
    assert truncations.tolist() == [False, False]
    assert infos["_episode_returns"].tolist() == [True, False]
    assert infos["episode_length"].tolist() == [2, 0]
    np.testing.assert_array_equal(infos["episode_returns"][0], rewards[0])
    assert infos["episode_returns"][0].max() == np.float32(0.98)
    if mode is AutoresetMode.DISABLED:
        envs.reset(options={"reset_mask": np.array([True, False])})
    envs.step([up, up])
    _, _, terminations, truncations, infos = envs.step([up, up])
    assert truncations.tolist() == [False, True]
    assert terminations.tolist() == [False, False]
    assert infos["episode_length"].tolist() == [0, 4]


def first_moves(make):
    """How far each action moves the walker from home, in tiles."""
    envs = make("caucus/ResourceGathering-v0", 4)
    before, _ = envs.reset(seed=0)
    after, *_ = envs.step(np.arange(4))
    return np.abs(after[:, :2] - before[:, :2]).sum(1)


def finish(envs, most=500):
    """Acts at random until an episode ends."""
    envs.action_space.seed(0)
    for _ in range(most):
        result = envs.step(envs.action_space.sample())
        if result[2].any() or result[3].any():
            return result
    raise AssertionError("no episode ended")


def test_next_step_ignores_the_action_after_an_episode(make):
    envs = make(num_envs=2)
    envs.reset(seed=5)
    last, _, terminations, truncations, infos = finish(envs)
    assert "final_obs" not in infos
    j = int(np.flatnonzero(terminations | truncations)[0])
    observations, rewards, terminations, truncations, _ = envs.step(envs.action_space.sample())
    assert (rewards[j] == 0).all()
    assert not terminations[j]
    assert not truncations[j]
    assert not np.array_equal(observations[j], last[j])


def test_same_step_has_the_final_observation_beside_the_new_one(make):
    envs = make(num_envs=2, autoreset_mode="SameStep")
    envs.reset(seed=5)
    observations, _, terminations, truncations, infos = finish(envs)
    over = terminations | truncations
    assert over.tolist() in ([True, False], [False, True])
    j, other = int(np.argmax(over)), int(np.argmin(over))
    assert infos["_final_obs"].tolist() == infos["_final_info"].tolist() == over.tolist()
    assert infos["final_obs"][other] is None
    assert infos["final_obs"].dtype == object
    assert not np.array_equal(infos["final_obs"][j], observations[j])
    assert infos["final_info"]["x_velocity"][j] != infos["x_velocity"][j]
    assert infos["final_info"]["_x_velocity"].tolist() == over.tolist()


def test_disabled_needs_a_reset_of_what_is_over(make):
    envs = make(num_envs=2, autoreset_mode=AutoresetMode.DISABLED)
    envs.reset(seed=5)
    last, _, terminations, truncations, _ = finish(envs)
    with pytest.raises(ContractError, match="is over") as raised:
        envs.step(envs.action_space.sample())
    assert raised.value.reason == "EPISODE_OVER"
    over = terminations | truncations
    observations, infos = envs.reset(options={"reset_mask": over})
    assert not np.array_equal(observations[over], last[over])
    np.testing.assert_array_equal(observations[~over], last[~over])
    assert infos["_qpos"].tolist() == over.tolist()
    assert (infos["qpos"][~over] == 0).all()
    envs.step(envs.action_space.sample())


def test_environment_j_equals_the_single_one_seeded_with_s_plus_j(make, server):
    envs = make(num_envs=3, agents_seed=4, num_agents=7)
    vector, _ = envs.reset(seed=40)
    # With which none falls.
    envs.action_space.seed(0)
    actions = [envs.action_space.sample() for _ in range(10)]
    results = [envs.step(action) for action in actions]
    for j in range(3):
        single = gymnasium.make("caucus/Hopper-v0", server=server, num_agents=7, agents_seed=4)
        np.testing.assert_array_equal(single.reset(seed=40 + j)[0], vector[j])
        for action, (observations, rewards, *_) in zip(actions, results, strict=True):
            observation, reward, *_ = single.step(action[j])
            np.testing.assert_array_equal(observation, observations[j])
            np.testing.assert_array_equal(reward, rewards[j])
        single.close()


def test_a_list_of_seeds_has_one_for_each(make):
    envs = make(num_envs=4)
    known, known_infos = envs.reset(seed=0)
    again, infos = envs.reset(seed=[2, 3, 0, 2])
    np.testing.assert_array_equal(again, known[[2, 3, 0, 2]])
    np.testing.assert_array_equal(infos["qpos"], known_infos["qpos"][[2, 3, 0, 2]])
    # What follows is seeded too: the next episode's start is drawn from the same random numbers.
    after, _ = envs.reset()
    envs.reset(seed=0)
    np.testing.assert_array_equal(envs.reset()[0][[2, 3, 0, 2]], after)


def test_seeds_may_be_numpys_and_as_large_as_there_are(make):
    envs = make(num_envs=2)
    known, _ = envs.reset(seed=2**53 - 2)
    np.testing.assert_array_equal(envs.reset(seed=np.uint64(2**53 - 2))[0], known)
    np.testing.assert_array_equal(envs.reset(seed=np.array([2**53 - 2, 4]))[0][0], known[0])
    np.testing.assert_array_equal(envs.reset(seed=(np.int32(5), None))[0][0], envs.reset(seed=5)[0][0])


def test_a_list_of_seeds_with_a_mask_touches_nothing_else(make):
    envs, others = make(num_envs=3), make(num_envs=3)
    envs.reset(seed=7)
    others.reset(seed=7)
    mask = np.array([False, False, True])
    observations, infos = envs.reset(seed=[None, None, 1], options={"reset_mask": mask})
    expected = make(num_envs=2).reset(seed=0)[0][1]
    np.testing.assert_array_equal(observations[2], expected)
    assert infos["_qpos"].tolist() == [False, False, True]
    # Both go on alike, but for environment 2.
    actions = np.zeros((3, 3))
    one, other = envs.step(actions)[0], others.step(actions)[0]
    np.testing.assert_array_equal(one[:2], other[:2])
    assert not np.array_equal(one[2], other[2])
    # None leaves random numbers as they are.
    np.testing.assert_array_equal(envs.reset(seed=[None, None, 5])[0][:2], others.reset()[0][:2])


def test_without_a_seed_every_vector_is_another(make):
    assert not np.array_equal(make().reset()[0], make().reset()[0])


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"seed": [1, 2]}, "seed: expected an int, or 3 of them, got 2"),
        ({"seed": [1, 2, -3]}, "seed: expected a whole number from 0 to 9007199254740989, got -3"),
        ({"seed": [1, 2, 2**53]}, "seed: expected a whole number from 0 to 9007199254740989, got 9007199254740992"),
        ({"seed": [1, 2, True]}, "seed: expected a whole number from 0 to 9007199254740989, got True"),
        ({"seed": np.array([1.0, 2, 3])}, "seed: expected a whole number from 0 to 9007199254740989, got 1.0"),
        ({"seed": -1}, "seed: expected a whole number from 0 to 9007199254740989, got -1"),
        ({"seed": 2**53 - 2}, "seed: expected a whole number from 0 to 9007199254740989, got 9007199254740990"),
        ({"seed": np.int64(-1)}, "seed: expected a whole number from 0 to 9007199254740989, got -1"),
        ({"seed": 1.5}, "seed: expected a whole number from 0 to 9007199254740989, got 1.5"),
        ({"seed": False}, "seed: expected a whole number from 0 to 9007199254740989, got False"),
        ({"seed": "7"}, "seed: expected a whole number from 0 to 9007199254740989, got '7'"),
        ({"options": {"reset_mask": [True] * 3}}, r"reset_mask'\]: expected a bool array \[3\], got list"),
        ({"options": {"reset_mask": np.ones(2, bool)}}, r"a bool array \[3\], got bool \[2\]"),
        ({"options": {"reset_mask": np.zeros(3, bool)}}, "expected at least one True, got none"),
        ({"options": {"mask": 1}}, "options: expected only reset_mask, got mask"),
    ],
)
def test_a_bad_reset_is_an_error(make, arguments, text):
    with pytest.raises(ValueError, match=text):
        make().reset(**arguments)


@pytest.mark.parametrize(
    ("name", "actions", "text"),
    [
        ("caucus/Hopper-v0", np.zeros((3, 2)), r'actions: expected shape \[3, 3\], got \[3, 2\] \(env "hopper"\)'),
        ("caucus/Hopper-v0", np.full((3, 3), "a"), "actions: expected numbers, got <U1"),
        ("caucus/ResourceGathering-v0", np.zeros(3), "actions: expected whole numbers, got float64"),
        ("caucus/ResourceGathering-v0", np.array([0, 0, 2**32]), "actions: expected 0 to 3, got 4294967296"),
        ("caucus/ResourceGathering-v0", np.array([0, 0, -(2**32)]), "actions: expected 0 to 3, got -4294967296"),
    ],
)
def test_bad_actions_are_errors_before_they_travel(make, name, actions, text):
    envs = make(name)
    envs.reset(seed=0)
    with pytest.raises(ValueError, match=text):
        envs.step(actions)


def test_a_refused_step_changes_nothing(make):
    envs, others = make(), make()
    envs.reset(seed=3)
    others.reset(seed=3)
    with pytest.raises(ContractError, match="actions: expected") as raised:
        envs.step(np.full((3, 3), np.nan))
    assert raised.value.reason == "INVALID_VALUE"
    np.testing.assert_array_equal(envs.step(np.ones((3, 3)))[0], others.step(np.ones((3, 3)))[0])


def test_options_and_agents(make):
    envs = make(num_envs=1, agent_parameters=[0.5, 1.5], max_target_velocity=2.0, infos=["x_velocity"])
    assert envs.agent_parameters.tolist() == [[0.5], [1.5]]
    assert envs.reward_dim == 2
    assert list(envs.reset(seed=0)[1]) == ["x_velocity", "_x_velocity"]
    with pytest.raises(UnknownOptionError, match="hopper got an unexpected keyword argument 'gravity'") as raised:
        make(gravity=9.81)
    assert isinstance(raised.value, ContractError)
    assert isinstance(raised.value, TypeError)
    with pytest.raises(ContractError, match="infos"):
        make(infos=["colour"])


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"num_envs": 0}, "num_envs: expected a whole number from 1 to 4294967295, got 0"),
        ({"num_envs": 2.5}, "num_envs: expected a whole number from 1 to 4294967295, got 2.5"),
        ({"num_envs": True}, "num_envs: expected a whole number from 1 to 4294967295, got True"),
        ({"num_envs": 2**32}, "num_envs: expected a whole number from 1 to 4294967295, got 4294967296"),
        ({"num_agents": -1}, "num_agents: expected a whole number from 0 to 4294967295, got -1"),
        ({"agents_seed": 2**53}, "agents_seed: expected a whole number from 0 to 9007199254740991, got 90071992547409"),
        ({"agents_seed": -1}, "agents_seed: expected a whole number from 0 to 9007199254740991, got -1"),
        ({"lease": -1}, "lease: expected a number of seconds from 0, got -1"),
        ({"lease": float("nan")}, "lease: expected a number of seconds from 0, got nan"),
        ({"timeout": 0}, "timeout: expected a number of seconds above 0, got 0"),
        ({"timeout": float("inf")}, "timeout: expected a number of seconds above 0, got inf"),
        ({"infos": "x_velocity"}, "infos: expected a list of names, got 'x_velocity'"),
        ({"infos": [3]}, r"infos: expected a list of names, got \[3\]"),
        ({"agent_parameters": ["fast"]}, r"agent_parameters: expected numbers \[n, p\], got others"),
        ({"healthy_z_min": object}, "options.healthy_z_min: expected a number or a boolean, got <class 'object'>"),
        ({"environment_id": 3}, "environment_id: expected a text, got 3"),
    ],
)
def test_arguments_that_cannot_travel_are_errors(server, arguments, text):
    given = {"environment_id": "hopper", "num_envs": 2} | arguments
    with pytest.raises(ValueError, match=text):
        caucus.VectorEnv(given.pop("environment_id"), given.pop("num_envs"), server=server, **given)


def test_a_pickled_vector_opens_a_session_of_its_own(make):
    envs = make(num_agents=3, agents_seed=9, autoreset_mode="Disabled")
    copy = pickle.loads(pickle.dumps(envs))
    assert copy.spec == envs.spec
    assert copy.metadata == envs.metadata
    np.testing.assert_array_equal(copy.agent_parameters, envs.agent_parameters)
    np.testing.assert_array_equal(copy.reset(seed=1)[0], envs.reset(seed=1)[0])
    copy.step(np.zeros((3, 3)))
    copy.close()
    envs.step(np.zeros((3, 3)))


def test_render(make):
    assert make().render() is None
    envs = make(render_mode="rgb_array")
    envs.reset(seed=0)
    frames = envs.render()
    assert len(frames) == 3
    assert frames[0].dtype == np.uint8
    assert frames[0].ndim == 3
    with pytest.raises(ValueError, match="render_mode: expected None or rgb_array, got 'human'"):
        make(render_mode="human")


def test_closed_is_closed(make):
    envs = make()
    envs.reset(seed=0)
    envs.close()
    envs.close()
    with pytest.raises(caucus.ServerConnectionError, match="this environment is closed"):
        envs.reset()
