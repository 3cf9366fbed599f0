"""Environments by their names: MODULE:ENV, or an id of Gymnasium and MO-Gymnasium."""

from __future__ import annotations

import contextlib
import functools
import importlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import gymnasium

from caucus.worker.broken import described
from caucus.worker.options import Option, Value, constructor_options

_LIMIT = "max_episode_steps"


class UnservableError(ValueError):
    """A name that is none of an environment's, or an environment that cannot be served."""


@dataclass(frozen=True)
class Found:
    """How to make an environment."""

    id: str
    options: tuple[Option, ...]
    #: Called with options, and with a render_mode.
    call: Callable[..., gymnasium.Env[Any, Any]]
    #: `sample_agents(count, rng)`, a class or static method of the environment; None if it has none.
    sample_agents: Callable[..., Any] | None = None

    def make(self, arguments: Mapping[str, Value], drawn: bool = False) -> gymnasium.Env[Any, Any]:
        """
        :param arguments: some of the options; whole numbers may stand for numbers
        :param drawn: whether it is to be drawn
        """
        types = {option.name: option.type for option in self.options}
        typed = {name: types[name](value) for name, value in arguments.items()}
        return self.call(**typed, **({"render_mode": "rgb_array"} if drawn else {}))


@functools.cache
def find(name: str) -> Found:
    """
    :param name: MODULE:ENV, where ENV makes an environment when called; or an id of Gymnasium or MO-Gymnasium
    :raises UnservableError: at a name that is neither
    """
    module_name, _, attribute = name.partition(":")
    if attribute:
        try:
            called = getattr(importlib.import_module(module_name), attribute, None)
        except BaseException as error:
            expected = "MODULE:ENV with a module that can be imported"
            raise UnservableError(f"environment: expected {expected}, got {name!r} ({described(error)})") from error
        if callable(called):
            sample = getattr(called, "sample_agents", None)
            options = constructor_options(called, {})
            return Found(kebab(attribute), options, called, sample if callable(sample) else None)
    return _find_registered(name)


def _find_registered(name: str) -> Found:
    with contextlib.suppress(ImportError):
        # It registers its ids.
        importlib.import_module("mo_gymnasium")
    try:
        spec = gymnasium.spec(name)
        entry = spec.entry_point
        constructor = gymnasium.envs.registration.load_env_creator(entry) if isinstance(entry, str) else entry
    except (gymnasium.error.DependencyNotInstalled, ImportError) as error:
        raise UnservableError(f"environment: expected all that {name} needs to be installed, got {error}") from error
    except gymnasium.error.Error as error:
        expected = "MODULE:ENV, or an id of Gymnasium or MO-Gymnasium"
        raise UnservableError(f"environment: expected {expected}, got {name!r} ({error})") from error
    limit = Option(_LIMIT, spec.max_episode_steps or 0, int, "Episodes are truncated after so many steps; 0 is never.")
    own = constructor_options(constructor, spec.kwargs) if constructor is not None else ()
    options = (limit, *(option for option in own if option.name != _LIMIT))
    return Found(name.rpartition(":")[2], options, functools.partial(_make_registered, name))


def _make_registered(name: str, **arguments: Any) -> gymnasium.Env[Any, Any]:
    if arguments.get(_LIMIT) == 0:
        # Gymnasium's word for never.
        arguments[_LIMIT] = -1
    return gymnasium.make(name, disable_env_checker=True, **arguments)


#: Where a word begins: after a small letter, unless one capital is all that follows ("NaN"); and with an acronym's last
#: capital, if that begins a word ("HTTPServer").
_BEGINNING = re.compile(r"(?<=[a-z0-9])(?=[A-Z](?:[a-z0-9]|[A-Z](?![a-z])))|(?<=[A-Z])(?=[A-Z][a-z])")


def kebab(name: str) -> str:
    """ "DeepSea" is deep-sea."""
    return _BEGINNING.sub("-", name).replace("_", "-").lower()
