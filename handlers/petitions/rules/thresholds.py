"""Which of the counts that somebody waits for is told after a look. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.records.petitions import CountSpan

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a look came to: one count to tell of at most, and all that are now behind."""

    tell: int | None
    settled: frozenset[int]  # never told again, whether they were told or not


def judge_counts(
    count: int, *, wanted: Collection[int], settled: Collection[int], goal: int | None, passed: bool
) -> Crossing:
    """Decide what to tell of a count; `passed`: it is 成案, by the count or by Join's record.

    Each count is told once, of several reached at once only the largest; 成案 is told before any
    other, and mutes all that lie below it for good.
    """
    reached = frozenset(one for one in wanted if one <= count)
    if passed and goal is not None:
        reached |= {goal, *(one for one in wanted if one < goal)}
    fresh = reached - frozenset(settled)
    if passed and goal is not None and goal in fresh:
        return Crossing(goal, fresh)
    telling = fresh if not passed or goal is None else {one for one in fresh if one > goal}
    return Crossing(max(telling, default=None), fresh)


def last_day_growth(spans: Sequence[CountSpan], *, now: datetime) -> int | None:
    """Return how many came in the last 24 hours; None while it was not watched for as long."""
    known = [span for span in spans if span.first_at <= now - DAY]
    if not known or not spans:
        return None
    return spans[-1].count - known[-1].count
