"""A listening server."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import grpc

from caucus._proto import service_pb2
from caucus._proto.service_pb2_grpc import add_EnvironmentServiceServicer_to_server
from caucus.serve.access import TokenCheck, is_loopback, server_credentials
from caucus.serve.environment import ServedEnvironment
from caucus.serve.service import Service


@dataclass(frozen=True)
class ServerConfig:
    host: str = "127.0.0.1"
    #: 0 picks a free one.
    port: int = 50_051
    tls_cert: str | None = None
    tls_key: str | None = None
    #: Who vouches for clients, which then must show a certificate.
    tls_client_ca: str | None = None
    token_file: str | None = None
    #: Whether to listen beyond this machine without TLS or a token.
    insecure: bool = False
    max_sessions: int = 64
    max_environments: int = 4096
    max_agents: int = 10_000
    max_message_bytes: int = 2**24
    max_requests_in_flight: int = 8
    max_lease: float = 3600

    def __post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ValueError("tls_cert, tls_key: expected both or neither, got one")
        if self.tls_client_ca is not None and self.tls_cert is None:
            raise ValueError("tls_client_ca: expected tls_cert and tls_key with it, got neither")
        secured = self.tls_cert is not None or self.token_file is not None
        if not (secured or self.insecure or is_loopback(self.host)):
            expected = "TLS (tls_cert, tls_key), a token (token_file) or insecure beyond this machine"
            raise ValueError(f"host: expected {expected}, got {self.host} with none of them")

    @property
    def limits(self) -> service_pb2.Limits:
        return service_pb2.Limits(
            max_sessions=self.max_sessions,
            max_environments=self.max_environments,
            max_agents=self.max_agents,
            max_message_bytes=self.max_message_bytes,
            max_requests_in_flight=self.max_requests_in_flight,
            max_lease_seconds=self.max_lease,
        )


class Server:
    """Serves environments; to be made, started and stopped within one event loop."""

    def __init__(self, environments: Sequence[ServedEnvironment], config: ServerConfig) -> None:
        """
        :raises ValueError: at a setting that cannot be
        """
        self._config = config
        self._service = Service({environment.id: environment for environment in environments}, config.limits)
        interceptors = [] if config.token_file is None else [TokenCheck(config.token_file)]
        options = [
            ("grpc.max_receive_message_length", config.max_message_bytes),
            ("grpc.max_send_message_length", config.max_message_bytes),
            # Two servers on one port would share its clients.
            ("grpc.so_reuseport", 0),
            # Clients look after their connections as often as they like.
            ("grpc.http2.min_ping_interval_without_data_ms", 1000),
            ("grpc.keepalive_permit_without_calls", 1),
            ("grpc.keepalive_time_ms", 30_000),
            ("grpc.keepalive_timeout_ms", 60_000),
        ]
        self._server = grpc.aio.server(interceptors=interceptors, options=options)
        add_EnvironmentServiceServicer_to_server(self._service, self._server)  # type: ignore[no-untyped-call]

    async def start(self) -> str:
        """
        :returns: where it listens, for example "127.0.0.1:50051"
        """
        config = self._config
        host = f"[{config.host}]" if ":" in config.host else config.host
        address = f"{host}:{config.port}"
        try:
            if config.tls_cert is None or config.tls_key is None:
                port = self._server.add_insecure_port(address)
            else:
                credentials = server_credentials(config.tls_cert, config.tls_key, config.tls_client_ca)
                port = self._server.add_secure_port(address, credentials)
        except RuntimeError as error:
            expected = f"a free one on {config.host}"
            raise ValueError(f"port: expected {expected}, got {config.port} (0 picks a free one)") from error
        await self._server.start()
        return f"{host}:{port}"

    async def stop(self) -> None:
        """Ends its sessions, and hangs up."""
        await self._service.sessions.close_all()
        await self._server.stop(1)
