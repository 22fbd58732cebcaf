"""How long one process waits before it takes over what another had in hand: one dial for all."""

from dataclasses import dataclass
from datetime import timedelta

LEASE_SECONDS = 60  # of a message on its way out
LEAST_EVENT_SECONDS = 6.0  # a busy machine handles slowly
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
        """Return how long one command may take: nobody else takes the event over meanwhile."""
        return self.event_seconds / 2

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
