"""A session's sequence numbers and kept responses, by the rules of interaction.proto."""

from __future__ import annotations

from collections import OrderedDict

from caucus._proto import interaction_pb2
from caucus.errors import contract_error, unexpected


class Ledger:
    def __init__(self, capacity: int, max_bytes: int) -> None:
        """
        :param capacity: how many responses are kept
        :param max_bytes: of them and their requests; the latest is kept whatever it has
        """
        self._capacity = capacity
        self._max_bytes = max_bytes
        self._kept: OrderedDict[int, tuple[bytes, interaction_pb2.InteractResponse]] = OrderedDict()
        self._bytes = 0
        #: The number expected next.
        self.next = 1

    def recall(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse | None:
        """
        :returns: the kept response of a repeated request; None if it is the next
        :raises ContractError: if it is neither
        """
        sequence = request.sequence
        if sequence == self.next:
            return None
        if sequence not in self._kept:
            repeats = f" or, to repeat a request, {next(iter(self._kept))} to {self.next - 1}" if self._kept else ""
            raise unexpected("sequence", f"{self.next}{repeats}", sequence, "SEQUENCE")
        known, response = self._kept[sequence]
        if known == _contents(request):
            return response
        text = f"sequence: {sequence} was already used by a request with other contents; next is {self.next}"
        expected = f"the same request as before, or {self.next}"
        raise contract_error("SEQUENCE_REUSED", text, "sequence", expected, f"{sequence} with other contents")

    def keep(self, request: interaction_pb2.InteractRequest, response: interaction_pb2.InteractResponse) -> None:
        """Keeps the response to the next request, and expects the one after."""
        entry = (_contents(request), response)
        self._kept[self.next] = entry
        self._bytes += _size(entry)
        while len(self._kept) > self._capacity or (len(self._kept) > 1 and self._bytes > self._max_bytes):
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _size(oldest)
        self.next += 1

    def clear(self) -> None:
        """Drops all kept responses."""
        self._kept.clear()
        self._bytes = 0


def _contents(request: interaction_pb2.InteractRequest) -> bytes:
    return request.SerializeToString(deterministic=True)


def _size(entry: tuple[bytes, interaction_pb2.InteractResponse]) -> int:
    request, response = entry
    return len(request) + response.ByteSize()
