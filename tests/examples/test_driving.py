"""The environment of `examples/driving`."""

import sys

import numpy as np
import pytest
from playing import play
from training import ROOT, check_run, serving, train

sys.path.insert(0, str(ROOT / "examples/driving"))
from driving import CRASH, Driving
from neighbours import Neighbours

LEFT, IDLE, RIGHT, FASTER, SLOWER = range(5)


def episode(env, seed, actions):
    """The observations, rewards and infos of an episode's steps; observations have that of the reset, too."""
    observations, rewards, infos = play(env, actions, seed=seed)
    return observations, rewards, infos[1:]


def test_equal_seeds_give_equal_episodes():
    actions = [SLOWER, LEFT, IDLE, RIGHT, FASTER, SLOWER] * 4
    used = Driving()
    episode(used, 7, [FASTER] * 3)
    first, second = episode(Driving(), 3, actions), episode(used, 3, actions)
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    assert not np.array_equal(first[0][0], episode(used, 4, [])[0][0])


def test_the_next_episode_follows_from_the_state_of_the_random_numbers():
    one, other = Driving(), Driving()
    episode(one, 3, [SLOWER] * 20)
    other.reset(seed=0)
    other.np_random.bit_generator.state = one.np_random.bit_generator.state
    np.testing.assert_array_equal(one.reset()[0], other.reset()[0])


def test_a_crash_costs_everybody_the_same():
    _, rewards, infos = episode(Driving(), 0, [FASTER] * 20)
    assert [info["crashed"] for info in infos] == [False] * (len(infos) - 1) + [True]
    assert (rewards[:-1] >= 0).all()
    assert (rewards[-1] <= 1 - CRASH).all()
    drivers = Driving.sample_agents(50, np.random.default_rng(0))
    np.testing.assert_allclose(drivers @ np.full(4, -CRASH), -CRASH)


def test_objectives_of_a_calm_driver_and_of_a_lane_change():
    env = Driving()
    _, rewards, _ = episode(env, 0, [RIGHT, RIGHT] + [SLOWER] * 18)
    assert len(rewards) == 20
    # At the slowest speed on the rightmost lane, with nothing changing.
    np.testing.assert_allclose(rewards[-1], [0, 1, 1, 1], atol=0.05)
    env.reset(seed=0)
    while env.vehicle.target_lane_index[2] < 2:
        env.step(RIGHT)
    env.step(SLOWER)
    _, reward, _, _, info = env.step(LEFT)
    assert info["lane_changed"]
    assert reward[1] <= 0.5
    assert reward[3] == 0.5


def test_observations_of_a_road_are_those_of_its_vehicles():
    env = Driving()
    observation, _ = env.reset(seed=0)
    assert env.observation_space.contains(observation)
    lane = env.vehicle.lane_index[2]
    ahead, _ = env.road.neighbour_vehicles(env.vehicle)
    distance = 1 if ahead is None else min(1, env.vehicle.lane_distance_to(ahead) / 100)
    assert observation[0] == lane / 2
    assert observation[8] == pytest.approx(distance)
    blocked = [observation[4:8], observation[8:12], observation[12:16]][0 if lane == 0 else 2]
    assert lane == 1 or (blocked == 0).all()
    assert isinstance(env.observation_type, Neighbours)


def test_drivers_weigh_objectives_differently():
    drivers = Driving.sample_agents(1000, np.random.default_rng(0))
    assert drivers.shape == (1000, len(Driving.metadata["objectives"]))
    np.testing.assert_allclose(drivers.sum(axis=1), 1)
    np.testing.assert_allclose(drivers.mean(axis=0), 0.25, atol=0.03)
    given = np.loadtxt(ROOT / "examples/driving/drivers.csv", delimiter=",")
    np.testing.assert_allclose(given, Driving.sample_agents(40, np.random.default_rng(0)), atol=1e-6)


def test_a_short_training(tmp_path):
    with serving("driving", "driving:Driving") as address:
        train("driving", "drivers.csv", address, tmp_path / "run")
    check_run(tmp_path / "run", 40)
