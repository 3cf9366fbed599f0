"""What a server of policies answers, as Python's own objects."""

from __future__ import annotations

from dataclasses import dataclass

from caucus._proto import assignment_pb2


@dataclass(frozen=True)
class Choice:
    """A policy that could serve an agent, and what the agent can expect of it."""

    #: DOSSIER/REPRESENTATIVE.
    policy: str
    #: SHA-256 of the ONNX file, 64 hexadecimal digits.
    digest: str
    #: Of an episode, on the environment's report scale.
    expected_return: float
    #: The 95 % interval of the agent's mean return.
    lower: float
    upper: float
    #: Standard deviation of the return over the agent's episodes.
    episode_deviation: float


@dataclass(frozen=True)
class Move:
    """An agent's policy changed without the agent asking for it."""

    agent: str
    #: Empty if no policy served the agent before.
    from_policy: str
    #: Empty if no policy serves the agent now.
    to_policy: str
    #: A sentence.
    reason: str


@dataclass(frozen=True)
class Assignment(Choice):
    """The policy that serves an agent."""

    #: A sentence: why this policy.
    reason: str
    #: Names of the parameters that lie outside the ranges of the agents that policies were assessed with.
    outside: tuple[str, ...]
    #: All approved policies, the best first.
    choices: tuple[Choice, ...]
    #: How the agent's former policy was lost, if it was.
    moved: Move | None


def decode_assignment(response: assignment_pb2.AssignResponse) -> Assignment:
    best = response.assignment
    return Assignment(
        **vars(_choice(best)),
        reason=best.reason,
        outside=tuple(response.outside),
        choices=tuple(_choice(choice) for choice in response.choices),
        moved=decode_move(response.moved) if response.HasField("moved") else None,
    )


def _choice(message: assignment_pb2.Assignment) -> Choice:
    return Choice(
        message.policy,
        message.digest,
        message.expected_return,
        message.lower,
        message.upper,
        message.episode_deviation,
    )


def decode_move(message: assignment_pb2.Move) -> Move:
    return Move(message.agent_id, message.from_policy, message.to_policy, message.reason)
