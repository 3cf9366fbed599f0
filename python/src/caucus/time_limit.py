"""Gymnasium's argument `max_episode_steps`, and the option of that name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OPTION = "max_episode_steps"

#: The most that caucus-server's environments take: as good as no limit.
MOST_STEPS = 1_000_000


def with_session_limit(options: Mapping[str, Any]) -> dict[str, Any]:
    """
    :param options: whose limit may be −1, which is none to Gymnasium, or None, which is the environment's own
    :returns: as the server understands them
    """
    given = dict(options)
    limit = given.get(OPTION)
    if limit is None:
        given.pop(OPTION, None)
    elif limit == -1:
        given[OPTION] = MOST_STEPS
    return given
