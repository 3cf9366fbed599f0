"""Spaces of the wire as Gymnasium's."""

from __future__ import annotations

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import space_pb2, tensor_pb2
from caucus.errors import unexpected
from caucus.tensors import decode_tensor, encode_tensor


def decode_space(space: space_pb2.Space, where: str) -> spaces.Box | spaces.Discrete:
    """
    Values on the wire are FLOAT32 or INT32, and so is the space's dtype for a Box; Discrete has Gymnasium's.

    :param where: the field, for errors
    """
    kind = space.WhichOneof("kind")
    if kind == "discrete":
        return spaces.Discrete(space.discrete.n)
    if kind == "box":
        shape = tuple(space.box.shape)
        low = _bounds(space.box.low, f"{where}.low", shape)
        high = _bounds(space.box.high, f"{where}.high", shape)
        return spaces.Box(low, high, shape, np.float32)
    raise unexpected(where, "a box or a discrete space", "nothing")


def decode_box(space: space_pb2.Space, where: str) -> spaces.Box:
    """As `decode_space`, where only a Box will do."""
    decoded = decode_space(space, where)
    if not isinstance(decoded, spaces.Box):
        raise unexpected(where, "a box", "a discrete space")
    return decoded


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
    return bounds.astype(np.float32)
