"""Checks environments' observations and rewards: finite numbers in the expected shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.worker.broken import BrokenError


def observation_reader(space: spaces.Space[Any]) -> Callable[[Any], NDArray[Any]]:
    """
    :param space: the environment's
    :returns: what flattens an observation by Gymnasium's rules, [d], and raises BrokenError at one of another size
    """
    size = spaces.flatdim(space)
    flatten: Callable[[Any, Any], NDArray[Any]] = (
        _flatten_floats if isinstance(space, spaces.Box) and space.dtype.kind == "f" else _flatten
    )

    def read(observation: Any) -> NDArray[Any]:
        flat = flatten(space, observation)
        if flat.shape != (size,):
            raise BrokenError(f"observation: expected {size} entries, as its space has, got {flat.size}")
        return flat

    return read


def _flatten_floats(space: spaces.Box, observation: Any) -> NDArray[Any]:
    """As Gymnasium does, without looking up how."""
    return np.asarray(observation, space.dtype).ravel()


def _flatten(space: spaces.Space[Any], observation: Any) -> NDArray[Any]:
    # Whole numbers have no NaN: it would become one of them.
    with np.errstate(invalid="raise"):
        return np.asarray(spaces.flatten(space, observation))


def read_reward(reward: Any, num_objectives: int) -> NDArray[np.float64]:
    """
    :returns: r [m]
    :raises BrokenError: at one that has another shape
    """
    values = np.asarray(reward, np.float64)
    if values.ndim == 0:
        values = values.reshape(1)
    if values.shape != (num_objectives,):
        raise BrokenError(f"reward: expected {num_objectives} entries, got shape {list(values.shape)}")
    return values


def check_finite(name: str, values: NDArray[Any], moment_of: Callable[[int], str]) -> NDArray[np.float32]:
    """
    What is beyond float32 is infinite there.

    :param values: [rows, entries]
    :param moment_of: says in errors where a row is from
    :returns: the values as float32
    :raises BrokenError: unless all are finite
    """
    with np.errstate(over="ignore"):
        converted = values.astype(np.float32)
    finite = np.isfinite(converted)
    if not finite.all():
        row, entry = np.argwhere(~finite)[0]
        expected = f"expected a finite number of float32, got {values[row, entry]:g}"
        raise BrokenError(f"{moment_of(int(row))}: {name}[{entry}]: {expected}")
    return converted
