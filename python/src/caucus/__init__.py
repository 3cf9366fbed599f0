"""r-MDP environments over gRPC: one state, one action, and a reward for each of n agents."""

from caucus import wrappers
from caucus.env import Env
from caucus.errors import (
    AccessDeniedError,
    CaucusError,
    ContractError,
    ServerConnectionError,
    ServerTimeoutError,
    SessionLostError,
)
from caucus.registration import register
from caucus.vector_env import VectorEnv

__all__ = [
    "AccessDeniedError",
    "CaucusError",
    "ContractError",
    "Env",
    "ServerConnectionError",
    "ServerTimeoutError",
    "SessionLostError",
    "VectorEnv",
    "wrappers",
]

register()
