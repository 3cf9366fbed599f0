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
from collections.abc import Sequence
from importlib.metadata import version

from caucus.connection import CONTRACT
from caucus.serve.config import ServerConfig, flag
from caucus.serve.server import Server


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    # Modules are looked for where the command is given, too.
    sys.path.insert(0, os.getcwd())
    settings = {field.name: getattr(given, field.name) for field in dataclasses.fields(ServerConfig)}
    try:
        config = ServerConfig(**settings)
        asyncio.run(_serve(given.environment, config, given.json))
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
    for field in dataclasses.fields(ServerConfig):
        description = field.metadata["help"]
        if isinstance(field.default, bool):
            parser.add_argument(flag(field.name), action="store_true", help=description)
        else:
            kind = str if field.default is None else type(field.default)
            shown = description if field.default is None else f"{description} (default {field.default})"
            parser.add_argument(flag(field.name), type=kind, default=field.default, help=shown)
    return parser


async def _serve(names: Sequence[str], config: ServerConfig, as_json: bool) -> None:
    server = Server(names, config)
    address = await server.start()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    ids = ", ".join(server.ids)
    announced = {"event": "listening", "address": address, "contract": CONTRACT, "version": version("caucus-rmdp")}
    print(json.dumps(announced) if as_json else f"caucus.serve: {ids} on {address} ({CONTRACT})", flush=True)
    await stopped.wait()
    await server.stop()


if __name__ == "__main__":
    sys.exit(main())
