"""Carries out the requests of a session on its environments."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import interaction_pb2, tensor_pb2
from caucus.errors import ContractError, unexpected
from caucus.rewards import encode_rewards
from caucus.serve.environments import Environments
from caucus.serve.plan import Plan
from caucus.steps import Finished, Infos
from caucus.tensors import decode_tensor, encode_tensor


class Operations:
    def __init__(self, environments: Environments, plan: Plan) -> None:
        self._environments = environments
        self._action_space = plan.environment.action_space
        self._num_envs = plan.num_envs
        self._sparse = plan.sparse

    def carry_out(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        """
        :raises ContractError: at a bad request; nothing changed then
        """
        action = request.WhichOneof("action")
        if action is None or action == "attach":
            expected = "reset, step, render, save_state or restore_state"
            raise unexpected("action", expected, action or "none of these")
        if action in ("put_policies", "rollout"):
            raise ContractError("POLICIES", "this server takes no policies: step the environments one step at a time")
        response = interaction_pb2.InteractResponse(sequence=request.sequence)
        getattr(response, action).CopyFrom(getattr(self, f"_{action}")(getattr(request, action)))
        return response

    def _reset(self, request: interaction_pb2.ResetRequest) -> interaction_pb2.ResetResponse:
        seed = request.seed if request.HasField("seed") else None
        if seed is not None:
            check_seed("seed", seed, self._num_envs)
        observations = self._environments.reset(self._mask(request), seed)
        return interaction_pb2.ResetResponse(
            observations=encode_tensor(observations, np.float32), infos=_encode_infos(self._environments.infos())
        )

    def _step(self, request: interaction_pb2.StepRequest) -> interaction_pb2.StepResponse:
        space = self._action_space
        dtype = np.float32 if isinstance(space, spaces.Box) else np.int32
        shape = (self._num_envs, *(space.shape or ()))
        actions = decode_tensor(request.actions, "actions", dtype, shape)
        start = time.perf_counter()
        step = self._environments.step(actions)
        seconds = time.perf_counter() - start
        return interaction_pb2.StepResponse(
            observations=encode_tensor(step.observations, np.float32),
            rewards=encode_rewards(step.rewards, self._sparse),
            terminated=encode_tensor(step.terminated, np.bool_),
            truncated=encode_tensor(step.truncated, np.bool_),
            infos=_encode_infos(step.infos),
            finished=None if step.finished is None else self._encode_finished(step.finished),
            seconds=seconds,
        )

    def _encode_finished(self, finished: Finished) -> interaction_pb2.FinishedEpisodes:
        final = finished.final_observations
        return interaction_pb2.FinishedEpisodes(
            environments=encode_tensor(finished.environments, np.int32),
            lengths=encode_tensor(finished.lengths, np.int32),
            returns=encode_rewards(finished.returns, self._sparse),
            final_observations=None if final is None else encode_tensor(final, np.float32),
            final_infos={} if final is None else _encode_infos(finished.final_infos),
        )

    def _render(self, request: interaction_pb2.RenderRequest) -> interaction_pb2.RenderResponse:
        frames = self._environments.render(self._mask(request))
        return interaction_pb2.RenderResponse(frames=encode_tensor(frames, np.uint8))

    def _save_state(self, request: interaction_pb2.SaveStateRequest) -> interaction_pb2.SaveStateResponse:
        return interaction_pb2.SaveStateResponse(states=self._environments.save())

    def _restore_state(self, request: interaction_pb2.RestoreStateRequest) -> interaction_pb2.RestoreStateResponse:
        observations = self._environments.restore(list(request.states))
        return interaction_pb2.RestoreStateResponse(observations=encode_tensor(observations, np.float32))

    def _mask(self, request: Any) -> NDArray[np.bool_] | None:
        if not request.HasField("mask"):
            return None
        tensor: tensor_pb2.Tensor = request.mask
        mask = decode_tensor(tensor, "mask", np.bool_, (self._num_envs,))
        if not mask.any():
            raise unexpected("mask", "at least one true", "none")
        return mask


def _encode_infos(infos: Infos) -> Mapping[str, tensor_pb2.Tensor]:
    return {name: encode_tensor(array, array.dtype) for name, array in infos.items()}


def check_seed(where: str, seed: int, count: int) -> None:
    """
    :param count: how many seeds are used: seed, seed + 1, …
    """
    maximum = 2**53 - count
    if seed > maximum:
        raise unexpected(where, f"a whole number from 0 to {maximum} (2^53 − {count})", seed)
