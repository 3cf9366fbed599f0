"""Weights of agents in scalar rewards."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray


def agent_weights(weights: ArrayLike | None, agent: ArrayLike | None, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """
    :param weights: [n], or of `shape`; all 1/n if neither these nor `agent` are given
    :param agent: whose reward alone counts, from 0: one, or one for each environment, [N]
    :param shape: [n], or [N, n] for N environments
    :returns: of `shape`
    """
    if weights is not None and agent is not None:
        raise ValueError("weights: expected either weights or agent, got both")
    n = shape[-1]
    if agent is not None:
        return _one_hot(np.asarray(agent), n, shape)
    given = np.full(n, 1 / n) if weights is None else np.asarray(weights, np.float64)
    if given.shape not in ((n,), shape):
        expected = " or ".join(dict.fromkeys([f"[{n}]", str(list(shape))]))
        raise ValueError(f"weights: expected shape {expected}, got {list(given.shape)}")
    return np.broadcast_to(given, shape).copy()


def scalar_space(space: spaces.Box, weights: NDArray[np.float64]) -> spaces.Box:
    """
    The range of w · r, for every row w of weights.

    :param space: of r, [n]
    :param weights: w, [n] or [N, n]
    """
    w = weights.reshape(-1, weights.shape[-1])
    # An agent without weight adds nothing, and 0 · ∞ would be NaN.
    low, high = np.where(w == 0, 0, space.low), np.where(w == 0, 0, space.high)
    ends = np.stack([w * low, w * high])
    return spaces.Box(np.float64(ends.min(0).sum(1).min()), np.float64(ends.max(0).sum(1).max()), (), np.float64)


def _one_hot(agent: NDArray[np.integer], n: int, shape: tuple[int, ...]) -> NDArray[np.float64]:
    if agent.dtype.kind not in "iu" or agent.shape not in ((), shape[:-1]):
        expected = "a whole number" + (f", or {shape[0]} of them" if len(shape) > 1 else "")
        raise ValueError(f"agent: expected {expected}, got {agent.tolist()}")
    if agent.min() < 0 or agent.max() >= n:
        raise ValueError(f"agent: expected 0 to {n - 1}, got {agent.tolist()}")
    return np.broadcast_to(np.eye(n)[agent], shape).copy()
