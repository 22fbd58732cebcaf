"""The working days of one county: base, imported official calendar, closures; and why.

A later source wins: the base (`workdays`), the official calendar of imported years, then 停班.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from handlers.shared.workdays import (
    CHECKED_YEARS,
    Overrides,
    add_workdays,
    base_name,
    is_workday,
    subtract_workdays,
    workdays_between,
)
from storage.records.calendar import DEFAULT_COUNTY, CalendarEntries


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkCalendar:
    """A value: the same questions get the same answers. Make one with `work_calendar`."""

    county: str = DEFAULT_COUNTY
    overrides: Overrides = field(default_factory=dict[date, bool])  # for reading dates, too
    names: Mapping[date, str] = field(default_factory=dict[date, str])  # why, where not the base's
    years: frozenset[int] = CHECKED_YEARS  # whose days off are certain

    def is_workday(self, day: date) -> bool:
        """Say whether offices work on `day`."""
        return is_workday(day, self.overrides)

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day`, which is not counted."""
        return add_workdays(day, count, self.overrides)

    def before(self, day: date, count: int) -> date:
        """Return the `count`-th working day before `day`, which is not counted."""
        return subtract_workdays(day, count, self.overrides)

    def between(self, start: date, end: date) -> int:
        """Count the working days after `start` up to and including `end`; negative if earlier."""
        return workdays_between(start, end, self.overrides)

    def last_workday(self, day: date) -> date:
        """Return `day`, or the working day before it when it is a day off."""
        return day if self.is_workday(day) else self.before(day, 1)

    def first_workday(self, day: date) -> date:
        """Return `day`, or the working day after it when it is a day off."""
        return day if self.is_workday(day) else self.after(day, 1)

    def why_off(self, day: date) -> str:
        """Return why `day` is a day off: 「春節」, 「週六」, 「停班（臺北市）颱風」; else ""."""
        if self.is_workday(day):
            return ""
        return self.names.get(day) or base_name(day) or "放假"

    def is_certain(self, day: date) -> bool:
        """Whether the year's days off are those of an official calendar."""
        return day.year in self.years


BASE = WorkCalendar()


@lru_cache(maxsize=64)
def work_calendar(entries: CalendarEntries, county: str = DEFAULT_COUNTY) -> WorkCalendar:
    """Put the calendar of a county together; made once for each version of the entries."""
    overrides = {day.on: day.working for day in entries.days.values()}
    names = {day.on: day.remark for day in entries.days.values() if day.remark}
    for closure in entries.closures:
        if closure.county == county and is_workday(closure.on, overrides):
            overrides[closure.on] = False
            names[closure.on] = f"停班（{county}）{closure.reason}"
    return WorkCalendar(
        county=county,
        overrides=overrides,
        names=names,
        years=CHECKED_YEARS | entries.years,
    )


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Return every day from `first` to `last`, both included; none when `last` is earlier."""
    return tuple(first + timedelta(days=step) for step in range((last - first).days + 1))
