"""A Gymnasium environment with m rewards as an r-MDP: agent i has the preference weights θᵢ [m]."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import environment_pb2
from caucus.errors import unexpected
from caucus.serve.finding import find
from caucus.serve.infos import Info
from caucus.serve.options import Option, Value
from caucus.spaces import encode_space

DEFAULT_NUM_AGENTS = 100


@dataclass(frozen=True)
class ServedEnvironment:
    """
    An environment that this server offers. Agent i's reward of a step is rᵢ = θᵢ · r, where r [m] is the
    environment's own reward vector, as MO-Gymnasium's are, or its scalar one.
    """

    id: str
    #: As the command line had it: MODULE:ENV, or an id of Gymnasium's.
    name: str
    description: str
    #: The wire's: float32 [d].
    observation_space: spaces.Box
    #: The wire's, as `wire_actions` has it.
    action_space: spaces.Box | spaces.Discrete
    #: Bounds of r, [m] each.
    reward_low: NDArray[np.float64]
    reward_high: NDArray[np.float64]
    max_episode_steps: int
    #: Seconds a step; 0 where time has no unit.
    dt: float
    can_render: bool
    #: Whether equal seeds and actions gave equal episodes.
    repeatable: bool
    infos: tuple[Info, ...]
    #: What it takes.
    options: tuple[Option, ...]
    #: What it is made with.
    arguments: dict[str, Value]

    def make(self) -> gymnasium.Env[Any, Any]:
        return find(self.name).make(self.arguments, self.can_render)

    @property
    def num_objectives(self) -> int:
        """m."""
        return len(self.reward_low)

    def sample_agents(self, count: int, seed: int) -> NDArray[np.float64]:
        """
        :returns: θ [n, m], whose rows are uniform over the simplex: at least 0, with a sum of 1
        """
        return np.random.default_rng(seed).dirichlet(np.ones(self.num_objectives), count)

    def check_agents(self, agents: NDArray[np.float64]) -> None:
        """
        :param agents: θ [n, m], as a client gave it
        :raises ContractError: unless every weight is from 0 to 1
        """
        bad = agents[~((agents >= 0) & (agents <= 1))]
        if bad.size:
            raise unexpected("agents.parameters", "weights from 0 to 1", f"{bad[0]:g}")

    def describe(self, agents: NDArray[np.float64]) -> environment_pb2.EnvironmentSpec:
        """
        :param agents: θ, [n, m]
        """
        return environment_pb2.EnvironmentSpec(
            id=self.id,
            description=self.description,
            observation_space=encode_space(self.observation_space),
            action_space=encode_space(self.action_space),
            reward_space=encode_space(self._reward_space(agents)),
            num_agents=len(agents),
            agent_parameters=[_weight(j) for j in range(self.num_objectives)],
            options=[option.describe() for option in self.options],
            infos=[info.describe() for info in self.infos],
            max_episode_steps=self.max_episode_steps,
            dt=self.dt,
            render_modes=["rgb_array"] if self.can_render else [],
            report_scale=1,
        )

    def _reward_space(self, agents: NDArray[np.float64]) -> spaces.Box:
        """Of θᵢ · r: weights are at least 0, and a weight of 0 makes nothing of an infinite bound."""
        low, high = (
            np.sum(np.multiply(agents, bound, where=agents > 0, out=np.zeros_like(agents)), axis=1)
            for bound in (self.reward_low, self.reward_high)
        )
        # Sums in float32 may round beyond their bounds.
        low, high = low - 1e-6 * np.abs(low), high + 1e-6 * np.abs(high)
        return spaces.Box(low.astype(np.float32), high.astype(np.float32), (len(agents),), np.float32)


def _weight(j: int) -> environment_pb2.AgentParameter:
    description = f"What a unit of objective {j} is worth to the agent."
    return environment_pb2.AgentParameter(name=f"weight_{j}", description=description, minimum=0, maximum=1)
