"""A session that survives the loss of its server: it is made again and restored."""

from __future__ import annotations

from collections.abc import Sequence

from caucus._proto import interaction_pb2, session_pb2
from caucus.answers import answer_of
from caucus.connection import Connection
from caucus.decoding import decode_states
from caucus.errors import CaucusError, ContractError, SessionLostError
from caucus.failures import refusal
from caucus.forking import check_process, forked
from caucus.interaction import Interaction
from caucus.keeper import Keeper
from caucus.made_session import MadeSession, read_created

#: Number of steps between two saved states, which is also about the most that are repeated.
SAVE_EVERY = 200

#: Attempts at a request if the session is lost repeatedly.
TRIES = 3

#: Requests that change a session; others need not be repeated.
_CHANGES = ("reset", "step", "restore_state", "put_policies", "rollout")


class LastingSession:
    """
    Keeps the environments' saved states, taken now and then, and the requests since. Environments are
    deterministic, so that in a new session they go on with the same bits.
    """

    def __init__(self, connection: Connection, request: session_pb2.CreateSessionRequest, timeout: float) -> None:
        """
        :param timeout: seconds that a request may take
        """
        self._connection = connection
        self._request = request
        self._timeout = timeout
        self._states: list[bytes] = []
        #: After the policies that the session had then, if any, which no state holds.
        self._since: list[interaction_pb2.InteractRequest] = []
        self._steps_since = 0
        #: Whether the kept states and requests determine the environments' current state.
        self._complete = True
        #: Whether the server can save states.
        self._saves = True
        self._open()

    def _open(self) -> None:
        #: The session that the server made.
        self.made = self._create()
        self.id = self.made.id
        self.interaction = Interaction(self._connection, self.id, self._timeout)
        check, lease = self.interaction.check_deadline, self.made.lease_seconds
        self.keeper = Keeper(self._connection, self.id, lease, self._timeout, check)

    def _create(self) -> MadeSession:
        created = self._connection.create_session(self._request, self._timeout)
        try:
            with answer_of(self._connection.where):
                return read_created(self._request, created)
        except BaseException:
            self._free(created.session_id)
            raise

    def send(self, request: interaction_pb2.InteractRequest) -> interaction_pb2.InteractResponse:
        """
        :raises ContractError: if the server refuses; nothing changed then
        :raises ServerConnectionError: if it is gone for good, or the session cannot be made anew
        :raises ResponseError: if what comes is no answer
        :raises ForkError: in a forked process
        """
        (response,) = self.send_all([request], 1)
        return response

    def send_all(
        self, requests: Sequence[interaction_pb2.InteractRequest], window: int
    ) -> list[interaction_pb2.InteractResponse]:
        """
        Sends requests before the earlier ones are answered, and raises what `send` does.

        :param window: how many may have no answer yet
        """
        check_process()
        try:
            responses = self._send_or_recover(requests, window)
        except CaucusError:
            raise
        except BaseException:
            # Ctrl-C: nobody knows whether the request was carried out.
            self._complete = False
            raise
        failed = responses.pop() if responses[-1].WhichOneof("result") == "error" else None
        self._note(requests[: len(responses)])
        if failed is not None:
            raise refusal(failed.error, self._connection.where)
        return responses

    def _note(self, done: Sequence[interaction_pb2.InteractRequest]) -> None:
        """Remembers what changed the session."""
        changes = [request for request in done if request.WhichOneof("action") in _CHANGES]
        if not self._saves or not changes:
            return
        self._since += changes
        self._steps_since += sum(request.rollout.num_steps or 1 for request in changes)
        if self._steps_since >= SAVE_EVERY or not self._complete:
            self._save()

    def close(self) -> None:
        """Frees the environments; in a forked process, whose they are not, it does nothing."""
        if forked():
            return
        self.keeper.stop()
        self.interaction.close()
        try:
            self._free(self.id)
        finally:
            self._connection.close()

    def _free(self, session_id: str) -> None:
        try:
            self._connection.close_session(session_id)
        except CaucusError:
            # If the server cannot be reached, its session is lost anyway.
            return

    def _send_or_recover(
        self, requests: Sequence[interaction_pb2.InteractRequest], window: int
    ) -> list[interaction_pb2.InteractResponse]:
        """A session that is lost on the way is brought to where it was before the first of the requests."""
        lost: SessionLostError | None = None
        for _ in range(TRIES):
            try:
                if lost is not None:
                    self._recover(lost)
                return self.interaction.send_all(requests, window)
            except SessionLostError as error:
                lost = error
                if not self._complete:
                    break
        assert lost is not None
        raise lost

    def _recover(self, lost: SessionLostError) -> None:
        self.keeper.stop()
        try:
            self._open()
            if self._states:
                restore = interaction_pb2.RestoreStateRequest(states=self._states)
                self.interaction.send(interaction_pb2.InteractRequest(restore_state=restore))
            for request in self._since:
                self.interaction.send(request)
        except ContractError as error:
            self._complete = False
            raise SessionLostError(f"{lost}; it cannot be made anew: {error}") from error

    def _save(self) -> None:
        request = interaction_pb2.InteractRequest(save_state=interaction_pb2.SaveStateRequest())
        try:
            response = self.interaction.send(request).save_state
        except ContractError:
            # States too large for a message, say. What is lost then stays lost.
            self._saves = self._complete = False
            self._since.clear()
        except CaucusError:
            # The next request notices.
            return
        else:
            with answer_of(self._connection.where):
                states = decode_states(response, self._request.num_environments)
            self._states, self._complete = states, True
            self._since = [request for request in self._since if request.HasField("put_policies")][-1:]
            self._steps_since = 0
