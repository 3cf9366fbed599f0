"""N environments of one session on one server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import environment_pb2, interaction_pb2, tensor_pb2
from caucus.answers import answer_of
from caucus.connection import Connection
from caucus.decoding import decode_frames, decode_infos, decode_observations, decode_states, decode_step
from caucus.lasting_session import LastingSession
from caucus.patience import request_seconds
from caucus.rollouts import Rollouts
from caucus.session_request import SessionConfig, create_request
from caucus.steps import Infos, Step
from caucus.tensors import encode_tensor


class Session:
    """
    :raises ContractError: if the server refuses what is asked for
    :raises ResponseError: if it gives something else
    :raises ServerConnectionError: if there is no server
    """

    def __init__(self, connection: Connection, config: SessionConfig, timeout: float | None) -> None:
        """
        :param timeout: seconds that a request may take; as long as the server lets environments take if None
        """
        info = connection.get_server_info()
        seconds = request_seconds(timeout, info.limits)
        self._where = connection.where
        self._lasting = LastingSession(connection, create_request(connection, config, seconds), seconds)
        self._made = made = self._lasting.made
        #: Policies, and rollouts in which they act.
        self.rollouts = Rollouts(self._lasting, info.limits, seconds, connection.where)
        self.spec: environment_pb2.EnvironmentSpec = made.spec
        #: N.
        self.num_envs = made.num_envs
        #: n.
        self.num_agents = made.num_agents
        self.observation_space = made.observation_space
        self.action_space = made.action_space
        self.reward_space = made.reward_space
        #: θ [n, p].
        self.agent_parameters = made.agent_parameters

    def reset(
        self, mask: NDArray[np.bool_] | None = None, seed: int | None = None
    ) -> tuple[NDArray[np.float32], Infos]:
        """
        :param mask: [N], which environments; all if left out
        :param seed: seeds environment j with seed + j first
        :returns: observations [N, d] and infos; of others than the mask's, the latest
        """
        request = interaction_pb2.ResetRequest(mask=_encode_mask(mask), seed=seed)
        response = self._lasting.send(interaction_pb2.InteractRequest(reset=request)).reset
        with answer_of(self._where):
            return decode_observations(response.observations, self._made), decode_infos(response.infos, self._made)

    def step(self, actions: NDArray[Any]) -> Step:
        """
        :param actions: [N, a] for a Box, [N] for Discrete
        """
        dtype = np.float32 if isinstance(self.action_space, spaces.Box) else np.int32
        request = interaction_pb2.StepRequest(actions=encode_tensor(actions, dtype))
        response = self._lasting.send(interaction_pb2.InteractRequest(step=request)).step
        with answer_of(self._where):
            return decode_step(response, self._made)

    def render(self, mask: NDArray[np.bool_] | None = None) -> NDArray[np.uint8]:
        """
        :returns: [environments in the mask, height, width, 3]
        """
        request = interaction_pb2.RenderRequest(mask=_encode_mask(mask))
        response = self._lasting.send(interaction_pb2.InteractRequest(render=request)).render
        with answer_of(self._where):
            return decode_frames(response, self.num_envs if mask is None else int(mask.sum()))

    def save_states(self) -> list[bytes]:
        """
        :returns: N of them, which fit any environment of the same id, options and agents
        """
        request = interaction_pb2.InteractRequest(save_state=interaction_pb2.SaveStateRequest())
        response = self._lasting.send(request).save_state
        with answer_of(self._where):
            return decode_states(response, self.num_envs)

    def restore_states(self, states: Sequence[bytes]) -> NDArray[np.float32]:
        """
        :param states: N of them; an empty one leaves its environment as it is
        :returns: observations, [N, d]
        """
        restore = interaction_pb2.RestoreStateRequest(states=states)
        request = interaction_pb2.InteractRequest(restore_state=restore)
        response = self._lasting.send(request).restore_state
        with answer_of(self._where):
            return decode_observations(response.observations, self._made)

    def close(self) -> None:
        """Frees the environments."""
        self._lasting.close()


def _encode_mask(mask: NDArray[np.bool_] | None) -> tensor_pb2.Tensor | None:
    return None if mask is None else encode_tensor(mask, np.bool_)
