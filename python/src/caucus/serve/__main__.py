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
from caucus.serve.environment import ServedEnvironment, load_environment
from caucus.serve.server import Server, ServerConfig

_HELP = {
    "host": "address to listen on",
    "port": "port to listen on; 0 picks a free one",
    "tls_cert": "PEM certificate of this server",
    "tls_key": "its key",
    "tls_client_ca": "PEM certificates of who vouches for clients, which then must show one",
    "token_file": "file with the token that clients must show",
    "insecure": "listen beyond this machine without TLS or a token",
    "max_sessions": "sessions at a time, of all clients",
    "max_environments": "environments of a session",
    "max_agents": "agents of a session",
    "max_message_bytes": "bytes of a message, in either direction",
    "max_requests_in_flight": "responses of a session kept for repetition",
    "max_lease": "seconds a session may live without a sign of its client",
}


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(name)s: %(message)s")
    # Modules are looked for where the command is given, too.
    sys.path.insert(0, os.getcwd())
    settings = {field.name: getattr(given, field.name) for field in dataclasses.fields(ServerConfig)}
    try:
        config = ServerConfig(**settings)
        environments = [load_environment(name) for name in given.environment]
        asyncio.run(_serve(environments, config, given.json))
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
        flag = "--" + field.name.replace("_", "-")
        if isinstance(field.default, bool):
            parser.add_argument(flag, action="store_true", help=_HELP[field.name])
        else:
            kind = str if field.default is None else type(field.default)
            parser.add_argument(flag, type=kind, default=field.default, help=_HELP[field.name])
    return parser


async def _serve(environments: Sequence[ServedEnvironment], config: ServerConfig, as_json: bool) -> None:
    server = Server(environments, config)
    address = await server.start()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    ids = ", ".join(environment.id for environment in environments)
    announced = {"event": "listening", "address": address, "contract": CONTRACT, "version": version("caucus-rmdp")}
    print(json.dumps(announced) if as_json else f"caucus.serve: {ids} on {address} ({CONTRACT})", flush=True)
    await stopped.wait()
    await server.stop()


if __name__ == "__main__":
    sys.exit(main())
