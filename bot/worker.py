"""A small pool that drains the inbox and the outbox: at once when woken, and at every beat."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

from bot.errors import UnavailableError
from bot.logs import get_logger
from bot.outage import DATABASE_AWAY, OUTAGE

THREADS = 4  # sends wait for the platform; handling itself is short

_log = get_logger(__name__)


class Worker:
    """Runs `drain` in up to THREADS threads.

    A wake-up may be lost (a crash, a full pool): the metronome calls `drain` too, and is the truth.
    """

    def __init__(self, drain: Callable[[], object], *, threads: int = THREADS) -> None:
        self._drain = drain
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="worker")
        self._lock = Lock()
        self._asked_count = 0  # drains queued or running
        self._stopped = False

    def wake(self) -> None:
        """Ask for a drain soon; returns at once."""
        with self._lock:
            # One more than the threads: whoever runs may have looked before this event came.
            if self._stopped or self._asked_count > self._threads:
                return
            self._asked_count += 1
            future = self._pool.submit(self._run)
        future.add_done_callback(self._ended)  # outside the lock: it may run at once

    def stop(self) -> None:
        """Finish what is running and take nothing more."""
        with self._lock:
            self._stopped = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self) -> None:
        try:
            self._drain()
        except UnavailableError:
            OUTAGE.goes_on(DATABASE_AWAY)

    def _ended(self, future: Future[None]) -> None:
        with self._lock:
            self._asked_count -= 1
        if not future.cancelled() and (error := future.exception()) is not None:
            _log.error("worker failed", exc_info=error)
