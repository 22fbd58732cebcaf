"""What comes again and again: 「每月20日」, 「每週一三五下午三點」, 「每季第一個工作天」.

A day that falls on a day off stays where it is; who reminds decides when to say so. Only
「工作天」 counts working days. 「31日」 is the last day of a month that is shorter. 「隔週五」 and
「每三週的週一」 count their weeks from the day on which they begin, which is kept with them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from types import MappingProxyType

from typing_extensions import override

from handlers.shared.date_values import ROC_EPOCH, WEEKDAYS
from handlers.shared.months import last_day, months_after
from handlers.shared.work_calendar import WorkCalendar

LAST = -1
MOST_PERIODS = 400  # more than any repeat waits: 400 days, or 4 years of fifth Mondays
ONE_DAY = timedelta(days=1)
WEEK_COUNTS = MappingProxyType({2: "兩", 3: "三", 4: "四"})  # of 「每兩週」


class Every(StrEnum):
    """The period in which it comes."""

    DAY = "天"
    WORKDAY = "個工作天"
    WEEK = "週"
    MONTH = "月"
    QUARTER = "季"
    YEAR = "年"


class Counted(StrEnum):
    """What `ordinals` count in a month or a quarter."""

    DAYS = "日"
    WORKDAYS = "工作天"
    WEEKDAYS = "週"  # the one in `weekdays`


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """When something comes again; `str` writes it so that it can be read again."""

    every: Every
    weekdays: tuple[int, ...] = ()  # 0 is Monday; in their order
    ordinals: tuple[int, ...] = ()  # days of the month, or the how-manieth; -1 is the last
    counted: Counted = Counted.DAYS
    month: int = 0  # of a year
    at: time | None = None  # Taipei; None: no hour was given
    weeks: int = 1  # 2 is every second week
    since: date | None = None  # its first day, from which those weeks are counted

    def begun(self, day: date, calendar: WorkCalendar) -> "Repeat":
        """Return it with the first day after `day` as its beginning, where it needs one."""
        if self.weeks == 1 or self.since is not None:
            return self
        return replace(self, since=self.next_after(day, calendar))

    def next_after(self, day: date, calendar: WorkCalendar) -> date:
        """Return the first day after `day` (both Taipei) on which it comes."""
        if self.since is not None:
            day = max(day, self.since - ONE_DAY)
        for start in self._periods(day):
            for on in sorted(self._days_in(start, calendar)):
                if on > day:
                    return on
        message = f"{self} never comes"
        raise ValueError(message)

    @override
    def __str__(self) -> str:
        """「每月20日 15:00」."""
        return f"每{self._period()}{f' {self.at:%H:%M}' if self.at else ''}"

    def _period(self) -> str:
        if self.every is Every.WEEK:
            return self._of_week()
        if self.every is Every.YEAR:
            return f"年{self.month}月{self.ordinals[0]}日"
        if self.every in {Every.DAY, Every.WORKDAY}:
            return self.every
        return f"{self.every}{self._ordinals()}"

    def _of_week(self) -> str:
        days = f"週{'、'.join(WEEKDAYS[day] for day in self.weekdays)}"
        if self.weeks == 1:
            return days
        since = self.since
        begins = f"（{since.year - ROC_EPOCH}/{since:%m/%d}起）" if since else ""
        return f"{WEEK_COUNTS[self.weeks]}週的{days}{begins}"

    def _ordinals(self) -> str:
        if self.counted is Counted.DAYS and self.every is Every.MONTH and self.ordinals[0] > 0:
            return "、".join(f"{ordinal}日" for ordinal in self.ordinals)
        first = self.ordinals[0]
        which = "最後一" if first == LAST else f"第{first}"
        if self.counted is Counted.DAYS:
            return f"{which}天"
        named = "工作天" if self.counted is Counted.WORKDAYS else f"週{WEEKDAYS[self.weekdays[0]]}"
        return f"{which}個{named}"

    def _periods(self, day: date) -> Iterator[date]:
        """Go through the first days of the periods, from the one that holds `day`."""
        if self.every in {Every.DAY, Every.WORKDAY}:
            yield from (day + ONE_DAY * step for step in range(MOST_PERIODS))
        elif self.every is Every.WEEK:
            monday = day - ONE_DAY * day.weekday()
            since = self.since or monday
            weeks = self.weeks if self.since else 1  # the first of all is the coming one
            passed = (monday - since + ONE_DAY * since.weekday()).days // 7
            first = monday + timedelta(weeks=-passed % weeks)
            yield from (first, first + timedelta(weeks=weeks))
        else:
            months = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}[self.every]
            first = day.replace(day=1, month=(day.month - 1) // months * months + 1)
            yield from (months_after(first, months * step) for step in range(MOST_PERIODS // 8))

    def _days_in(self, start: date, calendar: WorkCalendar) -> Iterator[date]:
        if self.every is Every.DAY or (self.every is Every.WORKDAY and calendar.is_workday(start)):
            yield start
        elif self.every is Every.WEEK:
            yield from (start + ONE_DAY * weekday for weekday in self.weekdays)
        elif self.every is Every.YEAR:
            yield _day_of(start.replace(month=self.month), self.ordinals[0])
        elif self.every in {Every.MONTH, Every.QUARTER}:
            days = self._counted_days(start, calendar)
            for ordinal in self.ordinals:
                yield from self._the(ordinal, days)

    def _the(self, ordinal: int, days: tuple[date, ...]) -> Iterator[date]:
        if ordinal == LAST:
            yield days[-1]
        elif ordinal <= len(days):
            yield days[ordinal - 1]
        elif self.counted is Counted.DAYS:
            yield days[-1]

    def _counted_days(self, start: date, calendar: WorkCalendar) -> tuple[date, ...]:
        months = 1 if self.every is Every.MONTH else 3
        end = last_day(months_after(start, months - 1))
        days = tuple(start + ONE_DAY * step for step in range((end - start).days + 1))
        if self.counted is Counted.WORKDAYS:
            return tuple(day for day in days if calendar.is_workday(day))
        if self.counted is Counted.WEEKDAYS:
            return tuple(day for day in days if day.weekday() == self.weekdays[0])
        return days


def _day_of(first: date, day: int) -> date:
    return first.replace(day=min(day, last_day(first).day))
