"""What others' vectors, wrappers and learners make of these environments."""

import functools

import gymnasium
import numpy as np
import pytest
from gymnasium.vector import AsyncVectorEnv, AutoresetMode, SyncVectorEnv

import caucus

mo_gymnasium = pytest.importorskip("mo_gymnasium")

GATHERING = "caucus/ResourceGathering-v0"
HOPPER = "caucus/Hopper-v0"


@pytest.fixture
def single(server):
    made = []

    def create(name=GATHERING, **arguments):
        made.append(mo_gymnasium.make(name, server=server, **arguments))
        return made[-1]

    yield create
    for env in made:
        env.close()


@pytest.fixture
def vector(server):
    made = []

    def create(name=GATHERING, num_envs=3, **arguments):
        made.append(gymnasium.make_vec(name, num_envs=num_envs, server=server, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def tour(env):
    """There and back again on the map, whichever way is up; the last step's result."""
    for there in range(4):
        for back in range(4):
            env.reset(seed=0)
            env.step(there)
            result = env.step(back)
            if result[2]:
                return result
    raise AssertionError("no way leads home")


def rewarded(env):
    """Agents that a tour is worth something to."""
    return np.flatnonzero(tour(env)[1])


def test_mo_gymnasiums_linear_reward(single):
    weights = np.arange(25.0)
    env = mo_gymnasium.wrappers.LinearReward(single(), weights)
    _, reward, _, _, info = tour(env)
    # A tile, and home: 100 − 2 steps, over 100.
    assert reward == pytest.approx(0.98 * weights[rewarded(single())].sum())
    assert info["vector_reward"].shape == (25,)


def test_mo_gymnasiums_clipping_touches_one_agent_only(single):
    tile, home = rewarded(single())
    env = mo_gymnasium.wrappers.MOClipReward(single(), idx=tile, min_r=0, max_r=0.5)
    _, reward, *_ = tour(env)
    assert reward[tile] == 0.5
    assert reward[home] == np.float32(0.98)


def test_mo_gymnasiums_normalization_touches_one_agent_only(single):
    tile, home = rewarded(single())
    env = mo_gymnasium.wrappers.MONormalizeReward(single(), idx=tile)
    for _ in range(20):
        _, reward, *_ = tour(env)
    assert reward[tile] not in (0, np.float32(0.98))
    assert reward[home] == np.float32(0.98)


def test_mo_gymnasiums_statistics_of_single_environments(single):
    env = mo_gymnasium.wrappers.MORecordEpisodeStatistics(single(), gamma=0.5)
    *_, info = tour(env)
    tile, home = rewarded(single())
    assert info["episode"]["r"].shape == (25,)
    assert info["episode"]["r"][[tile, home]] == pytest.approx([0.98, 0.98])
    assert info["episode"]["dr"][tile] == pytest.approx(0.5 * 0.98)
    assert info["episode"]["l"] == 2
    assert isinstance(info["episode"]["t"], float)


def test_mo_gymnasiums_skipping_of_frames(single):
    env = mo_gymnasium.wrappers.MOMaxAndSkipObservation(single(HOPPER, num_agents=2), skip=3)
    plain = single(HOPPER, num_agents=2)
    env.reset(seed=1)
    plain.reset(seed=1)
    action = np.full(3, 0.1)
    rewards = [plain.step(action)[1] for _ in range(3)]
    np.testing.assert_allclose(env.step(action)[1], np.sum(rewards, axis=0), rtol=1e-6)


def test_mo_gymnasiums_own_vector_equals_ours(server, vector):
    make = functools.partial(mo_gymnasium.make, HOPPER, server=server, num_agents=2)
    theirs = mo_gymnasium.wrappers.vector.MOSyncVectorEnv([make] * 2)
    ours = vector(HOPPER, 2, num_agents=2)
    np.testing.assert_array_equal(ours.reset(seed=3)[0], theirs.reset(seed=3)[0])
    theirs.action_space.seed(0)
    ended = 0
    for _ in range(150):
        actions = theirs.action_space.sample()
        mine, others = ours.step(actions), theirs.step(actions)
        for a, b in zip(mine[:4], others[:4], strict=True):
            np.testing.assert_array_equal(a, b)
        ended += int(mine[2].sum())
    theirs.close()
    assert ended >= 2


def test_mo_gymnasiums_statistics_of_vectors(vector):
    envs = mo_gymnasium.wrappers.vector.MORecordEpisodeStatistics(vector(max_episode_steps=3))
    envs.reset(seed=0)
    infos = [envs.step([0, 0, 0])[-1] for _ in range(3)][-1]
    assert infos["episode"]["r"].shape == infos["episode"]["dr"].shape == (3, 25)
    assert infos["episode"]["l"].tolist() == [3, 3, 3]


@pytest.mark.parametrize(
    ("wrapper", "mode"),
    [
        (gymnasium.wrappers.vector.RecordEpisodeStatistics, "NextStep"),
        (gymnasium.wrappers.vector.RecordEpisodeStatistics, "SameStep"),
        (gymnasium.wrappers.vector.NormalizeReward, "SameStep"),
        (functools.partial(gymnasium.wrappers.vector.ClipReward, min_reward=-1, max_reward=1), "SameStep"),
        # These refuse SameStep.
        (gymnasium.wrappers.vector.NormalizeObservation, "NextStep"),
        (gymnasium.wrappers.vector.FlattenObservation, "NextStep"),
    ],
)
def test_gymnasiums_wrappers_of_vectors(vector, wrapper, mode):
    envs = wrapper(caucus.wrappers.vector.LinearReward(vector(HOPPER, 2, num_agents=4, autoreset_mode=mode)))
    envs.reset(seed=0)
    envs.action_space.seed(0)
    for _ in range(40):
        observations, rewards, *_ = envs.step(envs.action_space.sample())
        assert observations.shape == (2, 11)
        assert rewards.shape == (2,)
    envs.close()


# As CleanRL's programs make their environments.
def cleanrl(server, agent, **arguments):
    env = gymnasium.make(HOPPER, server=server, num_agents=4, **arguments)
    env = caucus.wrappers.LinearReward(env, agent=agent)
    env = gymnasium.wrappers.FlattenObservation(env)
    env = gymnasium.wrappers.RecordEpisodeStatistics(env)
    env = gymnasium.wrappers.ClipAction(env)
    env = gymnasium.wrappers.NormalizeObservation(env)
    env = gymnasium.wrappers.NormalizeReward(env, gamma=0.99)
    return gymnasium.wrappers.TransformReward(env, lambda reward: np.clip(reward, -10, 10))


def test_a_scalar_learners_environments(server, vector):
    made = [functools.partial(cleanrl, server, 1)] * 3
    envs = SyncVectorEnv(made, autoreset_mode=AutoresetMode.SAME_STEP)
    ours = vector(HOPPER, 3, num_agents=4, autoreset_mode="SameStep")
    envs.reset(seed=5)
    ours.reset(seed=5)
    envs.action_space.seed(0)
    returns, expected = [], []
    for _ in range(80):
        actions = envs.action_space.sample()
        _, rewards, _, _, infos = envs.step(actions)
        assert rewards.shape == (3,)
        if "final_info" in infos:
            over = infos["final_info"]["_episode"]
            returns += infos["final_info"]["episode"]["r"][over].tolist()
        *_, infos = ours.step(np.clip(actions, -1, 1))
        if "episode_returns" in infos:
            expected += infos["episode_returns"][infos["_episode_returns"], 1].tolist()
    envs.close()
    assert len(returns) >= 3
    np.testing.assert_allclose(returns, expected, rtol=1e-5)


# Forks are refused: test_forks.py.
@pytest.mark.parametrize("context", ["forkserver", "spawn"])
def test_gymnasiums_processes(server, context):
    wrapped = functools.partial(caucus.wrappers.LinearReward, agent=0)
    make = functools.partial(gymnasium.make, HOPPER, server=server, num_agents=2)
    envs = AsyncVectorEnv([lambda: wrapped(make())] * 2, context=context)
    plain = SyncVectorEnv([lambda: wrapped(make())] * 2)
    np.testing.assert_array_equal(envs.reset(seed=0)[0], plain.reset(seed=0)[0])
    actions = np.full((2, 3), 0.2, np.float32)
    for a, b in zip(envs.step(actions)[:4], plain.step(actions)[:4], strict=True):
        np.testing.assert_array_equal(a, b)
    envs.close()
    plain.close()


@pytest.mark.parametrize(("mode", "arguments"), [("sync", {}), ("async", {"context": "forkserver"})])
def test_make_vec_of_single_environments(server, mode, arguments):
    wrapper = functools.partial(caucus.wrappers.LinearReward, weights=[1, 0])
    envs = gymnasium.make_vec(
        HOPPER,
        num_envs=2,
        vectorization_mode=mode,
        vector_kwargs=arguments,
        wrappers=[wrapper],
        server=server,
        num_agents=2,
    )
    envs.reset(seed=0)
    assert envs.step(envs.action_space.sample())[1].shape == (2,)
    envs.close()
