"""Matrices of rewards [rows, n], dense or sparse on the wire."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus._proto import interaction_pb2, tensor_pb2
from caucus.errors import unexpected
from caucus.tensors import DTYPES, decode_tensor

#: Element types of a sparse matrix's indices.
_INDEX_TYPES = (tensor_pb2.DATA_TYPE_UINT8, tensor_pb2.DATA_TYPE_UINT16, tensor_pb2.DATA_TYPE_INT32)


def decode_rewards(rewards: interaction_pb2.Rewards, where: str, num_rows: int, num_agents: int) -> NDArray[np.float32]:
    """
    :param where: the field, for errors
    :returns: [rows, n]
    :raises ContractError: if the rewards do not fit
    """
    if rewards.WhichOneof("encoding") == "sparse":
        return _decode_sparse(rewards.sparse, where, num_rows, num_agents)
    return decode_tensor(rewards.dense, where, np.float32, (num_rows, num_agents))


def _decode_sparse(
    message: interaction_pb2.SparseRewards, where: str, num_rows: int, num_agents: int
) -> NDArray[np.float32]:
    if (message.num_rows, message.num_agents) != (num_rows, num_agents):
        raise unexpected(where, f"shape [{num_rows}, {num_agents}]", f"[{message.num_rows}, {message.num_agents}]")
    if message.index_dtype not in _INDEX_TYPES:
        raise unexpected(f"{where}.index_dtype", "UINT8, UINT16 or INT32", message.index_dtype)
    index = DTYPES[message.index_dtype]
    rows, counts, agents = (_elements(message, where, name, index) for name in ("rows", "counts", "agents"))
    values = _elements(message, where, "values", np.dtype("<f4"))
    _check_sparse(where, (num_rows, num_agents), rows, counts, agents, values)
    dense = np.zeros((num_rows, num_agents), np.float32)
    one_a_row = len(values) == len(rows)
    dense[np.repeat(rows, counts), agents] = np.repeat(values, counts) if one_a_row else values
    return dense


def _elements(message: interaction_pb2.SparseRewards, where: str, name: str, dtype: np.dtype[Any]) -> NDArray[Any]:
    data: bytes = getattr(message, name)
    if len(data) % dtype.itemsize != 0:
        raise unexpected(f"{where}.{name}", f"elements of {dtype.itemsize} bytes", f"{len(data)} bytes")
    return np.frombuffer(data, dtype)


def _check_sparse(
    where: str,
    shape: tuple[int, int],
    rows: NDArray[np.integer],
    counts: NDArray[np.integer],
    agents: NDArray[np.integer],
    values: NDArray[np.float32],
) -> None:
    if len(counts) != len(rows):
        raise unexpected(f"{where}.counts", f"{len(rows)} of them, as of rows", len(counts))
    _check_range(f"{where}.counts", counts, shape[1] + 1)
    total = int(counts.sum())
    if len(agents) != total:
        raise unexpected(f"{where}.agents", f"{total} of them, the sum of counts", len(agents))
    if len(values) not in (len(rows), total):
        raise unexpected(f"{where}.values", f"{len(rows)} or {total} of them", len(values))
    _check_range(f"{where}.rows", rows, shape[0])
    _check_range(f"{where}.agents", agents, shape[1])
    entries = np.repeat(rows, counts).astype(np.int64) * shape[1] + agents
    for name, indices in (("rows", rows.astype(np.int64)), ("agents", entries)):
        if (np.diff(indices) <= 0).any():
            raise unexpected(f"{where}.{name}", "ascending indices", "others")


def _check_range(where: str, numbers: NDArray[np.integer], size: int) -> None:
    what = "numbers" if where.endswith(".counts") else "indices"
    if numbers.size and numbers.min() < 0:
        raise unexpected(where, f"{what} from 0", numbers.min())
    if numbers.size and numbers.max() >= size:
        raise unexpected(where, f"{what} below {size}", numbers.max())
