"""What goes on for a while is told once: when it begins, once a minute with a count, when it ends.

A database that is away fails every job of every second, and a stranger may knock a thousand times a
second. One line for each would fill the disk and hide what else goes wrong.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

from bot.logs import get_logger

TOLD_EVERY = 60.0  # seconds
DATABASE_AWAY = "database_away"  # events wait, the platforms send again what was not stored
BAD_SIGNATURE = "bad_signature"  # a stranger, or a secret that is not the platform's
ALWAYS_TOLD = (BAD_SIGNATURE, DATABASE_AWAY)

_log = get_logger(__name__)


@dataclass(slots=True)
class _State:
    """What is known of one trouble."""

    told_at: float
    untold_count: int = 0


class Outage(Collector):
    """Tells of troubles by name. Safe to call from any thread; costs a microsecond when quiet."""

    def __init__(self, elapsed: Callable[[], float] = time.monotonic) -> None:
        self._elapsed = elapsed
        self._lock = Lock()
        self._known: dict[str, _State] = {}
        self._counts: dict[str, int] = {}

    def goes_on(self, name: str, **words: str) -> None:
        """Note that it happened once more; `words` never hold what somebody wrote."""
        now = self._elapsed()
        with self._lock:
            self._counts[name] = self._counts.get(name, 0) + 1
            state = self._known.get(name)
            if state is not None and now - state.told_at < TOLD_EVERY:
                state.untold_count += 1
                return
            count = 1 if state is None else state.untold_count + 1
            self._known[name] = _State(now)
        _log.warning(name, count=count, **words)

    def is_over(self, name: str) -> None:
        """Note that it works again; says so if it did not before."""
        if name not in self._known:  # nearly always; a trouble of this very moment may wait
            return
        with self._lock:
            state = self._known.pop(name, None)
        if state is not None:
            _log.info(f"{name}_over", count=state.untold_count)

    @override
    def collect(self) -> Iterable[Metric]:
        """Tell Prometheus how often each happened since the process began."""
        with self._lock:
            counts = sorted({**dict.fromkeys(ALWAYS_TOLD, 0), **self._counts}.items())
        words = "What went wrong outside the bot, and strangers who knocked"
        told = CounterMetricFamily("pobot_troubles", words, labels=["what"])
        for name, count in counts:
            told.add_metric([name], count)
        yield told


OUTAGE = Outage()  # one for the process, as the log is
