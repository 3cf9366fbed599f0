"""What policies that act on the server came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus.steps import Infos


@dataclass(frozen=True)
class Episodes:
    """The F episodes that ended in a rollout, in ascending order of their steps, and of environments within a step."""

    #: [F]: which step of the rollout ended each, from 0.
    steps: NDArray[np.int32]
    #: [F]: which environments, from 0.
    environments: NDArray[np.int32]
    #: [F], in steps.
    lengths: NDArray[np.int32]
    #: [F, n], undiscounted.
    returns: NDArray[np.float32]
    #: [F, d]; None unless autoreset is SAME_STEP.
    final_observations: NDArray[np.float32] | None
    #: Name → [F, …]; empty unless autoreset is SAME_STEP.
    final_infos: Infos


@dataclass(frozen=True)
class Rollout:
    """S steps of N environments, each as a step of `VectorEnv`."""

    #: [S, N, d]: what each step led to. The first actions were decided from the latest observations before.
    observations: NDArray[np.float32]
    #: float32 [S, N, a] for a Box, int32 [S, N] for Discrete: as the policies decided; environments clip them.
    actions: NDArray[Any]
    #: [S, N, n].
    rewards: NDArray[np.float32]
    #: [S, N].
    terminated: NDArray[np.bool_]
    #: [S, N].
    truncated: NDArray[np.bool_]
    #: Name → [S, N, …].
    infos: Infos
    #: The episodes that ended.
    finished: Episodes
    #: Number of the first step, with which its actions' noise was drawn.
    first_step: int
    #: Seconds that the server took to decide actions.
    acting_seconds: float
    #: Seconds that it took to step the environments with them.
    stepping_seconds: float


def join(parts: list[Rollout]) -> Rollout:
    """
    :param parts: at least one, in order
    """

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(part, name) for part in parts])

    first = parts[0]
    return Rollout(
        observations=joined("observations"),
        actions=joined("actions"),
        rewards=joined("rewards"),
        terminated=joined("terminated"),
        truncated=joined("truncated"),
        infos={name: np.concatenate([part.infos[name] for part in parts]) for name in first.infos},
        finished=_join_episodes(parts),
        first_step=first.first_step,
        acting_seconds=sum(part.acting_seconds for part in parts),
        stepping_seconds=sum(part.stepping_seconds for part in parts),
    )


def _join_episodes(parts: list[Rollout]) -> Episodes:
    """Of all parts, with steps from the first part's first on."""
    episodes = [part.finished for part in parts]

    def joined(name: str) -> NDArray[Any]:
        return np.concatenate([getattr(one, name) for one in episodes])

    first = episodes[0]
    start = parts[0].first_step
    steps = [one.steps + np.int32(part.first_step - start) for one, part in zip(episodes, parts, strict=True)]
    return Episodes(
        steps=np.concatenate(steps),
        environments=joined("environments"),
        lengths=joined("lengths"),
        returns=joined("returns"),
        final_observations=None if first.final_observations is None else joined("final_observations"),
        final_infos={name: np.concatenate([one.final_infos[name] for one in episodes]) for name in first.final_infos},
    )
