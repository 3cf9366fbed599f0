"""A real caucus-server for all tests: dist/ of this repository, unless CAUCUS_SERVER names another."""

import os
import shlex
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.proxy import Proxy

from caucus.local_server import LocalServer

BUILT = Path(__file__).parents[2] / "dist/server/cli/main.js"
os.environ.setdefault("CAUCUS_SERVER", shlex.join(["node", str(BUILT)]))
if hasattr(signal, "SIGHUP"):
    # Servers inherit it if it is ignored, as under nohup.
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server that lives as long as the tests."""
    running = LocalServer(shlex.split(os.environ["CAUCUS_SERVER"]))
    yield running.address
    running.stop()


@pytest.fixture
def own_server() -> Iterator[LocalServer]:
    """A server for one test, which may do away with it."""
    running = LocalServer(shlex.split(os.environ["CAUCUS_SERVER"]))
    yield running
    running.stop()


@pytest.fixture
def proxy(server: str) -> Iterator[Proxy]:
    """A way to the server that can be cut."""
    between = Proxy(server)
    yield between
    between.close()
