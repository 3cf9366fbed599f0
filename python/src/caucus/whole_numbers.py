"""Checks whole numbers that users give before they are sent."""

from __future__ import annotations

from typing import Any

import numpy as np

#: Seeds are whole numbers that a float64 has, too.
MOST_SEED = 2**53 - 1
#: Of counts, which travel as uint32.
MOST_COUNT = 2**32 - 1


def whole_number(name: str, value: Any, least: int, most: int) -> int:
    """
    :param name: of the argument, for errors
    :returns: Python's own int
    :raises ValueError: at anything else, booleans too
    """
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool) and least <= value <= most:
        return int(value)
    got = value if isinstance(value, (int, float, np.number)) else repr(value)
    raise ValueError(f"{name}: expected a whole number from {least} to {most}, got {got}")
