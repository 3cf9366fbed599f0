"""Runs environments in a separate process, so that nothing else is affected if they block or crash."""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from caucus.serve.broken import BrokenError
from caucus.serve.supervision import STOP
from caucus.serve.worker_main import run

#: Seconds that environments get to close.
_CLOSE_SECONDS = 5.0

#: In which a process ends those below it.
_KILL_SECONDS = 10.0

# Forked from a process that has imported all and runs no threads: both fast and safe. Else, a new one.
_FORKSERVER = "forkserver" in multiprocessing.get_all_start_methods()
_CONTEXT: Any = multiprocessing.get_context("forkserver" if _FORKSERVER else "spawn")
if _FORKSERVER:
    _CONTEXT.set_forkserver_preload(["caucus.serve.worker_main"])


class Worker:
    """It answers one request at a time."""

    def __init__(self, threads: ThreadPoolExecutor, seconds: float, ended: Callable[[Worker], None]) -> None:
        """
        :param threads: where answers are awaited
        :param seconds: that an answer may take
        :param ended: is told when there is no process any more
        """
        self._threads = threads
        self._seconds = seconds
        self._ended = ended
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._killed = False
        self._joined = False
        self._ending = threading.Lock()

    async def ask(self, method: str, *arguments: Any, seconds: float | None = None) -> Any:
        """
        :param method: of `worker_main._Bench`
        :param seconds: that this answer may take, if that is less
        :raises ContractError, UnservableError: at a bad request; nothing changed then
        :raises BrokenError: if an environment broke, or is given up; the worker is of no use then
        """
        if self._pipe is None:
            await self._in_thread(self._start)
        limit = min(self._seconds, seconds or self._seconds)
        timer = asyncio.get_running_loop().call_later(limit, self.kill)
        try:
            answer = await self._in_thread(self._exchange, (method, arguments))
        except Exception as error:
            overdue = asyncio.get_running_loop().time() >= timer.when()
            await self.end()
            if overdue:
                raise BrokenError(f"no answer within {limit:g} s, so that it was given up") from error
            assert self._process is not None
            raise BrokenError(f"its process ended by itself ({_ending(self._process.exitcode)})") from error
        finally:
            timer.cancel()
        if isinstance(answer, Exception):
            raise answer
        return answer

    def kill(self) -> None:
        """Gives it up, and all that it has started: what is asked of it fails."""
        self._killed = True
        pid = None if self._process is None or self._joined else self._process.pid
        if pid is not None:
            # It ends what it has started, and then itself; also if an environment has halted it.
            with contextlib.suppress(ProcessLookupError):
                for number in (STOP, signal.SIGCONT):
                    os.kill(pid, number)

    async def end(self, seconds: float = _CLOSE_SECONDS) -> None:
        """
        Ends it.

        :param seconds: to close its environments in
        """
        await self._in_thread(self._end, seconds)

    async def _in_thread(self, function: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    def _start(self) -> None:
        ours, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=run, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        self._process, self._pipe = process, ours
        if self._killed:
            self.kill()

    def _exchange(self, request: Any) -> Any:
        assert self._pipe is not None
        self._pipe.send(request)
        return self._pipe.recv()

    def _end(self, seconds: float) -> None:
        # A lost session's may be ended already.
        with self._ending:
            if self._process is not None and self._pipe is not None and not self._joined:
                self._pipe.close()
                self._process.join(seconds)
                if self._process.exitcode is None:
                    self.kill()
                    self._process.join(_KILL_SECONDS)
                    self._process.kill()
                    self._process.join()
                self._joined = True
        self._ended(self)


class Workers:
    """Makes workers."""

    def __init__(self, count: int, seconds: float) -> None:
        """
        :param count: how many may be asked at a time
        :param seconds: that an answer may take
        """
        self._threads = ThreadPoolExecutor(count, "workers")
        self._seconds = seconds
        self._alive: set[Worker] = set()

    def new(self) -> Worker:
        worker = Worker(self._threads, self._seconds, self._alive.discard)
        self._alive.add(worker)
        return worker

    def close(self) -> None:
        """Ends all that are left."""
        for worker in list(self._alive):
            worker.kill()
        self._threads.shutdown()


def _ending(status: int | None) -> str:
    """
    For example "signal 11".

    :param status: as a shell has it: 128 + the signal
    """
    return f"signal {status - 128}" if status is not None and status > 128 else f"status {status}"
