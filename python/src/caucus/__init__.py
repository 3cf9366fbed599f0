"""r-MDP environments over gRPC: one state, one action, and a reward for each of n agents."""

from caucus import noise, policies, wrappers
from caucus.env import Env
from caucus.errors import (
    AccessDeniedError,
    CaucusError,
    ContractError,
    ForeignSessionError,
    ForkError,
    LimitError,
    ResponseError,
    SequenceError,
    SequenceReusedError,
    ServerConnectionError,
    ServerTimeoutError,
    SessionLostError,
    TlsError,
    UnknownHostError,
    UnknownOptionError,
    VersionError,
)
from caucus.registration import register
from caucus.rollout import Episodes, Rollout
from caucus.vector_env import VectorEnv

__all__ = [
    "AccessDeniedError",
    "CaucusError",
    "ContractError",
    "Env",
    "Episodes",
    "ForeignSessionError",
    "ForkError",
    "LimitError",
    "ResponseError",
    "Rollout",
    "SequenceError",
    "SequenceReusedError",
    "ServerConnectionError",
    "ServerTimeoutError",
    "SessionLostError",
    "TlsError",
    "UnknownHostError",
    "UnknownOptionError",
    "VectorEnv",
    "VersionError",
    "noise",
    "policies",
    "wrappers",
]

register()
