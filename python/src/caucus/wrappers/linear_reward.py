"""A scalar reward from a vector of them."""

from __future__ import annotations

from typing import Any

import gymnasium
import numpy as np
from numpy.typing import ArrayLike

from caucus.wrappers.weights import agent_weights, scalar_space


class LinearReward(gymnasium.Wrapper[Any, Any, Any, Any], gymnasium.utils.RecordConstructorArgs):
    """Rewards w · r of agents' rewards r [n]; r itself is the info `vector_reward`."""

    def __init__(
        self, env: gymnasium.Env[Any, Any], weights: ArrayLike | None = None, *, agent: int | None = None
    ) -> None:
        """
        :param weights: w, [n]; the mean if neither this nor `agent` is given
        :param agent: whose reward alone counts, from 0
        """
        gymnasium.utils.RecordConstructorArgs.__init__(self, weights=weights, agent=agent)
        gymnasium.Wrapper.__init__(self, env)
        space = env.unwrapped.reward_space  # type: ignore[attr-defined]
        #: w, [n].
        self.weights = agent_weights(weights, agent, space.shape)
        #: Of w · r.
        self.reward_space = scalar_space(space, self.weights)

    def step(self, action: Any) -> tuple[Any, np.floating[Any], bool, bool, dict[str, Any]]:
        observation, reward, terminated, truncated, info = self.env.step(action)
        info["vector_reward"] = reward
        return observation, np.dot(np.asarray(reward), self.weights), terminated, truncated, info
