"""How long one command may take: after that it is broken off, rolled back, and apologised for.

Python cannot end a thread. But it can raise an exception in one, at its next step of Python; what
sleeps, or waits in C, hears of it when it comes back.
"""

import ctypes
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Thread, get_ident

from bot.errors import PoBotError
from bot.outage import OUTAGE

LOOKS_EVERY = 0.2  # seconds
STUCK = "handler_stuck"  # was told to stop and does not: the operator starts the process anew


class TooSlowError(PoBotError):
    """A handler took longer than any may."""


@dataclass(slots=True)
class _Run:
    """One handler at work."""

    seconds: float
    ends_at: float
    broken_off: bool = False


class TimeLimit:
    """Breaks off what takes too long. One in each process is enough; safe for any thread."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._lock = Lock()
        self._runs: dict[int, _Run] = {}  # by thread
        self._watching = False

    @contextmanager
    def holds(self, seconds: float) -> Generator[None]:
        """Raise TooSlowError within the block when it lasts longer; not to be nested."""
        thread = get_ident()
        with self._lock:
            self._runs[thread] = _Run(seconds, self._elapsed() + seconds)
            if not self._watching:
                self._watching = True
                Thread(target=self._watch, name="time-limit", daemon=True).start()
        try:
            yield
        finally:
            with self._lock:
                run = self._runs.pop(thread)
                if run.broken_off:
                    _raise_in(thread, None)  # if it has not come yet, it must not come later

    def look(self) -> None:
        """Break off what is over time: once, and again when it takes as long once more."""
        now = self._elapsed()
        with self._lock:
            late = [(thread, run) for thread, run in self._runs.items() if run.ends_at <= now]
            for thread, run in late:
                if run.broken_off:
                    OUTAGE.goes_on(STUCK)
                run.broken_off, run.ends_at = True, now + run.seconds
                _raise_in(thread, TooSlowError)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOKS_EVERY)
            self.look()


def _raise_in(thread: int, error: type[Exception] | None) -> None:
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


LIMIT = TimeLimit()
