"""Options of environments, from the arguments of their constructors."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from google.protobuf import struct_pb2

from caucus._proto import environment_pb2

Value = bool | int | float

#: Each type's name in the contract.
_TYPES = {
    bool: environment_pb2.OPTION_TYPE_BOOLEAN,
    int: environment_pb2.OPTION_TYPE_INTEGER,
    float: environment_pb2.OPTION_TYPE_NUMBER,
}

#: Of numbers that a Value has; every whole number up to here is a float's.
_MOST = 2**53


@dataclass(frozen=True)
class Option:
    """An argument with a default."""

    name: str
    default: Value
    #: bool, int or float.
    type: type
    description: str
    #: How far it may be off its default in use, from a minimum to a maximum; an assessment tries both.
    perturbation_range: tuple[float, float] | None = None

    def describe(self) -> environment_pb2.OptionSpec:
        kind = _TYPES[self.type]
        value = struct_pb2.Value()
        if self.type is bool:
            value.bool_value = bool(self.default)
        else:
            value.number_value = self.default
        spec = environment_pb2.OptionSpec(name=self.name, type=kind, default_value=value, description=self.description)
        if self.perturbation_range is not None:
            low, high = self.perturbation_range
            spec.perturbation_range.CopyFrom(environment_pb2.PerturbationRange(minimum=low, maximum=high))
        return spec


def constructor_options(make: Callable[..., Any], fixed: Mapping[str, Any]) -> tuple[Option, ...]:
    """
    The arguments of a class or function whose defaults are booleans or numbers. Where a class passes others on
    (**kwargs), those of the classes it is made from count, too.

    :param fixed: arguments that are given in any case, in place of their defaults
    """
    options: dict[str, Option] = {}
    for parameter in _parameters(make):
        default = fixed.get(parameter.name, parameter.default)
        kind = _type_of(parameter.annotation, default)
        if kind is not None and parameter.name not in options:
            description = "An argument of the environment's constructor."
            options[parameter.name] = Option(parameter.name, kind(default), kind, description)
    return tuple(options.values())


def with_perturbation_ranges(options: tuple[Option, ...], declared: object) -> tuple[Option, ...]:
    """
    :param declared: a class's `metadata["perturbation_ranges"]`: names of options, with their ranges; None for none
    :raises ValueError: at one that is no range of an option that is a number
    """
    if declared is None:
        return options
    numbers = {option.name: option for option in options if option.type is not bool}
    if not isinstance(declared, Mapping) or not all(name in numbers for name in declared):
        expected = f"names of numbers among the constructor's arguments ({', '.join(sorted(numbers)) or 'none'})"
        raise ValueError(f"perturbation_ranges: expected {expected}, got {declared!r:.200}")
    ranges = {name: _range_of(numbers[name], limits) for name, limits in declared.items()}
    return tuple(replace(option, perturbation_range=ranges.get(option.name)) for option in options)


def _range_of(option: Option, limits: Any) -> tuple[float, float]:
    kinds = (int,) if option.type is int else (int, float)
    if isinstance(limits, (list, tuple)) and len(limits) == 2:
        low, high = limits
        if all(isinstance(limit, kinds) and abs(limit) <= _MOST for limit in limits) and low <= high:
            return float(low), float(high)
    expected = f"two {'whole numbers' if option.type is int else 'numbers'} in ascending order"
    raise ValueError(f"perturbation_ranges.{option.name}: expected {expected}, got {limits!r:.200}")


def _parameters(make: Callable[..., Any]) -> Iterator[inspect.Parameter]:
    """Of the constructor, and then of those that it passes others on to."""
    bases = inspect.getmro(make) if isinstance(make, type) else ()
    for function in [vars(base)["__init__"] for base in bases if "__init__" in vars(base)] or [make]:
        try:
            parameters = inspect.signature(function).parameters.values()
        except (TypeError, ValueError):
            # Written in another language than Python.
            return
        yield from (parameter for parameter in parameters if parameter.default is not parameter.empty)
        if not any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters):
            return


def _type_of(annotation: Any, default: Any) -> type | None:
    if isinstance(default, bool):
        return bool
    if isinstance(default, (int, float)) and not abs(default) <= _MOST:
        # Nor NaN.
        return None
    if isinstance(default, float) or (isinstance(default, int) and annotation in (float, "float")):
        return float
    return int if isinstance(default, int) else None
