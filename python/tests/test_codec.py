import pickle

import numpy as np
import pytest
from support.statuses import error_to_status

from caucus._proto import interaction_pb2, space_pb2, tensor_pb2
from caucus.errors import (
    ContractError,
    ForkError,
    ResponseError,
    ServerConnectionError,
    UnknownOptionError,
    error_from_status,
    unexpected,
)
from caucus.rewards import decode_rewards
from caucus.spaces import decode_space
from caucus.tensors import decode_tensor, encode_tensor
from caucus.visible import visible


def test_tensors_are_little_endian_and_row_major():
    tensor = encode_tensor([[1, 2], [3, 258]], np.int32)
    assert tensor.dtype == tensor_pb2.DATA_TYPE_INT32
    assert list(tensor.shape) == [2, 2]
    assert tensor.data == bytes([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 2, 1, 0, 0])
    assert decode_tensor(tensor, "t", np.int32, (2, -1)).tolist() == [[1, 2], [3, 258]]


@pytest.mark.parametrize("dtype", [np.bool_, np.uint8, np.uint16, np.int32, np.float32, np.float64])
@pytest.mark.parametrize("shape", [(), (0, 3), (2,), (2, 3)])
def test_tensors_of_every_dtype_and_shape_come_back(dtype, shape):
    array = (np.arange(np.prod(shape)) % 2).astype(dtype).reshape(shape)
    decoded = decode_tensor(encode_tensor(array, dtype), "t", dtype, shape)
    assert decoded.dtype == dtype
    assert decoded.shape == shape
    assert (decoded == array).all()
    assert decoded.flags.writeable


@pytest.mark.parametrize(
    ("tensor", "text"),
    [
        (encode_tensor([1.0], np.float64), "x: expected FLOAT32, got FLOAT64"),
        (encode_tensor([[1.0]], np.float32), "x: expected shape [2, any], got [1, 1]"),
        (encode_tensor([1.0], np.float32), "x: expected shape [2, any], got [1]"),
        (tensor_pb2.Tensor(), "x: expected a tensor, got nothing"),
        (tensor_pb2.Tensor(dtype=77), "x: expected a tensor, got dtype 77"),
        (tensor_pb2.Tensor(dtype=5, shape=[2, 1], data=b"123"), "x.data: expected 8 bytes, got 3"),
    ],
)
def test_a_tensor_that_does_not_fit_is_an_error(tensor, text):
    with pytest.raises(ContractError) as raised:
        decode_tensor(tensor, "x", np.float32, (2, -1))
    assert str(raised.value) == text


def sparse(**fields):
    # interaction.proto's example: [[0, .5, .5, 0], [0, 0, 0, 0], [1, 0, 0, 0]].
    message = {
        "num_rows": 3,
        "num_agents": 4,
        "index_dtype": tensor_pb2.DATA_TYPE_UINT8,
        "rows": bytes([0, 2]),
        "counts": bytes([2, 1]),
        "agents": bytes([1, 2, 0]),
        "values": np.array([0.5, 1], "<f4").tobytes(),
    } | fields
    return interaction_pb2.Rewards(sparse=interaction_pb2.SparseRewards(**message))


def test_sparse_rewards_with_one_value_a_row():
    assert decode_rewards(sparse(), "r", 3, 4).tolist() == [[0, 0.5, 0.5, 0], [0, 0, 0, 0], [1, 0, 0, 0]]


def test_sparse_rewards_with_one_value_an_entry():
    rewards = sparse(values=np.array([0.25, 0.5, 1], "<f4").tobytes())
    assert decode_rewards(rewards, "r", 3, 4).tolist() == [[0, 0.25, 0.5, 0], [0, 0, 0, 0], [1, 0, 0, 0]]


def test_sparse_rewards_without_entries():
    rewards = sparse(rows=b"", counts=b"", agents=b"", values=b"")
    assert decode_rewards(rewards, "r", 3, 4).tolist() == [[0] * 4] * 3


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"num_rows": 2}, "r: expected shape [3, 4], got [2, 4]"),
        ({"index_dtype": tensor_pb2.DATA_TYPE_BOOL}, "r.index_dtype: expected UINT8, UINT16 or INT32, got 1"),
        ({"rows": bytes([0, 3])}, "r.rows: expected indices below 3, got 3"),
        ({"agents": bytes([1, 2, 4])}, "r.agents: expected indices below 4, got 4"),
        ({"agents": bytes([1, 2])}, "r.agents: expected 3 of them, the sum of counts, got 2"),
        ({"counts": bytes([3])}, "r.counts: expected 2 of them, as of rows, got 1"),
        ({"values": b"12345678" * 2}, "r.values: expected 2 or 3 of them, got 4"),
    ],
)
def test_sparse_rewards_that_do_not_fit_are_errors(fields, text):
    with pytest.raises(ContractError) as raised:
        decode_rewards(sparse(**fields), "r", 3, 4)
    assert str(raised.value) == text


def test_dense_rewards():
    rewards = interaction_pb2.Rewards(dense=encode_tensor([[1, 2]], np.float32))
    assert decode_rewards(rewards, "r", 1, 2).tolist() == [[1, 2]]


def test_one_bound_is_of_all_entries():
    box = space_pb2.Box(shape=[2], low=encode_tensor([-1], np.float64), high=encode_tensor([1, 2], np.float64))
    space = decode_space(space_pb2.Space(box=box), "s")
    assert space.low.tolist() == [-1, -1]
    assert space.high.tolist() == [1, 2]
    with pytest.raises(ContractError, match="s: expected a box or a discrete space, got nothing"):
        decode_space(space_pb2.Space(), "s")


def test_errors_travel_as_statuses():
    error = unexpected("actions", "shape [2]", "[3]")
    assert str(error) == "actions: expected shape [2], got [3]"
    back = error_from_status(error_to_status(error))
    assert back is not None
    assert (back.reason, str(back), back.where, back.expected, back.got) == (
        "INVALID_VALUE",
        "actions: expected shape [2], got [3]",
        "actions",
        "shape [2]",
        "[3]",
    )


def test_exceptions_come_back_from_a_pickle():
    for error in (
        unexpected("actions", "shape [2]", "[3]"),
        UnknownOptionError("a got an unexpected keyword argument 'b'", "options", "only c", "b"),
        ResponseError("server s: spec: expected one, got nothing", "spec", "one", "nothing"),
        ForkError("expected no fork"),
        ServerConnectionError("nobody there", transient=True),
    ):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))
    # As Gymnasium's make raises it again, with its own words.
    assert str(UnknownOptionError("a text")) == "a text"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words, θ and 中", "plain words, θ and 中"),
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[2J\x07", r"\x1b[2J\x07"),
        ("\u202egnp.exe", r"\u202egnp.exe"),
        ("\ud800", r"\ud800"),
        ("x" * 12, "xxxxxxxxxx… (2 more characters)"),
    ],
)
def test_text_of_others_is_safe_to_show(text, shown):
    assert visible(text, 10 if text.startswith("x") else 100) == shown
