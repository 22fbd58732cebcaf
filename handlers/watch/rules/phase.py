"""How the talk about a topic goes: 平常, 升溫, 高點, 降溫, 平息. Pure; counts, never causes."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.watch.rules.detectors import AlarmKind

STANDS = timedelta(hours=6)  # without a higher day: that was the peak
FELL_TO = 0.3  # of the peak: it is falling
CALM_TIMES, CALM_POSTS = 1.5, 2.0  # at most so many times the usual day, and so many posts more
CALM_FOR = timedelta(days=2)
FORGOTTEN = timedelta(days=7)  # after that, calm is usual


class Phase(StrEnum):
    """Where a topic stands; the value is what people read."""

    USUAL = "平常"
    RISING = "升溫"
    PEAK = "高點"
    FALLING = "降溫"
    CALM = "平息"


HOT = frozenset({Phase.RISING, Phase.PEAK})


@dataclass(frozen=True, slots=True)
class Course:
    """Where a topic stands, and since when."""

    phase: Phase = Phase.USUAL
    since_at: datetime | None = None
    peak: int = 0  # of 24 hours, since it began to rise
    peak_at: datetime | None = None
    calm_since_at: datetime | None = None  # as little as usual since then


def follow(
    course: Course, at: datetime, day: int, usual_day: float, spoke: Collection[AlarmKind]
) -> Course:
    """Return the course after the hour that ended `at`; `day` is the count of its 24 hours."""
    rose = AlarmKind.BURST in spoke or AlarmKind.HIGH in spoke
    if rose and course.phase is not Phase.RISING:
        return Course(Phase.RISING, at, day, at)
    if course.phase is Phase.USUAL:
        return course
    if course.phase is Phase.CALM:
        is_over = course.since_at is not None and at - course.since_at >= FORGOTTEN
        return Course() if is_over else course
    if day > course.peak:
        course = replace(course, peak=day, peak_at=at)
    calm_since = course.calm_since_at or at
    is_calm = day <= CALM_TIMES * usual_day + CALM_POSTS
    course = replace(course, calm_since_at=calm_since if is_calm else None)
    return _next(course, at, day, fell=AlarmKind.DECLINE in spoke)


def _next(course: Course, at: datetime, day: int, *, fell: bool) -> Course:
    calm, peak = course.calm_since_at, course.peak_at
    if calm is not None and at - calm >= CALM_FOR:
        return replace(course, phase=Phase.CALM, since_at=at)
    if course.phase in HOT and (fell or day <= FELL_TO * course.peak):
        return replace(course, phase=Phase.FALLING, since_at=at)
    if course.phase is Phase.RISING and peak is not None and at - peak >= STANDS:
        return replace(course, phase=Phase.PEAK, since_at=peak)
    return course
