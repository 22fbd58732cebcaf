"""Working days against the official calendar."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.workdays import add_workdays, base_name, is_workday, workdays_between

VECTORS = [
    ("2019-01-18", 10, "2019-01-31"),  # the next day was a working Saturday
    ("2019-02-01", 7, "2019-02-19"),
    ("2019-02-12", 10, "2019-02-25"),
    ("2019-10-07", 10, "2019-10-23"),
    ("2025-01-24", 10, "2025-02-13"),
    ("2026-02-13", 10, "2026-03-09"),
    ("2026-09-24", 7, "2026-10-07"),
]


@pytest.mark.parametrize(("start", "count", "due"), VECTORS, ids=[v[0] for v in VECTORS])
def test_the_known_dates_come_out(start: str, count: int, due: str) -> None:
    first, last = date.fromisoformat(start), date.fromisoformat(due)
    assert add_workdays(first, count) == last
    assert workdays_between(first, last) == count


def test_every_day_of_the_official_calendars_agrees(shared_folder: Path) -> None:
    differing: list[str] = []
    for path in sorted((shared_folder / "domain/calendar").glob("*.csv")):
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "big5")
        rows = [row for row in csv.reader(text.splitlines()) if row and row[0].isdigit()]
        assert len(rows) >= 365, path.name
        for row in rows:
            day = date(int(row[0][:4]), int(row[0][4:6]), int(row[0][6:]))
            if is_workday(day) != (row[2] == "0"):
                differing.append(f"{day} {row[3]}")
    assert differing == []


def test_what_the_office_announced_wins() -> None:
    closed, working_saturday = date(2026, 12, 9), date(2026, 12, 12)
    overrides = {closed: False, working_saturday: True}
    assert not is_workday(closed, overrides)
    assert is_workday(working_saturday, overrides)
    assert workdays_between(date(2026, 12, 8), date(2026, 12, 12), overrides) == 3


def test_a_deadline_that_passed_counts_backwards() -> None:
    assert workdays_between(date(2026, 12, 8), date(2026, 12, 4)) == -2


def test_no_working_days_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_workdays(date(2026, 12, 8), -1)


@given(st.dates(date(2017, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_adding_and_counting_agree(start: date, count: int) -> None:
    due = add_workdays(start, count)
    assert workdays_between(start, due) == count
    assert count == 0 or is_workday(due)
    assert due - start >= timedelta(days=count)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2027, 2, 4), "小年夜"),
        (date(2027, 2, 5), "農曆除夕"),
        (date(2026, 2, 15), "小年夜"),
        (date(2025, 1, 28), "農曆除夕"),  # before the law of 2025 there was no such day off
        (date(2025, 1, 29), "春節"),
    ],
)
def test_the_days_before_the_new_year_have_their_own_names(day: date, name: str) -> None:
    assert base_name(day) == name
