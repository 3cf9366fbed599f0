"""How long a client waits for its server."""

from __future__ import annotations

import math

from caucus._proto import service_pb2

#: Seconds that a request may take where a server does not say how long it lets environments take.
DEFAULT_SECONDS = 60.0
#: Seconds added to the server's limit for environments, for the network.
MARGIN_SECONDS = 10.0
#: Upper limit for what a server advertises; users may set a longer timeout.
MOST_SECONDS = 3600.0


def check_timeout(timeout: float | None) -> None:
    """
    :raises ValueError: if it is neither None nor a number of seconds
    """
    if timeout is not None and not (isinstance(timeout, (int, float)) and 0 < timeout < math.inf):
        raise ValueError(f"timeout: expected a number of seconds above 0, got {timeout!r}")


def request_seconds(timeout: float | None, limits: service_pb2.Limits) -> float:
    """
    :param timeout: the user's; None leaves it to what the server says
    :returns: that a request may take
    """
    if timeout is not None:
        return float(timeout)
    advertised = limits.max_request_seconds
    if not (math.isfinite(advertised) and advertised > 0):
        return DEFAULT_SECONDS
    return min(advertised + MARGIN_SECONDS, MOST_SECONDS)
