"""Agents that an environment draws itself."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from caucus.worker.broken import BrokenError, described
from caucus.worker.finding import find


def sample_agents(name: str, count: int, seed: int, num_objectives: int) -> NDArray[np.float64]:
    """
    What the environment's `sample_agents(count, rng)` returns: each row has an agent's weights.

    :param name: as `find` takes it
    :param count: n
    :param num_objectives: m
    :returns: θ [n, m], each weight from 0 to 1
    :raises BrokenError: if it returns something else
    """
    sample = find(name).sample_agents
    assert sample is not None
    try:
        weights = np.asarray(sample(count, np.random.default_rng(seed)), np.float64)
    except BaseException as error:
        raise BrokenError(f"sample_agents: {described(error)}") from error
    if weights.shape != (count, num_objectives):
        expected = f"shape [{count}, {num_objectives}]"
        raise BrokenError(f"sample_agents: expected {expected}, got shape {list(weights.shape)}")
    bad = weights[~((weights >= 0) & (weights <= 1))]
    if bad.size:
        raise BrokenError(f"sample_agents: expected weights from 0 to 1, got {bad[0]:g}")
    return np.ascontiguousarray(weights)
