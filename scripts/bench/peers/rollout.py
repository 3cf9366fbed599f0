"""An iteration's transitions, and what is learnt from: advantages and returns."""

import numpy as np
import torch
from torch import Tensor

from environments import Step
from networks import Sizes
from ppo import BATCH, Batch, Learner

GAE_DECAY = 0.95  # λ
OBSERVATION_CLIP = 5.0


class Rollout:
    """Buffers [k, T, B, …] that are filled anew in every iteration."""

    def __init__(self, sizes: Sizes, envs_per_representative: int) -> None:
        k, B = sizes.representatives, envs_per_representative
        self.steps = BATCH // B
        shape = (k, self.steps, B)
        self.observations = torch.empty(*shape, sizes.observation)
        self.next_observations = torch.empty(*shape, sizes.observation)
        discrete = torch.empty(shape, dtype=torch.int64)
        self.actions = discrete if sizes.discrete else torch.empty(*shape, sizes.action)
        self.rewards = torch.empty(*shape, sizes.agents)
        self.terminated = torch.empty(*shape, 1)
        self.done = torch.empty(*shape, 1)

    def record(self, t: int, observations: np.ndarray, actions: np.ndarray, step: Step) -> None:
        """Takes in step t: observations [N, d] before it, actions [N, …] and what came of them."""
        self.put(self.observations, t, observations)
        self.put(self.actions, t, actions)
        self.put(self.next_observations, t, step.next_observations)
        self.put(self.rewards, t, step.rewards)
        self.put(self.terminated, t, step.terminated)
        self.put(self.done, t, step.done)

    @staticmethod
    def put(buffer: Tensor, t: int, values: np.ndarray) -> None:
        """Writes values [N, …] into a buffer."""
        rows = buffer[:, t]
        rows.copy_(torch.from_numpy(values).view_as(rows))


class ObservationScale:
    """Each representative's running mean and variance of observations, [k, 1, d]."""

    def __init__(self, sizes: Sizes) -> None:
        self.count = 0
        self.mean = torch.zeros(sizes.representatives, 1, sizes.observation)
        self.variance = torch.ones_like(self.mean)

    def normalize(self, observations: Tensor) -> Tensor:
        """Observations [k, m, d], clipped."""
        deviation = (self.variance + 1e-8).sqrt()
        return ((observations - self.mean) / deviation).clamp(-OBSERVATION_CLIP, OBSERVATION_CLIP)

    def update(self, observations: Tensor) -> None:
        """Merges observations [k, m, d] in (Chan et al. 1979)."""
        variance, mean = torch.var_mean(observations, 1, correction=0, keepdim=True)
        self.count += observations.shape[1]
        share = observations.shape[1] / self.count
        shift = mean - self.mean
        self.mean = self.mean + share * shift
        self.variance = (1 - share) * (self.variance + share * shift.square()) + share * variance


@torch.no_grad()
def create_batch(learner: Learner, rollout: Rollout, scale: ObservationScale | None) -> Batch:
    """Values a rollout's states and estimates its advantages."""
    observations, next_observations = (
        states.flatten(1, 2) if scale is None else scale.normalize(states.flatten(1, 2))
        for states in (rollout.observations, rollout.next_observations)
    )
    values = learner.critic(observations)
    next_values = learner.critic(next_observations)
    advantages = agent_advantages(rollout, values, next_values, learner.settings.discount)
    actions = rollout.actions.flatten(1, 2)
    log_probs = learner.actor(observations).log_prob(actions)
    stored = learner.stored_advantages(advantages)
    return Batch(observations, actions, log_probs, stored, advantages + values)


def agent_advantages(rollout: Rollout, values: Tensor, next_values: Tensor, discount: float) -> Tensor:
    """Generalised advantage estimation (Schulman et al. 2016) for each agent, all [k, M, n]."""
    rewards = rollout.rewards
    future = (1 - rollout.terminated) * next_values.view_as(rewards)
    advantages = rewards.add(future, alpha=discount).sub_(values.view_as(rewards))
    continuations = discount * GAE_DECAY * (1 - rollout.done)
    for t in reversed(range(rollout.steps - 1)):
        advantages[:, t].addcmul_(continuations[:, t], advantages[:, t + 1])
    return advantages.flatten(1, 2)
