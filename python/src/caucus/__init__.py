"""r-MDP environments over gRPC: one state, one action, and a reward for each of n agents."""

from caucus import wrappers
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
from caucus.vector_env import VectorEnv

__all__ = [
    "AccessDeniedError",
    "CaucusError",
    "ContractError",
    "Env",
    "ForeignSessionError",
    "ForkError",
    "LimitError",
    "ResponseError",
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
    "wrappers",
]

register()
