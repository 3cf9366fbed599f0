"""Whose fault it is if a response does not decode."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from caucus.errors import ContractError, ResponseError


@contextmanager
def answer_of(where: str) -> Iterator[None]:
    """
    What is wrong with a response is its server's doing, where with a request it would be its client's.

    :param where: the server, as errors name it
    """
    try:
        yield
    except ContractError as error:
        raise ResponseError(f"{where}: {error}", error.where, error.expected, error.got) from error
