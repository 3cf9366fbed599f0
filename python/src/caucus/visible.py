"""Makes foreign text safe to show on a terminal."""

from __future__ import annotations

#: Characters of a text that are shown; nobody reads more of an error.
MOST_CHARACTERS = 2000


def visible(text: str, most: int = MOST_CHARACTERS) -> str:
    r"""
    The text in one line: control characters and the like are written as `\x1b`, and what is too long is cut.

    :param most: characters of the text that are kept
    """
    if len(text) <= most and text.isprintable():
        return text
    shown = "".join(character if character.isprintable() else _escaped(character) for character in text[:most])
    return shown if len(text) <= most else f"{shown}… ({len(text) - most} more characters)"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "backslashreplace").decode("ascii")
