"""Saved states: forged ones, and those of actions and random numbers of every kind."""

import base64
import json
import pickle
import zlib

import numpy as np
import pytest
from support.hostile import SPACES
from support.serving import Serving

from caucus import ContractError, VectorEnv

FADING = ["fading", "fading-twister"]


@pytest.fixture(scope="module")
def serving():
    names = ["Fading", "FadingTwister", *SPACES]
    running = Serving(*(f"support.hostile:{name}" for name in names))
    yield running
    assert running.stop() == 0


@pytest.fixture
def make(serving):
    made = []

    def create(environment_id, num_envs=2, **arguments):
        made.append(VectorEnv(environment_id, num_envs, server=serving.address, num_agents=2, **arguments))
        return made[-1]

    yield create
    for envs in made:
        envs.close()


def own_part(state):
    """Where the environment's part of a state begins, behind what the server keeps."""
    return state.index(b'{"phase"')


def signed(state, text):
    """The state with another part of the environment, and its checksum."""
    content = state[4 : own_part(state)] + text
    return zlib.crc32(content).to_bytes(4, "little") + content


def forge(state, **changes):
    values = json.loads(state[own_part(state) :])
    assert changes.keys() <= values.keys()
    return signed(state, json.dumps(values | changes).encode())


def actions(*chosen):
    return base64.b64encode(np.array(chosen, "<i4").tobytes()).decode()


class Exploit:
    def __reduce__(self):
        return (open, ("/tmp/caucus-was-here", "w"))


RANDOM = {"bit_generator": "PCG64", "state": {"state": 1, "inc": 2}, "has_uint32": 0, "uinteger": 0}


@pytest.mark.parametrize(
    "changes",
    [
        {"seed": -1},
        {"seed": 2**53},
        {"seed": 0.5},
        {"seed": True},
        {"seed": None},
        {"seed": [1]},
        {"phase": 3},
        {"phase": "OVER"},
        {"phase": None},
        {"phase": 2},
        {"phase": [1]},
        {"random": 5},
        {"random": {}},
        {"random": {"bit_generator": "MT19937"}},
        {"random": RANDOM | {"state": {"state": -1, "inc": 2}}},
        {"random": RANDOM | {"state": {"state": 2**200, "inc": 2}}},
        {"random": RANDOM | {"state": "__import__('os')"}},
        {"actions": [0, 1]},
        {"actions": None},
        {"actions": "?"},
        {"actions": "AAA="},
        {"actions": actions(3)},
        {"actions": actions(-1)},
        # One more than the episode has, and as many, after which it is over.
        {"actions": actions(*[0] * 6)},
        {"actions": actions(*[0] * 5)},
    ],
)
@pytest.mark.parametrize("name", FADING)
def test_forged_states_are_refused_and_nothing_changes(make, name, changes):
    envs, other = make(name), make(name)
    for each in (envs, other):
        each.reset(seed=1)
        each.step([0, 1])
    state = envs._session.save_states()[0]
    with pytest.raises(ContractError, match=r"states\[1\]: expected a state that SaveState gave, got one") as raised:
        envs._session.restore_states([state, forge(state, **changes)])
    assert raised.value.reason == "INVALID_VALUE"
    for _ in range(8):
        for a, b in zip(envs.step([1, 2])[:4], other.step([1, 2])[:4], strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"1" * 10_000,
        b"[" * 1_000_000,
        b"\xff\xfe",
        b"{}",
        b'{"of": "x"}',
        pickle.dumps(Exploit()),
    ],
)
def test_what_is_no_state_is_refused(make, text):
    envs = make("fading")
    envs.reset(seed=1)
    state = envs._session.save_states()[0]
    with pytest.raises(ContractError, match=r"states\[0\]: expected a state that SaveState gave, got "):
        envs._session.restore_states([signed(state, text), b""])
    with pytest.raises(ContractError, match=r"states\[0\]: expected a saved state, got \d+ damaged bytes"):
        envs._session.restore_states([text + b"damaged", b""])
    envs.step([0, 0])


def test_actions_of_a_box_are_checked_too(make):
    envs = make("boxfloat64")
    envs.reset(seed=0)
    envs.step(np.zeros((2, 6)))
    state = envs._session.save_states()[0]
    for elements in ([0.0] * 5, [np.nan] * 6, [np.inf] * 6):
        forged = forge(state, actions=base64.b64encode(np.array(elements, "<f4").tobytes()).decode())
        with pytest.raises(ContractError, match=r"states\[0\]: expected a state that SaveState gave, got one"):
            envs._session.restore_states([forged, b""])
    envs.step(np.zeros((2, 6)))


def wire_actions(envs, count):
    """Within bounds, beyond them, and between whole numbers."""
    rng = np.random.default_rng(0)
    if envs._session.action_space.shape == ():
        return [rng.integers(0, envs._session.action_space.n, 2) for _ in range(count)]
    shape = (2, *envs._session.action_space.shape)
    return [rng.normal(0, 10.0 ** rng.integers(-1, 2), shape).astype(np.float32) for _ in range(count)]


@pytest.mark.parametrize("name", list(SPACES))
def test_actions_of_every_space_are_acted_again_as_they_were(make, serving, name):
    environment_id = environment_id_of(name)
    envs, there = make(environment_id), make(environment_id)
    envs.reset(seed=1)
    first, then = wire_actions(envs, 10), wire_actions(envs, 14)[10:]
    for action in first:
        observations = envs.step(action)[0]
    states = envs._session.save_states()
    np.testing.assert_array_equal(there._session.restore_states(states), observations)
    for action in then:
        np.testing.assert_array_equal(there.step(action)[0], envs.step(action)[0])
    assert there._session.save_states() == envs._session.save_states()


def environment_id_of(name):
    return {
        "BoxWide": "box-wide",
        "BoxScalar": "box-scalar",
        "BoxUnbounded": "box-unbounded",
        "ChoiceFrom": "choice-from",
        "ChoicesFrom": "choices-from",
    }.get(name, name.lower())


@pytest.mark.parametrize("name", FADING)
@pytest.mark.parametrize("steps", [0, 3, 5, 8, 17])
def test_states_go_on_from_every_part_of_every_episode(make, name, steps):
    envs, there = make(name, autoreset_mode="NextStep"), make(name, autoreset_mode="NextStep")
    envs.reset(seed=2**52)
    for step in range(steps):
        envs.step([step % 3, 1])
    there._session.restore_states(envs._session.save_states())
    for step in range(20):
        for a, b in zip(envs.step([1, step % 3])[:4], there.step([1, step % 3])[:4], strict=True):
            np.testing.assert_array_equal(a, b)
