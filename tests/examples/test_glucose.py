"""The environment of `examples/glucose`."""

import sys

import numpy as np
import pytest
from playing import play
from training import ROOT, check_run, serving, train

sys.path.insert(0, str(ROOT / "examples/glucose"))
from glucose import BODIES, STEPS, Glucose
from virtual_patient import announced, begin_day, body_parameters, low_and_high_risk

ADULT, ADOLESCENT, CHILD = range(3)


def day(env, action, seed, body=None, steps=STEPS):
    """The observations, rewards and infos of a day with a constant action."""
    return play(env, [[action]] * steps, seed=seed, options=None if body is None else {"body": body})


def test_equal_seeds_give_equal_days():
    used = Glucose()
    day(used, 0.5, seed=7, steps=3)
    first, second = day(Glucose(), 0.1, seed=3), day(used, 0.1, seed=3)
    np.testing.assert_array_equal(first[0], second[0])
    np.testing.assert_array_equal(first[1], second[1])
    assert len({tuple(used.reset(seed=seed)[0]) for seed in range(5)}) == 5


def test_the_next_day_follows_from_the_state_of_the_random_numbers():
    one, other = Glucose(), Glucose()
    day(one, 0.1, seed=3, steps=5)
    other.reset(seed=0)
    other.np_random.bit_generator.state = one.np_random.bit_generator.state
    np.testing.assert_array_equal(one.reset()[0], other.reset()[0])
    np.testing.assert_array_equal(one.step([0.1])[0], other.step([0.1])[0])


def test_only_the_body_of_the_day_is_paid_and_it_is_visible():
    for body in (ADULT, ADOLESCENT, CHILD):
        observations, rewards, _ = day(Glucose(), 0.0, seed=1, body=body, steps=12)
        np.testing.assert_array_equal(observations[:, : len(BODIES)], np.tile(np.eye(3)[body], (13, 1)))
        paid = rewards.reshape(-1, len(BODIES), 2)
        assert (paid[:, body].sum(axis=1) < 0).all()
        assert (np.delete(paid, body, axis=1) == 0).all()


def test_every_body_is_drawn():
    env = Glucose()
    drawn = [env.reset(seed=seed)[1]["body"] for seed in range(30)]
    assert set(drawn) == {ADULT, ADOLESCENT, CHILD}


def test_insulin_lowers_glucose_and_the_rewards_say_so():
    _, fasting, little = day(Glucose(), -1.0, seed=2, body=ADULT, steps=16)
    _, treated, much = day(Glucose(), 0.6, seed=2, body=ADULT, steps=16)
    assert much[-1]["glucose"] < little[-1]["glucose"] - 50
    lows, highs = fasting[:, 0].sum(), fasting[:, 1].sum()
    assert lows == 0
    assert treated[:, 0].sum() < lows
    assert treated[:, 1].sum() > highs


def test_an_episode_that_the_simulator_ends_costs_for_the_rest_of_the_day():
    _, rewards, infos = day(Glucose(), 1.0, seed=2, body=CHILD)
    steps = len(rewards)
    assert steps < STEPS
    assert infos[-1]["below_70"] > 0
    # Three bodies, so three times the worst index, for as many of the day's 48 steps as are left.
    assert rewards[-1].min() == pytest.approx(-3 * 100 * (STEPS - steps + 1) / STEPS, rel=0.1)


def test_risk_indices_of_known_values():
    # 0 at 112.5 mg/dL; else 10 · (1.509 (ln(glucose)^1.084 − 5.381))², Kovatchev et al. 2006.
    assert low_and_high_risk([112.5]) == pytest.approx((0, 0), abs=1e-3)
    assert low_and_high_risk([50.0]) == pytest.approx((22.5, 0), abs=0.1)
    assert low_and_high_risk([-5.0]) == low_and_high_risk([1.0])
    assert low_and_high_risk([280.0]) == pytest.approx((0, 29.3), abs=0.1)


def test_announced_meals_are_those_that_are_eaten_then():
    first = begin_day(*body_parameters("adult#001"), np.random.default_rng(0))
    meals = first.scenario.scenario["meal"]
    time, amount = meals["time"][0], meals["amount"][0]
    assert announced(first, time - 300 + 1) == amount
    assert announced(first, time - 300) == 0
    env = Glucose(counting=0.5)
    truth, halved = Glucose().reset(seed=8, options={"body": ADULT}), env.reset(seed=8, options={"body": ADULT})
    np.testing.assert_array_equal(truth[0][:-3], halved[0][:-3])


def test_patients_have_the_two_weights_of_their_body():
    patients = Glucose.sample_agents(30, np.random.default_rng(0)).reshape(30, 3, 2)
    assert (patients.any(axis=2).sum(axis=0) == 10).all()
    np.testing.assert_allclose(patients.sum(axis=(1, 2)), 1)
    assert Glucose.metadata["objectives"][:2] == ["lows_of_adult_001", "highs_of_adult_001"]
    given = np.loadtxt(ROOT / "examples/glucose/patients.csv", delimiter=",")
    np.testing.assert_allclose(given, patients.reshape(30, 6), atol=1e-6)


def test_a_short_training(tmp_path):
    with serving("glucose", "glucose:Glucose") as address:
        train("glucose", "patients.csv", address, tmp_path / "run")
    check_run(tmp_path / "run", 30)
