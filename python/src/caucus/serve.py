"""
`python -m caucus.serve ENVIRONMENT …` starts a caucus-server that serves environments written in Python, run by this
Python.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence

from caucus.errors import ServerConnectionError
from caucus.local_server import find_server

_HELP = """\
usage: python -m caucus.serve ENVIRONMENT [ENVIRONMENT …] [FLAG …]

Serves environments written in Python to learners of Caucus, over gRPC, beside the built-in ones. Agents have preference
weights over an environment's rewards: r_i = θ_i · r.

ENVIRONMENT is MODULE:ENV, or an id of Gymnasium or MO-Gymnasium, such as mo-hopper-v5.
FLAG is one of caucus-server's, such as --port, --workers or --token-file: caucus-server --help lists them.

The server is that of the npm package caucus: the command in the environment variable CAUCUS_SERVER, else caucus-server
on the PATH, else that of the npm project that this directory is in.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else list(arguments)
    if "--help" in given or "-h" in given:
        print(_HELP, end="")
        return 0
    try:
        command = _command(given)
        # In place of this process, so that signals, input and output are the server's.
        os.execvp(command[0], command)
    except (ValueError, ServerConnectionError) as error:
        print(f"caucus.serve: {error}", file=sys.stderr)
    except OSError as error:
        print(f"caucus.serve: expected caucus-server, got {command[0]} ({error.strerror})", file=sys.stderr)
    return 1


def _command(arguments: Sequence[str]) -> list[str]:
    """
    :raises ValueError: if the environments do not come first
    """
    count = next((i for i, argument in enumerate(arguments) if argument.startswith("-")), len(arguments))
    if count == 0:
        got = arguments[0] if arguments else "nothing"
        raise ValueError(f"expected environments before the flags, such as mo-hopper-v5, got {got}: see --help")
    python = [argument for name in arguments[:count] for argument in ("--python", name)]
    hangup = ["--ignore-hangup"] if _ignores_hangup() else []
    return [*find_server(None), *python, "--python-command", sys.executable, *hangup, *arguments[count:]]


def _ignores_hangup() -> bool:
    """Whether it was started by nohup."""
    return hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN


if __name__ == "__main__":
    sys.exit(main())
