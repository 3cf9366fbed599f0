"""
Actions on the wire, a Box [a] or a Discrete, and the actions that environments take.

A Discrete is a Discrete from 0. Anything else is flattened as Gymnasium does: a Box to its entries, a Discrete part to
an entry for each of its values, of which the greatest is chosen (the first of equals), a MultiBinary to an entry a bit,
set from ½ on; those of Tuple and Dict come one after the other. So what Gymnasium's `flatten` makes of an action is the
action on the wire. Entries that choose among values have no bounds: clipped to 0 and 1, most would be equal.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.spaces import MOST_ACTIONS
from caucus.worker.finding import UnservableError

#: Entries of a flat space.
MOST_ENTRIES = 2**22

_KINDS = "Box, Discrete, MultiDiscrete or MultiBinary, or a Tuple or Dict of such"


def wire_action_space(space: spaces.Space[Any], where: str) -> spaces.Box | spaces.Discrete:
    """
    :param space: an environment's
    :param where: for errors
    :raises UnservableError: if actions have no fixed size
    """
    if isinstance(space, spaces.Discrete):
        if space.n > MOST_ACTIONS:
            raise UnservableError(f"action_space: expected at most {MOST_ACTIONS} actions, got {space.n} ({where})")
        return spaces.Discrete(int(space.n))
    if not _is_fixed(space):
        raise UnservableError(f"action_space: expected a fixed size, of a {_KINDS}, got {space} ({where})")
    size = spaces.flatdim(space)
    if not 1 <= size <= MOST_ENTRIES:
        raise UnservableError(f"action_space: expected 1 to {MOST_ENTRIES} entries, got {size} ({where})")
    low, high = (np.concatenate(bounds) for bounds in zip(*_bounds(space), strict=True))
    return spaces.Box(low, high, low.shape, np.float32)


def action_reader(space: spaces.Space[Any]) -> Callable[[Any], Any]:
    """
    :param space: the environment's
    :returns: what makes of an action on the wire, float32 [a] or a whole number, one in the space, with its dtype;
        entries of a Box are clipped to its bounds, and rounded if it has whole numbers
    """
    if isinstance(space, spaces.Discrete):
        start, whole = space.start, space.dtype.type
        return lambda action: start + whole(action)
    if isinstance(space, spaces.Box) and space.dtype.kind == "f":
        return functools.partial(_clip_floats, space)
    return lambda action: _read(space, action)[0]


def _is_fixed(space: spaces.Space[Any]) -> bool:
    if isinstance(space, (spaces.Tuple, spaces.Dict)):
        return all(map(_is_fixed, _parts(space)))
    return isinstance(space, (spaces.Box, spaces.Discrete, spaces.MultiDiscrete, spaces.MultiBinary))


def _parts(space: Any) -> list[spaces.Space[Any]]:
    """
    :param space: Tuple or Dict
    """
    return list(space.spaces.values() if isinstance(space, spaces.Dict) else space.spaces)


def _bounds(space: spaces.Space[Any]) -> list[tuple[NDArray[np.float32], NDArray[np.float32]]]:
    """Of its entries, part by part."""
    if isinstance(space, (spaces.Tuple, spaces.Dict)):
        return [bounds for part in _parts(space) for bounds in _bounds(part)]
    if isinstance(space, spaces.Box):
        # Beyond float32, there is no bound.
        with np.errstate(over="ignore"):
            return [(space.low.astype(np.float32).ravel(), space.high.astype(np.float32).ravel())]
    size = spaces.flatdim(space)
    low, high = (0, 1) if isinstance(space, spaces.MultiBinary) else (-np.inf, np.inf)
    return [(np.full(size, low, np.float32), np.full(size, high, np.float32))]


def _read(space: spaces.Space[Any], entries: NDArray[np.float32]) -> tuple[Any, NDArray[np.float32]]:
    """
    :returns: the action, and the entries behind its own
    """
    if isinstance(space, (spaces.Tuple, spaces.Dict)):
        read = []
        for part in _parts(space):
            value, entries = _read(part, entries)
            read.append(value)
        return (dict(zip(space.spaces, read, strict=True)) if isinstance(space, spaces.Dict) else tuple(read)), entries
    size = spaces.flatdim(space)
    return _read_part(space, entries[:size]), entries[size:]


def _read_part(space: spaces.Space[Any], entries: NDArray[np.float32]) -> Any:
    if isinstance(space, spaces.Box):
        return _read_box(space, entries)
    if isinstance(space, spaces.MultiBinary):
        return (entries >= 0.5).astype(space.dtype).reshape(space.shape)
    if isinstance(space, spaces.Discrete):
        return space.start + space.dtype.type(np.argmax(entries))
    assert isinstance(space, spaces.MultiDiscrete)
    ends = np.cumsum(space.nvec.ravel())[:-1]
    chosen = [int(np.argmax(part)) for part in np.split(entries, ends)]
    return (np.reshape(chosen, space.shape) + space.start).astype(space.dtype)


def _read_box(space: spaces.Box, entries: NDArray[np.float32]) -> NDArray[Any]:
    if space.dtype.kind == "f":
        return _clip_floats(space, entries)
    values = entries.reshape(space.shape)
    # Bounds of int64 are none of a float's, so that these are Python's whole numbers.
    whole = [
        min(max(round(value), low), high)
        for value, low, high in zip(
            values.ravel().tolist(), space.low.ravel().tolist(), space.high.ravel().tolist(), strict=True
        )
    ]
    return np.array(whole, space.dtype).reshape(space.shape)


def _clip_floats(space: spaces.Box, entries: NDArray[np.float32]) -> NDArray[Any]:
    # Not numpy.clip, which takes three times as long for a few entries.
    values = entries.reshape(space.shape).astype(np.promote_types(space.dtype, np.float32), copy=False)
    return np.minimum(np.maximum(values, space.low), space.high).astype(space.dtype, copy=False)
