"""Converts spaces between the contract and Gymnasium."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import space_pb2, tensor_pb2
from caucus.errors import unexpected
from caucus.tensors import decode_tensor, encode_tensor, fits, shape_text

#: Actions of Discrete travel as INT32.
MOST_ACTIONS = 2**31 - 1


def decode_space(
    space: space_pb2.Space, where: str, shape: Sequence[int] = (-1,), most: int = MOST_ACTIONS
) -> spaces.Box | spaces.Discrete:
    """
    Values on the wire are FLOAT32 or INT32, and so is the space's dtype for a Box; Discrete has Gymnasium's.

    :param where: the field, for errors
    :param shape: of a Box; −1 accepts any length
    :param most: entries that a Box may have
    """
    kind = space.WhichOneof("kind")
    if kind == "discrete":
        return _decode_discrete(space.discrete, where)
    if kind == "box":
        return _decode_box(space.box, where, shape, most)
    raise unexpected(where, "a box or a discrete space", "nothing")


def decode_box(
    space: space_pb2.Space, where: str, shape: Sequence[int] = (-1,), most: int = MOST_ACTIONS
) -> spaces.Box:
    """As `decode_space`, where only a Box will do."""
    if space.WhichOneof("kind") == "discrete":
        raise unexpected(where, "a box", "a discrete space")
    return _decode_box(space.box, where, shape, most)


def _decode_discrete(discrete: space_pb2.Discrete, where: str) -> spaces.Discrete:
    if not 1 <= discrete.n <= MOST_ACTIONS:
        raise unexpected(f"{where}.n", f"1 to {MOST_ACTIONS}", discrete.n)
    return spaces.Discrete(discrete.n)


def _decode_box(box: space_pb2.Box, where: str, expected: Sequence[int], most: int) -> spaces.Box:
    shape = tuple(box.shape)
    if not fits(shape, expected):
        raise unexpected(f"{where}.shape", shape_text(expected), shape_text(shape))
    # Before there is memory for them.
    if math.prod(shape) > most:
        raise unexpected(f"{where}.shape", f"at most {most} entries", math.prod(shape))
    low, high = (_bounds(getattr(box, name), f"{where}.{name}", shape) for name in ("low", "high"))
    if not (low <= high).all() or np.isposinf(low).any() or np.isneginf(high).any():
        raise unexpected(where, "intervals of numbers, low to high", "others, or NaN")
    return spaces.Box(low, high, shape, np.float32)


def encode_space(space: spaces.Box | spaces.Discrete) -> space_pb2.Space:
    """The other way round, of a Discrete that starts at 0."""
    if isinstance(space, spaces.Discrete):
        return space_pb2.Space(discrete=space_pb2.Discrete(n=int(space.n)))
    box = space_pb2.Box(
        dtype=tensor_pb2.DATA_TYPE_FLOAT32,
        shape=space.shape,
        low=encode_tensor(space.low, np.float64),
        high=encode_tensor(space.high, np.float64),
    )
    return space_pb2.Space(box=box)


def _bounds(tensor: tensor_pb2.Tensor, where: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    bounds = decode_tensor(tensor, where, np.float64)
    if bounds.size == 1:
        bounds = np.full(shape, bounds.item())
    if bounds.shape != shape:
        raise unexpected(where, f"one element, or shape {list(shape)}", f"{list(bounds.shape)}")
    # Beyond float32, there is no bound.
    with np.errstate(over="ignore"):
        return bounds.astype(np.float32)
