"""How a client shows a server who it is, and makes sure of the server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import grpc


@dataclass(frozen=True)
class Credentials:
    """Paths of what a server beyond this machine asks for; with none of them the connection is plain."""

    #: PEM certificates of who vouches for the server. With neither this nor `tls_cert`, there is no TLS.
    tls_ca: str | None = None
    #: PEM certificate of this client, for servers that ask for one, and its key.
    tls_cert: str | None = None
    tls_key: str | None = None
    #: A file that holds the server's token, and nothing else.
    token_file: str | None = None

    def __post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            given, missing = ("tls_cert", "tls_key") if self.tls_key is None else ("tls_key", "tls_cert")
            raise ValueError(f"{missing}: expected a file, as {given} is given, got nothing")

    @property
    def encrypted(self) -> bool:
        return self.tls_ca is not None or self.tls_cert is not None

    def open_channel(self, address: str, options: list[tuple[str, int]]) -> grpc.Channel:
        """
        :raises ValueError: if a file cannot be read
        """
        if not self.encrypted:
            return grpc.insecure_channel(address, options)
        ca, key, cert = (_read(name, getattr(self, name)) for name in ("tls_ca", "tls_key", "tls_cert"))
        return grpc.secure_channel(address, grpc.ssl_channel_credentials(ca, key, cert), options)

    def metadata(self) -> tuple[tuple[str, str], ...]:
        """What every call carries. The file is read each time, so that a token can be changed."""
        if self.token_file is None:
            return ()
        token = (_read("token_file", self.token_file) or b"").decode().strip()
        if not token or not token.isprintable():
            raise ValueError(f"token_file: expected a token in {self.token_file}, got {_described(token)}")
        return (("authorization", f"Bearer {token}"),)


def _described(token: str) -> str:
    return "an empty file" if not token else "more than one line, or unprintable characters"


def _read(name: str, path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ValueError(f"{name}: expected a readable file, got {path} ({error.strerror})") from error
