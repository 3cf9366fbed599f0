"""A seed for each environment, over a contract that seeds environment j with seed + j."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus.session import Session
from caucus.steps import Infos
from caucus.whole_numbers import MOST_SEED, whole_number


def check_seed(seed: Any, num_envs: int) -> int | list[int | None] | None:
    """
    :param seed: as Gymnasium's reset takes it
    :returns: with Python's own ints
    :raises ValueError: at what is neither None, nor a seed, nor a list of N of those
    """
    most = MOST_SEED + 1 - num_envs
    if isinstance(seed, (list, tuple, np.ndarray)) and np.ndim(seed) == 1:
        if len(seed) != num_envs:
            raise ValueError(f"seed: expected an int, or {num_envs} of them, got {len(seed)}")
        return [None if one is None else whole_number("seed", one, 0, most) for one in seed]
    return None if seed is None else whole_number("seed", seed, 0, most)


def reset_with_seeds(
    session: Session, seeds: Sequence[int | None], mask: NDArray[np.bool_] | None
) -> tuple[NDArray[np.float32], Infos]:
    """
    :param seeds: one an environment; None leaves its random numbers to go on
    :param mask: [N], which environments; all if left out
    :returns: observations [N, d] and infos; of others than the mask's, the latest
    """
    N = session.num_envs
    chosen = [int(j) for j in np.flatnonzero(np.ones(N, np.bool_) if mask is None else mask)]
    checked = {j: seeds[j] for j in chosen}
    small = {j: seed for j, seed in checked.items() if seed is not None and seed < j}
    if small:
        result = _reset_elsewhere(session, small)
    for offset, group in _groups({j: checked[j] for j in chosen if j not in small}).items():
        result = session.reset(_mask_of(group, N), offset)
    return result


def _groups(seeds: Mapping[int, int | None]) -> dict[int | None, list[int]]:
    """Environments that one request can reset, by the seed it names."""
    groups: dict[int | None, list[int]] = {}
    for j, seed in seeds.items():
        groups.setdefault(None if seed is None else seed - j, []).append(j)
    return groups


def _reset_elsewhere(session: Session, seeds: Mapping[int, int]) -> tuple[NDArray[np.float32], Infos]:
    """
    Seeds environment j with a number below j, which no request can say: environment 0 is seeded with it
    instead, and its state carried over. It gets its own back.
    """
    states = [session.save_states()[0]] + [b""] * (session.num_envs - 1)
    rows: dict[int, Infos] = {}
    for j, seed in seeds.items():
        _, infos = session.reset(_mask_of([0], session.num_envs), seed)
        states[j] = session.save_states()[0]
        rows[j] = {name: array[0] for name, array in infos.items()}
    observations = session.restore_states(states)
    for j, row in rows.items():
        for name, value in row.items():
            infos[name][j] = value
    return observations, infos


def _mask_of(chosen: Iterable[int], num_envs: int) -> NDArray[np.bool_]:
    mask = np.zeros(num_envs, np.bool_)
    mask[list(chosen)] = True
    return mask
