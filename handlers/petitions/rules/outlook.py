"""Whether a petition will pass, and when: the early warning. Pure.

Method, figures and what falls short: docs/early-warning.md. Everything is measured in shares of
the goal, so that it holds for another goal than the one it was fitted on.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum

from handlers.petitions.rules.course import Course
from handlers.shared.roc_date import taipei_date


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Chance = 1 / (1 + exp(-(base + far * ln(goal / count) + need * ln(need / pace))))."""

    base: float
    far: float
    need: float


# Fitted by `python -m benchmarks.warnings` on the petitions of 2017-01 to 2018-05 in PDIS's
# archive of Join: 87 came to 4 % of the goal, 26 of them passed.
FITTED = Weights(base=1.6265, far=-0.5342, need=-0.8487)
WATCH_CHANCE = 0.75
ACT_CHANCE = 0.85
ENOUGH = 0.04  # of the goal; below, the pace of a day says nothing yet
HORIZON = 20.0  # open days; no pace is believed to last longer
COUNT_FLOOR = 0.002  # of the goal, added so that no logarithm is of nothing
PACE_FLOOR = 0.0004  # of the goal a day, added likewise
LAST_MOMENT = 0.05  # open days; with less to go, as if this were left
# How long it took, over what the straight line says: the quartiles, in the same data.
SOONER, LATER = 0.52, 2.74


class Level(IntEnum):
    """What is worth telling."""

    NONE = 0
    WATCH = 1
    ACT = 2


class Reason(StrEnum):
    """Why that is the level."""

    UNSEEN = "unseen"  # no look yet
    REACHED = "reached"  # 成案: no longer a matter of chance
    OVER = "over"  # its time is over
    TOO_FEW = "too-few"
    UNLIKELY = "unlikely"
    LIKELY = "likely"
    NEARLY_SURE = "nearly-sure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What to expect of a petition, as of its last look."""

    level: Level
    reason: Reason
    chance: float  # 0 to 1; of those that look like this, so many pass
    pace_per_day: float
    reach_from: date | None = None  # Taipei; None: not before its end
    reach_to: date | None = None


@dataclass(frozen=True, slots=True)
class Signs:
    """What the chance depends on; the benchmark fits it to these."""

    far: float  # ln(goal / count)
    need: float  # ln(pace that is needed / pace there is)


def judge(course: Course, weights: Weights = FITTED) -> Outlook:
    """Judge a petition by its looks so far."""
    settled = _settled(course)
    if settled is not None:
        chance = float(settled is Reason.REACHED)
        return Outlook(level=Level.NONE, reason=settled, chance=chance, pace_per_day=course.pace)
    chance = chance_of(signs_of(course), weights)
    reach_from, reach_to = _reaching(course)
    level, reason = _level(chance)
    return Outlook(
        level=level,
        reason=reason,
        chance=chance,
        pace_per_day=course.pace,
        reach_from=reach_from,
        reach_to=reach_to,
    )


def chance_of(signs: Signs, weights: Weights = FITTED) -> float:
    """Return the chance, 0 to 1."""
    odds = weights.base + weights.far * signs.far + weights.need * signs.need
    return 1 / (1 + math.exp(-odds)) if odds >= 0 else math.exp(odds) / (1 + math.exp(odds))


def signs_of(course: Course) -> Signs:
    """Return the signs of a petition that is below its goal."""
    share = course.count / course.terms.goal
    days = min(max(course.days_left, LAST_MOMENT), HORIZON)
    needed = (1 - share) / days
    return Signs(far=-math.log(share + COUNT_FLOOR), need=math.log(needed / _pace_share(course)))


def worth_judging(course: Course) -> bool:
    """Whether a petition's fate is open and it has endorsements enough to be judged."""
    return _settled(course) is None


def _settled(course: Course) -> Reason | None:
    if course.last is None:
        return Reason.UNSEEN
    if course.count >= course.terms.goal:
        return Reason.REACHED
    if course.last.at >= course.terms.due:
        return Reason.OVER
    if course.count < ENOUGH * course.terms.goal:
        return Reason.TOO_FEW
    return None


def _level(chance: float) -> tuple[Level, Reason]:
    if chance >= ACT_CHANCE:
        return Level.ACT, Reason.NEARLY_SURE
    if chance >= WATCH_CHANCE:
        return Level.WATCH, Reason.LIKELY
    return Level.NONE, Reason.UNLIKELY


def _pace_share(course: Course) -> float:
    return course.pace / course.terms.goal + PACE_FLOOR


def _reaching(course: Course) -> tuple[date, date] | tuple[None, None]:
    """Return between which days the goal is probably reached, if before the end."""
    if course.last is None:
        return None, None
    straight = (1 - course.count / course.terms.goal) / _pace_share(course)
    first = _moment(course, course.last.at, straight * SOONER)
    if first >= course.terms.due:
        return None, None
    last = min(_moment(course, course.last.at, straight * LATER), course.terms.due)
    return taipei_date(first), taipei_date(last)


def _moment(course: Course, at: datetime, days: float) -> datetime:
    return course.terms.after_open_days(at, min(days, 2 * max(course.days_left, 1.0)))
