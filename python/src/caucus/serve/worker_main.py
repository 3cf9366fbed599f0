"""The process that examines environments, or runs those of one session, for its parent."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection
from typing import Any

from caucus._proto import interaction_pb2
from caucus.errors import ContractError
from caucus.serve.broken import BrokenError, described, print_stack
from caucus.serve.environment import ServedEnvironment
from caucus.serve.environments import Environments
from caucus.serve.examination import Examination
from caucus.serve.finding import UnservableError
from caucus.serve.infos import Info
from caucus.serve.operations import Operations
from caucus.serve.options import Value
from caucus.serve.plan import Plan
from caucus.serve.supervision import supervise


def run(pipe: Connection) -> None:
    """Answers (method, arguments) until the parent closes the pipe."""
    if hasattr(os, "fork"):
        supervise(lambda: _serve(pipe))
    else:
        threading.Thread(target=_end_with_parent, daemon=True).start()
        _serve(pipe)


def _serve(pipe: Connection) -> None:
    _prepare()
    bench = _Bench()
    while True:
        try:
            method, arguments = pipe.recv()
            pipe.send(_answer(bench, method, arguments))
        except (EOFError, BrokenPipeError):
            break
    bench.close()


def _prepare() -> None:
    # What the environments print must not mix with what the server announces, nor their reading with its input.
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # They may have processes of their own.
    multiprocessing.current_process().daemon = False
    # As in `supervise`; not ignored, which what environments start would inherit.
    signal.signal(signal.SIGTERM, lambda *_: None)
    if hasattr(os, "fork"):
        os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))


class _Bench:
    def __init__(self) -> None:
        self._environments: Environments | None = None
        self._operations: Operations | None = None
        self._examination: Examination | None = None

    def examine(self, name: str, arguments: dict[str, Value]) -> ServedEnvironment:
        self._examination = Examination(name, arguments)
        return self._examination.result

    def play(self) -> tuple[Info, ...]:
        """Infos of the environment that was examined."""
        assert self._examination is not None
        return self._examination.play()

    def make(self, plan: Plan) -> None:
        self._environments = Environments(plan)
        self._operations = Operations(self._environments, plan)

    def carry_out(self, request: bytes) -> bytes:
        """An InteractRequest, whose InteractResponse it returns."""
        assert self._operations is not None
        response = self._operations.carry_out(interaction_pb2.InteractRequest.FromString(request))
        return response.SerializeToString()

    def close(self) -> None:
        for closed in (self._environments, self._examination):
            if closed is not None:
                closed.close()


def _answer(bench: _Bench, method: str, arguments: tuple[Any, ...]) -> Any:
    try:
        return getattr(bench, method)(*arguments)
    except (ContractError, UnservableError) as error:
        return error
    except BaseException as error:
        # SystemExit, too: a worker ends when its parent says so.
        print_stack(error)
        return BrokenError(described(error))


def _end_with_parent() -> None:
    """However the parent ends, and whatever an environment does then."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
