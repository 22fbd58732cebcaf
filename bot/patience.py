"""How long one process waits before it takes over what another had in hand: one dial for all."""

from dataclasses import dataclass
from datetime import timedelta

LEASE_SECONDS = 60  # of a message on its way out
LEAST_EVENT_SECONDS = 6.0  # a busy machine handles slowly
LONGEST_IDLE_SECONDS = 10.0  # others wait for its locks
LEAST, MOST = 6, 3600  # what an operator may set


@dataclass(frozen=True, slots=True)
class Patience:
    """The times that must fit together, in proportion to one lease."""

    lease_seconds: float = LEASE_SECONDS

    @property
    def event_seconds(self) -> float:
        """Return the lease of an event.

        Longer than handling takes, even when it waits for another's transaction; short enough that
        the event of a process that crashed is still answered within its reply token's minute.
        """
        return max(self.lease_seconds / 4, LEAST_EVENT_SECONDS)

    @property
    def handling_seconds(self) -> float:
        """Return how long one command may work: as a rule nobody takes the event over meanwhile.

        What is starved or waits may take longer (bot/limit.py); if another takes the event over,
        only one of them can finish it.
        """
        return self.event_seconds / 2

    @property
    def idle_seconds(self) -> float:
        """Return how long a transaction may stand still.

        Its process may have been stopped: the database ends it, and frees what it holds, before an
        event of its is given to another.
        """
        return min(self.event_seconds * 2 / 3, LONGEST_IDLE_SECONDS)

    @property
    def send_seconds(self) -> float:
        """Return how long one request to a platform may take."""
        return self.lease_seconds / 6

    @property
    def least_left(self) -> timedelta:
        """Return what must be left of a lease to begin a send: it takes up to two requests."""
        return timedelta(seconds=self.lease_seconds * 25 / 60)

    @property
    def least_left_at_last(self) -> timedelta:
        """Return what must be left of a lease when a message is handed over: that one request."""
        return timedelta(seconds=self.send_seconds)
