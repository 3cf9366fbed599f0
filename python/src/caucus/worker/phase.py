"""The phase of an environment's episode."""

from __future__ import annotations

import enum


class Phase(enum.IntEnum):
    FRESH = 0
    RUNNING = 1
    OVER = 2
