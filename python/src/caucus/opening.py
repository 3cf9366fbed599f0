"""How environments find their server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from caucus.address import check_address
from caucus.connection import Connection
from caucus.credentials import Credentials
from caucus.errors import ContractError, UnknownOptionError
from caucus.forking import check_process
from caucus.local_server import Command, local_server
from caucus.patience import check_timeout
from caucus.session import Session
from caucus.session_request import SessionConfig


def open_session(
    config: SessionConfig,
    server: str | None,
    server_command: Command | None,
    credentials: Credentials,
    timeout: float | None,
) -> Session:
    """
    :param server: host:port; None is a server of this process's own, which `server_command` runs
    :param timeout: seconds that a request may take; as long as the server lets environments take if None
    """
    check_timeout(timeout)
    check_process()
    if server is not None:
        check_address(server)
    connection = Connection(local_server(server_command) if server is None else server, credentials)
    try:
        return Session(connection, config, timeout)
    except ContractError as error:
        connection.close()
        raise _unknown_option(error, config.environment_id, config.options) or error from None
    except BaseException:
        connection.close()
        raise


def _unknown_option(error: ContractError, env: str, options: Mapping[str, Any]) -> UnknownOptionError | None:
    """Others look for Python's own words, and try without what is not known."""
    if error.where != "options":
        return None
    for name in options:
        if re.search(rf"\b{re.escape(name)}\b", error.got):
            text = f"{env} got an unexpected keyword argument '{name}' ({error})"
            return UnknownOptionError(text, error.where, error.expected, error.got)
    return None
