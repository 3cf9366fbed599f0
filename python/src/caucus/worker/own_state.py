"""
States that environments give themselves: `get_state()` returns an array or a dict of arrays of numbers, and
`set_state(state)` takes it, at any time after a reset. It need not hold random numbers of `np_random`, nor the steps
that a TimeLimit has counted.
"""

from __future__ import annotations

import base64
import inspect
import math
from collections.abc import Mapping
from typing import Any

import gymnasium
import numpy as np
from gymnasium.wrappers import OrderEnforcing, PassiveEnvChecker, TimeLimit
from numpy.typing import NDArray

#: By name; of one array, the name is empty.
OwnState = dict[str, NDArray[Any]]

_WHOLE = ""
#: Wrappers that have no state of their own, or one that is put back here.
_KNOWN = (OrderEnforcing, PassiveEnvChecker, TimeLimit)


def gives_state(env: gymnasium.Env[Any, Any]) -> bool:
    """
    Whether it has both methods and takes a state as one argument. MuJoCo's environments have a `set_state` of two.

    :param env: with its wrappers
    """
    inner: Any = env
    while isinstance(inner, gymnasium.Wrapper):
        if not isinstance(inner, _KNOWN):
            return False
        inner = inner.env
    return _takes(inner, "get_state", 0) and _takes(inner, "set_state", 1)


def read_own_state(env: gymnasium.Env[Any, Any]) -> OwnState:
    """
    :raises TypeError: at something else than numbers
    """
    given = env.unwrapped.get_state()  # type: ignore[attr-defined]
    named = given if isinstance(given, Mapping) else {_WHOLE: given}
    state = {name: np.array(value) for name, value in named.items()}
    if not all(isinstance(name, str) and value.dtype.kind in "biuf" for name, value in state.items()):
        raise TypeError("get_state: expected an array of numbers, or a dict of such by name")
    return state


def write_own_state(env: gymnasium.Env[Any, Any], state: OwnState, steps: int) -> None:
    """
    :param env: was reset before
    :param steps: of the episode
    """
    given = {name: value.copy() for name, value in state.items()}
    env.unwrapped.set_state(given[_WHOLE] if list(given) == [_WHOLE] else given)  # type: ignore[attr-defined]
    inner: Any = env
    while isinstance(inner, gymnasium.Wrapper):
        if isinstance(inner, TimeLimit):
            inner._elapsed_steps = steps  # type: ignore[assignment]
        inner = inner.env


def encode_own_state(state: OwnState) -> list[Any]:
    """Names, dtypes, shapes and elements, for JSON."""
    return [
        [name, value.dtype.str, list(value.shape), base64.b64encode(value.tobytes()).decode()]
        for name, value in state.items()
    ]


def decode_own_state(values: list[Any]) -> OwnState:
    """
    :raises ValueError, TypeError: at something else than `encode_own_state` returns
    """
    state: OwnState = {}
    for name, dtype, shape, elements in values:
        kind = np.dtype(dtype)
        if not isinstance(name, str) or kind.kind not in "biuf" or name in state:
            raise ValueError("own")
        array = np.frombuffer(base64.b64decode(elements, validate=True), kind)
        if any(type(size) is not int or size < 0 for size in shape) or math.prod(shape) != array.size:
            raise ValueError("own")
        state[name] = array.reshape(shape)
    return state


def _takes(env: Any, method: str, count: int) -> bool:
    """Whether the environment has a method that can be called with so many arguments, and needs no others."""
    try:
        inspect.signature(getattr(env, method)).bind(*range(count))
    except (AttributeError, TypeError, ValueError):
        return False
    return True
