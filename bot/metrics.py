"""What /metrics tells, mostly read from the database: so every replica says the same."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted. Holds nothing personal."""

    waiting_event_count: int
    delivery_counts: Mapping[str, int]  # by state
    unreachable_account_count: int = 0  # no friends of the bot, or they blocked it
    troubles: Mapping[str, bool] = field(default_factory=dict[str, bool])  # by platform
    beat_age_seconds: float | None  # since the scheduler last did its work; None: not yet


class FiguresCollector(Collector):
    """Gives Prometheus the figures of the moment it asks."""

    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures

    @override
    def collect(self) -> Iterable[Metric]:
        figures = self._figures()
        yield GaugeMetricFamily(
            "pobot_inbox_waiting", "Events not handled yet", value=figures.waiting_event_count
        )
        deliveries = GaugeMetricFamily(
            "pobot_deliveries", "Cards in the outbox, by state", labels=["state"]
        )
        for state, count in sorted(figures.delivery_counts.items()):
            deliveries.add_metric([state], count)
        yield deliveries
        yield GaugeMetricFamily(
            "pobot_unreachable_accounts",
            "Accounts that messages do not reach",
            value=figures.unreachable_account_count,
        )
        troubles = GaugeMetricFamily(
            "pobot_platform_trouble",
            "1 where this process has a refused token or a line that is down",
            labels=["platform"],
        )
        for platform, is_there in sorted(figures.troubles.items()):
            troubles.add_metric([platform], float(is_there))
        yield troubles
        if figures.beat_age_seconds is not None:
            yield GaugeMetricFamily(
                "pobot_scheduler_beat_age_seconds",
                "Seconds since the scheduler last did its work",
                value=figures.beat_age_seconds,
            )


def registry_of(figures: Callable[[], Figures]) -> CollectorRegistry:
    """Make the registry that /metrics reads."""
    registry = CollectorRegistry()
    registry.register(FiguresCollector(figures))
    return registry
