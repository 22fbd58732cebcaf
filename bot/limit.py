"""How long one command may take: after that it is broken off, rolled back, and apologised for.

Python cannot end a thread. But it can raise an exception in one, at its next step of Python; what
sleeps, or waits in C, hears of it when it comes back. Time in which the whole process stood still
does not count: that is no fault of the command's.
"""

import ctypes
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock, Thread, get_ident

from bot.errors import PoBotError
from bot.outage import OUTAGE

LOOKS_EVERY = 0.2  # seconds
WAITS_COUNT = 4  # seconds that pass are as bad as one of work
MOST_PER_LOOK = 1.0  # who did not look for longer stood still, or was starved
STUCK = "handler_stuck"  # was told to stop and does not: the operator starts the process anew


class TooSlowError(PoBotError):
    """A handler took longer than any may."""


class AwakeTime:
    """Seconds that count for a command: those its thread worked, and a fourth of all that pass.

    Waits are bounded elsewhere, and a machine with much to do makes all of them longer. Of a
    long gap between two looks one second passed: the process stood still.
    """

    def __init__(
        self,
        elapsed: Callable[[], float] = time.monotonic,
        worked: Callable[[int], float] | None = None,
    ) -> None:
        self._elapsed = elapsed
        self._worked = worked or _worked
        self._looked_at = elapsed()
        self._passed = 0.0
        self._lock = Lock()

    def __call__(self, thread: int) -> float:
        """Look, and return how many have passed for this thread, which must be alive."""
        with self._lock:
            now = self._elapsed()
            self._passed += min(now - self._looked_at, MOST_PER_LOOK)
            self._looked_at = now
            return self._worked(thread) + self._passed / WAITS_COUNT


@dataclass(slots=True)
class _Run:
    """One handler at work."""

    seconds: float
    ends_at: float
    broken_off: bool = False


class TimeLimit:
    """Breaks off what takes too long. One in each process is enough; safe for any thread."""

    def __init__(self, elapsed: Callable[[int], float] | None = None) -> None:
        """Measure with AwakeTime, or as told: by thread."""
        self._elapsed = elapsed or AwakeTime()
        self._lock = Lock()
        self._runs: dict[int, _Run] = {}  # by thread
        self._watching = False

    @contextmanager
    def holds(self, seconds: float) -> Generator[None]:
        """Raise TooSlowError within the block when it lasts longer; not to be nested."""
        thread = get_ident()
        with self._lock:
            self._runs[thread] = _Run(seconds, self._elapsed(thread) + seconds)
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
        with self._lock:
            for thread, run in self._runs.items():
                now = self._elapsed(thread)
                if now < run.ends_at:
                    continue
                if run.broken_off:
                    OUTAGE.goes_on(STUCK)
                run.broken_off, run.ends_at = True, now + run.seconds
                _raise_in(thread, TooSlowError)

    def _watch(self) -> None:
        while True:
            time.sleep(LOOKS_EVERY)
            self.look()


def _worked(thread: int) -> float:
    """Return the processor's seconds of a thread; where nobody tells, only what passes counts."""
    if sys.platform != "linux":
        return 0.0
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


def _raise_in(thread: int, error: type[Exception] | None) -> None:
    raised = None if error is None else ctypes.py_object(error)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), raised)


LIMIT = TimeLimit()
