"""The only asker of the time."""

from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """Tells the present moment, in UTC."""

    def now(self) -> datetime:
        """Return the present moment, timezone-aware, in UTC."""
        ...


class SystemClock:
    """The operating system's time."""

    def now(self) -> datetime:
        """Return the operating system's time in UTC."""
        return datetime.now(UTC)


class StandingClock:
    """A time that stands still; a MovableClock on it moves only when told."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment it was made with."""
        return self._moment


class MovableClock:
    """The sandbox's and the tests' time: another clock's, ahead of it by what it was told."""

    def __init__(self, base: Clock, ahead: timedelta = timedelta(0)) -> None:
        self._base = base
        self._ahead = ahead
        self._lock = Lock()

    @property
    def ahead(self) -> timedelta:
        """How far it was moved."""
        with self._lock:
            return self._ahead

    def now(self) -> datetime:
        """Return the base clock's moment, moved forward."""
        with self._lock:
            return self._base.now() + self._ahead

    def advance(self, step: timedelta) -> datetime:
        """Move forward by `step` (never backwards) and return the new moment."""
        if step < timedelta(0):
            message = "a clock does not run backwards"
            raise ValueError(message)
        with self._lock:
            self._ahead += step
            return self._base.now() + self._ahead
