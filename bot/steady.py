"""Does the machine's clock run as time passes? What leaves by a wrong one stays away."""

import time
from collections.abc import Callable
from datetime import timedelta

from bot.clock import Clock
from bot.logs import get_logger

JUMP = timedelta(minutes=2)  # a clock that is set right by NTP slowly never differs by as much
SETTLES = 600.0  # seconds after a jump until the clock is believed: time to set it right

_log = get_logger(__name__)


def time_passed() -> float:
    """Return seconds since the machine started; goes on while it sleeps, and is never set."""
    boottime = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(boottime)


class SteadyClock:
    """Compares a clock with the time that passed."""

    def __init__(self, clock: Clock, passed: Callable[[], float] = time_passed) -> None:
        self._clock = clock
        self._passed = passed
        self._start = clock.now() - timedelta(seconds=passed())
        self._believed_from = 0.0

    def is_believed(self) -> bool:
        """Whether what is due by the clock is due; False for ten minutes after a jump."""
        passed = self._passed()
        jump = self._clock.now() - timedelta(seconds=passed) - self._start
        self._start += jump  # a clock that is drawn slowly is right
        if abs(jump) > JUMP:
            self._believed_from = passed + SETTLES
            _log.error("clock_jumped", seconds=round(jump.total_seconds()), waits=SETTLES)
        return passed >= self._believed_from
