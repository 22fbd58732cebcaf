from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.months import last_day, months_after

DAYS = st.dates(date(1912, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    ("day", "count", "later"),
    [
        ("2016-12-29", 2, "2017-02-28"),
        ("2019-12-31", 2, "2020-02-29"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-01-31", -2, "2025-11-30"),
        ("2026-12-07", 12, "2027-12-07"),
        ("2026-12-07", 0, "2026-12-07"),
    ],
)
def test_known_steps(day: str, count: int, later: str) -> None:
    assert months_after(date.fromisoformat(day), count) == date.fromisoformat(later)


@given(DAYS, st.integers(-40, 40))
def test_the_month_is_right_and_the_day_is_kept_or_the_last(day: date, count: int) -> None:
    moved = months_after(day, count)
    assert (moved.year - day.year) * 12 + moved.month - day.month == count
    assert moved.day == min(day.day, last_day(moved).day)


@given(DAYS)
def test_after_the_last_day_comes_a_first(day: date) -> None:
    assert (last_day(day) + timedelta(days=1)).day == 1
    assert last_day(day).replace(day=1) == day.replace(day=1)
