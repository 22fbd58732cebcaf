"""When to look at a petition next: rarely while little happens, often near a threshold. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.sources.errors import Trouble
from bot.sources.join.records import Origin
from handlers.shared.roc_date import taipei_date
from storage.records.petitions import CountSpan, Petition, PetitionSource

LONGEST = timedelta(hours=6)  # several petitions passed within 11 to 19 hours
SHORTEST = timedelta(minutes=15)
NEAR = 0.9  # of a threshold
WINDOWS = (timedelta(hours=6), timedelta(hours=24))  # over which the pace is taken
DAY = timedelta(days=1)
GONE_FOR = timedelta(days=30)  # a page that stays gone for so long is given up
AFTERWARDS = timedelta(days=240)  # responses, extensions and later progress come within
UNOPENED = timedelta(days=90)  # whose end is unknown for so long is given up
HOUR = timedelta(hours=1)
RECENT = timedelta(days=150)  # in the open data, what was submitted before is over


def thresholds_of(
    petition: Petition, *, marks: Iterable[int], usual_goal: int | None
) -> tuple[int, ...]:
    """Return the counts that somebody waits for, in order: the marks and the petition's goal."""
    goal = petition.goal_count or usual_goal
    return tuple(sorted({*marks, *((goal,) if goal else ())}))


def pace_per_hour(
    spans: Sequence[CountSpan], *, opened_at: datetime | None, now: datetime
) -> float:
    """Return endorsements per hour, the faster of the last 6 and 24 hours; `spans` oldest first."""
    if not spans:
        return 0.0
    count = spans[-1].count
    paces = [0.0]
    for window in WINDOWS:
        start = now - window
        known = [span for span in spans if span.first_at <= start]
        if known:
            paces.append((count - known[-1].count) / (window / HOUR))
        elif opened_at is not None and start <= opened_at < now:  # it began at 0 then
            paces.append(count / (max(now - opened_at, SHORTEST) / HOUR))
        else:
            since = max(now - spans[0].first_at, SHORTEST)
            paces.append((count - spans[0].count) / (since / HOUR))
    return max(paces)


def next_look_in(count: int, pace: float, thresholds: Iterable[int]) -> timedelta:
    """Return how long to wait: six hours, less when a threshold may be reached before that.

    `pace` is per hour. Half of the time that the pace needs is waited, so that a look falls
    before the threshold.
    """
    ahead = min((one for one in thresholds if one > count), default=None)
    if ahead is None:
        return LONGEST
    if count >= NEAR * ahead:
        return SHORTEST
    if pace <= 0 or ahead - count > pace * (LONGEST / HOUR):
        return LONGEST
    return max(SHORTEST, (ahead - count) / pace * HOUR / 2)


def next_look_at(
    petition: Petition, wait: timedelta, *, has_case: bool, now: datetime
) -> datetime | None:
    """Return when to look at a petition again, `wait` after now while it is endorsed.

    What is over is looked at once more, what passed or is a case daily for some months; None: no
    more.
    """
    if petition.vanished_at is not None:
        was_there = has_case or petition.endorse_count is not None  # else: a mistyped link
        return now + DAY if was_there and now - petition.vanished_at < GONE_FOR else None
    ends_at = petition.closes_at
    if ends_at is None:
        return now + LONGEST if has_case or now - petition.added_at < UNOPENED else None
    if now < ends_at:
        return min(now + wait, max(ends_at, now + SHORTEST))
    if has_case or has_passed(petition):
        return now + DAY if now - ends_at < AFTERWARDS else None
    final = petition.counted_at is not None and petition.counted_at >= ends_at
    return None if final else now + SHORTEST


def has_passed(petition: Petition) -> bool:
    """Whether it is 成案: by Join's record, or by the count and the goal that Join states."""
    if petition.passed_at is not None:
        return True
    goal, count = petition.goal_count, petition.endorse_count
    return goal is not None and count is not None and count >= goal


def retry_in(trouble_count: int) -> timedelta:
    """Return how long to leave Join alone after failures in a row: 1, 2, 4 … 30 minutes."""
    return min(timedelta(minutes=2 ** min(trouble_count, 5)), timedelta(minutes=30))


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long petitions may wait for their next look."""

    marks: tuple[int, ...]  # counts that somebody waits for, beside each petition's goal
    usual_goal: int | None
    now: datetime

    def of_petition(self, petition: Petition, spans: Sequence[CountSpan]) -> timedelta:
        """Return it for one petition; `spans`, oldest first, need not have its present count."""
        if petition.endorse_count is None or petition.counted_at is None:
            return LONGEST
        present = CountSpan(
            join_id=petition.join_id,
            first_at=petition.counted_at,
            last_at=petition.counted_at,
            count=petition.endorse_count,
            source=petition.count_source,
        )
        pace = pace_per_hour((*spans, present), opened_at=petition.opened_at, now=self.now)
        thresholds = thresholds_of(petition, marks=self.marks, usual_goal=self.usual_goal)
        return next_look_in(petition.endorse_count, pace, thresholds)


def sooner(petition: Petition, at: datetime) -> Petition:
    """Return a petition that is looked at by a moment; one that is not followed stays so."""
    if petition.next_look_at is None or petition.next_look_at <= at:
        return petition
    return replace(petition, next_look_at=at)


def succeeded(source: PetitionSource, *, now: datetime) -> PetitionSource:
    """Return a source after a good look."""
    return replace(source, looked_at=now, seen_at=now, trouble="", trouble_count=0)


def failed(source: PetitionSource, trouble: Trouble, *, now: datetime) -> PetitionSource:
    """Return a source after a look that gave nothing."""
    count = source.trouble_count + 1
    return replace(source, looked_at=now, trouble=trouble.value, trouble_count=count)


def lists_of(now: datetime) -> tuple[tuple[str, int | None], ...]:
    """Name the lists to look at: the index, and the years of the open data that may still run."""
    years = sorted({taipei_date(now).year, taipei_date(now - RECENT).year})
    index: tuple[str, int | None] = (Origin.INDEX.value, None)
    return (index, *((f"{Origin.OPEN_DATA.value} {year}", year) for year in years))
