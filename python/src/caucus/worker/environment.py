"""A Gymnasium environment with m rewards as an r-MDP: agent i has the preference weights θᵢ [m]."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import environment_pb2
from caucus.spaces import encode_space
from caucus.worker.infos import Info
from caucus.worker.options import Option


@dataclass(frozen=True)
class ServedEnvironment:
    """
    An environment as a server offers it. Agent i's reward of a step is rᵢ = θᵢ · r, where r [m] is the environment's
    own reward vector, as MO-Gymnasium's are, or its scalar one. The server multiplies.
    """

    id: str
    description: str
    #: The wire's: float32 [d].
    observation_space: spaces.Box
    #: The wire's, as `wire_actions` has it.
    action_space: spaces.Box | spaces.Discrete
    #: Bounds of r, [m] each.
    reward_low: NDArray[np.float64]
    reward_high: NDArray[np.float64]
    #: Names of the entries of r.
    objectives: tuple[str, ...]
    max_episode_steps: int
    #: Seconds a step; 0 where time has no unit.
    dt: float
    can_render: bool
    #: Whether equal seeds and actions gave equal episodes.
    repeatable: bool
    #: Whether it draws agents' weights itself.
    samples_agents: bool
    infos: tuple[Info, ...]
    #: What it takes.
    options: tuple[Option, ...]

    def describe(self) -> environment_pb2.EnvironmentSpec:
        """Without a number of agents, and with the space of r in place of that of agents' rewards."""
        rewards = spaces.Box(self.reward_low, self.reward_high, self.reward_low.shape, np.float64)
        return environment_pb2.EnvironmentSpec(
            id=self.id,
            description=self.description,
            observation_space=encode_space(self.observation_space),
            action_space=encode_space(self.action_space),
            reward_space=encode_space(rewards),
            agent_parameters=[_weight(objective) for objective in self.objectives],
            options=[option.describe() for option in self.options],
            infos=[info.describe() for info in self.infos],
            max_episode_steps=self.max_episode_steps,
            dt=self.dt,
            render_modes=["rgb_array"] if self.can_render else [],
            report_scale=1,
        )


def _weight(objective: str) -> environment_pb2.AgentParameter:
    description = f"What a unit of {objective.replace('_', ' ')} is worth to the agent."
    return environment_pb2.AgentParameter(name=f"weight_{objective}", description=description, minimum=0, maximum=1)
