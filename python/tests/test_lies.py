"""Servers that say what is not so, or nothing: each is one sentence that names the server and the field."""

import os
import signal
import threading
import time

import numpy as np
import pytest
from google.protobuf import any_pb2
from google.rpc import error_details_pb2, status_pb2
from support.scripted_server import END, SILENCE, ScriptedServer, box, rows

from caucus import CaucusError, ContractError, ResponseError, ServerConnectionError, ServerTimeoutError, VectorEnv
from caucus._proto import interaction_pb2, space_pb2, tensor_pb2
from caucus.connection import CONTRACT_REVISION
from caucus.tensors import encode_tensor

NAN, INF = float("nan"), float("inf")


@pytest.fixture
def serve():
    servers = []

    def start(**lies):
        servers.append(ScriptedServer(lies))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


def use(address, timeout=5):
    """All that can be asked of environments, once."""
    envs = VectorEnv(
        "toy", 2, server=address, num_agents=3, autoreset_mode="SameStep", timeout=timeout, render_mode="rgb_array"
    )
    try:
        envs.reset(seed=0)
        result = envs.step([0, 1])
        envs.put_policies([b"model"])
        envs.rollout(1)
        envs.render()
        states = envs._session.save_states()
        envs._session.restore_states(states)
        return result
    finally:
        envs.close()


def test_a_server_that_tells_the_truth_can_be_used(serve):
    observations, rewards, terminations, _, infos = use(serve().address)
    assert observations.shape == (2, 2)
    assert rewards.shape == (2, 3)
    assert terminations.tolist() == [False, True]
    assert infos["final_info"]["place"].shape == (2, 2)


def replaced(field, value):
    """A lie that puts a message in a field of the response, for example step.observations."""

    def lie(response):
        *path, last = field.split(".")
        for name in path:
            response = getattr(response, name)
        if isinstance(value, (int, float, str, bytes)):
            setattr(response, last, value)
        elif isinstance(value, list):
            del getattr(response, last)[:]
            getattr(response, last).extend(value)
        elif value is None:
            response.ClearField(last)
        else:
            getattr(response, last).CopyFrom(value)

    return lie


def floats(values, dtype=np.float32):
    return encode_tensor(values, dtype)


def sparse(**fields):
    message = {
        "num_rows": 2,
        "num_agents": 3,
        "index_dtype": tensor_pb2.DATA_TYPE_INT32,
        "rows": ints(0, 1),
        "counts": ints(1, 2),
        "agents": ints(0, 1, 2),
        "values": np.array([1, 1, 1], "<f4").tobytes(),
    } | fields
    return interaction_pb2.Rewards(sparse=interaction_pb2.SparseRewards(**message))


def ints(*values):
    return np.array(values, "<i4").tobytes()


def infos(**tensors):
    def lie(response):
        result = getattr(response, response.WhichOneof("result"))
        result.infos.clear()
        for name, tensor in tensors.items():
            result.infos[name].CopyFrom(tensor)

    return lie


def wide(low, high):
    bounds = {name: encode_tensor([bound], np.float64) for name, bound in (("low", low), ("high", high))}
    return space_pb2.Space(box=space_pb2.Box(dtype=tensor_pb2.DATA_TYPE_FLOAT32, shape=[2], **bounds))


def twice(response):
    return [response, response]


def another_number(response):
    response.sequence += 7


def another_answer(response):
    sequence = response.sequence
    return interaction_pb2.InteractResponse(sequence=sequence, attach=interaction_pb2.AttachResponse())


def nothing(response):
    return interaction_pb2.InteractResponse(sequence=response.sequence)


huge = space_pb2.Space(discrete=space_pb2.Discrete(n=2**32 - 1))
no_actions = space_pb2.Space(discrete=space_pb2.Discrete(n=0))

LIES = {
    "no spec described": (
        "DescribeEnvironment",
        replaced("spec", None),
        "spec: expected an environment's spec, got nothing",
    ),
    "no agents described": (
        "DescribeEnvironment",
        replaced("spec.num_agents", 0),
        "spec.num_agents: expected at least 1, got 0",
    ),
    "no id": ("CreateSession", replaced("session_id", ""), "session_id: expected one, got nothing"),
    "no spec": ("CreateSession", replaced("spec", None), "spec: expected an environment's spec, got nothing"),
    "lease 0": ("CreateSession", replaced("lease_seconds", 0.0), "lease_seconds: expected a number above 0, got 0.0"),
    "lease NaN": ("CreateSession", replaced("lease_seconds", NAN), "lease_seconds: expected a number above 0, got nan"),
    "lease -1": (
        "CreateSession",
        replaced("lease_seconds", -1.0),
        "lease_seconds: expected a number above 0, got -1.0",
    ),
    "lease ∞": ("CreateSession", replaced("lease_seconds", INF), "lease_seconds: expected a number above 0, got inf"),
    "other agents": (
        "CreateSession",
        replaced("agent_parameters", encode_tensor(np.zeros((4, 1)), np.float64)),
        "agent_parameters: expected shape [3, 1], got [4, 1]",
    ),
    "no θ": ("CreateSession", replaced("agent_parameters", None), "agent_parameters: expected a tensor, got nothing"),
    "θ of other columns": (
        "CreateSession",
        replaced("agent_parameters", encode_tensor(np.zeros((3, 2)), np.float64)),
        "agent_parameters: expected shape [3, 1], got [3, 2]",
    ),
    "θ NaN": (
        "CreateSession",
        replaced("agent_parameters", encode_tensor([[0], [NAN], [0]], np.float64)),
        "agent_parameters: expected finite numbers, got nan at [1, 0]",
    ),
    "agents beyond θ": (
        "CreateSession",
        replaced("spec.num_agents", 2**32 - 1),
        "spec.num_agents: expected 3, as of agent_parameters, got 4294967295",
    ),
    "dt NaN": ("CreateSession", replaced("spec.dt", NAN), "spec.dt: expected a number from 0, got nan"),
    "scale ∞": (
        "CreateSession",
        replaced("spec.report_scale", INF),
        "spec.report_scale: expected a number, got inf",
    ),
    "no action space": (
        "CreateSession",
        replaced("spec.action_space", None),
        "spec.action_space: expected a box or a discrete space, got nothing",
    ),
    "2³² − 1 actions": (
        "CreateSession",
        replaced("spec.action_space", huge),
        "spec.action_space.n: expected 1 to 2147483647, got 4294967295",
    ),
    "no actions": (
        "CreateSession",
        replaced("spec.action_space", no_actions),
        "spec.action_space.n: expected 1 to 2147483647, got 0",
    ),
    "huge observations": (
        "CreateSession",
        replaced("spec.observation_space", box(2**32 - 1)),
        "spec.observation_space.shape: expected at most 268435456 entries, got 4294967295",
    ),
    "discrete observations": (
        "CreateSession",
        replaced("spec.observation_space", huge),
        "spec.observation_space: expected a box, got a discrete space",
    ),
    "observations of no bounds": (
        "CreateSession",
        replaced("spec.observation_space.box.low", None),
        "spec.observation_space.low: expected a tensor, got nothing",
    ),
    "bounds NaN": (
        "CreateSession",
        replaced("spec.observation_space", wide(NAN, 1)),
        "spec.observation_space: expected intervals of numbers, low to high, got others, or NaN",
    ),
    "bounds the wrong way round": (
        "CreateSession",
        replaced("spec.observation_space", wide(1, -1)),
        "spec.observation_space: expected intervals of numbers, low to high, got others, or NaN",
    ),
    "bounds all ∞": (
        "CreateSession",
        replaced("spec.observation_space", wide(INF, INF)),
        "spec.observation_space: expected intervals of numbers, low to high, got others, or NaN",
    ),
    "rewards of others": (
        "CreateSession",
        replaced("spec.reward_space", box(4)),
        "spec.reward_space.shape: expected [3], got [4]",
    ),
    "no such info": (
        "CreateSession",
        replaced("spec.infos", []),
        "spec.infos: expected place, as asked for, got none of that name",
    ),
    "another number": ("reset", another_number, "sequence: expected that of the request, 1, got 8"),
    "more responses": ("reset", twice, "sequence: expected that of the request, 2, got 1"),
    "another answer": ("step", another_answer, "result: expected the answer to step, got attach"),
    "no answer in a response": ("step", nothing, "result: expected the answer to step, got nothing"),
    "another number when attaching": ("attach", another_number, "sequence: expected that of the request, 0, got 7"),
    "observations of another shape": (
        "reset",
        replaced("reset.observations", rows(3, 2)),
        "observations: expected shape [2, 2], got [3, 2]",
    ),
    "observations of another dtype": (
        "reset",
        replaced("reset.observations", encode_tensor(np.zeros((2, 2)), np.float64)),
        "observations: expected FLOAT32, got FLOAT64",
    ),
    "observations of too few bytes": (
        "reset",
        replaced("reset.observations.data", None),
        "observations.data: expected 16 bytes, got 0",
    ),
    "observations NaN": (
        "reset",
        replaced("reset.observations", floats([[0, 0], [0, NAN]])),
        "observations: expected finite numbers, got nan at [1, 1]",
    ),
    "observations ∞": (
        "step",
        replaced("step.observations", floats([[INF, 0], [0, 0]])),
        "observations: expected finite numbers, got inf at [0, 0]",
    ),
    "no infos": ("reset", infos(), "infos: expected [place], got []"),
    "other infos": ("step", infos(colour=rows(2, 2)), "infos: expected [place], got [colour]"),
    "infos of another shape": ("step", infos(place=rows(2, 3)), "infos.place: expected shape [2, 2], got [2, 3]"),
    "infos of another dtype": (
        "step",
        infos(place=encode_tensor(np.zeros((2, 2)), np.int32)),
        "infos.place: expected FLOAT32, got INT32",
    ),
    "no rewards": ("step", replaced("step.rewards", None), "rewards: expected a tensor, got nothing"),
    "rewards NaN": (
        "step",
        replaced("step.rewards.dense", floats([[0, NAN, 0], [0, 0, 0]])),
        "rewards: expected finite numbers, got nan at [0, 1]",
    ),
    "rewards -∞": (
        "step",
        replaced("step.rewards", sparse(values=np.array([1, 1, -INF], "<f4").tobytes())),
        "rewards: expected finite numbers, got -inf at [1, 2]",
    ),
    "sparse rewards of other rows": (
        "step",
        replaced("step.rewards", sparse(num_rows=2**32 - 1)),
        "rewards: expected shape [2, 3], got [4294967295, 3]",
    ),
    "sparse rows beyond the last": (
        "step",
        replaced("step.rewards", sparse(rows=ints(0, 2))),
        "rewards.rows: expected indices below 2, got 2",
    ),
    "sparse rows before the first": (
        "step",
        replaced("step.rewards", sparse(rows=ints(-1, 0))),
        "rewards.rows: expected indices from 0, got -1",
    ),
    "sparse rows out of order": (
        "step",
        replaced("step.rewards", sparse(rows=ints(1, 0))),
        "rewards.rows: expected ascending indices, got others",
    ),
    "sparse counts below 0": (
        "step",
        replaced("step.rewards", sparse(counts=ints(-1, 4))),
        "rewards.counts: expected numbers from 0, got -1",
    ),
    "sparse counts beyond n": (
        "step",
        replaced("step.rewards", sparse(counts=ints(2**31 - 1, 2**31 - 1))),
        "rewards.counts: expected numbers below 4, got 2147483647",
    ),
    "sparse agents beyond the last": (
        "step",
        replaced("step.rewards", sparse(agents=ints(0, 1, 3))),
        "rewards.agents: expected indices below 3, got 3",
    ),
    "sparse agents before the first": (
        "step",
        replaced("step.rewards", sparse(agents=ints(0, -3, 1))),
        "rewards.agents: expected indices from 0, got -3",
    ),
    "sparse agents twice": (
        "step",
        replaced("step.rewards", sparse(agents=ints(0, 1, 1))),
        "rewards.agents: expected ascending indices, got others",
    ),
    "sparse rows of odd bytes": (
        "step",
        replaced("step.rewards", sparse(rows=b"12345")),
        "rewards.rows: expected elements of 4 bytes, got 5 bytes",
    ),
    "sparse values of odd bytes": (
        "step",
        replaced("step.rewards", sparse(values=b"12345")),
        "rewards.values: expected elements of 4 bytes, got 5 bytes",
    ),
    "terminated 7": (
        "step",
        replaced("step.terminated.data", b"\1\7"),
        "terminated.data: expected bytes 0 and 1, got 7",
    ),
    "finished 99": (
        "step",
        replaced("step.finished.environments", encode_tensor([99], np.int32)),
        "finished.environments: expected [1], which are terminated or truncated, got [99]",
    ),
    "nobody finished": (
        "step",
        replaced("step.finished", None),
        "finished: expected the episodes that ended, of [1], got nothing",
    ),
    "finished after 0 steps": (
        "step",
        replaced("step.finished.lengths", encode_tensor([0], np.int32)),
        "finished.lengths: expected at least 1, got 0",
    ),
    "returns NaN": (
        "step",
        replaced("step.finished.returns.dense", floats([[0, 0, NAN]])),
        "finished.returns: expected finite numbers, got nan at [0, 2]",
    ),
    "no final observations": (
        "step",
        replaced("step.finished.final_observations", None),
        "finished.final_observations: expected a tensor, got nothing",
    ),
    "no final infos": (
        "step",
        lambda response: response.step.finished.final_infos.clear(),
        "finished.final_infos: expected [place], got []",
    ),
    "another answer to policies": (
        "put_policies",
        another_answer,
        "result: expected the answer to put_policies, got attach",
    ),
    "a step too many": (
        "rollout",
        replaced("rollout.terminated", encode_tensor(np.zeros((2, 2)), np.bool_)),
        "terminated: expected shape [1, 2], got [2, 2]",
    ),
    "observations of fewer steps": (
        "rollout",
        replaced("rollout.observations", floats(np.zeros((2, 2)))),
        "observations: expected shape [1, 2, 2], got [2, 2]",
    ),
    "observations of a rollout NaN": (
        "rollout",
        replaced("rollout.observations", floats([[[0, 0], [NAN, 0]]])),
        "observations: expected finite numbers, got nan at [0, 1, 0]",
    ),
    "no actions of a rollout": (
        "rollout",
        replaced("rollout.actions", None),
        "actions: expected a tensor, got nothing",
    ),
    "actions that there are not": (
        "rollout",
        replaced("rollout.actions", encode_tensor([[0, 3]], np.int32)),
        "actions: expected 0 to 2, got 3",
    ),
    "rewards of a rollout NaN": (
        "rollout",
        replaced("rollout.rewards.dense", floats([[0, NAN, 0], [0, 0, 0]])),
        "rewards: expected finite numbers, got nan at [0, 1]",
    ),
    "infos of fewer steps": ("rollout", infos(place=rows(2, 2)), "infos.place: expected shape [1, 2, 2], got [2, 2]"),
    "finished at another step": (
        "rollout",
        replaced("rollout.finished.steps", encode_tensor([1], np.int32)),
        "finished.steps: expected [0], which are terminated or truncated, got [1]",
    ),
    "finished in another environment": (
        "rollout",
        replaced("rollout.finished.environments", encode_tensor([0], np.int32)),
        "finished.environments: expected [1], which are terminated or truncated, got [0]",
    ),
    "nobody finished in a rollout": (
        "rollout",
        replaced("rollout.finished", None),
        "finished: expected the episodes that ended, of [1], got nothing",
    ),
    "seconds below 0": (
        "rollout",
        replaced("rollout.acting_seconds", -1.0),
        "acting_seconds: expected a number from 0, got -1.0",
    ),
    "seconds NaN": (
        "rollout",
        replaced("rollout.stepping_seconds", NAN),
        "stepping_seconds: expected a number from 0, got nan",
    ),
    "frames of another shape": (
        "render",
        replaced("render.frames", encode_tensor(np.zeros((1, 4, 4, 3)), np.uint8)),
        "frames: expected shape [2, any, any, 3], got [1, 4, 4, 3]",
    ),
    "a shape that overflows": (
        "render",
        replaced("render.frames", tensor_pb2.Tensor(dtype=tensor_pb2.DATA_TYPE_UINT8, shape=[2, 2**31, 2**32 - 1, 3])),
        "frames.data: expected 55340232208243752960 bytes, got 0",
    ),
    "a shape of no elements that overflows": (
        "render",
        replaced("render.frames", tensor_pb2.Tensor(dtype=tensor_pb2.DATA_TYPE_UINT8, shape=[2, 0, 2**32 - 1, 3])),
        None,
    ),
    "a state too few": ("save_state", replaced("save_state.states", [b"one"]), "states: expected 2 of them, got 1"),
    "an empty state": (
        "save_state",
        replaced("save_state.states", [b"one", b""]),
        "states[1]: expected a state, got nothing",
    ),
    "no observations of states": (
        "restore_state",
        replaced("restore_state.observations", None),
        "observations: expected a tensor, got nothing",
    ),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lie_is_one_sentence(serve, name):
    at, lie, text = LIES[name]
    server = serve(**{at: lie})
    if text is None:
        use(server.address)
        return
    with pytest.raises(ResponseError) as raised:
        use(server.address)
    assert str(raised.value) == f"server {server.address}: {text}"
    assert raised.value.where == text.split(":")[0]


SILENT = {
    "DescribeEnvironment": "expected an answer to DescribeEnvironment within 0.8 s, got none",
    "CreateSession": "expected an answer to CreateSession within 0.8 s, got none",
    "attach": "no answer to reset within 0.8 s, and it answers other requests: an environment is stuck",
    "reset": "no answer to reset within 0.8 s, and it answers other requests: an environment is stuck",
    "step": "no answer to step within 0.8 s, and it answers other requests: an environment is stuck",
    "put_policies": "no answer to put_policies within 0.8 s, and it answers other requests: an environment is stuck",
    "rollout": "no answer to rollout within 0.8 s, and it answers other requests: an environment is stuck",
    "render": "no answer to render within 0.8 s, and it answers other requests: an environment is stuck",
    "save_state": "no answer to save_state within 0.8 s, and it answers other requests: an environment is stuck",
    "restore_state": "no answer to restore_state within 0.8 s, and it answers other requests: an environment is stuck",
}


@pytest.mark.parametrize("at", SILENT)
def test_silence_has_an_end(serve, at):
    server = serve(**{at: lambda _: SILENCE})
    with pytest.raises(ServerTimeoutError) as raised:
        use(server.address, timeout=0.8)
    assert str(raised.value).startswith(f"server {server.address}: {SILENT[at]}")


def test_closing_does_not_wait_for_ever(serve, monkeypatch):
    monkeypatch.setattr("caucus.connection.ANSWER_SECONDS", 0.5)
    use(serve(CloseSession=lambda _: SILENCE).address)


@pytest.mark.parametrize("at", ["GetServerInfo", *SILENT, "CloseSession"])
def test_ctrl_c_ends_every_wait(serve, at, monkeypatch):
    monkeypatch.setattr("caucus.connection.ANSWER_SECONDS", 60)
    server = serve(**{at: lambda _: SILENCE})
    # What a shell starts in the background ignores Ctrl-C, the tests too.
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    timer = threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    try:
        with pytest.raises(KeyboardInterrupt):
            use(server.address, timeout=120)
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, handler)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("advertised", "timeout", "expected"),
    [(300, None, 310), (0, None, 60), (NAN, None, 60), (-5, None, 60), (INF, None, 60), (1e9, None, 3600), (300, 2, 2)],
)
def test_a_wait_is_as_long_as_the_server_lets_environments_take(serve, advertised, timeout, expected):
    server = serve(GetServerInfo=replaced("limits.max_request_seconds", float(advertised)))
    envs = VectorEnv("toy", server=server.address, timeout=timeout)
    assert envs._session._lasting.interaction._timeout == expected
    envs.close()


def test_a_stream_that_ends_well_is_one_that_broke(serve):
    ends = [END]
    server = serve(step=lambda _: ends.pop() if ends else None)
    use(server.address)
    assert server.service.streams == 2


def test_streams_that_always_end_are_an_error(serve, monkeypatch):
    monkeypatch.setattr("caucus.interaction.RETRY_SECONDS", (0, 0.01))
    server = serve(step=lambda _: END)
    with pytest.raises(ServerConnectionError) as raised:
        use(server.address)
    assert str(raised.value) == f"server {server.address}: the stream ended; lost, and not back within 0 s"


def test_bytes_that_are_no_message(serve):
    server = serve(step=lambda _: b"\xff\xff")
    with pytest.raises(ResponseError) as raised:
        use(server.address)
    assert str(raised.value) == f"server {server.address}: expected a message of the contract, got bytes that are none"


def refused(**fields):
    """A lie that refuses, for a reason."""

    def lie(response):
        detail = any_pb2.Any()
        detail.Pack(error_details_pb2.ErrorInfo(domain="rmdp.v1", **fields))
        error = status_pb2.Status(code=3, message="no \x1b[31mway\n" + "x" * 3000, details=[detail])
        return interaction_pb2.InteractResponse(sequence=response.sequence, error=error)

    return lie


def test_an_unknown_reason_is_told_with_the_server(serve):
    server = serve(step=refused(reason="TIRED\x07", metadata={"where": "\x1b[2J"}))
    with pytest.raises(ContractError) as raised:
        use(server.address)
    text = str(raised.value)
    assert text.startswith(f"server {server.address}: no \\x1b[31mway\\nxxx")
    assert text.endswith('(its reason, "TIRED\\x07", is not known here)')
    assert text.isprintable()
    assert len(text) < 2500
    assert raised.value.where == "\\x1b[2J"


@pytest.mark.parametrize("message", ["", "no \x1b[31mway"])
def test_an_error_without_a_reason_is_told_with_the_server(serve, message):
    def lie(response):
        error = status_pb2.Status(code=13, message=message)
        return interaction_pb2.InteractResponse(sequence=response.sequence, error=error)

    server = serve(step=lie)
    with pytest.raises(ServerConnectionError) as raised:
        use(server.address)
    said = "no \\x1b[31mway" if message else "an error without a message"
    assert str(raised.value) == f"server {server.address}: {said} (code 13)"


def test_a_detail_that_does_not_unpack_is_passed_over(serve):
    def lie(response):
        detail = any_pb2.Any(type_url="type.googleapis.com/google.rpc.ErrorInfo", value=b"\xff\xff")
        error = status_pb2.Status(code=3, message="no", details=[detail])
        return interaction_pb2.InteractResponse(sequence=response.sequence, error=error)

    with pytest.raises(CaucusError, match=r"no \(code 3\)"):
        use(serve(step=lie).address)


def test_a_version_with_control_characters(serve):
    server = serve(
        GetServerInfo=lambda info: replaced("server_version", "\x1b]0;hi\x07")(info) or replaced("contract", "")(info)
    )
    with pytest.raises(ContractError) as raised:
        use(server.address)
    assert str(raised.value).isprintable()
    assert f"got none, revision {CONTRACT_REVISION}: upgrade it (it is caucus \\x1b]0;hi\\x07)" in str(raised.value)


def test_a_number_that_cannot_be_next_after_ctrl_c(serve):
    server = serve(attach=replaced("attach.next_sequence", 2**64 - 1))
    envs = VectorEnv("toy", 2, server=server.address, timeout=5)
    envs.reset(seed=0)
    interaction = envs._session._lasting.interaction
    interaction._unknown = 1
    interaction._drop()
    with pytest.raises(ResponseError) as raised:
        envs.step([0, 1])
    text = "attach.next_sequence: expected 2 or 3, got 18446744073709551615"
    assert str(raised.value) == f"server {server.address}: {text}"
    envs.close()


def test_a_short_lease_does_not_keep_a_thread_busy(serve):
    server = serve(CreateSession=replaced("lease_seconds", 1e-300))
    envs = VectorEnv("toy", server=server.address)
    assert envs._session._lasting.keeper._tick_seconds >= 0.01
    envs.close()
