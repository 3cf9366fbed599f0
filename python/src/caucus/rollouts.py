"""A session's policies, and the rollouts in which they act on the server."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caucus._proto import interaction_pb2, service_pb2
from caucus.answers import answer_of
from caucus.errors import ContractError, unexpected
from caucus.lasting_session import LastingSession
from caucus.made_session import MadeSession
from caucus.rollout import Rollout, join
from caucus.rollout_decoding import decode_rollout
from caucus.tensors import encode_tensor, shape_text
from caucus.whole_numbers import MOST_COUNT, MOST_SEED, whole_number

#: A policy as users have it: a file in ONNX format, or a name and such a file.
Model = bytes | tuple[str, bytes]

#: Requests that a rollout is made of, so that the server steps while the wire carries what it has done.
_PARTS = 8
#: Share of the time that a request may take which a part of a rollout is to take at most.
_SHARE_OF_TIME = 1 / 8


class Rollouts:
    """Each is several requests, which are sent before the earlier ones are answered."""

    def __init__(self, lasting: LastingSession, limits: service_pb2.Limits, seconds: float, where: str) -> None:
        """
        :param limits: the server's
        :param seconds: that a request may take
        :param where: the server, as errors name it
        """
        self._lasting = lasting
        self._made = lasting.made
        self._limits = limits
        self._seconds = seconds
        self._where = where
        self._num_policies = 0
        #: Of all rollouts so far: what the next one's noise is numbered from.
        self._num_steps = 0
        #: Seconds of a step, as far as is known.
        self._step_seconds: float | None = None

    @property
    def available(self) -> bool:
        """Whether the server takes policies."""
        return self._limits.max_policy_bytes > 0

    def put_policies(self, models: Sequence[Model]) -> None:
        self._check_server()
        policies = [_policy(i, model) for i, model in enumerate(models)]
        total, most = sum(len(policy.model) for policy in policies), self._limits.max_policy_bytes
        # The server would refuse them, too, unless the message is too large for it.
        if total > most:
            raise unexpected("policies", f"at most {most} bytes of policies", total, "LIMIT")
        put = interaction_pb2.PutPoliciesRequest(policies=policies)
        before, self._num_policies = self._num_policies, 0
        try:
            self._lasting.send(interaction_pb2.InteractRequest(put_policies=put))
        except ContractError:
            self._num_policies = before
            raise
        self._num_policies = len(policies)

    def roll(
        self, num_steps: int, policies: ArrayLike | None, sample: bool, noise_seed: int, first_step: int | None
    ) -> Rollout:
        """
        :param num_steps: S
        :param policies: [N]; the first everywhere if None
        :param first_step: after all steps of rollouts so far if None
        """
        self._check_server()
        if self._num_policies == 0:
            raise ContractError("NO_POLICIES", "these environments have no policies: put some before a rollout")
        whole_number("num_steps", num_steps, 1, MOST_COUNT)
        first = self._num_steps if first_step is None else first_step
        order = interaction_pb2.RolloutRequest(
            policies=encode_tensor(_policy_of(policies, self._made.num_envs, self._num_policies), np.int32),
            action_choice=interaction_pb2.ACTION_CHOICE_SAMPLE if sample else interaction_pb2.ACTION_CHOICE_MODE,
            noise_seed=whole_number("noise_seed", noise_seed, 0, 2**32 - 1),
            first_step=whole_number("first_step", first, 0, MOST_SEED - num_steps),
        )
        # Also of steps that will fail, so that their noise is not drawn again.
        self._num_steps += num_steps
        parts: list[Rollout] = []
        if self._step_seconds is None:
            parts += self._send(order, [1])
        taken = len(parts)
        if taken < num_steps:
            parts += self._send(order, self._lengths(num_steps - taken), taken)
        return join(parts)

    def _check_server(self) -> None:
        """
        :raises ContractError: if it takes no policies
        """
        if not self.available:
            text = f"{self._where} takes no policies: step the environments one step at a time"
            raise ContractError("POLICIES", text)

    def _lengths(self, num_steps: int) -> list[int]:
        """
        :returns: steps of each request, which are as many as there is time and room for
        """
        assert self._step_seconds is not None
        in_time = _SHARE_OF_TIME * self._seconds / max(self._step_seconds, 1e-9)
        room = self._limits.max_message_bytes - _named_bytes(self._made)
        most = max(1, min(math.ceil(num_steps / _PARTS), int(in_time), room // _step_bytes(self._made)))
        return [most] * (num_steps // most) + [num_steps % most] * (num_steps % most > 0)

    def _send(self, order: interaction_pb2.RolloutRequest, lengths: Sequence[int], taken: int = 0) -> list[Rollout]:
        """
        :param lengths: steps of each request
        :param taken: steps of the rollout so far
        """
        requests: list[interaction_pb2.InteractRequest] = []
        for length in lengths:
            request = interaction_pb2.InteractRequest(rollout=order)
            request.rollout.num_steps, request.rollout.first_step = length, order.first_step + taken
            requests.append(request)
            taken += length
        responses = self._lasting.send_all(requests, self._window(max(lengths)))
        with answer_of(self._where):
            parts = [
                decode_rollout(response.rollout, request.rollout, self._made)
                for request, response in zip(requests, responses, strict=True)
            ]
        last = parts[-1]
        self._step_seconds = (last.acting_seconds + last.stepping_seconds) / lengths[-1]
        return parts

    def _window(self, length: int) -> int:
        """How many requests may be in flight, so that the server still has their answers if the stream breaks."""
        part = length * _step_bytes(self._made) + _named_bytes(self._made)
        kept = self._limits.max_bytes_in_flight // part
        return max(1, min(self._limits.max_requests_in_flight, kept))


def _policy(i: int, model: Model) -> interaction_pb2.Policy:
    """
    :raises ValueError: if it is no bytes, nor a name and bytes
    """
    name, data = model if isinstance(model, tuple) and len(model) == 2 else (f"policy {i}", model)
    if not isinstance(name, str) or not isinstance(data, bytes):
        got = f"({type(name).__name__}, {type(data).__name__})" if isinstance(model, tuple) else type(model).__name__
        raise ValueError(f"models[{i}]: expected bytes, or a name and bytes, got {got}")
    return interaction_pb2.Policy(name=name, model=data)


def _policy_of(policies: ArrayLike | None, num_envs: int, count: int) -> NDArray[np.int32]:
    """
    :param policies: [N], or None for the first everywhere
    :param count: how many policies there are
    :raises ValueError: at anything else
    """
    array = np.zeros(num_envs, np.int32) if policies is None else np.asarray(policies)
    if array.shape != (num_envs,):
        raise ValueError(f"policies: expected shape [{num_envs}], got {shape_text(array.shape)}")
    if array.dtype.kind not in "iu":
        raise ValueError(f"policies: expected whole numbers, got {array.dtype}")
    outside = array[(array < 0) | (array >= count)]
    if outside.size:
        raise ValueError(f"policies: expected 0 to {count - 1}, got {outside[0]}")
    return array.astype(np.int32)


def _step_bytes(made: MadeSession) -> int:
    """Of an answer's step, if every episode ends with it."""
    infos = sum(dtype.itemsize * math.prod(shape) for dtype, shape in made.info_types.values())
    once = infos + 4 * (math.prod(made.observation_space.shape) + made.num_agents)
    return made.num_envs * (2 * once + 4 * math.prod(made.action_space.shape or ()) + 16)


def _named_bytes(made: MadeSession) -> int:
    """Of an answer besides its steps, at most."""
    return 1024 + sum(256 + 6 * len(name) for name in made.info_types)
