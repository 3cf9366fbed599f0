"""The client of servers of approved policies."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import gymnasium
import numpy as np
import pytest
from support.policies_server import PoliciesServer

import caucus

OBSERVATION = np.array([0.1, -0.2, 0.3], dtype=np.float32)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = PoliciesServer(tmp_path_factory.mktemp("policies"))
    yield running.address
    running.stop()


@pytest.fixture
def policies(address: str) -> Iterator[caucus.policies.Policies]:
    with caucus.policies.connect(address) as connected:
        yield connected


def test_assigns_by_parameters_trials_and_number(policies: caucus.policies.Policies) -> None:
    assigned = policies.assign("ann", parameters=[0.1])
    assert assigned.policy == "robots/1"
    assert assigned.lower < assigned.expected_return < assigned.upper
    assert assigned.reason.startswith("Of the approved policies it is the best for this agent")
    assert [choice.policy for choice in assigned.choices] == ["robots/1", "robots/2"]
    assert (assigned.outside, assigned.moved) == ((), None)
    assert policies.assign("ann").policy == "robots/1"
    assert policies.assign(parameters=np.array([5.0])).outside == ("speed",)
    assert policies.assign(known_agent=9).expected_return == pytest.approx(90)
    assert policies.assign(trials={"robots/2": [99, 98], "robots/1": [1, 2]}).policy == "robots/2"


def test_acts_for_one_and_for_many(policies: caucus.policies.Policies) -> None:
    policies.assign("ann", parameters=[0.1])
    policies.assign("bea", parameters=[0.9])
    one = policies.act(OBSERVATION, agent="ann")
    assert (one.shape, one.dtype) == ((2,), np.float32)
    two = policies.act(OBSERVATION, policy="robots/2")
    both = policies.act(np.stack([OBSERVATION, OBSERVATION]), agent=["ann", "bea"])
    np.testing.assert_array_equal(both, [one, two])
    drawn = policies.act(OBSERVATION, agent="ann", seed=1, step=2)
    assert not np.array_equal(drawn, one)
    np.testing.assert_array_equal(policies.act(OBSERVATION, agent="ann", seed=1, step=2), drawn)


def test_draws_the_noise_that_everybody_can_draw(policies: caucus.policies.Policies) -> None:
    rows = np.zeros((3, 3), dtype=np.float32)
    mean = policies.act(rows, policy="robots/1")
    drawn = policies.act(rows, policy="robots/1", seed=5, step=7)
    noise = np.stack([caucus.noise.normals(5, row, 7, 2) for row in range(3)])
    expected = np.clip(mean + np.exp(-1) * noise, [-1, -0.25], [1, 0.25])
    inside = np.abs(mean[:, 1]) < 0.25
    np.testing.assert_allclose(drawn[:, 0], expected[:, 0], rtol=1e-5)
    np.testing.assert_allclose(drawn[inside, 1], expected[inside, 1], rtol=1e-5)


def test_threads_share_a_connection(policies: caucus.policies.Policies) -> None:
    expected = [policies.act(OBSERVATION * scale, policy="robots/1") for scale in range(20)]
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda scale: policies.act(OBSERVATION * scale, policy="robots/1"), range(20))
    np.testing.assert_array_equal(list(found), expected)


def test_serves_a_loop_of_gymnasium(policies: caucus.policies.Policies) -> None:
    class Robot(gymnasium.Env):
        observation_space = gymnasium.spaces.Box(-1, 1, (3,))
        action_space = gymnasium.spaces.Box(np.float32([-1, -0.25]), np.float32([1, 0.25]))

        def reset(self, *, seed=None, options=None):
            super().reset(seed=seed)
            self.steps = 0
            return self.observation_space.sample(), {}

        def step(self, action):
            assert self.action_space.contains(action)
            self.steps += 1
            return self.observation_space.sample(), float(action[0]), self.steps == 10, False, {}

    env = Robot()
    policies.assign("ann", parameters=[0.2])
    observation, _ = env.reset(seed=0)
    episode_return, over = 0.0, False
    while not over:
        observation, reward, terminated, truncated, _ = env.step(policies.act(observation, agent="ann"))
        episode_return += reward
        over = terminated or truncated
    assert policies.report(episode_return, agent="ann", length=10) == pytest.approx(80, abs=20)
    [dossier] = policies.status().dossiers
    assert dossier.policies[0].reports >= 1


def test_refusals_are_errors_and_the_stream_goes_on(policies: caucus.policies.Policies) -> None:
    with pytest.raises(caucus.ContractError, match="expected an agent that was assigned") as unknown:
        policies.act(OBSERVATION, agent="nobody")
    assert unknown.value.reason == "UNKNOWN_AGENT"
    with pytest.raises(caucus.ContractError, match="which is not: nobody has decided about it"):
        policies.act(OBSERVATION, policy="robots/3")
    with pytest.raises(caucus.ContractError, match=r"expected shape \[1, 3\], got \[1, 2\]"):
        policies.act(OBSERVATION[:2], policy="robots/1")
    with pytest.raises(caucus.LimitError, match="at most 1024 observations, got 2000"):
        policies.act(np.zeros((2000, 3)), policy="robots/1")
    with pytest.raises(caucus.ContractError, match="parameters: expected 1 number"):
        policies.assign(parameters=[1, 2])
    with pytest.raises(ValueError, match="agent, policy: expected one of them, got both"):
        policies.act(OBSERVATION, agent="ann", policy="robots/1")
    with pytest.raises(ValueError, match="got neither"):
        policies.act(OBSERVATION)
    assert policies.act(OBSERVATION, policy="robots/1").shape == (2,)


def test_no_server_is_said_to_be_none() -> None:
    with (
        caucus.policies.connect("127.0.0.1:1") as policies,
        pytest.raises(
            caucus.errors.ServerConnectionError, match="expected a caucus-server there, got Connection refused"
        ),
    ):
        policies.act(OBSERVATION, policy="robots/1")
