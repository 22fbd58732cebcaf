"""How talk spreads over the hours of a day and the days of a week, learnt from all topics. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from handlers.shared.roc_date import TAIPEI

SUNDAY = 6  # as `date.weekday` counts
FIRM = 10.0  # posts that every hour and every day is believed to have had before anything is known
# What is believed before anything was counted: quiet nights, busy days, busier evenings. Rough on
# purpose and soon outweighed; days of the week begin equal.
HOURS = (0.8, 0.5, 0.3, 0.2, 0.2, 0.2, 0.4, 0.8) + (1.2,) * 12 + (1.4,) * 3 + (1.1,)
DAYS = (1.0,) * 7


class DaysOff(Protocol):
    """Says on which days offices are closed."""

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        ...


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the week: hour 0-23, day 0-6 (Monday first)."""

    hour: int
    day: int


def slot_of(moment: datetime, calendar: DaysOff | None = None) -> Slot:
    """Return where in Taiwan's week a moment lies; with a calendar days off count as Sundays.

    A Saturday that is worked on stays a Saturday: people work, the forums do not know.
    """
    local = moment.astimezone(TAIPEI)
    weekday = local.weekday()
    off = calendar is not None and weekday < SUNDAY and not calendar.is_workday(local.date())
    return Slot(local.hour, SUNDAY if off and weekday < SUNDAY - 1 else weekday)


@dataclass(slots=True)
class _Share:
    """What was counted and what was expected, part by part of a day or of a week."""

    counted: list[float]
    expected: list[float]

    @classmethod
    def begin(cls, shape: Sequence[float]) -> "_Share":
        return cls([FIRM * part for part in shape], [FIRM] * len(shape))

    def factor(self, part: int) -> float:
        """Return how many times the mean that part has."""
        ratios = [c / e for c, e in zip(self.counted, self.expected, strict=True)]
        return ratios[part] * len(ratios) / sum(ratios)

    def learn(self, part: int, counted: float, expected: float) -> None:
        self.counted[part] += counted
        self.expected[part] += expected


@dataclass(slots=True)
class Season:
    """The week's profile of all topics together, so that a new topic has one from its first hour.

    What is learnt in a slot holds from the next slot on: all topics of one hour are judged alike.
    """

    hours: _Share = field(default_factory=lambda: _Share.begin(HOURS))
    days: _Share = field(default_factory=lambda: _Share.begin(DAYS))
    _slot: Slot | None = None
    _by_hour: float = 1.0
    _by_day: float = 1.0

    def factor(self, slot: Slot) -> float:
        """Return how many times its mean a topic is talked about in that slot."""
        if slot != self._slot:
            self._slot = slot
            self._by_hour, self._by_day = self.hours.factor(slot.hour), self.days.factor(slot.day)
        return self._by_hour * self._by_day

    def learn(self, slot: Slot, counted: float, level: float) -> None:
        """Take in what was counted in a slot; `level` is what an average slot would have had."""
        self.factor(slot)
        self.hours.learn(slot.hour, counted / self._by_day, level)
        self.days.learn(slot.day, counted / self._by_hour, level)
