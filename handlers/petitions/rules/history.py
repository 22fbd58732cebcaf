"""The counts of a petition before it was first seen, from Join's list of who endorsed it. Pure.

Who withdrew is not in the list any more, so the past is a little low; nothing else is left of it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.sources.join.endorsements import EndorsementCounts
from storage.records.petitions import BACKWARDS, CountSpan

STEP = timedelta(hours=6)  # as far apart as looks usually are
LATE = timedelta(days=1)  # seen sooner after its start, nothing of its past is missing
ALIKE = 0.8  # of the count that was seen; a list with fewer is not the whole list
HOUR = timedelta(hours=1)


def past_of(
    counts: EndorsementCounts, known: Sequence[CountSpan], *, opened_at: datetime
) -> tuple[CountSpan, ...]:
    """Return the counts before the first known one, oldest first; () when the list is not it."""
    if not known:
        return ()
    first = known[0]
    hours = sorted((one.hour_at, one.count) for one in counts.hours)
    before = [(at + HOUR, n) for at, n in hours if at + HOUR < first.first_at]
    total = sum(n for _, n in before)
    # What came between the list's last whole hour and the look is missing, and no more than that.
    if not ALIKE * first.count <= sum(n for at, n in hours if at < first.first_at):
        return ()
    if total > first.count / ALIKE:
        return ()
    spans: list[CountSpan] = []
    reached, place, at = 0, 0, opened_at + STEP
    while at < first.first_at:
        while place < len(before) and before[place][0] <= at:
            reached += before[place][1]
            place += 1
        count = min(reached, first.count)
        if spans and spans[-1].count == count:
            spans[-1] = _span(first.join_id, spans[-1].first_at, at, count)
        else:
            spans.append(_span(first.join_id, at, at, count))
        at += STEP
    return tuple(spans)


def _span(join_id: str, first_at: datetime, last_at: datetime, count: int) -> CountSpan:
    return CountSpan(
        join_id=join_id, first_at=first_at, last_at=last_at, count=count, source=BACKWARDS
    )
