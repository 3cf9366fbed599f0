"""A Gymnasium environment with m rewards as an r-MDP: agent i has the preference weights θᵢ [m]."""

from __future__ import annotations

import contextlib
import functools
import importlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from numpy.typing import NDArray

from caucus._proto import environment_pb2
from caucus.errors import unexpected
from caucus.spaces import encode_space

DEFAULT_NUM_AGENTS = 100


@dataclass(frozen=True)
class ServedEnvironment:
    """
    An environment that this server offers. Agent i's reward of a step is rᵢ = θᵢ · r, where r [m] is the
    environment's own reward vector, as MO-Gymnasium's are, or its scalar one.
    """

    id: str
    make: Callable[[], gymnasium.Env[Any, Any]]
    description: str
    observation_space: spaces.Space[Any]
    action_space: spaces.Box | spaces.Discrete
    #: Bounds of r, [m] each.
    reward_low: NDArray[np.float64]
    reward_high: NDArray[np.float64]
    max_episode_steps: int
    #: Seconds a step; 0 where time has no unit.
    dt: float
    can_render: bool

    @property
    def num_objectives(self) -> int:
        """m."""
        return len(self.reward_low)

    @property
    def flat_observation_space(self) -> spaces.Box:
        """Float32 [d]."""
        flat = spaces.flatten_space(self.observation_space)
        assert isinstance(flat, spaces.Box)
        return spaces.Box(flat.low.astype(np.float32), flat.high.astype(np.float32), flat.shape, np.float32)

    def sample_agents(self, count: int, seed: int) -> NDArray[np.float64]:
        """
        :returns: θ [n, m], whose rows are uniform over the simplex: at least 0, with a sum of 1
        """
        return np.random.default_rng(seed).dirichlet(np.ones(self.num_objectives), count)

    def describe(self, agents: NDArray[np.float64]) -> environment_pb2.EnvironmentSpec:
        """
        :param agents: θ, [n, m]
        """
        return environment_pb2.EnvironmentSpec(
            id=self.id,
            description=self.description,
            observation_space=encode_space(self.flat_observation_space),
            action_space=encode_space(self.action_space),
            reward_space=encode_space(self._reward_space(agents)),
            num_agents=len(agents),
            agent_parameters=[_weight(j) for j in range(self.num_objectives)],
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


def load_environment(name: str) -> ServedEnvironment:
    """
    :param name: MODULE:ENV, where ENV makes an environment when called; or an id of Gymnasium or MO-Gymnasium
    :raises ValueError: at a name that is neither, or an environment that the contract cannot carry
    """
    identity, make = _maker(name)
    env = make()
    try:
        return _examine(identity, make, env)
    finally:
        env.close()


def _maker(name: str) -> tuple[str, Callable[[], gymnasium.Env[Any, Any]]]:
    module_name, _, attribute = name.partition(":")
    if attribute:
        try:
            found = getattr(importlib.import_module(module_name), attribute, None)
        except ModuleNotFoundError as error:
            raise ValueError(f"environment: expected MODULE:ENV, got {name!r} ({error})") from error
        if callable(found):
            return _kebab(attribute), _rendering(found)
    with contextlib.suppress(ImportError):
        # It registers its ids.
        importlib.import_module("mo_gymnasium")
    try:
        gymnasium.spec(name)
    except gymnasium.error.Error as error:
        expected = "MODULE:ENV, or an id of Gymnasium or MO-Gymnasium"
        raise ValueError(f"environment: expected {expected}, got {name!r} ({error})") from error
    return name.rpartition(":")[2], _rendering(functools.partial(gymnasium.make, name, disable_env_checker=True))


def _rendering(make: Callable[..., gymnasium.Env[Any, Any]]) -> Callable[[], gymnasium.Env[Any, Any]]:
    """Makes environments that can be drawn, if they can."""
    probe = make()
    modes = probe.metadata.get("render_modes") or ()
    probe.close()
    return functools.partial(make, render_mode="rgb_array") if "rgb_array" in modes else make


def _examine(
    identity: str, make: Callable[[], gymnasium.Env[Any, Any]], env: gymnasium.Env[Any, Any]
) -> ServedEnvironment:
    where = f'env "{identity}"'
    if not env.observation_space.is_np_flattenable:
        raise ValueError(
            f"observation_space: expected one that can be flattened, got {env.observation_space} ({where})"
        )
    action_space = env.action_space
    flat_box = isinstance(action_space, spaces.Box) and len(action_space.shape) == 1
    if not flat_box and not (isinstance(action_space, spaces.Discrete) and action_space.start == 0):
        expected = "a Box of shape [a], or a Discrete from 0"
        raise ValueError(f"action_space: expected {expected}, got {action_space} ({where})")
    reward_space = getattr(env.unwrapped, "reward_space", None)
    scalar = np.array([-np.inf]), np.array([np.inf])
    low, high = scalar if reward_space is None else (reward_space.low, reward_space.high)
    if low.ndim != 1:
        raise ValueError(f"reward_space: expected a Box of shape [m], got {reward_space} ({where})")
    return ServedEnvironment(
        id=identity,
        make=make,
        description=_description(env),
        observation_space=env.observation_space,
        action_space=action_space,  # type: ignore[arg-type]
        reward_low=low.astype(np.float64),
        reward_high=high.astype(np.float64),
        max_episode_steps=(env.spec and env.spec.max_episode_steps) or 0,
        dt=float(getattr(env.unwrapped, "dt", 0)),
        can_render=env.render_mode == "rgb_array",
    )


def _description(env: gymnasium.Env[Any, Any]) -> str:
    """The first line of its docstring."""
    lines = (type(env.unwrapped).__doc__ or "").strip().splitlines()
    return lines[0].lstrip("# ") if lines else "An environment written in Python."


def _kebab(name: str) -> str:
    """ "DeepSea" is deep-sea."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).replace("_", "-").lower()


def check_agents(environment: ServedEnvironment, agents: NDArray[np.float64]) -> None:
    """
    :param agents: θ [n, m], as a client gave it
    :raises ContractError: unless every weight is from 0 to 1
    """
    if not ((agents >= 0) & (agents <= 1)).all():
        bad = agents[~((agents >= 0) & (agents <= 1))][0]
        raise unexpected("agents.parameters", "weights from 0 to 1", f"{bad:g}")
