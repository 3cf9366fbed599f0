"""Networks of k representatives, computed together: each call is one batch for all of them."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

HIDDEN = 64
INITIAL_LOG_STD = -1.0
LOG_2PI = math.log(2 * math.pi)


@dataclass(frozen=True)
class Sizes:
    """The sizes of an r-MDP and its learner."""

    representatives: int  # k
    agents: int  # n
    observation: int  # d
    action: int  # a: components of a continuous action, or choices of a discrete one
    discrete: bool


class Gaussian(NamedTuple):
    """Normal distributions of continuous actions, independent in each component."""

    mean: Tensor  # [k, m, a]
    log_std: Tensor  # [k, 1, a]

    def sample(self) -> Tensor:
        """[k, m, a]."""
        return self.mean + self.log_std.exp() * torch.randn_like(self.mean)

    def log_prob(self, actions: Tensor) -> Tensor:
        """[k, m], of actions [k, m, a]."""
        squares = ((actions - self.mean) * (-self.log_std).exp()).square()
        return -0.5 * squares.sum(2) - (self.log_std + 0.5 * LOG_2PI).sum(2)

    def entropy(self) -> Tensor:
        """[k, 1]: the same in every state."""
        return (self.log_std + 0.5 * (1 + LOG_2PI)).sum(2)


class Categorical(NamedTuple):
    """Distributions of discrete actions."""

    log_probs: Tensor  # [k, m, a]

    def sample(self) -> Tensor:
        """[k, m], by the Gumbel-max trick."""
        return (self.log_probs - torch.empty_like(self.log_probs).exponential_().log()).argmax(2)

    def log_prob(self, actions: Tensor) -> Tensor:
        """[k, m], of actions int64 [k, m]."""
        return self.log_probs.gather(2, actions.unsqueeze(2)).squeeze(2)

    def entropy(self) -> Tensor:
        """[k, m]."""
        return -(self.log_probs.exp() * self.log_probs).sum(2)


def orthogonal(*shape: int, gain: float) -> nn.Parameter:
    """Matrices [..., rows, columns], each orthogonal times the gain."""
    matrices = torch.empty(shape).reshape(-1, *shape[-2:])
    for matrix in matrices:
        nn.init.orthogonal_(matrix, gain)
    return nn.Parameter(matrices.reshape(shape))


def linear(inputs: int, outputs: int, gain: float) -> nn.Linear:
    """A layer that all representatives share."""
    layer = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(layer.weight, gain)
    nn.init.zeros_(layer.bias)
    return layer


class Actor(nn.Module):
    """A trunk for all, and a head for each representative, used on its states alone."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        k, a = sizes.representatives, sizes.action
        self.first = linear(sizes.observation, HIDDEN, math.sqrt(2))
        self.second = linear(HIDDEN, HIDDEN, math.sqrt(2))
        self.head_weight = orthogonal(k, HIDDEN, a, gain=0.01)
        self.head_bias = nn.Parameter(torch.zeros(k, 1, a))
        self.log_std = None if sizes.discrete else nn.Parameter(torch.full((k, 1, a), INITIAL_LOG_STD))

    def forward(self, observations: Tensor) -> Gaussian | Categorical:
        """Policies in observations [k, m, d]."""
        features = self.second(self.first(observations).tanh()).tanh()
        head = torch.baddbmm(self.head_bias, features, self.head_weight)
        return Categorical(head.log_softmax(2)) if self.log_std is None else Gaussian(head, self.log_std)


class Critic(nn.Module):
    """Values of every representative's policy for every agent."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.first = linear(sizes.observation, HIDDEN, math.sqrt(2))
        # A one-hot input's weights are a bias of each representative: the same sum, without the zeros.
        self.one_hot = nn.Parameter(orthogonal(sizes.representatives, HIDDEN, gain=math.sqrt(2)).unsqueeze(1))
        self.second = linear(HIDDEN, HIDDEN, math.sqrt(2))
        self.head = linear(HIDDEN, sizes.agents, 1)

    def forward(self, observations: Tensor) -> Tensor:
        """[k, m, n], of observations [k, m, d]."""
        return self.head(self.second((self.first(observations) + self.one_hot).tanh()).tanh())
