import gymnasium
import numpy as np
import pytest

import caucus
from caucus.wrappers.weights import agent_weights


def test_weights():
    assert agent_weights(None, None, (4,)).tolist() == [0.25] * 4
    assert agent_weights([1, 2], None, (2,)).tolist() == [1, 2]
    assert agent_weights([1, 2], None, (3, 2)).tolist() == [[1, 2]] * 3
    assert agent_weights(None, 1, (3,)).tolist() == [0, 1, 0]
    assert agent_weights(None, [2, 0], (2, 3)).tolist() == [[0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize(
    ("weights", "agent", "shape", "text"),
    [
        ([1, 2], 0, (2,), "weights: expected either weights or agent, got both"),
        ([1, 2, 3], None, (2,), r"weights: expected shape \[2\], got \[3\]"),
        ([1, 2, 3], None, (4, 2), r"weights: expected shape \[2\] or \[4, 2\], got \[3\]"),
        (None, 2, (2,), "agent: expected 0 to 1, got 2"),
        (None, 0.5, (2,), "agent: expected a whole number, got 0.5"),
        (None, [0, 1], (3, 2), r"agent: expected a whole number, or 3 of them, got \[0, 1\]"),
    ],
)
def test_bad_weights_are_errors(weights, agent, shape, text):
    with pytest.raises(ValueError, match=text):
        agent_weights(weights, agent, shape)


def walk(envs):
    """Steps until somebody is rewarded."""
    envs.reset(seed=0)
    envs.action_space.seed(1)
    for _ in range(200):
        result = envs.step(envs.action_space.sample())
        if np.any(result[4]["vector_reward"]):
            return result
    raise AssertionError("nobody was rewarded")


def test_single(server):
    env = gymnasium.make("caucus/ResourceGathering-v0", server=server, max_episode_steps=1000)
    weights = np.arange(25.0)
    _, reward, _, _, info = walk(caucus.wrappers.LinearReward(env, weights))
    assert np.ndim(reward) == 0
    assert reward == pytest.approx(float((info["vector_reward"] * weights).sum()))
    env.close()


def test_vector(server):
    envs = gymnasium.make_vec("caucus/ResourceGathering-v0", num_envs=2, server=server)
    wrapped = caucus.wrappers.vector.LinearReward(envs, agent=[3, 22])
    _, rewards, _, _, infos = walk(wrapped)
    assert rewards.shape == (2,)
    assert rewards[0] == infos["vector_reward"][0, 3]
    assert rewards[1] == infos["vector_reward"][1, 22]
    envs.close()
