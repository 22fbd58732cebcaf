"""Base calendar, imported year, closures: which wins, and why a day is off."""

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.official_calendar import read_official_year
from handlers.shared.work_calendar import BASE, WorkCalendar, days_between, work_calendar
from handlers.shared.workdays import add_workdays, is_workday, subtract_workdays
from storage.records.calendar import CalendarEntries, OfficialDay
from tests.handlers.shared.days import closure, entries, on
from tests.handlers.shared.test_workdays import VECTORS

DAYS = st.dates(date(2017, 1, 1), date(2027, 12, 31))


@pytest.fixture(scope="module")
def imported(shared_folder: Path) -> WorkCalendar:
    days: list[OfficialDay] = []
    for path in sorted((shared_folder / "domain/calendar").glob("*.csv")):
        rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
        days += read_official_year([(i, tuple(row)) for i, row in enumerate(rows, 1)]).days
    return work_calendar(CalendarEntries(version=1, days={day.on: day for day in days}))


@pytest.mark.parametrize(("start", "count", "due"), VECTORS, ids=[v[0] for v in VECTORS])
def test_the_known_dates_come_out_of_the_official_calendar(
    imported: WorkCalendar, start: str, count: int, due: str
) -> None:
    assert imported.after(on(start), count) == on(due)
    assert imported.between(on(start), on(due)) == count


def test_the_official_remark_is_the_reason(imported: WorkCalendar) -> None:
    assert imported.why_off(on("2026-02-15")) == "小年夜"
    assert imported.why_off(on("2026-02-14")) == "週六"
    assert imported.why_off(on("2019-01-19")) == ""
    assert imported.why_off(on("2019-02-08")) == "調整放假"


def test_an_imported_day_wins_over_the_base() -> None:
    added = OfficialDay(on=on("2026-12-09"), working=False, remark="補假")
    calendar = work_calendar(entries(added))
    assert (calendar.is_workday(added.on), calendar.why_off(added.on)) == (False, "補假")
    assert BASE.is_workday(added.on)


def test_a_closure_counts_in_its_county_only() -> None:
    known = entries(closures=(closure("2026-12-09", reason="颱風"),))
    here, elsewhere = work_calendar(known), work_calendar(known, "花蓮縣")
    assert here.why_off(on("2026-12-09")) == "停班（臺北市）颱風"
    assert elsewhere.is_workday(on("2026-12-09"))
    assert here.last_workday(on("2026-12-09")) == on("2026-12-08")
    assert here.first_workday(on("2026-12-09")) == on("2026-12-10")


def test_a_closure_on_a_day_off_changes_nothing() -> None:
    calendar = work_calendar(entries(closures=(closure("2026-12-12"),)))
    assert calendar.why_off(on("2026-12-12")) == "週六"


def test_a_closure_on_a_working_saturday_closes_it() -> None:
    calendar = work_calendar(entries(closures=(closure("2019-02-23"),)))
    assert not calendar.is_workday(on("2019-02-23"))


def test_a_year_is_certain_once_it_is_imported() -> None:
    assert BASE.is_certain(on("2027-12-31"))
    assert not BASE.is_certain(on("2028-01-01"))
    calendar = work_calendar(entries(OfficialDay(on=on("2028-01-01"), working=False)))
    assert calendar.is_certain(on("2028-06-01"))


def test_the_same_entries_make_the_same_calendar() -> None:
    known = entries(closures=(closure("2026-12-09"),))
    assert work_calendar(known) is work_calendar(known)


@given(DAYS, st.integers(1, 60))
def test_forth_and_back_is_where_one_was(day: date, count: int) -> None:
    start = BASE.first_workday(day)
    assert subtract_workdays(add_workdays(start, count), count) == start
    assert BASE.between(BASE.before(start, count), start) == count


@given(DAYS)
def test_a_day_is_off_exactly_when_there_is_a_reason(day: date) -> None:
    assert (BASE.why_off(day) == "") == is_workday(day)


def test_days_between() -> None:
    assert days_between(on("2026-12-31"), on("2027-01-01")) == (on("2026-12-31"), on("2027-01-01"))
    assert days_between(on("2027-01-01"), on("2026-12-31")) == ()


def test_no_working_days_before_a_negative_count() -> None:
    with pytest.raises(ValueError, match="negative"):
        subtract_workdays(on("2026-12-08"), -1)
