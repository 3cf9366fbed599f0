"""A server's limits."""

from __future__ import annotations

from caucus.errors import unexpected


def check_limit(where: str, got: float, limit: float, unit: str) -> None:
    """
    :param where: the field, for errors
    :param unit: what is counted, for errors
    :raises LimitError: if `got` is more than `limit`
    """
    if got > limit:
        raise unexpected(where, f"at most {limit:g} {unit}", f"{got:g}", "LIMIT")
