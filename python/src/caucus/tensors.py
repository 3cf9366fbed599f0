"""Converts between the contract's tensors and NumPy arrays."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caucus._proto import tensor_pb2
from caucus.errors import unexpected

#: The NumPy type of each dtype; all are little-endian.
DTYPES: dict[int, np.dtype[Any]] = {
    tensor_pb2.DATA_TYPE_BOOL: np.dtype(np.bool_),
    tensor_pb2.DATA_TYPE_UINT8: np.dtype(np.uint8),
    tensor_pb2.DATA_TYPE_UINT16: np.dtype("<u2"),
    tensor_pb2.DATA_TYPE_INT32: np.dtype("<i4"),
    tensor_pb2.DATA_TYPE_FLOAT32: np.dtype("<f4"),
    tensor_pb2.DATA_TYPE_FLOAT64: np.dtype("<f8"),
}
#: NumPy's.
MOST_DIMENSIONS = 32
_TYPES: dict[np.dtype[Any], Any] = {dtype: number for number, dtype in DTYPES.items()}


def dtype_number(dtype: np.dtype[Any]) -> Any:
    """The wire's number of a dtype."""
    return _TYPES[dtype.newbyteorder("<")]


def encode_tensor(array: ArrayLike, dtype: np.dtype[Any] | type) -> tensor_pb2.Tensor:
    """The array as a message, with its elements as `dtype`."""
    dtype = np.dtype(dtype).newbyteorder("<")
    elements = np.ascontiguousarray(array, dtype=dtype)
    shape = np.shape(array)
    return tensor_pb2.Tensor(dtype=_TYPES[dtype], shape=shape, data=elements.tobytes())


def decode_tensor(
    tensor: tensor_pb2.Tensor,
    where: str,
    dtype: np.dtype[Any] | type | None = None,
    shape: Sequence[int] | None = None,
) -> NDArray[Any]:
    """
    An array of its own memory.

    :param where: the field, for errors
    :param shape: −1 accepts any length; None accepts any shape
    :raises ContractError: if dtype, shape or the number of bytes is not as expected
    """
    found = _known_dtype(tensor, where)
    if dtype is not None and found != np.dtype(dtype):
        raise unexpected(where, _name(_TYPES[np.dtype(dtype).newbyteorder("<")]), _name(tensor.dtype))
    got = tuple(tensor.shape)
    if shape is not None and not fits(got, shape):
        raise unexpected(where, f"shape {shape_text(shape)}", shape_text(got))
    # Each look at the message's bytes copies them.
    data = tensor.data
    size = math.prod(got) * found.itemsize
    if len(data) != size:
        raise unexpected(f"{where}.data", f"{size} bytes", len(data))
    if not _is_shape(got):
        raise unexpected(where, f"a shape of at most {MOST_DIMENSIONS} dimensions", shape_text(got))
    if found == np.bool_ and data.strip(b"\0\1"):
        raise unexpected(f"{where}.data", "bytes 0 and 1", data.strip(b"\0\1")[0])
    # These bytes cannot be written to, and users write into what they are given.
    return np.frombuffer(data, found).reshape(got).copy()


def shape_text(shape: Sequence[int]) -> str:
    """For example "[20, any]"."""
    sizes = ["any" if size == -1 else str(size) for size in shape[:MOST_DIMENSIONS]]
    return f"[{', '.join([*sizes, '…'] if len(shape) > MOST_DIMENSIONS else sizes)}]"


def _is_shape(shape: Sequence[int]) -> bool:
    """Whether NumPy has it, which refuses some that have no elements, too."""
    return len(shape) <= MOST_DIMENSIONS and math.prod(size or 1 for size in shape) < 2**60


def _known_dtype(tensor: tensor_pb2.Tensor, where: str) -> np.dtype[Any]:
    found = DTYPES.get(tensor.dtype)
    if found is None:
        raise unexpected(where, "a tensor", "nothing" if tensor.dtype == 0 else f"dtype {tensor.dtype}")
    return found


def fits(shape: Sequence[int], expected: Sequence[int]) -> bool:
    """
    :param expected: −1 is any length
    """
    if len(shape) != len(expected):
        return False
    return shape == expected or all(size in (-1, actual) for actual, size in zip(shape, expected, strict=True))


def _name(dtype: int) -> str:
    """For example "FLOAT32"."""
    return tensor_pb2.DataType.Name(dtype).removeprefix("DATA_TYPE_")
