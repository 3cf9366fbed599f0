"""Saved states as bytes: a digest, then numbers as JSON. Anyone can make one, so everything in it is checked."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.errors import unexpected
from caucus.serve.phase import Phase
from caucus.serve.seeds import MOST_SEED

_DIGEST_BYTES = 16
_KEYS = ["actions", "of", "phase", "random", "seed"]


@dataclass(frozen=True)
class SavedEpisode:
    phase: Phase
    #: The latest that the environment was given; the wire's.
    seed: int
    #: Of its random numbers when the episode began; None if it began with the seed.
    random: dict[str, Any] | None
    #: Of the episode, as they came over the wire: FLOAT32 [T, a] or INT32 [T].
    actions: NDArray[Any]


def encode_state(fingerprint: str, saved: SavedEpisode) -> bytes:
    """
    :param fingerprint: of environment and agents
    """
    values = {
        "of": fingerprint,
        "phase": int(saved.phase),
        "seed": saved.seed,
        "random": saved.random,
        "actions": base64.b64encode(saved.actions.tobytes()).decode(),
    }
    text = json.dumps(values, default=_as_list).encode()
    return _digest(text) + text


def decode_state(fingerprint: str, data: bytes, action_space: spaces.Box | spaces.Discrete, where: str) -> SavedEpisode:
    """
    :param action_space: the wire's
    :raises ContractError: if the state is damaged, or of another environment or other agents
    """
    digest, text = data[:_DIGEST_BYTES], data[_DIGEST_BYTES:]
    if _digest(text) != digest:
        raise unexpected(where, "a state that SaveState gave", "damaged bytes")
    try:
        values = json.loads(text)
        if not isinstance(values, dict) or sorted(values) != _KEYS:
            raise ValueError("other fields")
        if values["of"] == fingerprint:
            return _read(values, action_space)
    except (ValueError, TypeError, RecursionError) as error:
        raise unexpected(where, "a state that SaveState gave", f"one with other contents ({error})") from error
    raise unexpected(where, "a state of this environment with these agents", "one of another")


def _read(values: dict[str, Any], action_space: spaces.Box | spaces.Discrete) -> SavedEpisode:
    """
    :raises ValueError, TypeError: at contents that no state has
    """
    seed, random = values["seed"], values["random"]
    if type(seed) is not int or not 0 <= seed <= MOST_SEED:
        raise ValueError("seed")
    if random is not None and not isinstance(random, dict):
        raise ValueError("random")
    return SavedEpisode(Phase(values["phase"]), seed, random, _read_actions(values["actions"], action_space))


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


def _digest(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:_DIGEST_BYTES]
