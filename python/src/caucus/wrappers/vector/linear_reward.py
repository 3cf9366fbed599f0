"""Scalar rewards from vectors of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gymnasium
import numpy as np
from numpy.typing import ArrayLike, NDArray

from caucus.wrappers.weights import agent_weights, scalar_space

# Before Gymnasium 1.4, it has no type parameters.
if TYPE_CHECKING:
    _VectorWrapper = gymnasium.vector.VectorWrapper[Any, Any, NDArray[Any], Any, Any]
else:
    _VectorWrapper = gymnasium.vector.VectorWrapper


class LinearReward(_VectorWrapper):
    """Rewards w · r [N] of agents' rewards r [N, n]; r itself is the info `vector_reward`."""

    def __init__(
        self,
        env: gymnasium.vector.VectorEnv[Any, Any, NDArray[Any]],
        weights: ArrayLike | None = None,
        *,
        agent: ArrayLike | None = None,
    ) -> None:
        """
        :param weights: w, [n], or [N, n] for each environment its own; the mean if neither this nor `agent`
            is given
        :param agent: whose reward alone counts, from 0; or one for each environment, [N]
        """
        super().__init__(env)
        space = env.unwrapped.reward_space  # type: ignore[attr-defined]
        #: w, [N, n].
        self.weights = agent_weights(weights, agent, (env.num_envs, *space.shape))
        #: Of one environment's w · r.
        self.reward_space = scalar_space(space, self.weights)

    def step(self, actions: Any) -> tuple[Any, NDArray[Any], NDArray[Any], NDArray[Any], dict[str, Any]]:
        observations, rewards, terminations, truncations, infos = self.env.step(actions)
        infos["vector_reward"] = rewards
        infos["_vector_reward"] = np.ones(self.num_envs, np.bool_)
        scalars = np.einsum("ji,ji->j", rewards, self.weights)
        return observations, scalars, terminations, truncations, infos
