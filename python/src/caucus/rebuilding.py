"""Unpickles environments, each with its own new session."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def rebuild(kind: type, arguments: Mapping[str, Any], spec: Any) -> Any:
    """
    :param kind: Env or VectorEnv
    :param arguments: of its constructor
    :param spec: as gymnasium.make left it
    """
    env = kind(**arguments)
    env.spec = spec
    return env
