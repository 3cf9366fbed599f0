"""`python -m caucus.serve ENVIRONMENT …`"""

from __future__ import annotations

import argparse
import asyncio
import dataclasses
import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from caucus.connection import CONTRACT
from caucus.serve.config import ServerConfig, flag
from caucus.serve.server import Server

_LEVELS = {
    "debug": logging.DEBUG,
    "info": logging.INFO,
    "warn": logging.WARNING,
    "error": logging.ERROR,
    "silent": logging.CRITICAL + 1,
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=_LEVELS[given.log_level], format="%(name)s: %(message)s")
    # Modules are looked for where the command is given, too.
    sys.path.insert(0, os.getcwd())
    settings = {field.name: getattr(given, field.name) for field in dataclasses.fields(ServerConfig)}
    try:
        config = ServerConfig(**settings)
        asyncio.run(_serve(given, config))
    except (ValueError, OSError) as error:
        print(f"caucus.serve: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m caucus.serve",
        description="Serves environments written in Python to learners of Caucus, over gRPC. Agents have "
        "preference weights over an environment's rewards: r_i = θ_i · r.",
    )
    parser.add_argument(
        "environment", nargs="+", help="MODULE:ENV, or an id of Gymnasium or MO-Gymnasium, such as mo-hopper-v5"
    )
    parser.add_argument("--json", action="store_true", help="announce the server as one line of JSON")
    parser.add_argument(
        "--exit-with-parent",
        action="store_true",
        help="stop when standard input closes, as it does when the parent process ends",
    )
    parser.add_argument("--log-level", choices=_LEVELS, default="info", help="what to log on standard error")
    for field in dataclasses.fields(ServerConfig):
        description = field.metadata["help"]
        if isinstance(field.default, bool):
            parser.add_argument(flag(field.name), action="store_true", help=description)
        else:
            kind = str if field.default is None else type(field.default)
            shown = description if field.default is None else f"{description} (default {field.default})"
            parser.add_argument(flag(field.name), type=kind, default=field.default, help=shown)
    return parser


async def _serve(given: argparse.Namespace, config: ServerConfig) -> None:
    server = Server(given.environment, config)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in _stopping_signals():
        loop.add_signal_handler(number, stopped.set)
    if given.exit_with_parent:
        threading.Thread(target=_await_end_of_input, args=(loop, stopped), daemon=True).start()
    # Environments may take long to look at, or for ever.
    starting = asyncio.ensure_future(server.start())
    stopping = asyncio.ensure_future(stopped.wait())
    waited: set[asyncio.Future[Any]] = {starting, stopping}
    try:
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            _announce(given.json, starting.result(), server.ids)
            await stopping
    finally:
        stopping.cancel()
        await server.stop()
        await asyncio.wait({starting})


def _stopping_signals() -> list[signal.Signals]:
    signals = [signal.SIGINT, signal.SIGTERM]
    # Under nohup, it is ignored.
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
    return signals


def _announce(as_json: bool, address: str, ids: Sequence[str]) -> None:
    announced = {"event": "listening", "address": address, "contract": CONTRACT, "version": version("caucus-rmdp")}
    text = json.dumps(announced) if as_json else f"caucus.serve: {', '.join(ids)} on {address} ({CONTRACT})"
    print(text, flush=True)


def _await_end_of_input(loop: asyncio.AbstractEventLoop, stopped: asyncio.Event) -> None:
    # Not sys.stdin, whose lock a thread must not hold when Python ends.
    while os.read(0, 4096):
        pass
    loop.call_soon_threadsafe(stopped.set)


if __name__ == "__main__":
    sys.exit(main())
