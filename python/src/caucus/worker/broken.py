"""Texts for exceptions of environments."""

from __future__ import annotations

import sys
import traceback

from caucus.visible import visible

#: Characters of a stack that are logged.
_MOST_STACK = 20_000


class BrokenError(Exception):
    """What an environment raised, in words: its own exception may be nothing that can be sent."""


def described(error: BaseException) -> str:
    """Its type and its text in one line, whatever they are; of a BrokenError, its text, which has them already."""
    if isinstance(error, BrokenError):
        return str(error)
    try:
        text = str(error)
    except Exception:
        text = "it has no text"
    return visible(f"{type(error).__name__}: {text}" if text else type(error).__name__)


def print_stack(error: BaseException) -> None:
    """On standard error."""
    stack = "".join(traceback.format_exception(error))
    print(stack[-_MOST_STACK:].rstrip(), file=sys.stderr, flush=True)
