"""What we compare with: APScheduler 3 with its SQLAlchemyJobStore, adding and firing jobs.

It keeps its jobs on the same database through the same engine, so it is as durable as ours: WAL and
synchronous=FULL, or a PostgreSQL that waits for its disk. Each job is one date and a function that
only counts. `add_job` commits each job alone: there is no other way to add several.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Condition
from typing import Protocol, cast

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # whatever the clock says: it is due
PATIENCE = 120.0  # seconds until a round that does not end is given up


class _Scheduler(Protocol):
    """APScheduler's scheduler, which has no types."""

    def start(self, *, paused: bool) -> None: ...
    def add_job(self, func: Callable[[], None], trigger: str, *, run_date: datetime) -> object: ...
    def resume(self) -> None: ...
    def shutdown(self, *, wait: bool) -> None: ...


class _Counter:
    """Counts what was fired, and lets somebody wait for it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._count = 0

    def reset(self) -> None:
        """Begin a round."""
        with self._changed:
            self._count = 0

    def fire(self) -> None:
        """Count one."""
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def wait_for(self, count: int) -> bool:
        """Wait until so many were fired; False when they never are."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count >= count, PATIENCE)


_fired = _Counter()


def fire() -> None:
    """Do the job: APScheduler keeps it by this name."""
    _fired.fire()


def add_and_fire(engine: Engine, count: int) -> tuple[float, float]:
    """Return the seconds it takes to add `count` jobs, and then to fire them all."""
    _fired.reset()
    scheduler = cast(
        "_Scheduler",
        BackgroundScheduler(
            jobstores={"default": SQLAlchemyJobStore(engine=engine)},
            job_defaults={"misfire_grace_time": None},  # late is not lost
            timezone=UTC,
        ),
    )
    scheduler.start(paused=True)
    begun = time.perf_counter()
    for _ in range(count):
        scheduler.add_job(fire, "date", run_date=LONG_AGO)
    added = time.perf_counter()
    scheduler.resume()
    if not _fired.wait_for(count):
        message = "APScheduler did not fire what it was given"
        raise RuntimeError(message)
    scheduler.shutdown(wait=True)  # the last job is taken out of the store
    return added - begun, time.perf_counter() - added
