"""Working days (工作天) of Taiwan's government offices.

Base: `holidays.TW`, which agrees with the official calendar (DGPA) on every day of 2017 to 2027,
make-up working days included. `overrides` says it otherwise for single days: an imported
official calendar, a typhoon closure; True is a working day.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

import holidays

Overrides = Mapping[date, bool]
NO_OVERRIDES: Overrides = MappingProxyType({})
ONE_DAY = timedelta(days=1)
NEW_YEARS_EVE = "農曆除夕"
DAY_BEFORE_EVE = "小年夜"  # a day off since 2026 (紀念日及節日實施條例)
SATURDAY = 5
CHECKED_YEARS = frozenset(range(2017, 2028))  # the base was compared with the official calendar
WEEKDAYS = "一二三四五六日"


@lru_cache(maxsize=64)
def _special_days(year: int) -> tuple[Mapping[date, str], frozenset[date]]:
    """Return the days off with their names, and the make-up working days of a year.

    One calendar object a year: the package fills years in lazily, and threads share this.
    """
    calendar = holidays.country_holidays("TW", years=year, language="zh_TW")
    names = {day: _name(day, calendar) for day in calendar}
    return names, frozenset(calendar.weekend_workdays)


def _name(day: date, calendar: Mapping[date, str]) -> str:
    """Return a day's name; the package calls both days before the new year 農曆除夕."""
    named = calendar[day]
    is_before = named == NEW_YEARS_EVE and calendar.get(day + ONE_DAY) == NEW_YEARS_EVE
    return DAY_BEFORE_EVE if is_before else named


def is_workday(day: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Say whether government offices work on `day`."""
    if day in overrides:
        return overrides[day]
    days_off, make_up_days = _special_days(day.year)
    if day.weekday() >= SATURDAY:
        return day in make_up_days
    return day not in days_off


def add_workdays(start: date, count: int, overrides: Overrides = NO_OVERRIDES) -> date:
    """Return the `count`-th working day after `start`; `start` itself is not counted.

    `count` must not be negative; 0 returns `start`.
    """
    if count < 0:
        message = "count must not be negative"
        raise ValueError(message)
    day = start
    while count:
        day += ONE_DAY
        count -= is_workday(day, overrides)
    return day


def subtract_workdays(end: date, count: int, overrides: Overrides = NO_OVERRIDES) -> date:
    """Return the `count`-th working day before `end`; `end` itself is not counted.

    `count` must not be negative; 0 returns `end`.
    """
    if count < 0:
        message = "count must not be negative"
        raise ValueError(message)
    day = end
    while count:
        day -= ONE_DAY
        count -= is_workday(day, overrides)
    return day


def base_name(day: date) -> str:
    """Return why the base calendar makes `day` a day off, 「春節」, 「週六」; "" for any other."""
    named = _special_days(day.year)[0].get(day)
    if named is not None:
        return named
    return f"週{WEEKDAYS[day.weekday()]}" if day.weekday() >= SATURDAY else ""


def workdays_between(start: date, end: date, overrides: Overrides = NO_OVERRIDES) -> int:
    """Count the working days after `start` up to and including `end`.

    The number that cards show as 「還有 N 個工作天」. Negative when `end` lies before `start`.
    """
    if end < start:
        return -workdays_between(end, start, overrides)
    span = (end - start).days
    return sum(is_workday(start + ONE_DAY * step, overrides) for step in range(1, span + 1))
