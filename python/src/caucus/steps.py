"""Results of steps of many environments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Name → [rows, …].
Infos = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Finished:
    """The F episodes that ended with a step."""

    #: [F], which environments.
    environments: NDArray[np.int32]
    #: [F], in steps.
    lengths: NDArray[np.int32]
    #: [F, n], undiscounted.
    returns: NDArray[np.float32]
    #: [F, d]; None unless autoreset is SAME_STEP.
    final_observations: NDArray[np.float32] | None
    final_infos: Infos


@dataclass(frozen=True)
class Step:
    """Result of a step of all environments."""

    #: [N, d].
    observations: NDArray[np.float32]
    #: [N, n].
    rewards: NDArray[np.float32]
    #: [N].
    terminated: NDArray[np.bool_]
    #: [N].
    truncated: NDArray[np.bool_]
    infos: Infos
    finished: Finished | None
