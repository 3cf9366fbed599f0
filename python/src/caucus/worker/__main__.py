"""`python -m caucus.worker --socket PATH`, which caucus-server starts."""

from __future__ import annotations

import argparse
import os
import sys

from caucus.worker.fork_server import serve


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m caucus.worker",
        description="Runs environments written in Python for a caucus-server, which starts this program itself: "
        "caucus-server --python MODULE:ENV.",
    )
    parser.add_argument("--socket", required=True, help="path of the Unix socket to listen on")
    given = parser.parse_args()
    if not hasattr(os, "fork"):
        print("caucus.worker: expected a system that can fork, such as Linux or macOS", file=sys.stderr)
        return 1
    serve(given.socket)
    return 0


if __name__ == "__main__":
    sys.exit(main())
