"""What a server asks of a worker: environments of a shard."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from caucus.worker.infos import Info


@dataclass(frozen=True)
class Setup:
    """A range of a session's environments."""

    #: As the command line had it: MODULE:ENV, or an id of Gymnasium's.
    name: str
    #: Complete.
    options: dict[str, Any]
    #: Whether they are made so that they can be drawn.
    drawn: bool
    #: N′.
    num_envs: int
    #: Environment j of the shard starts from seed + j.
    seed: int
    #: The number of the first in its session.
    first_row: int
    #: Whether one is reset in the step that ends its episode.
    same_step: bool
    #: After which episodes are truncated; 0 is never.
    max_episode_steps: int
    #: d.
    observation_size: int
    #: m.
    num_objectives: int
    #: In the order of the spec.
    infos: tuple[Info, ...]

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Setup:
        """
        :param values: with names in camelCase
        """
        return cls(
            name=values["name"],
            options=values["options"],
            drawn=values["drawn"],
            num_envs=values["numEnvs"],
            seed=values["seed"],
            first_row=values["firstRow"],
            same_step=values["sameStep"],
            max_episode_steps=values["maxEpisodeSteps"],
            observation_size=values["observationSize"],
            num_objectives=values["numObjectives"],
            infos=tuple(Info(info["name"], np.dtype(info["dtype"]), tuple(info["shape"])) for info in values["infos"]),
        )
