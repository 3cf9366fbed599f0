"""Where an environment is in its episode."""

from __future__ import annotations

import enum


class Phase(enum.IntEnum):
    FRESH = 0
    RUNNING = 1
    OVER = 2
