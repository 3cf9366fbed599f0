"""Serves environments written in Python under the contract rmdp.v1: `python -m caucus.serve --help`."""

from caucus.serve.config import ServerConfig
from caucus.serve.server import Server

__all__ = ["Server", "ServerConfig"]
