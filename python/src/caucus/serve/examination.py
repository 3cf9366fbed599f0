"""What an environment is, from a look at one."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.utils.env_checker import data_equivalence
from numpy.typing import NDArray

from caucus.serve.broken import described
from caucus.serve.environment import ServedEnvironment
from caucus.serve.finding import Found, UnservableError, find
from caucus.serve.infos import find_infos
from caucus.serve.options import check_options
from caucus.visible import visible


def examine(name: str, options: Mapping[str, Any]) -> ServedEnvironment:
    """
    Makes an environment, and tries it out twice.

    :param name: as `find` takes it
    :param options: a client's
    :raises ContractError: at options that it does not take
    :raises UnservableError: at a name or an environment that cannot be served
    """
    found = find(name)
    arguments = check_options(found.options, options, found.id)
    where = f'env "{found.id}"'
    try:
        env = _make(found, arguments)
        try:
            _check_spaces(env, where)
            one, other = _try_out(env), _try_out(env)
        finally:
            env.close()
    except UnservableError:
        raise
    except BaseException as error:
        expected = "environment: expected one that can be made, reset and stepped"
        raise UnservableError(f"{expected}, got {described(error)} ({where})") from error
    low, high = _reward_bounds(env, one.reward, where)
    return ServedEnvironment(
        id=found.id,
        name=name,
        description=_description(env),
        observation_space=env.observation_space,
        action_space=env.action_space,  # type: ignore[arg-type]
        reward_low=low,
        reward_high=high,
        max_episode_steps=(env.spec and env.spec.max_episode_steps) or 0,
        dt=float(getattr(env.unwrapped, "dt", 0)),
        can_render=env.render_mode == "rgb_array",
        repeatable=data_equivalence(one.observations, other.observations, exact=True),
        infos=find_infos(one.info),
        options=found.options,
        arguments=arguments,
    )


def _make(found: Found, arguments: Mapping[str, Any]) -> gymnasium.Env[Any, Any]:
    """One that can be drawn, if there are such."""
    env = found.make(arguments)
    if "rgb_array" not in (env.metadata.get("render_modes") or ()):
        return env
    env.close()
    return found.make(arguments, drawn=True)


@dataclass(frozen=True)
class _Trial:
    """What a reset and a step gave."""

    observations: tuple[Any, Any]
    reward: Any
    info: dict[str, Any]


def _try_out(env: gymnasium.Env[Any, Any]) -> _Trial:
    # Environments may write what comes next into the same memory.
    first = copy.deepcopy(env.reset(seed=0)[0])
    env.action_space.seed(0)
    second, reward, _, _, info = env.step(env.action_space.sample())
    return _Trial((first, copy.deepcopy(second)), copy.deepcopy(reward), info)


def _check_spaces(env: gymnasium.Env[Any, Any], where: str) -> None:
    if not env.observation_space.is_np_flattenable:
        raise UnservableError(
            f"observation_space: expected one that can be flattened, got {env.observation_space} ({where})"
        )
    action_space = env.action_space
    flat_box = isinstance(action_space, spaces.Box) and len(action_space.shape) == 1
    if not flat_box and not (isinstance(action_space, spaces.Discrete) and action_space.start == 0):
        expected = "a Box of shape [a], or a Discrete from 0"
        raise UnservableError(f"action_space: expected {expected}, got {action_space} ({where})")


def _reward_bounds(
    env: gymnasium.Env[Any, Any], reward: Any, where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    :param reward: of a step
    :returns: lowest and highest, [m] each
    """
    space = getattr(env.unwrapped, "reward_space", None)
    got = np.atleast_1d(np.asarray(reward, np.float64))
    if got.ndim != 1 or (space is not None and space.shape != got.shape):
        expected = "a number, or m of them" if space is None else f"shape {list(space.shape)}, of reward_space"
        raise UnservableError(f"reward: expected {expected}, got shape {list(np.shape(reward))} ({where})")
    if space is None:
        return np.full(got.shape, -np.inf), np.full(got.shape, np.inf)
    return space.low.astype(np.float64), space.high.astype(np.float64)


def _description(env: gymnasium.Env[Any, Any]) -> str:
    """The first line of its docstring."""
    lines = (type(env.unwrapped).__doc__ or "").strip().splitlines()
    return visible(lines[0].lstrip("# "), 500) if lines else "An environment written in Python."
