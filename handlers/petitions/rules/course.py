"""How the endorsements of one petition went: its looks, and its pace at the last of them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

DAY = timedelta(days=1)
PACES = (1.0, 3.0, 7.0)  # open days over which the pace is taken
SHORTEST = 0.25  # open days; what came in less is spread over this, for looks are 6 hours apart


@dataclass(frozen=True, slots=True)
class Look:
    """What Join showed once, or an officer typed."""

    at: datetime
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On what terms a petition is endorsed."""

    start: datetime  # 檢核通過
    due: datetime  # exclusive; already moved by the pauses
    goal: int  # 附議門檻, at least 1
    pauses: tuple[tuple[datetime, datetime], ...] = ()  # endorsing stands still; end exclusive

    def open_days(self, start: datetime, end: datetime) -> float:
        """Return how many days lie between two moments, pauses left out; negative backwards."""
        if end < start:
            return -self.open_days(end, start)
        open_time, known_to = end - start, start
        for first, last in sorted(self.pauses):
            paused = min(last, end) - max(first, known_to)
            if paused > timedelta(0):
                open_time -= paused
                known_to = min(last, end)
        return open_time / DAY

    def after_open_days(self, start: datetime, days: float) -> datetime:
        """Return the moment when `days` open days have gone since `start`."""
        end = start + days * DAY
        for first, last in sorted(self.pauses):
            if last > start and first < end:
                end += last - max(first, start)
                start = max(start, last)  # of pauses that overlap, what counted once is enough
        return end


@dataclass(frozen=True, slots=True)
class _Point:
    age: float  # open days since the start
    count: int


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of a petition, as far back as its pace needs; never changes.

    Falling counts are believed. Looks come in order of time; of two at one moment the later holds.
    """

    terms: Terms
    last: Look | None = None
    recent: tuple[_Point, ...] = ()

    def seen(self, look: Look) -> "Course":
        """Return the course with one more look; one from before the last look changes nothing."""
        if self.last is not None and look.at < self.last.at:
            return self
        age = max(0.0, self.terms.open_days(self.terms.start, look.at))
        known = [point for point in self.recent if point.age < age]
        needed_from = age - max(PACES)
        first = max((i for i, point in enumerate(known) if point.age <= needed_from), default=0)
        return replace(self, last=look, recent=(*known[first:], _Point(age, look.count)))

    @property
    def count(self) -> int:
        """Endorsements at the last look."""
        return self.last.count if self.last is not None else 0

    @property
    def days_left(self) -> float:
        """Open days from the last look to the end."""
        at = self.last.at if self.last is not None else self.terms.start
        return self.terms.open_days(at, self.terms.due)

    @property
    def pace(self) -> float:
        """Endorsements an open day: the mean of the paces over 1, 3 and 7 days; never negative."""
        return sum(max(0.0, self._pace_over(days)) for days in PACES) / len(PACES)

    def _pace_over(self, days: float) -> float:
        if not self.recent:
            return 0.0
        now = self.recent[-1]
        then = max(0.0, now.age - days)
        return (now.count - self._count_at(then)) / max(now.age - then, SHORTEST)

    def _count_at(self, age: float) -> float:
        """Return the count at an age, on straight lines between looks and from 0 at the start."""
        for before, after in pairwise((_Point(0.0, 0), *self.recent)):
            if before.age <= age < after.age:
                part = (age - before.age) / (after.age - before.age)
                return before.count + part * (after.count - before.count)
        return 0.0 if age <= 0 else float(self.recent[-1].count)


def course_of(looks: Iterable[Look], terms: Terms) -> Course:
    """Return the course of looks in any order: what seeing one after another comes to."""
    course = Course(terms)
    for look in _needed(sorted(looks, key=lambda look: look.at), terms):
        course = course.seen(look)
    return course


def _needed(looks: Sequence[Look], terms: Terms) -> Sequence[Look]:
    """Return the looks from which the pace at the last one is taken; there may be thousands."""
    if not looks:
        return looks
    needed_from = max(0.0, terms.open_days(terms.start, looks[-1].at)) - max(PACES)
    for place in range(len(looks) - 1, -1, -1):
        if max(0.0, terms.open_days(terms.start, looks[place].at)) <= needed_from:
            return looks[place:]
    return looks
