"""The Open Inference Protocol of caucus-policies, by a client that nobody here wrote."""

from collections.abc import Iterator

import numpy as np
import pytest
from support.policies_server import PoliciesServer

import caucus

triton = pytest.importorskip("tritonclient.grpc")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    running = PoliciesServer(tmp_path_factory.mktemp("policies"))
    yield running.address
    running.stop()


@pytest.fixture
def client(address: str) -> Iterator["triton.InferenceServerClient"]:
    connected = triton.InferenceServerClient(address)
    yield connected
    connected.close()


def given(observations: np.ndarray, name: str = "observation") -> "triton.InferInput":
    tensor = triton.InferInput(name, list(observations.shape), "FP32")
    tensor.set_data_from_numpy(observations)
    return tensor


def test_is_live_and_ready(client) -> None:
    assert client.is_server_live()
    assert client.is_server_ready()
    assert client.is_model_ready("robots/1")
    assert not client.is_model_ready("robots/3")
    assert client.get_server_metadata().name == "caucus-policies"


def test_describes_a_policy(client) -> None:
    metadata = client.get_model_metadata("robots/1", as_json=True)
    assert metadata["inputs"] == [{"name": "observation", "datatype": "FP32", "shape": ["-1", "3"]}]
    assert [output["name"] for output in metadata["outputs"]] == ["action", "mean", "log_std"]
    states = [(model.name, model.state) for model in client.get_model_repository_index().models]
    assert states == [("robots/1", "READY"), ("robots/2", "READY"), ("robots/3", "UNAVAILABLE")]


def test_infers_what_our_own_client_is_told(client, address: str) -> None:
    observations = np.array([[0.1, -0.2, 0.3], [0.4, 0.5, 0.6]], dtype=np.float32)
    result = client.infer("robots/2", [given(observations)], request_id="7", parameters={"agent_id": "ann"})
    assert result.get_response().id == "7"
    with caucus.policies.connect(address) as policies:
        expected = policies.act(observations, policy="robots/2")
    np.testing.assert_array_equal(result.as_numpy("action"), expected)
    np.testing.assert_array_equal(result.as_numpy("log_std"), np.full((2, 2), -1, np.float32))
    only = client.infer("robots/2", [given(observations)], outputs=[triton.InferRequestedOutput("mean")])
    assert only.as_numpy("action") is None
    assert only.as_numpy("mean").shape == (2, 2)


def test_streams(client) -> None:
    answers: list = []
    client.start_stream(lambda result, error: answers.append((result, error)))
    observations = np.zeros((1, 3), dtype=np.float32)
    client.async_stream_infer("robots/1", [given(observations)], request_id="1")
    client.async_stream_infer("robots/9", [given(observations)], request_id="2")
    client.stop_stream()
    (first, _), (_, error) = answers
    assert first.as_numpy("action").shape == (1, 2)
    assert "the dossier has 3 policies" in error.message()


@pytest.mark.parametrize(
    ("name", "tensor", "status", "message"),
    [
        ("robots/3", given(np.zeros((1, 3), np.float32)), "NOT_FOUND", "nobody has decided about it"),
        ("robots/1", given(np.zeros((1, 4), np.float32)), "INVALID_ARGUMENT", "expected [B, 3]"),
        ("robots/1", given(np.full((1, 3), np.nan, np.float32)), "INVALID_ARGUMENT", "a finite number, got NaN"),
        ("robots/1", given(np.zeros((1, 3), np.float32), "x"), "INVALID_ARGUMENT", 'one, "observation", got "x"'),
    ],
)
def test_refuses(client, name: str, tensor, status: str, message: str) -> None:
    with pytest.raises(triton.InferenceServerException) as refused:
        client.infer(name, [tensor])
    assert refused.value.status() == f"StatusCode.{status}"
    assert message in refused.value.message()
