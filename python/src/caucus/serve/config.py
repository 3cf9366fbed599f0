"""A server's settings."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from caucus._proto import service_pb2
from caucus.serve.access import is_loopback


def _setting(default: Any, description: str, minimum: float | None = None, maximum: float = 2**32 - 1) -> Any:
    """
    :param minimum: of a number
    """
    bounds = {} if minimum is None else {"minimum": minimum, "maximum": maximum}
    return dataclasses.field(default=default, metadata={"help": description, **bounds})


@dataclass(frozen=True)
class ServerConfig:
    """As caucus-server's, where it has them."""

    host: str = _setting("127.0.0.1", "address to listen on; addresses beyond this machine require TLS or tokens")
    port: int = _setting(50_051, "port to listen on; 0 picks a free one", 0, 65_535)
    tls_cert: str | None = _setting(None, "PEM certificate of this server")
    tls_key: str | None = _setting(None, "its key")
    tls_client_ca: str | None = _setting(
        None, "PEM certificate of the authority that must have signed clients' certificates"
    )
    token_file: str | None = _setting(
        None, "file of tokens, one per line; clients must present one; only the token that opened a session can use it"
    )
    insecure: bool = _setting(False, "allow listening beyond this machine without TLS and tokens, which serves anyone")
    max_sessions: int = _setting(64, "maximum number of sessions of all clients at a time; each has its own process", 1)
    max_sessions_per_client: int = _setting(
        32, "sessions at a time, of one client: its token or certificate, else its address, or here its connection", 1
    )
    max_environments: int = _setting(4096, "maximum number of environments in a session", 1)
    max_agents: int = _setting(10_000, "maximum number of agents in a session", 1)
    max_message_bytes: int = _setting(2**24, "maximum size of a message in either direction, in bytes", 1024, 2**31 - 1)
    max_requests_in_flight: int = _setting(8, "number of responses of a session that are kept to repeat them", 1, 1024)
    max_bytes_in_flight: int = _setting(
        2**26, "maximum size of these responses and their requests, in bytes", 1024, 2**40
    )
    max_request_time: float = _setting(
        300.0, "maximum time of environments for a request, in seconds; after it, their session is lost", 0.001, 2e6
    )
    max_lease: float = _setting(
        3600.0,
        "maximum lease, in seconds: a session ends when its client has sent nothing for the length of its lease",
        0.001,
        2e6,
    )

    def __post_init__(self) -> None:
        """
        :raises ValueError: at a setting that cannot be
        """
        for field in dataclasses.fields(self):
            value, bounds = getattr(self, field.name), field.metadata
            if "minimum" in bounds and not bounds["minimum"] <= value <= bounds["maximum"]:
                expected = f"a number from {bounds['minimum']:g} to {bounds['maximum']:g}"
                raise ValueError(f"{flag(field.name)}: expected {expected}, got {value:g}")
        for given, beside in (("tls_cert", "tls_key"), ("tls_key", "tls_cert"), ("tls_client_ca", "tls_cert")):
            if getattr(self, given) is not None and getattr(self, beside) is None:
                raise ValueError(f"{flag(given)}: expected {flag(beside)} beside it, got none")
        if not (self._encrypted or self.token_file or self.insecure or is_loopback(self.host)):
            raise ValueError(
                f"--host: other machines can reach {self.host}, expected TLS (--tls-cert and --tls-key) or a token "
                "(--token-file) there, got neither; --insecure serves anyone all the same"
            )

    @property
    def _encrypted(self) -> bool:
        return self.tls_cert is not None

    @property
    def warning(self) -> str | None:
        """A warning about listening beyond this machine without protection."""
        known = self.token_file is not None or self.tls_client_ca is not None
        if is_loopback(self.host) or (self._encrypted and known):
            return None
        reached = f"warning: {self.host} can be reached from other machines"
        if self._encrypted:
            return f"{reached}, and anyone there may use it (--token-file and --tls-client-ca say who may)"
        lack = "not encrypted, tokens included (--tls-cert)" if known else "neither encrypted nor authenticated"
        return f"{reached}, and traffic is {lack}"

    @property
    def limits(self) -> service_pb2.Limits:
        return service_pb2.Limits(
            max_sessions=self.max_sessions,
            max_environments=self.max_environments,
            max_agents=self.max_agents,
            max_message_bytes=self.max_message_bytes,
            max_requests_in_flight=self.max_requests_in_flight,
            max_lease_seconds=self.max_lease,
            max_bytes_in_flight=self.max_bytes_in_flight,
            max_request_seconds=self.max_request_time,
            max_sessions_per_client=self.max_sessions_per_client,
        )


def flag(name: str) -> str:
    """ "max_lease" is --max-lease."""
    return "--" + name.replace("_", "-")
