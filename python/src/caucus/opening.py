"""How environments find their server."""

from __future__ import annotations

from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.local_server import Command, local_server
from caucus.session import Session, SessionConfig

#: Seconds that a request may take, unless told otherwise.
DEFAULT_TIMEOUT = 60.0


def open_session(
    config: SessionConfig,
    server: str | None,
    server_command: Command | None,
    credentials: Credentials,
    timeout: float,
) -> Session:
    """
    :param server: host:port; None is a server of this process's own, which `server_command` runs
    :param timeout: seconds that a request may take
    """
    if not timeout > 0:
        raise ValueError(f"timeout: expected a number of seconds above 0, got {timeout}")
    connection = Connection(server or local_server(server_command), credentials)
    try:
        return Session(connection, config, timeout)
    except BaseException:
        connection.close()
        raise
