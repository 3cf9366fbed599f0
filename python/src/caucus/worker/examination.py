"""Finds out an environment's properties by trying one out."""

from __future__ import annotations

import contextlib
import copy
import re
import resource
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gymnasium
import numpy as np
from gymnasium import spaces
from gymnasium.utils.env_checker import data_equivalence
from numpy.typing import NDArray

from caucus.visible import visible
from caucus.worker.broken import described
from caucus.worker.environment import ServedEnvironment
from caucus.worker.finding import Found, UnservableError, find
from caucus.worker.infos import Info, find_infos
from caucus.worker.options import Value, with_perturbation_ranges
from caucus.worker.readings import check_finite, observation_reader, read_reward
from caucus.worker.wire_actions import MOST_ENTRIES, action_reader, wire_action_space

#: How far an episode is played to find its infos.
_EPISODE_STEPS = 1000
_EPISODE_SECONDS = 2.0

#: Of a step for which a process of its own is worth while, although processes have to share processors.
_SLOW_STEP_SECONDS = 0.001


class Examination:
    """An environment that is made and tried out twice. Whatever breaks is an UnservableError."""

    def __init__(self, name: str, arguments: dict[str, Value]) -> None:
        """
        :param name: as `find` takes it
        :param arguments: some of its options
        :raises UnservableError: at a name or an environment that cannot be served
        """
        found = find(name)
        where = f'env "{found.id}"'
        try:
            self._env = _make(found, arguments)
            self.result = _look(self._env, found)
        except UnservableError:
            raise
        except BaseException as error:
            expected = "environment: expected one that can be made, reset and stepped"
            raise UnservableError(f"{expected}, got {described(error)} ({where})") from error

    def play(self) -> PlayedEpisode:
        """Plays an episode until its end, or for some time."""
        return _play(self._env, self.result.action_space)

    def close(self) -> None:
        self._env.close()


def _look(env: gymnasium.Env[Any, Any], found: Found) -> ServedEnvironment:
    where = f'env "{found.id}"'
    observation_space = _wire_observation_space(env.observation_space, where)
    action_space = wire_action_space(env.action_space, where)
    one, other = _try_out(env, action_space), _try_out(env, action_space)
    low, high = _reward_bounds(env, one.reward, where)
    try:
        options = with_perturbation_ranges(found.options, env.metadata.get("perturbation_ranges"))
    except ValueError as error:
        raise UnservableError(f"{error} ({where})") from error
    read_reward(one.reward, len(low))
    return ServedEnvironment(
        id=found.id,
        description=_description(env),
        observation_space=observation_space,
        action_space=action_space,
        reward_low=low,
        reward_high=high,
        objectives=_objectives(env, len(low), where),
        max_episode_steps=_step_limit(env),
        dt=_dt(env),
        can_render=env.render_mode == "rgb_array",
        repeatable=data_equivalence(one.observations, other.observations, exact=True),
        samples_agents=found.sample_agents is not None,
        infos=find_infos(one.info),
        options=options,
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
    """Results of a reset and a step."""

    observations: tuple[Any, Any]
    reward: Any
    info: dict[str, Any]


def _try_out(env: gymnasium.Env[Any, Any], action_space: spaces.Box | spaces.Discrete) -> _Trial:
    # Environments may write what comes next into the same memory.
    read_action, read_observation = action_reader(env.action_space), observation_reader(env.observation_space)
    first = copy.deepcopy(env.reset(seed=0)[0])
    check_finite("observation", read_observation(first)[None], lambda _: "reset")
    action_space.seed(0)
    second, reward, _, _, info = env.step(read_action(action_space.sample()))
    check_finite("observation", read_observation(second)[None], lambda _: "step 1")
    return _Trial((first, copy.deepcopy(second)), copy.deepcopy(reward), info)


@dataclass(frozen=True)
class PlayedEpisode:
    """What an episode showed."""

    #: Those of all its steps, and those that `metadata` declares: some come with the last step only.
    infos: tuple[Info, ...]
    #: Whether its steps wait for something else than the processor.
    waits: bool


def _play(env: gymnasium.Env[Any, Any], action_space: spaces.Box | spaces.Discrete) -> PlayedEpisode:
    read_action = action_reader(env.action_space)
    declared = env.metadata.get("infos")
    infos: dict[str, Any] = dict(declared) if isinstance(declared, Mapping) else {}
    action_space.seed(0)
    steps = 0
    start, waited = time.monotonic(), _times_waited()
    # One that breaks has said what it has.
    with contextlib.suppress(Exception):
        _, info = env.reset(seed=0)
        while steps < _EPISODE_STEPS:
            # The first word counts; environments may write what comes next into the same memory.
            infos = {**copy.deepcopy({name: info[name] for name in info if name not in infos}), **infos}
            _, _, terminated, truncated, info = env.step(read_action(action_space.sample()))
            steps += 1
            if terminated or truncated or time.monotonic() > start + _EPISODE_SECONDS:
                break
    slow = time.monotonic() - start > _SLOW_STEP_SECONDS * steps
    waits = slow and _times_waited() - waited >= steps > 0
    return PlayedEpisode(find_infos({**info, **infos}), waits)


def _times_waited() -> int:
    """How often this process has given up the processor because it had nothing to do."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw


def _wire_observation_space(space: spaces.Space[Any], where: str) -> spaces.Box:
    """As Gymnasium flattens it, with float32."""
    if not space.is_np_flattenable:
        raise UnservableError(f"observation_space: expected one of a fixed size, got {space} ({where})")
    size = spaces.flatdim(space)
    if not 1 <= size <= MOST_ENTRIES:
        raise UnservableError(f"observation_space: expected 1 to {MOST_ENTRIES} entries, got {size} ({where})")
    flat = spaces.flatten_space(space)
    assert isinstance(flat, spaces.Box)
    # Beyond float32, there is no bound.
    with np.errstate(over="ignore"):
        return spaces.Box(flat.low.astype(np.float32), flat.high.astype(np.float32), flat.shape, np.float32)


def _step_limit(env: gymnasium.Env[Any, Any]) -> int:
    """0 is none that the wire can say."""
    limit = (env.spec and env.spec.max_episode_steps) or 0
    return limit if 0 < limit < 2**32 else 0


def _dt(env: gymnasium.Env[Any, Any]) -> float:
    """Seconds; 0 if it says none."""
    dt = getattr(env.unwrapped, "dt", 0)
    return float(dt) if isinstance(dt, (int, float, np.number)) and np.isfinite(dt) else 0.0


def _reward_bounds(
    env: gymnasium.Env[Any, Any], reward: Any, where: str
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """
    :param reward: of a step
    :returns: lowest and highest, [m] each
    """
    space = getattr(env.unwrapped, "reward_space", None)
    if space is not None and not isinstance(space, spaces.Box):
        raise UnservableError(f"reward_space: expected a Box, got {visible(str(space))} ({where})")
    got = np.atleast_1d(np.asarray(reward, np.float64))
    if got.ndim != 1 or (space is not None and space.shape != got.shape):
        expected = "a number, or m of them" if space is None else f"shape {list(space.shape)}, of reward_space"
        raise UnservableError(f"reward: expected {expected}, got shape {list(np.shape(reward))} ({where})")
    if space is None:
        return np.full(got.shape, -np.inf), np.full(got.shape, np.inf)
    return space.low.astype(np.float64), space.high.astype(np.float64)


def _objectives(env: gymnasium.Env[Any, Any], count: int, where: str) -> tuple[str, ...]:
    """
    Their numbers, unless `metadata["objectives"]` has names.

    :param count: m
    """
    declared = env.metadata.get("objectives")
    if declared is None:
        return tuple(map(str, range(count)))
    names = tuple(declared) if isinstance(declared, (list, tuple)) else ()
    wanted = all(isinstance(name, str) and re.fullmatch("[a-z0-9]+(_[a-z0-9]+)*", name) for name in names)
    if not wanted or len(names) != count or len(set(names)) != count:
        expected = f"{count} different names in snake_case, one for each reward"
        raise UnservableError(f"objectives: expected {expected}, got {visible(repr(declared), 200)} ({where})")
    return names


def _description(env: gymnasium.Env[Any, Any]) -> str:
    """The first line of its docstring."""
    lines = (type(env.unwrapped).__doc__ or "").strip().splitlines()
    return visible(lines[0].lstrip("# "), 500) if lines else "An environment written in Python."
