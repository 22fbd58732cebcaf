"""APScheduler as a metronome: one interval per job, no overlap, no job store.

The schedule itself is a column in the database; a job only asks what is due.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Protocol, cast

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Clock, SystemClock
from bot.errors import UnavailableError
from bot.logs import get_logger
from bot.outage import DATABASE_AWAY, OUTAGE
from bot.steady import SteadyClock

_log = get_logger(__name__)


def run_each(*steps: Callable[[], object], passing: type[Exception] = UnavailableError) -> None:
    """Run one step after the other; what breaks in one costs only that one.

    The first failure is raised when all had their turn, the others are logged. `passing` is raised
    at once: the next would find the database away, too.
    """
    broken: list[Exception] = []
    for step in steps:
        try:
            step()
        except passing:
            raise
        except Exception as error:  # noqa: BLE001  # a bug in one room
            broken.append(error)
    for another in broken[1:]:
        _log.error("step failed", exc_info=another)
    if broken:
        raise broken[0]


class _Event(Protocol):
    """What APScheduler, which has no types, tells of a job that ended."""

    job_id: str
    exception: BaseException | None


class _Ticker(Protocol):
    """The part of BackgroundScheduler that is used here."""

    running: bool

    def add_job(
        self,
        func: Callable[[], object],
        trigger: str,
        *,
        seconds: float,
        id: str,  # noqa: A002  # APScheduler's own name
    ) -> object: ...
    def add_listener(self, callback: Callable[[_Event], None], mask: int) -> None: ...
    def start(self) -> None: ...
    def shutdown(self, *, wait: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Job:
    """Something the clock starts every `seconds`."""

    name: str
    run: Callable[[], object]
    seconds: float
    by_the_clock: bool = False  # what it does is due at a moment: it waits after the clock jumped


def _if_believed(run: Callable[[], object], steady: SteadyClock) -> Callable[[], object]:
    return lambda: run() if steady.is_believed() else None


class Metronome:
    """Runs jobs until it is stopped; a job that fails is logged and tried at the next beat."""

    def __init__(self, jobs: tuple[Job, ...], clock: Clock) -> None:
        # It tells of every beat, and of each failure with all its words; `_heard` tells it shortly.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        self._clock = clock
        self._lock = Lock()
        self._last_beat: datetime | None = None
        self._failures: dict[str, int] = {job.name: 0 for job in jobs}
        scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(max(1, len(jobs)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler = cast("_Ticker", scheduler)
        steady = SteadyClock(clock) if isinstance(clock, SystemClock) else None
        for job in jobs:
            run = _if_believed(job.run, steady) if steady and job.by_the_clock else job.run
            self._scheduler.add_job(run, "interval", seconds=job.seconds, id=job.name)
        self._scheduler.add_listener(self._heard, EVENT_JOB_EXECUTED | EVENT_JOB_ERROR)

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Stop ticking and wait for running jobs."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def last_beat(self) -> datetime | None:
        """Return when a job last ended well, in UTC; readiness asks this."""
        with self._lock:
            return self._last_beat

    def failure_counts(self) -> dict[str, int]:
        """Return how often each job failed in this process."""
        with self._lock:
            return dict(self._failures)

    def _heard(self, event: _Event) -> None:
        if event.exception is not None:
            with self._lock:
                self._failures[event.job_id] += 1
        if isinstance(event.exception, UnavailableError):
            OUTAGE.goes_on(DATABASE_AWAY)
            return
        if event.exception is not None:
            _log.error("job failed", job=event.job_id, exc_info=event.exception)
            return
        with self._lock:
            self._last_beat = self._clock.now()
