"""`python -m caucus.serve` as a process."""

import os
import sys
from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = [TESTS, TESTS.parent / "examples"]


def environment() -> dict[str, str]:
    """With the tests' and the examples' modules."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(map(str, FOLDERS)), "PYTHONWARNINGS": "ignore"}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "caucus.serve", *arguments]
