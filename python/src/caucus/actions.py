"""Checks of actions before they are sent."""

from __future__ import annotations

from typing import Any

import numpy as np
from gymnasium import spaces
from numpy.typing import ArrayLike, NDArray

from caucus.tensors import shape_text


def check_actions(actions: ArrayLike, space: spaces.Box | spaces.Discrete, num_envs: int, env: str) -> NDArray[Any]:
    """
    :param space: of one environment
    :param env: the environment's id, for errors
    :returns: [N, a] or [N]
    :raises ValueError: at a wrong shape, or fractions where there are only whole numbers
    """
    array = np.asarray(actions)
    shape = (num_envs, *(space.shape or ()))
    if array.shape != shape:
        raise ValueError(f'actions: expected shape {shape_text(shape)}, got {shape_text(array.shape)} (env "{env}")')
    kinds, wanted = ("biuf", "numbers") if isinstance(space, spaces.Box) else ("biu", "whole numbers")
    if array.dtype.kind not in kinds:
        raise ValueError(f'actions: expected {wanted}, got {array.dtype} (env "{env}")')
    if isinstance(space, spaces.Discrete):
        # They travel as INT32, where one beyond would be another action.
        outside = array[(array < -(2**31)) | (array >= 2**31)]
        if outside.size:
            raise ValueError(f'actions: expected 0 to {space.n - 1}, got {outside.flat[0]} (env "{env}")')
    return array
