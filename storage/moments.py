"""The database's clock: what all processes that share a PostgreSQL call now.

Leases, due moments and what is late are compared across processes, so the clocks of their machines
must not matter. The database is asked now and then; between two times its answer is carried on by
a counter that nobody sets and that goes on while the process or the machine sleeps.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, text

from storage.engine import Database, connect

ASKED_EVERY = 20.0  # seconds; two quartz clocks part by a millisecond in that time
LONGEST_ANSWER = 1.0  # seconds; a slower answer says too little of the moment
ASK = text("SELECT clock_timestamp()")

Counter = Callable[[], float]  # seconds, from any beginning


def boot_seconds() -> float:
    """Return the seconds since the machine started, those it slept too."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the database said, and what the counter said then."""

    moment: datetime
    counted: float
    took: float  # seconds until the answer came; the moment is right to half of that


def read_moment(engine: Engine, counter: Counter = boot_seconds) -> Reading:
    """Ask the database for the time. Raises DatabaseUnavailableError."""
    with connect(engine, reading=True) as connection:
        connection.exec_driver_sql("SELECT 1")  # what opening a connection takes is not counted
        before = counter()
        moment: datetime = connection.execute(ASK).scalar_one()
        after = counter()
    return Reading(moment.astimezone(UTC), (before + after) / 2, after - before)


class DatabaseClock:
    """Tells the database's time; of a PostgreSQL only. Safe to share between threads."""

    def __init__(self, database: Database, counter: Counter = boot_seconds) -> None:
        """Ask once. Raises DatabaseUnavailableError."""
        self._engine = database.engine
        self._counter = counter
        self._reading = read_moment(self._engine, counter)

    def now(self) -> datetime:
        """Return the present moment by the database's clock, in UTC; never waits for it.

        While the database is away its last answer is carried on.
        """
        reading = self._reading
        return reading.moment + timedelta(seconds=self._counter() - reading.counted)

    def set_right(self) -> None:
        """Ask anew, to be started every ASKED_EVERY seconds; a slow answer is passed over.

        Raises DatabaseUnavailableError.
        """
        reading = read_moment(self._engine, self._counter)
        if reading.took <= LONGEST_ANSWER:
            self._reading = reading


def skew(database: Database, machine_now: Callable[[], datetime]) -> timedelta | None:
    """Return by how much a machine's clock is ahead of the database's; None: it has none.

    Raises DatabaseUnavailableError.
    """
    if database.engine.dialect.name != "postgresql":
        return None
    reading = read_moment(database.engine)
    return machine_now() - reading.moment - timedelta(seconds=boot_seconds() - reading.counted)
