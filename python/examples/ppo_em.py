"""
PPO for k representatives of n agents with EM, in one file: `python examples/ppo_em.py --help`.

It learns through the wire, from nothing but what caucus.VectorEnv gives. Ivanov and Ben-Porat 2024, algorithm 1.
It needs PyTorch, and follows CleanRL's manner: from top to bottom. With the package onnx, which PyTorch exports with,
policies act on the server if it takes them; otherwise each step is a round trip.
"""

import argparse
import dataclasses
import importlib.util
import io
import time
from dataclasses import dataclass

import gymnasium
import numpy as np
import torch
from torch import Tensor, nn

import caucus  # noqa: F401  It registers caucus/….


@dataclass
class Settings:
    """The defaults are Resource Gathering's."""

    environment: str = "caucus/ResourceGathering-v0"
    server: str | None = None  # host:port; a caucus-server of this process's own if not given
    agents: int | None = None  # n; the environment's own number if not given
    representatives: int = 3  # k
    transitions: int = 204_800  # of each representative
    envs_per_representative: int = 8  # B
    batch: int = 2048  # M = T · B
    minibatch: int = 64  # m
    epochs: int = 10
    hidden: int = 64
    discount: float = 1.0
    gae_decay: float = 0.95
    clip: float = 0.2
    learning_rate: tuple[float, float] = (5e-4, 1e-4)  # at the first iteration and at the last, geometric
    entropy: tuple[float, float] = (5e-2, 1e-3)  # coefficient of its bonus, likewise
    adam_epsilon: float = 1e-8
    max_gradient_norm: float = 0.5
    bootstrap_truncated: bool = False  # in Resource Gathering the limit is part of the task
    utility_rate: float = 0.05  # of the moving average of returns
    evaluation_episodes: int = 20
    seed: int = 0


class PerRepresentative(nn.Module):
    """A linear layer of each representative's own: [k, m, inputs] → [k, m, outputs]."""

    def __init__(self, k: int, inputs: int, outputs: int, gain: float) -> None:
        super().__init__()
        self.weight = nn.Parameter(
            torch.stack([nn.init.orthogonal_(torch.empty(inputs, outputs), gain) for _ in range(k)])
        )
        self.bias = nn.Parameter(torch.zeros(k, 1, outputs))

    def forward(self, features: Tensor) -> Tensor:
        return torch.baddbmm(self.bias, features, self.weight)


def network(k: int, inputs: int, hidden: int, outputs: int, gain: float) -> nn.Sequential:
    """A layer that all representatives share, and a head of each one's own."""
    shared = nn.Linear(inputs, hidden)
    nn.init.orthogonal_(shared.weight, 2**0.5)
    nn.init.zeros_(shared.bias)
    return nn.Sequential(shared, nn.Tanh(), PerRepresentative(k, hidden, outputs, gain))


class Actor(nn.Module):
    def __init__(self, k: int, d: int, hidden: int, space: gymnasium.Space) -> None:
        super().__init__()
        self.discrete = isinstance(space, gymnasium.spaces.Discrete)
        self.head = network(k, d, hidden, int(space.n) if self.discrete else space.shape[0], 0.01)
        self.log_std = None if self.discrete else nn.Parameter(torch.full((k, 1, space.shape[0]), -1.0))

    def forward(self, observations: Tensor) -> torch.distributions.Distribution:
        """Of actions, in observations [k, m, d]."""
        output = self.head(observations)
        if self.log_std is None:
            return torch.distributions.Categorical(logits=output)
        normal = torch.distributions.Normal(output, self.log_std.exp().expand_as(output))
        return torch.distributions.Independent(normal, 1)

    def mode(self, observations: Tensor) -> Tensor:
        output = self.head(observations)
        return output.argmax(-1) if self.discrete else output


def geometric(ends: tuple[float, float], progress: float) -> float:
    return ends[0] * (ends[1] / ends[0]) ** progress


def make_envs(settings: Settings, num_envs: int) -> gymnasium.vector.VectorEnv:
    # The session's seed is that of noise on the server.
    arguments = {"server": settings.server, "num_agents": settings.agents, "infos": [], "session_seed": settings.seed}
    return gymnasium.make_vec(settings.environment, num_envs=num_envs, autoreset_mode="SameStep", **arguments)


@dataclass
class Collected:
    """T steps of k · B environments."""

    states: np.ndarray  # [T, k·B, d]
    actions: np.ndarray  # [T, k·B, …]
    rewards: np.ndarray  # [T, k·B, n]
    successors: np.ndarray  # [T, k·B, d]; of a step that ended an episode, the episode's last observation
    terminated: np.ndarray  # [T, k·B]
    done: np.ndarray  # [T, k·B]; terminated or truncated
    episodes: list[tuple[int, np.ndarray]]  # of those that ended: the environment, and returns [n]
    observations: np.ndarray  # [k·B, d], the latest


class OnePolicy(nn.Module):
    """One representative's policy as the server takes it: `observation` [B, d] → `mean` and `log_std`, or `logits`."""

    def __init__(self, actor: Actor, j: int) -> None:
        super().__init__()
        self.features = actor.head[:2]
        self.weight, self.bias = (nn.Parameter(each[j].detach()) for each in (actor.head[2].weight, actor.head[2].bias))
        self.log_std = None if actor.discrete else nn.Parameter(actor.log_std[j, 0].detach())

    def forward(self, observation: Tensor) -> tuple[Tensor, ...]:
        output = self.features(observation) @ self.weight + self.bias
        return (output,) if self.log_std is None else (output, self.log_std.clone())


def export(policy: OnePolicy, d: int) -> bytes:
    """The policy as a file in ONNX format."""
    file = io.BytesIO()
    outputs = ["logits"] if policy.log_std is None else ["mean", "log_std"]
    batches = {name: {0: "B"} for name in ("observation", outputs[0])}
    names = {"input_names": ["observation"], "output_names": outputs, "dynamic_axes": batches}
    torch.onnx.export(policy, (torch.zeros(2, d),), file, dynamo=False, **names)
    return file.getvalue()


def act_on_server(
    envs: gymnasium.vector.VectorEnv, actor: Actor, k: int, T: int, observations: np.ndarray
) -> Collected:
    """Representative j acts in environments j · B to (j + 1) · B − 1, all T steps in a few round trips."""
    caucus_envs = envs.unwrapped
    caucus_envs.put_policies([export(OnePolicy(actor, j), observations.shape[1]) for j in range(k)])
    rollout = caucus_envs.rollout(T, np.repeat(np.arange(k), len(observations) // k))
    finished, successors = rollout.finished, rollout.observations.copy()
    successors[finished.steps, finished.environments] = finished.final_observations
    return Collected(
        states=np.concatenate([observations[None], rollout.observations[:-1]]),
        actions=rollout.actions,
        rewards=rollout.rewards,
        successors=successors,
        terminated=rollout.terminated,
        done=rollout.terminated | rollout.truncated,
        episodes=list(zip(finished.environments.tolist(), finished.returns, strict=True)),
        observations=rollout.observations[-1],
    )


def act_here(envs: gymnasium.vector.VectorEnv, actor: Actor, k: int, T: int, observations: np.ndarray) -> Collected:
    """The same, with a round trip for each step."""
    rows, episodes = [], []
    for _ in range(T):
        with torch.no_grad():
            actions = actor(torch.from_numpy(observations).unflatten(0, (k, -1))).sample().flatten(0, 1).numpy()
        following, rewards, terminated, truncated, infos = envs.step(actions)
        successors, done = following.copy(), terminated | truncated
        for env in np.flatnonzero(done):
            successors[env] = infos["final_obs"][env]
            episodes.append((int(env), infos["episode_returns"][env]))
        rows.append((observations, actions, rewards, successors, terminated, done))
        observations = following
    return Collected(*map(np.stack, zip(*rows, strict=True)), episodes=episodes, observations=observations)


def gae(rewards: Tensor, values: Tensor, next_values: Tensor, terminated: Tensor, done: Tensor, s: Settings) -> Tensor:
    """Generalised advantage estimation for each agent (Schulman et al. 2016, eq. 16); all [T, k, B, n or 1]."""
    ends = terminated if s.bootstrap_truncated else done
    deltas = rewards + s.discount * (1 - ends) * next_values - values
    advantages = torch.zeros_like(deltas)
    following = torch.zeros_like(deltas[0])
    for t in reversed(range(len(deltas))):
        following = deltas[t] + s.discount * s.gae_decay * (1 - done[t]) * following
        advantages[t] = following
    return advantages


def e_step(utilities: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Gives each agent to the representative that is best for it, and each that is left without one a random agent."""
    assignment = utilities.argmax(0)
    for j in range(len(utilities)):
        if not (assignment == j).any():
            sizes = np.bincount(assignment, minlength=len(utilities))
            assignment[rng.choice(np.flatnonzero(sizes[assignment] > 1))] = j
    return assignment


def train(s: Settings) -> tuple[float, np.ndarray]:
    """
    :returns: welfare of the policies' modes, on the scale of published results, and the assignment [n]
    """
    torch.manual_seed(s.seed)
    rng = np.random.default_rng(s.seed)
    k, B = s.representatives, s.envs_per_representative
    envs = make_envs(s, k * B)
    n, d, T = envs.unwrapped.reward_dim, envs.single_observation_space.shape[0], s.batch // B
    actor = Actor(k, d, s.hidden, envs.single_action_space)
    critic = network(k, d, s.hidden, n, 1.0)
    networks = [list(actor.parameters()), list(critic.parameters())]
    optimizers = [torch.optim.Adam(parameters, s.learning_rate[0], eps=s.adam_epsilon) for parameters in networks]
    assignment = np.arange(n) % k
    utilities = np.full((k, n), np.nan)
    iterations = s.transitions // s.batch
    start = time.time()

    act = act_on_server if envs.unwrapped.takes_policies and importlib.util.find_spec("onnx") else act_here
    observations, _ = envs.reset(seed=s.seed)
    for iteration in range(iterations):
        progress = iteration / max(iterations - 1, 1)

        # Collect T steps of each of the k · B environments, as [T, k, B, …].
        collected = act(envs, actor, k, T, observations)
        observations = collected.observations
        returns = [[episode for env, episode in collected.episodes if env // B == j] for j in range(k)]
        states, actions, rewards, successors = (
            torch.from_numpy(array).unflatten(1, (k, B))
            for array in (collected.states, collected.actions, collected.rewards, collected.successors)
        )
        terminated, done = (
            torch.from_numpy(flags.astype(np.float32)).view(T, k, B, 1)
            for flags in (collected.terminated, collected.done)
        )

        # Values and advantages for each agent; a representative's advantages are the sum over those it serves.
        with torch.no_grad():
            values, next_values = (
                critic(x.transpose(0, 1).flatten(1, 2)).view(k, T, B, n).transpose(0, 1) for x in (states, successors)
            )
        advantages = gae(rewards, values, next_values, terminated, done, s)
        served = torch.from_numpy(np.eye(k, dtype=np.float32)[:, assignment])
        targets = advantages + values
        weighed = (advantages * served[:, None, :]).sum(-1)
        # [T, k, B, …] → [k, M, …]
        batch = [x.transpose(0, 1).flatten(1, 2) for x in (states, actions, weighed, targets)]
        with torch.no_grad():
            batch.append(actor(batch[0]).log_prob(batch[1]))

        # M-step: epochs of minibatches, with a clipped surrogate (Schulman et al. 2017, eq. 7).
        for optimizer in optimizers:
            optimizer.param_groups[0]["lr"] = geometric(s.learning_rate, progress)
        for _ in range(s.epochs):
            for chosen in torch.randperm(s.batch).split(s.minibatch):
                x, a, A, G, old = (tensor[:, chosen] for tensor in batch)
                policy = actor(x)
                ratio = (policy.log_prob(a) - old).exp()
                A = (A - A.mean(1, keepdim=True)) / (A.std(1, keepdim=True, correction=0) + 0.01 * n)
                surrogate = torch.minimum(ratio * A, ratio.clamp(1 - s.clip, 1 + s.clip) * A)
                bonus = geometric(s.entropy, progress) * policy.entropy()
                # Summed over representatives, whose heads then learn at the full rate.
                loss = -k * (surrogate.mean() + bonus.mean()) + k * nn.functional.mse_loss(critic(x), G)
                for optimizer in optimizers:
                    optimizer.zero_grad()
                loss.backward()
                for parameters, optimizer in zip(networks, optimizers, strict=True):
                    nn.utils.clip_grad_norm_(parameters, s.max_gradient_norm)
                    optimizer.step()

        # E-step, by a moving average of what representatives' episodes were worth to agents.
        for j, episodes in enumerate(returns):
            if episodes:
                latest = np.mean(episodes, axis=0)
                known = latest if np.isnan(utilities[j, 0]) else utilities[j]
                utilities[j] = (1 - s.utility_rate) * known + s.utility_rate * latest
        assignment = e_step(np.nan_to_num(utilities), rng)
        if iteration % 10 == 9 or iteration == iterations - 1:
            scale = envs.unwrapped.report_scale
            welfare = scale * np.nan_to_num(utilities)[assignment, np.arange(n)].mean()
            rate = k * s.batch * (iteration + 1) / (time.time() - start)
            print(
                f"iteration {iteration + 1}/{iterations}: welfare {welfare:.1f}, {rate:.0f} transitions/s", flush=True
            )
    envs.close()
    return evaluate(s, actor, assignment), assignment


def evaluate(s: Settings, actor: Actor, assignment: np.ndarray) -> float:
    """Fresh episodes of each representative, acting on its policy's mode."""
    k, E = s.representatives, s.evaluation_episodes
    envs = make_envs(s, k * E)
    returns = np.full((k * E, len(assignment)), np.nan)
    observations, _ = envs.reset(seed=s.seed + 1_000_000)
    while np.isnan(returns).any():
        with torch.no_grad():
            actions = actor.mode(torch.from_numpy(observations).view(k, E, -1))
        observations, _, _, _, infos = envs.step(actions.flatten(0, 1).numpy())
        ended = infos.get("_episode_returns", np.zeros(k * E, bool)) & np.isnan(returns[:, 0])
        returns[ended] = infos["episode_returns"][ended] if ended.any() else 0
    welfare = (
        envs.unwrapped.report_scale * returns.reshape(k, E, -1).mean(1)[assignment, np.arange(len(assignment))].mean()
    )
    envs.close()
    return float(welfare)


def parse() -> Settings:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for field in dataclasses.fields(Settings):
        flag = "--" + field.name.replace("_", "-")
        if isinstance(field.default, bool):
            parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=field.default)
        elif isinstance(field.default, tuple):
            parser.add_argument(flag, type=float, nargs=2, default=field.default, metavar=("START", "END"))
        else:
            kind = {"server": str, "agents": int}.get(field.name, type(field.default))
            parser.add_argument(flag, type=kind, default=field.default, help=f"default {field.default}")
    return Settings(**vars(parser.parse_args()))


if __name__ == "__main__":
    settings = parse()
    welfare, assignment = train(settings)
    sizes = np.bincount(assignment, minlength=settings.representatives).tolist()
    print(f"welfare {welfare:.2f}; representatives serve {sizes} agents")
