"""Responses of the data plane as arrays, checked against the session they are of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus._proto import interaction_pb2, tensor_pb2
from caucus.errors import unexpected
from caucus.made_session import MadeSession, finite
from caucus.rewards import decode_rewards
from caucus.steps import Finished, Infos, Step
from caucus.tensors import decode_tensor
from caucus.visible import visible

#: The leading sizes of a tensor: [N], [S, N] or [F].
Rows = tuple[int, ...]


def decode_observations(
    tensor: tensor_pb2.Tensor, made: MadeSession, where: str = "observations", rows: Rows | None = None
) -> NDArray[np.float32]:
    """
    :param rows: [N] if left out
    :returns: [*rows, d]
    """
    shape = (*(rows or (made.num_envs,)), *made.observation_space.shape)
    return finite(decode_tensor(tensor, where, np.float32, shape), where)


def decode_infos(
    infos: Mapping[str, tensor_pb2.Tensor], made: MadeSession, where: str = "infos", rows: Rows | None = None
) -> Infos:
    """
    :param rows: [N] if left out
    :returns: those that were asked for, name → [*rows, …]
    """
    count = rows or (made.num_envs,)
    if infos.keys() != made.info_types.keys():
        raise unexpected(where, listed(sorted(made.info_types)), listed(sorted(infos)))
    return {
        name: decode_tensor(infos[name], f"{where}.{visible(name, 100)}", dtype, (*count, *shape))
        for name, (dtype, shape) in sorted(made.info_types.items())
    }


def decode_step(response: interaction_pb2.StepResponse, made: MadeSession) -> Step:
    N = made.num_envs
    terminated = decode_tensor(response.terminated, "terminated", np.bool_, (N,))
    truncated = decode_tensor(response.truncated, "truncated", np.bool_, (N,))
    return Step(
        observations=decode_observations(response.observations, made),
        rewards=finite(decode_rewards(response.rewards, "rewards", N, made.num_agents), "rewards"),
        terminated=terminated,
        truncated=truncated,
        infos=decode_infos(response.infos, made),
        finished=decode_finished(response, np.flatnonzero(terminated | truncated), made),
    )


def decode_frames(response: interaction_pb2.RenderResponse, count: int) -> NDArray[np.uint8]:
    """
    :param count: environments that are drawn
    :returns: [count, height, width, 3]
    """
    return decode_tensor(response.frames, "frames", np.uint8, (count, -1, -1, 3))


def decode_states(response: interaction_pb2.SaveStateResponse, num_envs: int) -> list[bytes]:
    """
    :returns: N of them
    """
    states = list(response.states)
    if len(states) != num_envs:
        raise unexpected("states", f"{num_envs} of them", len(states))
    for j, state in enumerate(states):
        if not state:
            raise unexpected(f"states[{j}]", "a state", "nothing")
    return states


def decode_finished(
    response: interaction_pb2.StepResponse | interaction_pb2.RolloutResponse,
    over: NDArray[np.intp],
    made: MadeSession,
) -> Finished | None:
    """
    :param over: [F], environments whose episodes ended, in order
    """
    message = response.finished
    if not response.HasField("finished"):
        if len(over) > 0:
            raise unexpected("finished", f"the episodes that ended, of {listed(over)}", "nothing")
        return None
    environments = decode_tensor(message.environments, "finished.environments", np.int32, (-1,))
    if not np.array_equal(environments, over):
        expected = f"{listed(over)}, which are terminated or truncated"
        raise unexpected("finished.environments", expected, listed(environments))
    F = len(environments)
    lengths = decode_tensor(message.lengths, "finished.lengths", np.int32, (F,))
    if F > 0 and lengths.min() < 1:
        raise unexpected("finished.lengths", "at least 1", lengths.min())
    returns = decode_rewards(message.returns, "finished.returns", F, made.num_agents)
    where = "finished.final_observations"
    final_observations, final_infos = None, {}
    if made.same_step:
        final_observations = decode_observations(message.final_observations, made, where, (F,))
        final_infos = decode_infos(message.final_infos, made, "finished.final_infos", (F,))
    return Finished(
        environments=environments,
        lengths=lengths,
        returns=finite(returns, "finished.returns"),
        final_observations=final_observations,
        final_infos=final_infos,
    )


def listed(values: Sequence[Any] | NDArray[Any], most: int = 8) -> str:
    """For example "[0, 3]"; of many, the first."""
    shown = [visible(str(value), 100) for value in values[:most]]
    return f"[{', '.join([*shown, '…'] if len(values) > most else shown)}]"
