"""
The noise of actions that are sampled on the server, recomputed: ActionChoice in interaction.proto defines it.

It is a function of a rollout's noise seed, of an environment's seed in its session (`VectorEnv.session_seed` + j) and
of a step's number (`Rollout.first_step` + s). So a learner can check what was done in its name, or repeat it elsewhere.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

_ROUNDS = 10
_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))
_LOW = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)

Words = NDArray[np.uint64]


def philox(counter: ArrayLike, key: ArrayLike) -> NDArray[np.uint32]:
    """
    Philox 4x32-10: random numbers that are a function of a counter and a key (Salmon et al. 2011, "Parallel random
    numbers: as easy as 1, 2, 3").

    :param counter: [..., 4], numbers below 2³²
    :param key: [..., 2], numbers below 2³²
    :returns: [..., 4]
    """
    counters, keys = np.asarray(counter, np.uint64), np.asarray(key, np.uint64)
    a, b, c, d = (counters[..., i] for i in range(4))
    k0, k1 = keys[..., 0], keys[..., 1]
    for _ in range(_ROUNDS):
        one, other = _MULTIPLIERS[0] * a, _MULTIPLIERS[1] * c
        a, b, c, d = (other >> _HALF) ^ b ^ k0, other & _LOW, (one >> _HALF) ^ d ^ k1, one & _LOW
        k0, k1 = (k0 + _WEYL[0]) & _LOW, (k1 + _WEYL[1]) & _LOW
    return np.stack(np.broadcast_arrays(a, b, c, d), -1).astype(np.uint32)


def normals(noise_seed: int, environment_seeds: ArrayLike, steps: ArrayLike, size: int) -> NDArray[np.float64]:
    """
    Standard normal numbers z of a Box's actions: an action is mean + exp(log_std) · z, rounded to float32.

    :param environment_seeds: [...]
    :param steps: [...], which broadcasts with them: [S, 1] beside [N] is a rollout
    :param size: a, the entries of an action
    :returns: [..., a]
    """
    words = _blocks(noise_seed, environment_seeds, steps, math.ceil(size / 4)).astype(np.float64)
    # x₀ and x₂, then x₁ and x₃.
    radius = np.sqrt(-2 * np.log((words[..., 0::2] + 1) / 2**32))
    angle = 2 * np.pi * words[..., 1::2] / 2**32
    pairs = np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1)
    return pairs.reshape(*pairs.shape[:-3], -1)[..., :size]


def categories(noise_seed: int, environment_seeds: ArrayLike, steps: ArrayLike, logits: ArrayLike) -> NDArray[np.int32]:
    """
    Actions of a Discrete.

    :param environment_seeds: [...]
    :param steps: [...], which broadcasts with them: [S, 1] beside [N] is a rollout
    :param logits: [..., a]
    :returns: [...]
    """
    x = _blocks(noise_seed, environment_seeds, steps, 1)[..., 0, 0].astype(np.float64)
    values = np.asarray(logits, np.float64)
    sums = np.exp(values - values.max(-1, keepdims=True)).cumsum(-1)
    chosen = (sums > (x / 2**32)[..., None] * sums[..., -1:]).argmax(-1)
    return chosen.astype(np.int32)


def _blocks(noise_seed: int, environment_seeds: ArrayLike, steps: ArrayLike, count: int) -> NDArray[Any]:
    """
    :returns: uint32 [..., count, 4]
    """
    e, t = np.broadcast_arrays(_column(environment_seeds), _column(steps))
    b = np.arange(count, dtype=np.uint64)
    counter = np.broadcast_arrays(b, t & _LOW, t >> _HALF, e >> _HALF)
    key = np.broadcast_arrays(np.uint64(noise_seed), e & _LOW)
    return philox(np.stack(counter, -1), np.stack(key, -1))


def _column(numbers: ArrayLike) -> Words:
    """
    :returns: [..., 1]
    """
    return np.asarray(numbers, np.uint64)[..., None]
