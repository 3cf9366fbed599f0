"""Answers the requests of one connection, in a process of their own."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
from collections.abc import Callable, Sequence

import numpy as np

from caucus._proto import environment_pb2
from caucus.errors import ContractError
from caucus.worker.agents import sample_agents
from caucus.worker.broken import described, print_stack
from caucus.worker.examination import Examination
from caucus.worker.finding import UnservableError
from caucus.worker.messages import Kind, Outcome, receive, send, text
from caucus.worker.rows import Rows, UnchangedError
from caucus.worker.setup import Setup

_SEED = struct.Struct("<Q")
_LENGTH = struct.Struct("<I")
_FRAME = struct.Struct("<II")
#: In place of a seed.
_NO_SEED = 2**64 - 1

#: Parts of a reply's body.
Parts = Sequence[bytes | memoryview]


def answer_all(connection: socket.socket) -> None:
    """Answers requests until the connection is closed, or until CLOSE."""
    _prepare()
    desk = _Desk()
    while (message := receive(connection)) is not None:
        kind, body = message
        outcome, parts = _answer(desk, kind, body)
        send(connection, outcome, *parts)
        if kind == Kind.CLOSE:
            return


def _prepare() -> None:
    # What the environments print must not mix with what the server announces, nor their reading with its input.
    os.dup2(2, 1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    # As in `supervise`; not ignored, which what environments start would inherit.
    signal.signal(signal.SIGTERM, lambda *_: None)
    os.register_at_fork(after_in_child=lambda: signal.signal(signal.SIGTERM, signal.SIG_DFL))


def _answer(desk: _Desk, kind: int, body: memoryview) -> tuple[Outcome, Parts]:
    try:
        return Outcome.DONE, desk.methods[kind](body)
    except ContractError as error:
        refused = {"where": error.where, "expected": error.expected, "got": error.got}
        return Outcome.REFUSED, [json.dumps(refused).encode()]
    except UnchangedError as error:
        return Outcome.FAILED, [text(str(error))]
    except UnservableError as error:
        return Outcome.UNSERVABLE, [text(str(error))]
    except BaseException as error:
        # SystemExit, too: a worker ends when the server says so.
        print_stack(error)
        return Outcome.BROKEN, [text(described(error))]


class _Desk:
    """One method for each kind of request; each is given the body."""

    def __init__(self) -> None:
        self._rows: Rows | None = None
        self._examination: Examination | None = None
        self.methods: dict[int, Callable[[memoryview], Parts]] = {
            Kind.EXAMINE: self._examine,
            Kind.PLAY: self._play,
            Kind.SAMPLE: self._sample,
            Kind.MAKE: self._make,
            Kind.RESET: self._reset,
            Kind.STEP: self._step,
            Kind.SAVE: self._save,
            Kind.RESTORE: self._restore,
            Kind.RENDER: self._render,
            Kind.CLOSE: self._close,
        }

    def _examine(self, body: memoryview) -> Parts:
        asked = json.loads(bytes(body))
        self._examination = Examination(asked["name"], asked["options"])
        result = self._examination.result
        flags = (1 if result.repeatable else 0) | (2 if result.samples_agents else 0)
        return [bytes([flags]), result.describe().SerializeToString()]

    def _play(self, body: memoryview) -> Parts:
        assert self._examination is not None
        episode = self._examination.play()
        spec = environment_pb2.EnvironmentSpec(infos=[info.describe() for info in episode.infos])
        return [bytes([episode.waits]), spec.SerializeToString()]

    def _sample(self, body: memoryview) -> Parts:
        asked = json.loads(bytes(body))
        return [sample_agents(asked["name"], asked["count"], asked["seed"], asked["numObjectives"]).tobytes()]

    def _make(self, body: memoryview) -> Parts:
        self._rows = Rows(Setup.from_json(json.loads(bytes(body))))
        return []

    @property
    def _made(self) -> Rows:
        assert self._rows is not None
        return self._rows

    def _reset(self, body: memoryview) -> Parts:
        (seed,) = _SEED.unpack_from(body)
        mask = np.frombuffer(body, np.bool_, offset=_SEED.size)
        return self._made.reset(mask, None if seed == _NO_SEED else seed)

    def _step(self, body: memoryview) -> Parts:
        rows = self._made
        resets = np.frombuffer(body, np.bool_, rows.num_envs)
        return rows.step(resets, rows.read_actions(body[rows.num_envs :]))

    def _save(self, body: memoryview) -> Parts:
        parts: list[bytes] = []
        for state in self._made.save(np.frombuffer(body, np.bool_)):
            parts += [_LENGTH.pack(len(state)), state]
        return parts

    def _restore(self, body: memoryview) -> Parts:
        states: list[bytes] = []
        offset = 0
        while offset < len(body):
            (length,) = _LENGTH.unpack_from(body, offset)
            offset += _LENGTH.size + length
            states.append(bytes(body[offset - length : offset]))
        self._made.restore(states)
        return []

    def _render(self, body: memoryview) -> Parts:
        parts: list[bytes] = []
        for frame in self._made.render(np.frombuffer(body, np.bool_)):
            height, width, _ = frame.shape
            parts += [_FRAME.pack(height, width), frame.tobytes()]
        return parts

    def _close(self, body: memoryview) -> Parts:
        for closed in (self._rows, self._examination):
            if closed is not None:
                closed.close()
        return []
