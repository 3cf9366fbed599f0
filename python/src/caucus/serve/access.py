"""Who may talk to a server."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import grpc


class TokenCheck(grpc.aio.ServerInterceptor):
    """Refuses calls without the token."""

    def __init__(self, token_file: str) -> None:
        self._expected = f"Bearer {Path(token_file).read_text().strip()}".encode()
        if self._expected == b"Bearer ":
            raise ValueError(f"token_file: expected a token in {token_file}, got an empty file")

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], handler_call_details: Any) -> Any:
        metadata = dict(handler_call_details.invocation_metadata)
        handler = await continuation(handler_call_details)
        given = metadata.get("authorization", "")
        if handler is None or hmac.compare_digest(given.encode(), self._expected):
            return handler
        return _refusal(streaming=handler.request_streaming)


def _refusal(streaming: bool) -> grpc.RpcMethodHandler[Any, Any]:
    text = 'authorization: expected this server\'s token as "Bearer TOKEN", got another or none'

    async def refuse(request: Any, context: Any) -> None:
        await context.abort(grpc.StatusCode.UNAUTHENTICATED, text)

    if streaming:
        return grpc.stream_stream_rpc_method_handler(refuse)
    return grpc.unary_unary_rpc_method_handler(refuse)


def server_credentials(cert: str, key: str, client_ca: str | None) -> grpc.ServerCredentials:
    """
    :param cert: path of a PEM certificate
    :param client_ca: path of who vouches for clients, which then must show a certificate
    """
    pair = (Path(key).read_bytes(), Path(cert).read_bytes())
    ca = None if client_ca is None else Path(client_ca).read_bytes()
    return grpc.ssl_server_credentials([pair], ca, require_client_auth=ca is not None)


def is_loopback(host: str) -> bool:
    """Whether only this machine can connect."""
    return host in ("localhost", "::1") or host.startswith("127.")
