"""Small policies as files in ONNX format, encoded here so that no test needs the package onnx."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

#: TensorProto.DataType.
_FLOAT = 1


def _varint(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _varint(rest) if rest else bytes([low])


def _whole(field: int, number: int) -> bytes:
    return _varint(field << 3) + _varint(number)


def _part(field: int, data: bytes | str) -> bytes:
    data = data.encode() if isinstance(data, str) else data
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(operator: str, inputs: Sequence[str], output: str) -> bytes:
    return b"".join(_part(1, name) for name in inputs) + _part(2, output) + _part(4, operator)


def _weight(name: str, values: ArrayLike) -> bytes:
    array = np.asarray(values, "<f4")
    dims = b"".join(_whole(1, size) for size in array.shape)
    return dims + _whole(2, _FLOAT) + _part(8, name) + _part(9, array.tobytes())


def _value(name: str, *sizes: int | str) -> bytes:
    dims = b"".join(_part(1, _part(2, size) if isinstance(size, str) else _whole(1, size)) for size in sizes)
    return _part(1, name) + _part(2, _part(1, _whole(1, _FLOAT) + _part(2, dims)))


def _model(nodes: Sequence[bytes], weights: Sequence[bytes], inputs: bytes, outputs: Sequence[bytes]) -> bytes:
    graph = b"".join(_part(1, node) for node in nodes) + _part(2, "policy")
    graph += b"".join(_part(5, weight) for weight in weights) + _part(11, inputs)
    graph += b"".join(_part(12, output) for output in outputs)
    return _whole(1, 8) + _part(7, graph) + _part(8, _part(1, "") + _whole(2, 18))


def gaussian(weights: ArrayLike, log_std: ArrayLike) -> bytes:
    """
    mean = tanh(observation · W).

    :param weights: W, [d, a]
    :param log_std: [a]
    """
    d, a = np.shape(weights)
    return _model(
        [
            _node("MatMul", ["observation", "W"], "product"),
            _node("Tanh", ["product"], "mean"),
            _node("Identity", ["spread"], "log_std"),
        ],
        [_weight("W", weights), _weight("spread", log_std)],
        _value("observation", "B", d),
        [_value("mean", "B", a), _value("log_std", a)],
    )


def categorical(weights: ArrayLike) -> bytes:
    """
    logits = observation · W.

    :param weights: W, [d, a]
    """
    d, a = np.shape(weights)
    return _model(
        [_node("MatMul", ["observation", "W"], "logits")],
        [_weight("W", weights)],
        _value("observation", "B", d),
        [_value("logits", "B", a)],
    )
