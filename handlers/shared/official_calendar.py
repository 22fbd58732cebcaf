"""The official calendar (行政院人事行政總處 辦公日曆表) as its CSV says it. Pure.

Header 「西元日期,星期,是否放假,備註」, rows like 「20190119,六,0,調整上班」; 0 is a working day,
2 a day off. One whole year, each day once, or nothing is taken over.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.errors import UserError
from handlers.shared.work_calendar import BASE, days_between
from handlers.shared.workdays import WEEKDAYS
from storage.records.calendar import OfficialDay

HEADER = ("西元日期", "星期", "是否放假")
_FLAGS = {"0": True, "2": False}
_DATE = re.compile(r"\d{8}")
_WEEKENDS = 104  # days; a year with fewer days off is no official one
_SHOWN = 8  # differing days that the operator is told by name

Line = tuple[int, tuple[str, ...]]  # number in the file, cells


class CalendarRefusedError(UserError):
    """The file is not one whole official year; nothing was taken over."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"{reason}，行事曆沒有匯入",
            hint="請用「政府行政機關辦公日曆表」一年份的 CSV，不是 Google 行事曆專用的那一份",
        )


@dataclass(frozen=True, slots=True)
class OfficialYear:
    """Every day of one year."""

    year: int
    days: tuple[OfficialDay, ...]

    @property
    def text(self) -> str:
        """What the operator reads after the import."""
        off = sum(not day.working for day in self.days)
        line = f"已匯入 {self.year} 年行事曆：{len(self.days)} 天，放假 {off} 天"
        differing = [day for day in self.days if day.working != BASE.is_workday(day.on)]
        if not differing:
            return f"{line}；與內建的相同"
        named = "、".join(
            f"{day.on:%m/%d} {'上班' if day.working else '放假'}" for day in differing[:_SHOWN]
        )
        more = " 等" if len(differing) > _SHOWN else ""
        return f"{line}；與內建的不同 {len(differing)} 天：{named}{more}，以匯入的為準"


def read_official_year(lines: Sequence[Line]) -> OfficialYear:
    """Read the rows of the file.

    Raises CalendarRefusedError.
    """
    if not lines or lines[0][1][: len(HEADER)] != HEADER:
        raise CalendarRefusedError(f"第一列不是「{'、'.join(HEADER)}」")
    days = [_read_day(number, cells) for number, cells in lines[1:]]
    years = sorted({day.on.year for day in days})
    if len(years) != 1:
        named = "、".join(map(str, years))
        raise CalendarRefusedError(f"要正好一年，檔案裡有 {named} 年" if years else "沒有任何一天")
    year = years[0]
    expected = days_between(date(year, 1, 1), date(year, 12, 31))
    if len(days) != len(expected):
        raise CalendarRefusedError(f"{year} 年要有 {len(expected)} 天，檔案裡有 {len(days)} 天")
    if sorted(day.on for day in days) != list(expected):
        raise CalendarRefusedError(f"{year} 年有的日期重複、有的日期沒有")
    off = sum(not day.working for day in days)
    if off < _WEEKENDS:
        raise CalendarRefusedError(f"{year} 年只有 {off} 天放假，連週末都不夠")
    return OfficialYear(year, tuple(sorted(days, key=lambda day: day.on)))


def _read_day(number: int, cells: tuple[str, ...]) -> OfficialDay:
    written, weekday, flag, remark = (*cells, "", "", "", "")[:4]
    try:
        on = date.fromisoformat(written) if _DATE.fullmatch(written) else None
    except ValueError:
        on = None
    if on is None:
        raise CalendarRefusedError(f"第 {number} 列的日期「{written[:20]}」看不懂")
    if weekday != WEEKDAYS[on.weekday()]:
        raise CalendarRefusedError(f"第 {number} 列的 {written} 不是星期{weekday[:5]}")
    if flag not in _FLAGS:
        raise CalendarRefusedError(f"第 {number} 列的「是否放假」只能是 0 或 2，不是「{flag[:5]}」")
    return OfficialDay(on=on, working=_FLAGS[flag], remark=remark)
