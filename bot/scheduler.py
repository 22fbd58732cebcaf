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

from bot.clock import Clock
from bot.logs import get_logger

_log = get_logger(__name__)


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


class Metronome:
    """Runs jobs until it is stopped; a job that fails is logged and tried at the next beat."""

    def __init__(self, jobs: tuple[Job, ...], clock: Clock) -> None:
        logging.getLogger("apscheduler").setLevel(logging.WARNING)  # it tells of every beat
        self._clock = clock
        self._lock = Lock()
        self._last_beat: datetime | None = None
        scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(max(1, len(jobs)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._scheduler = cast("_Ticker", scheduler)
        for job in jobs:
            self._scheduler.add_job(job.run, "interval", seconds=job.seconds, id=job.name)
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

    def _heard(self, event: _Event) -> None:
        if event.exception is not None:
            _log.error("job failed", job=event.job_id, error=type(event.exception).__name__)
            return
        with self._lock:
            self._last_beat = self._clock.now()
