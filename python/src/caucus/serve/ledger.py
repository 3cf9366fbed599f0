"""A session's sequence numbers and the responses it keeps: the rules of interaction.proto."""

from __future__ import annotations

from collections import OrderedDict

from caucus._proto import interaction_pb2
from caucus.errors import ContractError, unexpected


class Ledger:
    def __init__(self, capacity: int) -> None:
        """
        :param capacity: how many responses are kept
        """
        self._capacity = capacity
        self._kept: OrderedDict[int, tuple[bytes, interaction_pb2.InteractResponse]] = OrderedDict()
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
        raise ContractError("SEQUENCE_REUSED", text, "sequence", f"the same request as before, or {self.next}")

    def keep(self, request: interaction_pb2.InteractRequest, response: interaction_pb2.InteractResponse) -> None:
        """Keeps the response to the next request, and expects the one after."""
        self._kept[self.next] = (_contents(request), response)
        if len(self._kept) > self._capacity:
            self._kept.popitem(last=False)
        self.next += 1


def _contents(request: interaction_pb2.InteractRequest) -> bytes:
    return request.SerializeToString(deterministic=True)
