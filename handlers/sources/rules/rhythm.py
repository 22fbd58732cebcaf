"""When a source that still answers has said nothing for much longer than it is used to. Pure.

Its own longest pause decides: nights are in it. Days off count as much as the source says on them
compared with working days, so that a ministry's feed may be silent over a long holiday.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol

from handlers.shared.roc_date import TAIPEI, taipei_date

REMEMBERED = timedelta(days=28)  # before its last post
LEAST_POSTS = 10  # in that time; of fewer there is no rhythm
TIMES = 2  # its longest pause
LEAST_PATIENCE = timedelta(hours=6)
MOST_DAYS = 60  # looked ahead
ONE_DAY = timedelta(days=1)


class DaysOff(Protocol):
    """Says on which days offices are closed."""

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        ...


def silent_from(said_at: Sequence[datetime], calendar: DaysOff) -> datetime | None:
    """Return from when on a source counts as silent that said this and nothing since.

    `said_at` is in order of time. None: too little is known of it.
    """
    moments = [at for at in said_at if said_at[-1] - at <= REMEMBERED]
    if len(moments) < LEAST_POSTS:
        return None
    part = _part_of_days_off(moments, calendar)
    longest = max(_counted(a, b, part, calendar) for a, b in pairwise(moments))
    return _after(moments[-1], max(TIMES * longest, LEAST_PATIENCE), part, calendar)


def _part_of_days_off(moments: Sequence[datetime], calendar: DaysOff) -> float:
    """Return how much a day off counts: what is said on one, of what is said on a working day."""
    first, last = taipei_date(moments[0]), taipei_date(moments[-1])
    days = [first + n * ONE_DAY for n in range((last - first).days + 1)]
    work_count = sum(map(calendar.is_workday, days))
    off_count = len(days) - work_count
    said_at_work = sum(calendar.is_workday(taipei_date(at)) for at in moments)
    if not off_count or not said_at_work:
        return 0.0 if said_at_work else 1.0
    said_off = (len(moments) - said_at_work) / off_count
    return min(1.0, said_off / (said_at_work / work_count))


def _counted(since: datetime, until: datetime, part: float, calendar: DaysOff) -> timedelta:
    """Return how much of the time between two moments counts."""
    total = timedelta()
    while since < until:
        ends = min(_midnight_after(since), until)
        weight = 1.0 if calendar.is_workday(taipei_date(since)) else part
        total += (ends - since) * weight
        since = ends
    return total


def _after(start: datetime, span: timedelta, part: float, calendar: DaysOff) -> datetime:
    """Return the moment until which so much counted time has passed."""
    for _ in range(MOST_DAYS):
        ends = _midnight_after(start)
        weight = 1.0 if calendar.is_workday(taipei_date(start)) else part
        here = (ends - start) * weight
        if weight and here >= span:
            return start + span / weight
        start, span = ends, span - here
    return start


def _midnight_after(moment: datetime) -> datetime:
    following = taipei_date(moment) + ONE_DAY
    return datetime.combine(following, time(), TAIPEI).astimezone(UTC)
