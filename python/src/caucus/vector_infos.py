"""Infos as Gymnasium's vector environments have them: name → array [N, …], with a mask as _name."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus.steps import Finished, Infos


def masked_infos(infos: Infos, mask: NDArray[np.bool_]) -> dict[str, Any]:
    """
    :param infos: name → [N, …]
    :param mask: [N], which environments have them; the others' are zero
    """
    result: dict[str, Any] = {}
    others = np.flatnonzero(~mask)
    for name, array in infos.items():
        if others.size:
            array[others] = 0
        result[name] = array
        result[f"_{name}"] = mask.copy()
    return result


def add_finished(infos: dict[str, Any], finished: Finished, num_envs: int) -> None:
    """Adds what the step's last states leave: returns, lengths and, after SAME_STEP, final_obs and final_info."""
    over = finished.environments
    mask = np.zeros(num_envs, np.bool_)
    mask[over] = True
    episodes: Infos = {"episode_returns": finished.returns, "episode_length": finished.lengths}
    infos.update(masked_infos(_spread(episodes, over, num_envs), mask))
    if finished.final_observations is None:
        return
    final = np.full(num_envs, None, object)
    for j, observation in zip(over, finished.final_observations, strict=True):
        final[j] = observation
    infos["final_obs"], infos["_final_obs"] = final, mask.copy()
    infos["final_info"] = masked_infos(_spread(finished.final_infos, over, num_envs), mask)
    infos["_final_info"] = mask.copy()


def _spread(infos: Infos, rows: NDArray[np.int32], num_envs: int) -> Infos:
    """
    :param infos: name → [F, …]
    :param rows: [F], where each belongs
    :returns: name → [N, …]
    """
    spread: Infos = {}
    for name, array in infos.items():
        spread[name] = np.zeros((num_envs, *array.shape[1:]), array.dtype)
        spread[name][rows] = array
    return spread
