"""Infos of environments: the numbers in what reset and step say of themselves."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus._proto import environment_pb2
from caucus.tensors import dtype_number

#: Those that travel as they are; other numbers are float64.
_KEPT = (np.bool_, np.uint8, np.float32)
#: Characters of a name.
_MOST_NAME = 100


@dataclass(frozen=True)
class Info:
    name: str
    dtype: np.dtype[Any]
    shape: tuple[int, ...]

    @functools.cached_property
    def size(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)

    def describe(self) -> environment_pb2.InfoSpec:
        return environment_pb2.InfoSpec(
            name=self.name,
            dtype=dtype_number(self.dtype),
            shape=self.shape,
            description="An info of the environment's; 0 where it gives none.",
        )

    def read(self, given: Mapping[str, Any]) -> NDArray[np.float64] | float:
        """
        :param given: an environment's infos
        :returns: its numbers as a flat array, rounded to its dtype, or one number; 0 where there is none of this shape
        """
        value = given.get(self.name)
        if isinstance(value, float) and self.shape == () and self.dtype == np.float64:
            return value
        numbers = _as_numbers(value)
        if numbers is None or numbers.shape != self.shape:
            return 0.0
        return numbers.astype(self.dtype).astype(np.float64).ravel()


def find_infos(given: Mapping[str, Any]) -> tuple[Info, ...]:
    """
    :param given: what a step said
    """
    found = {name: _as_numbers(value) for name, value in given.items() if _is_name(name)}
    return tuple(Info(name, value.dtype, value.shape) for name, value in sorted(found.items()) if value is not None)


def read_infos(infos: Sequence[Info], given: Mapping[str, Any], out: NDArray[np.float64]) -> None:
    """
    Reads the numbers of all infos, one after the other.

    :param given: an environment's infos
    :param out: is written
    """
    offset = 0
    for info in infos:
        end = offset + info.size
        out[offset:end] = info.read(given)
        offset = end


def _is_name(name: Any) -> bool:
    """Whether it can be asked for, and read in an error."""
    return isinstance(name, str) and name.isprintable() and 0 < len(name) <= _MOST_NAME and name[0] != "_"


def _as_numbers(value: Any) -> NDArray[Any] | None:
    if not isinstance(value, (bool, int, float, np.generic, np.ndarray)):
        return None
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        return None
    return array if array.dtype.type in _KEPT else array.astype(np.float64)
