"""The configuration of a session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from caucus.serve.environment import ServedEnvironment
from caucus.serve.infos import Info

#: More than a step's tensors take beside their elements, in bytes.
_OVERHEAD = 1024


@dataclass(frozen=True)
class Plan:
    environment: ServedEnvironment
    #: N.
    num_envs: int
    #: Environment j starts from seed + j.
    seed: int
    #: One of AutoresetMode.
    autoreset_mode: int
    #: θ, [n, m].
    agents: NDArray[np.float64]
    #: Those to report.
    infos: list[Info]
    #: Whether the client reads sparse rewards.
    sparse: bool

    @property
    def largest_reply(self) -> int:
        """The bytes of a step's answer if every episode ends with it and rewards are dense."""
        (d,) = self.environment.observation_space.shape
        infos = sum(info.nbytes for info in self.infos)
        names = sum(3 * len(info.name) + 64 for info in self.infos)
        return self.num_envs * (2 * (4 * d + 4 * len(self.agents) + infos) + 10) + 2 * names + _OVERHEAD
