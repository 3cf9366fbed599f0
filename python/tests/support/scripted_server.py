"""A server that does as the contract says, but for what a test makes of its responses."""

import threading
from collections.abc import Callable
from concurrent import futures
from typing import Any

import grpc
import numpy as np

from caucus._proto import (
    environment_pb2,
    interaction_pb2,
    service_pb2,
    session_pb2,
    space_pb2,
    tensor_pb2,
)
from caucus._proto.service_pb2_grpc import EnvironmentServiceServicer, add_EnvironmentServiceServicer_to_server
from caucus.connection import CONTRACT_REVISION
from caucus.tensors import encode_tensor

#: In place of a response: none at all, or the end of the stream with OK.
SILENCE, END = "silence", "end"

#: Called with a response it changes; what it gives, if anything, is sent instead: a response, a list of them,
#: bytes, SILENCE or END.
Lie = Callable[[Any], Any]


class ScriptedService(EnvironmentServiceServicer):
    """
    Environments "toy" with observations [2], three actions and the info "place" [2]. Their second one ends an episode
    at every step.
    """

    def __init__(self, lies: dict[str, Lie]) -> None:
        """
        :param lies: by the name of a method, or of an action within Interact
        """
        self.lies = lies
        #: Whoever is silent stays so until this is set.
        self.over = threading.Event()
        #: Streams that were attached.
        self.streams = 0

    def GetServerInfo(self, request, context):
        limits = service_pb2.Limits(
            max_request_seconds=300, max_policy_bytes=100, max_message_bytes=2**20, max_requests_in_flight=4
        )
        info = service_pb2.GetServerInfoResponse(
            server_version="0.0.9", contract="rmdp.v1", contract_revision=CONTRACT_REVISION, limits=limits
        )
        return self._told("GetServerInfo", info)

    def DescribeEnvironment(self, request, context):
        described = service_pb2.DescribeEnvironmentResponse(spec=spec(3))
        return self._told("DescribeEnvironment", described)

    def CreateSession(self, request, context):
        self.N, self.n = request.num_environments, request.agents.sampled.count or 3
        created = session_pb2.CreateSessionResponse(
            session_id="here",
            spec=spec(self.n),
            agent_parameters=encode_tensor(np.zeros((self.n, 1)), np.float64),
            lease_seconds=60,
        )
        return self._told("CreateSession", created)

    def RenewLease(self, request, context):
        return session_pb2.RenewLeaseResponse(lease_seconds=60)

    def CloseSession(self, request, context):
        return self._told("CloseSession", session_pb2.CloseSessionResponse())

    def Interact(self, requests, context):
        self.streams += 1
        for request in requests:
            action = request.WhichOneof("action")
            response = interaction_pb2.InteractResponse(sequence=request.sequence)
            getattr(response, action).CopyFrom(getattr(self, f"_{action}")())
            told = self._told(action, response)
            if told == END:
                return
            yield from told if isinstance(told, list) else [told]

    def _told(self, name, response):
        told = self.lies.get(name, lambda _: None)(response)
        if told == SILENCE:
            self.over.wait(60)
        return response if told is None or told == SILENCE else told

    def _attach(self):
        return interaction_pb2.AttachResponse(next_sequence=1)

    def _reset(self):
        return interaction_pb2.ResetResponse(observations=rows(self.N, 2), infos=self._infos(self.N))

    def _step(self):
        over = np.arange(self.N) == 1
        return interaction_pb2.StepResponse(
            observations=rows(self.N, 2),
            rewards=interaction_pb2.Rewards(dense=rows(self.N, self.n)),
            terminated=encode_tensor(over, np.bool_),
            truncated=encode_tensor(np.zeros(self.N), np.bool_),
            infos=self._infos(self.N),
            finished=interaction_pb2.FinishedEpisodes(
                environments=encode_tensor([1], np.int32),
                lengths=encode_tensor([1], np.int32),
                returns=interaction_pb2.Rewards(dense=rows(1, self.n)),
                final_observations=rows(1, 2),
                final_infos=self._infos(1),
            ),
        )

    def _put_policies(self):
        return interaction_pb2.PutPoliciesResponse()

    def _rollout(self):
        """Of one step."""
        step = self._step()
        step.finished.steps.CopyFrom(encode_tensor([0], np.int32))
        return interaction_pb2.RolloutResponse(
            observations=deepened(step.observations),
            actions=encode_tensor(np.zeros((1, self.N)), np.int32),
            rewards=step.rewards,
            terminated=deepened(step.terminated),
            truncated=deepened(step.truncated),
            infos={name: deepened(info) for name, info in step.infos.items()},
            finished=step.finished,
        )

    def _render(self):
        return interaction_pb2.RenderResponse(frames=encode_tensor(np.zeros((self.N, 4, 4, 3)), np.uint8))

    def _save_state(self):
        return interaction_pb2.SaveStateResponse(states=[b"state"] * self.N)

    def _restore_state(self):
        return interaction_pb2.RestoreStateResponse(observations=rows(self.N, 2))

    def _infos(self, count):
        return {"place": rows(count, 2)}


def rows(count: int, width: int) -> tensor_pb2.Tensor:
    return encode_tensor(np.zeros((count, width)), np.float32)


def deepened(tensor: tensor_pb2.Tensor) -> tensor_pb2.Tensor:
    """[1, …]."""
    return tensor_pb2.Tensor(dtype=tensor.dtype, shape=[1, *tensor.shape], data=tensor.data)


def box(size: int) -> space_pb2.Space:
    low, high = (encode_tensor([bound], np.float64) for bound in (-np.inf, np.inf))
    return space_pb2.Space(box=space_pb2.Box(dtype=tensor_pb2.DATA_TYPE_FLOAT32, shape=[size], low=low, high=high))


def spec(n: int) -> environment_pb2.EnvironmentSpec:
    return environment_pb2.EnvironmentSpec(
        id="toy",
        observation_space=box(2),
        action_space=space_pb2.Space(discrete=space_pb2.Discrete(n=3)),
        reward_space=box(n),
        num_agents=n,
        agent_parameters=[environment_pb2.AgentParameter(name="speed")],
        infos=[environment_pb2.InfoSpec(name="place", dtype=tensor_pb2.DATA_TYPE_FLOAT32, shape=[2])],
        render_modes=["rgb_array"],
        report_scale=1,
    )


def as_bytes(response: Any) -> bytes:
    return response if isinstance(response, bytes) else response.SerializeToString()


class ScriptedServer:
    """Listens on this machine until it is stopped."""

    def __init__(self, lies: dict[str, Lie]) -> None:
        self.service = ScriptedService(lies)
        self._server = grpc.server(futures.ThreadPoolExecutor(16))
        add_EnvironmentServiceServicer_to_server(self.service, self._server)
        interact = grpc.stream_stream_rpc_method_handler(
            self.service.Interact, interaction_pb2.InteractRequest.FromString, as_bytes
        )
        self._server.add_registered_method_handlers("rmdp.v1.EnvironmentService", {"Interact": interact})
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        self._server.start()

    def stop(self) -> None:
        self.service.over.set()
        self._server.stop(None)
