"""Serves environments written in Python under the contract rmdp.v1: `python -m caucus.serve --help`."""

from caucus.serve.environment import ServedEnvironment, load_environment
from caucus.serve.server import Server, ServerConfig

__all__ = ["ServedEnvironment", "Server", "ServerConfig", "load_environment"]
