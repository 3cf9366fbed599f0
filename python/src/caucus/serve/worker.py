"""A process of its own for what environments do: it can be stuck, or end, and nothing else is."""

from __future__ import annotations

import asyncio
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from caucus.serve.broken import BrokenError
from caucus.serve.worker_main import run

#: Seconds that environments get to close.
_CLOSE_SECONDS = 5.0

# Forked from a process that has imported all and runs no threads: both fast and safe. Else, a new one.
_FORKSERVER = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _FORKSERVER else "spawn")
if _FORKSERVER:
    _CONTEXT.set_forkserver_preload(["caucus.serve.worker_main"])


class Worker:
    """It answers one request at a time."""

    def __init__(self, threads: ThreadPoolExecutor, seconds: float) -> None:
        """
        :param threads: where answers are awaited
        :param seconds: that an answer may take
        """
        self._threads = threads
        self._seconds = seconds
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None

    async def ask(self, method: str, *arguments: Any) -> Any:
        """
        :param method: of `worker_main._Bench`
        :raises ContractError, UnservableError: at a bad request; nothing changed then
        :raises BrokenError: if an environment broke, or is given up; the worker is of no use then
        """
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._ask, method, arguments)

    def kill(self) -> None:
        """Gives it up: what is asked of it fails."""
        if self._process is not None:
            self._process.kill()

    async def end(self) -> None:
        """Lets it close its environments, and ends it."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._end, _CLOSE_SECONDS)

    def _ask(self, method: str, arguments: tuple[Any, ...]) -> Any:
        pipe = self._pipe or self._start()
        try:
            pipe.send((method, arguments))
            if not pipe.poll(self._seconds):
                self._end(0)
                raise BrokenError(f"no answer within {self._seconds:g} s, so that it was given up")
            answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._end(_CLOSE_SECONDS)
            assert self._process is not None
            raise BrokenError(f"its process ended by itself ({_ending(self._process.exitcode)})") from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _start(self) -> Connection:
        ours, theirs = _CONTEXT.Pipe()
        self._process = process = _CONTEXT.Process(target=run, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._pipe = ours
        return ours

    def _end(self, seconds: float) -> None:
        """
        :param seconds: to close environments in
        """
        if self._process is None or self._pipe is None:
            return
        self._pipe.close()
        self._process.join(seconds)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()


class Workers:
    """Makes workers."""

    def __init__(self, count: int, seconds: float) -> None:
        """
        :param count: how many may be asked at a time
        :param seconds: that an answer may take
        """
        self._threads = ThreadPoolExecutor(count, "workers")
        self._seconds = seconds

    def new(self) -> Worker:
        return Worker(self._threads, self._seconds)

    def close(self) -> None:
        self._threads.shutdown()


def _ending(status: int | None) -> str:
    """For example "signal 11"."""
    return f"signal {-status}" if status is not None and status < 0 else f"status {status}"
