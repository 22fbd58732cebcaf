"""How late the event loop is: what blocks it holds up every webhook."""

import asyncio
import time
from collections.abc import Iterable

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override

BEAT_SECONDS = 0.5
KEPT = 120  # beats: the worst of a minute


class LoopLag(Collector):
    """Measures, and gives Prometheus, the worst lateness of the last minute."""

    def __init__(self) -> None:
        self._late: list[float] = []

    async def watch(self) -> None:
        """Measure until cancelled."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(BEAT_SECONDS)
            self.note(time.monotonic() - before - BEAT_SECONDS)

    def note(self, seconds: float) -> None:
        """Keep one lateness."""
        self._late = [*self._late[1 - KEPT :], max(seconds, 0.0)]

    @override
    def collect(self) -> Iterable[Metric]:
        yield GaugeMetricFamily(
            "pobot_loop_lag_seconds",
            "The worst lateness of the event loop in the last minute",
            value=max(self._late, default=0.0),
        )
