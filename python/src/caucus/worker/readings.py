"""Checks environments' observations, rewards and infos: finite numbers in the expected shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus.worker.broken import BrokenError


def read_observation(space: spaces.Space[Any], observation: Any) -> NDArray[np.float32]:
    """
    Flattened by Gymnasium's rules.

    :param space: the environment's
    :returns: [d]
    :raises BrokenError: at one that has another size, or is not finite
    """
    # Whole numbers have no NaN: it would become one of them.
    with np.errstate(invalid="raise"):
        flat = np.asarray(spaces.flatten(space, observation))
    size = spaces.flatdim(space)
    if flat.shape != (size,):
        raise BrokenError(f"observation: expected {size} entries, as its space has, got {flat.size}")
    return _finite("observation", flat)


def read_reward(reward: Any, num_objectives: int) -> NDArray[np.float64]:
    """
    :returns: r [m]
    :raises BrokenError: at one that has another shape, or is not finite
    """
    values = np.atleast_1d(np.asarray(reward, np.float64))
    if values.shape != (num_objectives,):
        raise BrokenError(f"reward: expected {num_objectives} entries, got shape {list(values.shape)}")
    _finite("reward", values)
    return values


def _finite(name: str, values: NDArray[Any]) -> NDArray[np.float32]:
    """What is beyond float32 is infinite there."""
    with np.errstate(over="ignore"):
        converted = values.astype(np.float32)
    bad = np.flatnonzero(~np.isfinite(converted))
    if bad.size:
        raise BrokenError(f"{name}[{bad[0]}]: expected a finite number of float32, got {values[bad[0]]:g}")
    return converted
