"""
An environment's part of a saved state: numbers as JSON, and nobody's code. The server adds a checksum, and what it
belongs to. A client may have made it up, so everything in it is checked.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.errors import unexpected
from caucus.worker.own_state import OwnState, decode_own_state, encode_own_state
from caucus.worker.phase import Phase
from caucus.worker.seeds import MOST_SEED

_KEYS = ["actions", "own", "phase", "random", "seed", "steps"]


@dataclass(frozen=True)
class SavedEpisode:
    phase: Phase
    #: The latest that the environment was given; the wire's.
    seed: int
    #: Of its random numbers: now, if the environment gives its own state; else when the episode began, and None if that
    #: was with the seed.
    random: dict[str, Any] | None
    #: Of the episode, as they came over the wire: FLOAT32 [T, a] or INT32 [T]; none if the environment gives its own
    #: state.
    actions: NDArray[Any]
    #: Steps of the episode.
    steps: int
    #: What the environment's `get_state` returned, if it has one.
    own: OwnState | None


def encode_state(saved: SavedEpisode) -> bytes:
    values = {
        "phase": int(saved.phase),
        "seed": saved.seed,
        "random": saved.random,
        "actions": base64.b64encode(saved.actions.tobytes()).decode(),
        "steps": saved.steps,
        "own": None if saved.own is None else encode_own_state(saved.own),
    }
    return json.dumps(values, default=_as_list).encode()


def decode_state(data: bytes, action_space: spaces.Box | spaces.Discrete, where: str) -> SavedEpisode:
    """
    :param action_space: the wire's
    :raises ContractError: if no environment saves it
    """
    try:
        values = json.loads(data)
        if not isinstance(values, dict) or sorted(values) != _KEYS:
            raise ValueError("other fields")
        return _read(values, action_space)
    except (ValueError, TypeError, RecursionError) as error:
        raise unexpected(where, "a state that SaveState gave", f"one with other contents ({error})") from error


def _read(values: dict[str, Any], action_space: spaces.Box | spaces.Discrete) -> SavedEpisode:
    """
    :raises ValueError, TypeError: at contents that no state has
    """
    seed, random, steps, own = (values[name] for name in ("seed", "random", "steps", "own"))
    for name, number in (("seed", seed), ("steps", steps)):
        if type(number) is not int or not 0 <= number <= MOST_SEED:
            raise ValueError(name)
    if random is not None and not isinstance(random, dict):
        raise ValueError("random")
    actions = _read_actions(values["actions"], action_space)
    if len(actions) != (steps if own is None else 0):
        raise ValueError("steps")
    own_state = None if own is None else decode_own_state(own)
    return SavedEpisode(Phase(values["phase"]), seed, random, actions, steps, own_state)


def _read_actions(text: str, space: spaces.Box | spaces.Discrete) -> NDArray[Any]:
    elements = base64.b64decode(text, validate=True)
    if isinstance(space, spaces.Discrete):
        whole = np.frombuffer(elements, "<i4")
        if ((whole < 0) | (whole >= space.n)).any():
            raise ValueError("actions")
        return whole
    actions = np.frombuffer(elements, "<f4").reshape(-1, *space.shape)
    if not np.isfinite(actions).all():
        raise ValueError("actions")
    return actions


def _as_list(value: Any) -> Any:
    """Of states of some random generators, which have arrays."""
    return value.tolist()
