"""Connects to a server of policies."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from caucus._proto import acting_pb2, assignment_pb2, policies_pb2
from caucus.credentials import Credentials
from caucus.policies.answers import Assignment, Move, decode_assignment, decode_move
from caucus.policies.stream import ActStream, PolicyConnection
from caucus.tensors import decode_tensor, encode_tensor

#: Seconds that a server may take to answer.
ANSWER_SECONDS = 60.0


class MovedWarning(UserWarning):
    """An agent's policy changed without the agent asking for it, such as after a revocation."""


class Policies:
    """A server of approved policies. Its methods raise ContractError if the server refuses."""

    def __init__(self, address: str, credentials: Credentials) -> None:
        """
        :param address: host:port
        :raises ValueError: if it is none
        """
        self._connection = PolicyConnection(address, credentials)
        self._stream = ActStream(self._connection)

    def status(self) -> policies_pb2.GetStatusResponse:
        """What is served, what is not and why, and what was noticed in use: the contract's own message."""
        return self._connection.call("GetStatus", policies_pb2.GetStatusRequest(), ANSWER_SECONDS)

    def assign(
        self,
        agent: str = "",
        *,
        dossier: str = "",
        parameters: ArrayLike | None = None,
        trials: Mapping[str, Sequence[float]] | None = None,
        known_agent: int | None = None,
    ) -> Assignment:
        """
        Chooses the policy that serves an agent, by what is known of it; only its name, if it was assigned before.

        :param agent: the name under which the server remembers the agent; empty if it is not to
        :param dossier: may be empty if only one dossier has approved policies
        :param parameters: θ, [p]
        :param trials: by policy, returns of the agent's trial episodes
        :param known_agent: the agent's number among those that policies were trained for, from 0
        """
        theta = [] if parameters is None else np.asarray(parameters, dtype=np.float64).ravel().tolist()
        request = assignment_pb2.AssignRequest(agent_id=agent, dossier=dossier, parameters=theta)
        if known_agent is not None:
            request.known_agent = known_agent
        for policy, returns in (trials or {}).items():
            request.trials.add(policy=policy, returns=[float(value) for value in returns])
        return decode_assignment(self._connection.call("Assign", request, ANSWER_SECONDS))

    def act(
        self,
        observations: ArrayLike,
        *,
        agent: str | Sequence[str] | None = None,
        policy: str | None = None,
        seed: int | None = None,
        step: int = 0,
    ) -> NDArray[Any]:
        """
        Actions for observations, [B, d] → [B, a] or [B], or of one agent [d] → [a] or a number. Agents whose policy
        changed are named by a MovedWarning.

        :param agent: who acts: one agent, or one for each observation
        :param policy: instead of agents: the policy's name
        :param seed: draws actions at random, with noise of this seed and `step`; else the most likely ones are taken
        """
        rows = np.asarray(observations, dtype=np.float32)
        values = rows if rows.ndim == 2 else rows.reshape(1, -1)
        choice = acting_pb2.ACTION_CHOICE_MODE if seed is None else acting_pb2.ACTION_CHOICE_SAMPLE
        request = acting_pb2.ActStreamRequest(
            actors=_actors(agent, policy),
            observations=acting_pb2.Observations(
                values=encode_tensor(values, np.float32), choice=choice, noise_seed=seed or 0, step=step
            ),
        )
        answer = self._stream.ask(request)
        for move in answer.moved:
            warnings.warn(_text(decode_move(move)), MovedWarning, stacklevel=2)
        actions = decode_tensor(answer.values, "actions.values")
        return actions if rows.ndim == 2 else actions[0]

    def report(self, episode_return: float, *, agent: str = "", policy: str = "", length: int = 0) -> float:
        """
        Tells the return of a finished episode, on the environment's report scale.

        :param agent: who was served; or else the policy's name
        :returns: what was expected
        """
        request = assignment_pb2.ReportRequest(
            agent_id=agent, policy=policy, episode_return=episode_return, length=length
        )
        response: assignment_pb2.ReportResponse = self._connection.call("Report", request, ANSWER_SECONDS)
        return response.expected_return

    def close(self) -> None:
        self._stream.close()
        self._connection.close()

    def __enter__(self) -> Policies:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _actors(agent: str | Sequence[str] | None, policy: str | None) -> acting_pb2.Actors:
    if (agent is None) == (policy is None):
        raise ValueError(f"agent, policy: expected one of them, got {'neither' if agent is None else 'both'}")
    if policy is not None:
        return acting_pb2.Actors(policy=policy)
    if isinstance(agent, str):
        return acting_pb2.Actors(agent_id=agent)
    return acting_pb2.Actors(agents=acting_pb2.AgentIds(ids=agent))


def _text(move: Move) -> str:
    now = f'"{move.to_policy}" serves it' if move.to_policy else "no policy serves it"
    return f'{move.reason} Agent "{move.agent}" was moved: now {now}.'


def connect(
    address: str,
    *,
    tls_ca: str | None = None,
    tls_cert: str | None = None,
    tls_key: str | None = None,
    token_file: str | None = None,
) -> Policies:
    """
    Connects to a server of policies, `caucus-policies`. The first call shows whether there is one.

    :param address: host:port
    :raises ValueError: if it is none, or a file cannot be read
    """
    return Policies(address, Credentials(tls_ca, tls_cert, tls_key, token_file))
