"""The official CSV: one whole year, or nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.tables import read_table
from handlers.shared.official_calendar import CalendarRefusedError, Line, read_official_year
from handlers.shared.work_calendar import days_between
from handlers.shared.workdays import WEEKDAYS, is_workday

HEADER = (1, ("西元日期", "星期", "是否放假", "備註"))


def whole(year: int) -> list[Line]:
    """A year as the base calendar has it."""
    days = days_between(date(year, 1, 1), date(year, 12, 31))
    return [HEADER, *(row(number, day) for number, day in enumerate(days, start=2))]


def row(number: int, day: date, flag: str = "", remark: str = "") -> Line:
    working = "0" if is_workday(day) else "2"
    return number, (f"{day:%Y%m%d}", WEEKDAYS[day.weekday()], flag or working, remark)


def day_of(cells: tuple[str, ...]) -> date:
    return date.fromisoformat(cells[0])


@pytest.mark.parametrize("year", [2019, 2020, 2025, 2026, 2027])
def test_the_official_files_are_read_whole(shared_folder: Path, year: int) -> None:
    data = (shared_folder / f"domain/calendar/dgpa_{year}.csv").read_bytes()
    found = read_official_year(read_table(data, "dgpa.csv").rows)
    assert (found.year, found.days[0].on, found.days[-1].on) == (
        year,
        date(year, 1, 1),
        date(year, 12, 31),
    )
    assert found.text.endswith("與內建的相同")
    big5 = data.decode("utf-8-sig").encode("big5")
    assert read_official_year(read_table(big5, "dgpa.csv").rows) == found


def test_what_differs_from_the_base_is_told() -> None:
    lines = whole(2026)
    lines[1 + 342] = row(344, date(2026, 12, 9), flag="2", remark="補假")
    found = read_official_year(lines)
    assert "12/09 放假，以匯入的為準" in found.text
    assert found.days[342].remark == "補假"


BAD: list[tuple[str, Callable[[list[Line]], list[Line]], str]] = [
    ("empty", lambda _: [], "第一列"),
    ("header only", lambda lines: lines[:1], "沒有任何一天"),
    ("no header", lambda lines: lines[1:], "第一列"),
    ("google's file", lambda _: [(1, ("Subject", "Start Date"))], "第一列"),
    ("a day missing", lambda lines: lines[:-1], "365 天，檔案裡有 364 天"),
    ("a day twice", lambda lines: [*lines, lines[-1]], "366 天"),
    ("one twice, one missing", lambda lines: [*lines[:-1], lines[-2]], "重複"),
    (
        "no day off",
        lambda lines: [HEADER, *(row(n, day_of(c), "0") for n, c in lines[1:])],
        "只有 0 天放假",
    ),
    ("two years", lambda lines: [*lines, *whole(2027)[1:]], "2026、2027"),
    ("another flag", lambda lines: [*lines[:-1], row(366, date(2026, 12, 31), flag="1")], "0 或 2"),
    ("no such day", lambda lines: [*lines[:-1], (366, ("20260230", "一", "0"))], "第 366 列"),
    ("wrong weekday", lambda lines: [*lines[:-1], (366, ("20261231", "一", "0"))], "星期一"),
    ("no weekday", lambda lines: [*lines[:-1], (366, ("20261231",))], "第 366 列"),
    ("a date with dashes", lambda lines: [*lines[:-1], (366, ("2026-12-31", "四", "0"))], "看不懂"),
    (
        "full-width digits",
        lambda lines: [*lines[:-1], (366, ("２０２６１２３１", "四", "0"))],
        "看不懂",
    ),
]


@pytest.mark.parametrize(("_name", "spoil", "reason"), BAD, ids=[b[0] for b in BAD])
def test_anything_else_is_refused_with_one_sentence(
    _name: str, spoil: Callable[[list[Line]], list[Line]], reason: str
) -> None:
    with pytest.raises(CalendarRefusedError, match=reason) as caught:
        read_official_year(spoil(whole(2026)))
    assert "\n" not in caught.value.message
    assert "沒有匯入" in caught.value.message


def test_a_leap_year_has_a_day_more() -> None:
    assert len(read_official_year(whole(2024)).days) == 366
    with pytest.raises(CalendarRefusedError, match="366 天"):
        read_official_year([line for line in whole(2024) if line[1][0] != "20240229"])


@given(
    st.lists(st.tuples(st.integers(1, 400), st.lists(st.text(max_size=9), max_size=5).map(tuple)))
)
def test_no_file_does_anything_but_be_read_or_refused(lines: list[Line]) -> None:
    with pytest.raises(CalendarRefusedError):
        read_official_year([HEADER, *lines])
