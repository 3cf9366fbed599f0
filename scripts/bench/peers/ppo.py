"""PPO for k representatives of n agents, as client/learner/update/minibatch-step.ts has it, in eager PyTorch."""

from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.optim import Adam

from networks import Actor, Critic, Sizes

BATCH = 2048  # M, transitions of each representative in an iteration
MINIBATCH = 64  # m
EPOCHS = 10
CLIP = 0.2
MAX_GRADIENT_NORM = 0.5
ADVANTAGE_EPSILON = 0.01
ASSIGNMENT_LEARNING_RATE = 2e-3
ALGORITHMS = ("em", "end-to-end")


@dataclass(frozen=True)
class Settings:
    """What differs between environments; the defaults are MuJoCo's."""

    discount: float = 0.99
    learning_rate: float = 3e-4
    adam_epsilon: float = 1e-5
    entropy_coefficient: float = 1e-3
    normalize_observations: bool = True


class Batch(NamedTuple):
    """Transitions to learn from."""

    observations: Tensor  # [k, M, d], normalised
    actions: Tensor  # [k, M, a], or int64 [k, M]
    old_log_probs: Tensor  # [k, M]
    advantages: Tensor  # of agents, [k, M, n], if weights are trained; else of representatives, [k, M, 1]
    returns: Tensor  # [k, M, n]

    def gather(self, indices: Tensor) -> "Batch":
        """The transitions of the indices [m], for every representative."""
        return Batch(*(tensor.index_select(1, indices) for tensor in self))


class Learner:
    """k actors, their critics, and who serves whom: parameters and their optimisers."""

    def __init__(self, sizes: Sizes, settings: Settings, algorithm: str) -> None:
        self.settings = settings
        self.actor, self.critic = Actor(sizes), Critic(sizes)
        self.clipped = [list(network.parameters()) for network in (self.actor, self.critic)]
        # Fused: 2.1 ms a minibatch step instead of 2.3 (k = 5, n = 100, one thread).
        self.optimizers = [
            Adam(parameters, settings.learning_rate, eps=settings.adam_epsilon, fused=True)
            for parameters in self.clipped
        ]
        k, n = sizes.representatives, sizes.agents
        self.hard_weights = torch.empty(k, n)
        self.assign(torch.arange(n) % k)
        self.logits: nn.Parameter | None = None
        if algorithm == "end-to-end":
            self.logits = nn.Parameter(torch.randn(k, n))
            self.optimizers.append(Adam([self.logits], ASSIGNMENT_LEARNING_RATE, fused=True))

    def assign(self, representatives: Tensor) -> None:
        """Has each agent served by one representative, int64 [n]."""
        self.hard_weights.zero_().scatter_(0, representatives.unsqueeze(0), 1)

    def learn(self, batch: Batch) -> None:
        """Epochs of minibatch steps."""
        for _ in range(EPOCHS):
            for indices in torch.randperm(BATCH).split(MINIBATCH):
                self.minibatch_step(batch, indices)

    def minibatch_step(self, batch: Batch, indices: Tensor) -> None:
        """One gradient step on the transitions of the indices [m]."""
        minibatch = batch.gather(indices)
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        # They share no parameters: the gradients are those of each loss.
        (self.actor_loss(minibatch) + self.critic_loss(minibatch)).backward()
        for parameters in self.clipped:
            nn.utils.clip_grad_norm_(parameters, MAX_GRADIENT_NORM)
        for optimizer in self.optimizers:
            optimizer.step()

    def actor_loss(self, minibatch: Batch) -> Tensor:
        """Clipped surrogate with an entropy bonus, summed over representatives; a scalar."""
        policy = self.actor(minibatch.observations)
        advantages = self.normalized(minibatch.advantages)
        ratio = (policy.log_prob(minibatch.actions) - minibatch.old_log_probs).exp()
        surrogate = torch.minimum(ratio * advantages, ratio.clamp(1 - CLIP, 1 + CLIP) * advantages)
        bonus = self.settings.entropy_coefficient * policy.entropy().mean()
        return -len(advantages) * (surrogate.mean() + bonus)

    def stored_advantages(self, agent_advantages: Tensor) -> Tensor:
        """What a batch keeps of agents' advantages [k, M, n]; hard weights stay as they are in an update."""
        if self.logits is not None:
            return agent_advantages
        return torch.bmm(agent_advantages, self.hard_weights.unsqueeze(2))

    def normalized(self, advantages: Tensor) -> Tensor:
        """Each representative's advantages [k, m], from a minibatch's."""
        if self.logits is not None:
            advantages = torch.bmm(advantages, self.logits.softmax(0).unsqueeze(2))
        advantages = advantages.squeeze(2)
        variance, mean = torch.var_mean(advantages, 1, correction=0, keepdim=True)
        # The floor keeps the gradient finite where a representative serves nobody.
        deviation = variance.clamp_min(1e-16).sqrt()
        return (advantages - mean) / (deviation + ADVANTAGE_EPSILON * self.hard_weights.shape[1])

    def critic_loss(self, minibatch: Batch) -> Tensor:
        """Mean squared error over transitions and agents, summed over representatives; a scalar."""
        values = self.critic(minibatch.observations)
        return len(values) * nn.functional.mse_loss(values, minibatch.returns)

