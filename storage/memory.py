"""What a process keeps of tables that are read often and change rarely."""

from threading import Lock
from typing import Generic, Protocol, TypeVar

from storage.directory import AgencyList
from storage.records.calendar import CalendarEntries


class Versioned(Protocol):
    """Something that never changes, and says of which version it is."""

    @property
    def version(self) -> int:
        """The number that differs whenever the content does."""
        ...


V = TypeVar("V", bound=Versioned)


class Latest(Generic[V]):
    """Keeps the latest of a kind, for all threads of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._latest: V | None = None

    def recall(self, version: int) -> V | None:
        """Return the one of that version, if it is the one kept."""
        with self._lock:
            latest = self._latest
        return latest if latest is not None and latest.version == version else None

    def keep(self, value: V) -> None:
        """Keep it in place of the one before."""
        with self._lock:
            self._latest = value


class Memory:
    """One process's share: the agencies, and what is known of days."""

    def __init__(self) -> None:
        self.agencies: Latest[AgencyList] = Latest()
        self.calendar: Latest[CalendarEntries] = Latest()
