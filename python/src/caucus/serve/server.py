"""A listening server."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import grpc

from caucus._proto.service_pb2_grpc import add_EnvironmentServiceServicer_to_server
from caucus.serve.access import Tokens, server_credentials
from caucus.serve.catalog import Catalog
from caucus.serve.config import ServerConfig
from caucus.serve.service import Service
from caucus.serve.sessions import Sessions
from caucus.serve.worker import Workers

log = logging.getLogger("caucus.serve")


class Server:
    """Serves environments; to be made, started and stopped within one event loop."""

    def __init__(self, names: Sequence[str], config: ServerConfig) -> None:
        """
        :param names: of environments: MODULE:ENV, or ids of Gymnasium and MO-Gymnasium
        :raises ValueError: at a file that cannot be
        """
        self._names = names
        self._config = config
        limits = config.limits
        # As many as sessions, for their requests; and for those that end, and that look at environments.
        self._workers = Workers(2 * config.max_sessions + 16, config.max_request_time)
        self._catalog = Catalog(self._workers, limits)
        self._sessions = Sessions(self._catalog, self._workers, limits)
        tokens = None if config.token_file is None else Tokens(config.token_file)
        options = [
            ("grpc.max_receive_message_length", config.max_message_bytes),
            ("grpc.max_send_message_length", config.max_message_bytes),
            # Of a connection, whose calls beyond wait at the client's.
            ("grpc.max_concurrent_streams", 2 * config.max_sessions + 32),
            ("grpc.max_metadata_size", 2**14),
            # Two servers on one port would share its clients.
            ("grpc.so_reuseport", 0),
            # Clients look after their connections as often as they like.
            ("grpc.http2.min_ping_interval_without_data_ms", 1000),
            ("grpc.keepalive_permit_without_calls", 1),
            ("grpc.keepalive_time_ms", 30_000),
            ("grpc.keepalive_timeout_ms", 60_000),
        ]
        # A stream a session, one that it replaces, and calls beside: what is beyond fails with RESOURCE_EXHAUSTED.
        self._server = grpc.aio.server(options=options, maximum_concurrent_rpcs=4 * config.max_sessions + 256)
        service = Service(self._catalog, self._sessions, limits, tokens)
        add_EnvironmentServiceServicer_to_server(service, self._server)  # type: ignore[no-untyped-call]

    async def start(self) -> str:
        """
        :returns: where it listens, for example "127.0.0.1:50051"
        :raises ValueError: at an environment that cannot be served, or a port that cannot be had
        """
        config = self._config
        await self._catalog.load(self._names)
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
            raise ValueError(f"--port: expected {expected}, got {config.port} (0 picks a free one)") from error
        if (warning := config.warning) is not None:
            log.warning(warning)
        await self._server.start()
        return f"{host}:{port}"

    @property
    def ids(self) -> list[str]:
        """Of the environments that it serves."""
        return [environment.id for environment in self._catalog.offered]

    async def stop(self) -> None:
        """Ends its sessions, and hangs up."""
        await self._sessions.close_all()
        await self._server.stop(0.2)
        self._workers.close()
