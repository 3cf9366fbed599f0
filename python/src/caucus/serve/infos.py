"""Infos of environments: the numbers in what reset and step say of themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from caucus._proto import environment_pb2
from caucus.errors import unexpected
from caucus.steps import Infos
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

    @property
    def nbytes(self) -> int:
        """Of one environment's."""
        return self.dtype.itemsize * int(np.prod(self.shape))

    def describe(self) -> environment_pb2.InfoSpec:
        return environment_pb2.InfoSpec(
            name=self.name,
            dtype=dtype_number(self.dtype),
            shape=self.shape,
            description="An info of the environment's; 0 where it gives none.",
        )

    def read(self, given: Mapping[str, Any]) -> NDArray[Any]:
        """
        :param given: an environment's infos
        :returns: of this shape; 0 where there is none of it
        """
        value = _as_numbers(given.get(self.name))
        if value is None or value.shape != self.shape:
            return np.zeros(self.shape, self.dtype)
        return value.astype(self.dtype)


def find_infos(given: Mapping[str, Any]) -> tuple[Info, ...]:
    """
    :param given: what a step said
    """
    found = {name: _as_numbers(value) for name, value in given.items() if _is_name(name)}
    return tuple(Info(name, value.dtype, value.shape) for name, value in sorted(found.items()) if value is not None)


def choose_infos(offered: Sequence[Info], names: Sequence[str]) -> list[Info]:
    """
    :param names: what a client asks for
    """
    known = {info.name: info for info in offered}
    unknown = [name for name in names if name not in known]
    if unknown:
        expected = f"one of {', '.join(known)}" if known else "none"
        raise unexpected("infos", expected, ", ".join(unknown))
    return [known[name] for name in dict.fromkeys(names)]


def read_infos(infos: Sequence[Info], rows: Sequence[Mapping[str, Any]]) -> Infos:
    """
    :param rows: infos of as many environments
    :returns: name → [rows, …]
    """
    return {info.name: np.stack([info.read(row) for row in rows]) for info in infos}


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
