import pickle
import warnings

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env, data_equivalence

import caucus
from caucus.registration import IDS

mo_gymnasium = pytest.importorskip("mo_gymnasium")

pytestmark = pytest.mark.parametrize("name", IDS)


@pytest.fixture
def make(server, name):
    made = []

    def create(**arguments):
        # As mo_gymnasium.make, which its tests use.
        made.append(mo_gymnasium.make(name, server=server, **arguments))
        return made[-1]

    yield create
    for env in made:
        env.close()


class MOLinearReward(mo_gymnasium.wrappers.LinearReward):
    """MO-Gymnasium 1.3's puts the same weights into every info, which the checks of Gymnasium 1.4 refuse."""

    def step(self, action):
        *result, info = super().step(action)
        return *result, info | {"reward_weights": self.w.copy()}


@pytest.mark.parametrize("wrapper", [caucus.wrappers.LinearReward, MOLinearReward])
def test_passes_gymnasiums_checks(make, wrapper):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # What the checks warn of in any wrapped environment, in MuJoCo's observations, which are unbounded, and in
        # weights of assets, which may be above 1.
        for text in (
            "The environment .* is different from the unwrapped version",
            "A Box observation space",
            "For Box action spaces, we recommend",
        ):
            warnings.filterwarnings("ignore", f".*{text}")
        check_env(wrapper(make()))


def test_passes_gymnasiums_checks_unwrapped(make):
    # They want a scalar reward, and only warn of others.
    check_env(make().unwrapped)


def test_rewards_lie_in_their_space(make):
    env = make().unwrapped
    assert env.reward_dim == env.reward_space.shape[0]
    env.reset()
    for _ in range(50):
        _, reward, terminated, truncated, _ = env.step(env.action_space.sample())
        assert env.reward_space.contains(reward)
        if terminated or truncated:
            env.reset()


def test_comes_back_from_a_pickle(make):
    env = mo_gymnasium.wrappers.LinearReward(make())
    copy = pickle.loads(pickle.dumps(env))
    assert copy.spec == env.spec
    assert data_equivalence(env.reset(seed=0), copy.reset(seed=0), exact=True)
    action = env.action_space.sample()
    assert data_equivalence(env.step(action), copy.step(action), exact=True)
    copy.close()


def test_two_with_one_seed_do_the_same(make):
    one, other = make(), make()
    assert data_equivalence(one.reset(seed=0), other.reset(seed=0), exact=True)
    one.action_space.seed(0)
    for _ in range(50):
        action = one.action_space.sample()
        first, second = one.step(action), other.step(action)
        assert one.observation_space.contains(first[0])
        assert data_equivalence(first, second, exact=True)
        if first[2] or first[3]:
            assert first[4]["episode_length"] > 0
            one.reset()
            other.reset()


def test_draws_itself(make):
    env = make(render_mode="rgb_array")
    env.reset(seed=0)
    frame = env.render()
    assert frame.dtype == np.uint8
    assert frame.shape[2] == 3


def test_bad_options_of_a_reset_are_an_error(make):
    with pytest.raises(ValueError, match="options: expected none, got speed"):
        make().reset(options={"speed": 3})


def test_gymnasiums_time_limit_goes_on_top(make):
    env = gymnasium.wrappers.TimeLimit(make(), 2)
    env.reset(seed=0)
    env.action_space.seed(0)
    assert not env.step(env.action_space.sample())[3]
    assert env.step(env.action_space.sample())[3]
