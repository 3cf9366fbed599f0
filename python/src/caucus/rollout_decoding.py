"""Rollouts of the wire as arrays, checked against the session they are of."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import interaction_pb2
from caucus.decoding import decode_finished, decode_infos, decode_observations, listed
from caucus.errors import unexpected
from caucus.made_session import MadeSession, finite
from caucus.rewards import decode_rewards
from caucus.rollout import Episodes, Rollout
from caucus.tensors import decode_tensor


def decode_rollout(
    response: interaction_pb2.RolloutResponse, request: interaction_pb2.RolloutRequest, made: MadeSession
) -> Rollout:
    """
    :raises ContractError: at anything but an answer to the request
    """
    S, N, n = request.num_steps, made.num_envs, made.num_agents
    terminated = decode_tensor(response.terminated, "terminated", np.bool_, (S, N))
    truncated = decode_tensor(response.truncated, "truncated", np.bool_, (S, N))
    rewards = finite(decode_rewards(response.rewards, "rewards", S * N, n), "rewards")
    return Rollout(
        observations=decode_observations(response.observations, made, rows=(S, N)),
        actions=_decode_actions(response, (S, N), made.action_space),
        rewards=rewards.reshape(S, N, n),
        terminated=terminated,
        truncated=truncated,
        infos=decode_infos(response.infos, made, rows=(S, N)),
        finished=_decode_episodes(response, np.flatnonzero(terminated | truncated), made),
        first_step=request.first_step,
        acting_seconds=_seconds(response.acting_seconds, "acting_seconds"),
        stepping_seconds=_seconds(response.stepping_seconds, "stepping_seconds"),
    )


def _decode_actions(
    response: interaction_pb2.RolloutResponse, rows: tuple[int, int], space: spaces.Box | spaces.Discrete
) -> NDArray[Any]:
    if isinstance(space, spaces.Box):
        return finite(decode_tensor(response.actions, "actions", np.float32, (*rows, *space.shape)), "actions")
    actions = decode_tensor(response.actions, "actions", np.int32, rows)
    outside = actions[(actions < 0) | (actions >= space.n)]
    if outside.size:
        raise unexpected("actions", f"0 to {space.n - 1}", outside.flat[0])
    return actions


def _decode_episodes(response: interaction_pb2.RolloutResponse, over: NDArray[np.intp], made: MadeSession) -> Episodes:
    """
    :param over: where episodes ended, in S steps of N environments one after the other
    """
    finished = decode_finished(response, over % made.num_envs, made)
    if finished is None:
        return _no_episodes(made)
    steps = decode_tensor(response.finished.steps, "finished.steps", np.int32, over.shape)
    if not np.array_equal(steps, over // made.num_envs):
        expected = f"{listed(over // made.num_envs)}, which are terminated or truncated"
        raise unexpected("finished.steps", expected, listed(steps))
    return Episodes(
        steps=steps,
        environments=finished.environments,
        lengths=finished.lengths,
        returns=finished.returns,
        final_observations=finished.final_observations,
        final_infos=finished.final_infos,
    )


def _no_episodes(made: MadeSession) -> Episodes:
    final = (0, *made.observation_space.shape)
    infos = {name: np.zeros((0, *shape), dtype) for name, (dtype, shape) in sorted(made.info_types.items())}
    return Episodes(
        steps=np.zeros(0, np.int32),
        environments=np.zeros(0, np.int32),
        lengths=np.zeros(0, np.int32),
        returns=np.zeros((0, made.num_agents), np.float32),
        final_observations=np.zeros(final, np.float32) if made.same_step else None,
        final_infos=infos if made.same_step else {},
    )


def _seconds(seconds: float, where: str) -> float:
    if not (math.isfinite(seconds) and seconds >= 0):
        raise unexpected(where, "a number from 0", seconds)
    return seconds
