"""What /metrics tells. Most is read from the database, so every replica says the same of it.

The names are a contract with whoever watches: each is explained in docs/operations.md.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from typing_extensions import override


@dataclass(frozen=True, slots=True)
class Backlog:
    """What is due and not done."""

    count: int
    age_seconds: float = 0.0  # for how long the oldest has been due


@dataclass(frozen=True, slots=True)
class Leases:
    """What processes have in hand."""

    held_count: int
    ended_count: int  # in the hands of one that stopped, and not taken over yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What is counted. Holds nothing personal.

    Without `database_up` all that is read from the database is missing.
    """

    database_up: bool = True
    database_seconds: float = 0.0  # until a transaction began
    schema: str = ""
    waiting_event_count: int
    failed_event_count: int = 0
    delivery_counts: Mapping[str, int]  # by state
    unreachable_account_count: int = 0  # no friends of the bot, or they blocked it
    backlogs: Mapping[str, Backlog] = field(default_factory=dict[str, Backlog])  # by kind
    leases: Mapping[str, Leases] = field(default_factory=dict[str, Leases])  # by kind
    troubles: Mapping[str, bool] = field(default_factory=dict[str, bool])  # by platform
    beat_age_seconds: float | None  # since the scheduler last did its work; None: not yet
    job_failures: Mapping[str, int] = field(default_factory=dict[str, int])  # by job


class FiguresCollector(Collector):
    """Gives Prometheus the figures of the moment it asks."""

    def __init__(self, figures: Callable[[], Figures]) -> None:
        self._figures = figures

    @override
    def collect(self) -> Iterable[Metric]:
        figures = self._figures()
        yield from _of_process(figures)
        if figures.database_up:
            yield from _of_database(figures)


def _of_process(figures: Figures) -> Iterable[Metric]:
    info = GaugeMetricFamily(
        "pobot_info", "1, with the program's version and its schema", labels=["version", "schema"]
    )
    info.add_metric([version("pobot"), figures.schema], 1)
    yield info
    yield _one("pobot_database_up", "1 while the database answers", float(figures.database_up))
    troubles = GaugeMetricFamily(
        "pobot_platform_trouble",
        "1 where this process has a refused token or a line that is down",
        labels=["platform"],
    )
    for platform, is_there in sorted(figures.troubles.items()):
        troubles.add_metric([platform], float(is_there))
    yield troubles
    failures = CounterMetricFamily(
        "pobot_job_failures", "Times a job of this process failed", labels=["job"]
    )
    for job, count in sorted(figures.job_failures.items()):
        failures.add_metric([job], count)
    yield failures
    if figures.beat_age_seconds is not None:
        yield _one(
            "pobot_scheduler_beat_age_seconds",
            "Seconds since the scheduler last did its work",
            figures.beat_age_seconds,
        )


def _of_database(figures: Figures) -> Iterable[Metric]:
    yield _one(
        "pobot_database_seconds",
        "Until a transaction of this scrape began",
        figures.database_seconds,
    )
    yield _one("pobot_inbox_waiting", "Events not handled yet", figures.waiting_event_count)
    yield _one("pobot_inbox_failed", "Events that were given up", figures.failed_event_count)
    deliveries = GaugeMetricFamily(
        "pobot_deliveries", "Cards in the outbox, by state", labels=["state"]
    )
    for state, count in sorted(figures.delivery_counts.items()):
        deliveries.add_metric([state], count)
    yield deliveries
    yield _one(
        "pobot_unreachable_accounts",
        "Accounts that messages do not reach",
        figures.unreachable_account_count,
    )
    due = GaugeMetricFamily("pobot_due", "What is due and not done", labels=["kind"])
    age = GaugeMetricFamily(
        "pobot_due_age_seconds", "For how long the oldest of it has been due", labels=["kind"]
    )
    for kind, backlog in sorted(figures.backlogs.items()):
        due.add_metric([kind], backlog.count)
        age.add_metric([kind], backlog.age_seconds)
    yield from (due, age)
    leases = GaugeMetricFamily(
        "pobot_leases",
        "What processes have in hand, and what dead ones had",
        labels=["kind", "state"],
    )
    for kind, held in sorted(figures.leases.items()):
        leases.add_metric([kind, "held"], held.held_count)
        leases.add_metric([kind, "ended"], held.ended_count)
    yield leases


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


def registry_of(figures: Callable[[], Figures], *more: Collector) -> CollectorRegistry:
    """Make the registry that /metrics reads."""
    registry = CollectorRegistry()
    for collector in (FiguresCollector(figures), *more):
        registry.register(collector)
    return registry
