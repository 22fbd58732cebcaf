"""The working-time clock: pure, and checked with any moment and any length of time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.requests.rules.office_hours import (
    CLOSES,
    OPENS,
    WORKDAY,
    add_office_time,
    office_time_between,
    opening_of,
    read_patience,
    show_office_time,
)
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import BASE, WorkCalendar
from tests.support.world import moment

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2027, 10, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)
SPANS = st.timedeltas(timedelta(seconds=1), timedelta(hours=60))


@given(MOMENTS, SPANS)
def test_what_was_added_is_what_lies_between(start: datetime, span: timedelta) -> None:
    end = add_office_time(start, span, BASE)
    assert office_time_between(start, end, BASE) == span


@given(MOMENTS, SPANS)
def test_it_ends_in_office_hours_of_a_working_day(start: datetime, span: timedelta) -> None:
    end = add_office_time(start, span, BASE).astimezone(TAIPEI)
    assert end >= start
    assert BASE.is_workday(end.date())
    assert OPENS < end.time() <= CLOSES


@given(MOMENTS, SPANS, SPANS)
def test_longer_waits_end_later_and_steps_add_up(
    start: datetime, first: timedelta, second: timedelta
) -> None:
    middle = add_office_time(start, first, BASE)
    assert add_office_time(middle, second, BASE) == add_office_time(start, first + second, BASE)
    assert add_office_time(start, first + second, BASE) > middle


@given(MOMENTS, MOMENTS, MOMENTS)
def test_time_between_adds_up_and_is_never_negative(a: datetime, b: datetime, c: datetime) -> None:
    first, second, third = sorted((a, b, c))
    parts = office_time_between(first, second, BASE) + office_time_between(second, third, BASE)
    assert office_time_between(first, third, BASE) == parts
    assert office_time_between(third, first, BASE) == timedelta() or third == first


@pytest.mark.parametrize(
    ("start", "span", "end"),
    [
        ("2026-12-07 10:00:00", WORKDAY, "2026-12-08 10:00:00"),
        ("2026-12-07 20:00:00", WORKDAY, "2026-12-08 17:30:00"),  # the whole next day
        ("2026-12-11 16:00:00", WORKDAY, "2026-12-14 16:00:00"),  # over a weekend
        ("2026-12-24 16:00:00", timedelta(hours=3), "2026-12-28 10:00:00"),  # 行憲紀念日
        ("2027-02-03 17:00:00", timedelta(hours=1), "2027-02-11 09:00:00"),  # 春節
        ("2026-12-06 09:00:00", timedelta(hours=1), "2026-12-07 09:30:00"),  # a Sunday
    ],
)
def test_only_office_hours_count(start: str, span: timedelta, end: str) -> None:
    assert add_office_time(moment(start), span, BASE) == moment(end)


def test_a_day_on_which_a_county_stays_home_does_not_count() -> None:
    typhoon = WorkCalendar(overrides={date(2026, 12, 8): False})
    got = add_office_time(moment("2026-12-07 10:00:00"), WORKDAY, typhoon)
    assert got == moment("2026-12-09 10:00:00")
    assert opening_of(date(2026, 12, 8), typhoon) == moment("2026-12-09 08:30:00")
    assert taipei_date(opening_of(date(2026, 12, 8), BASE)) == date(2026, 12, 8)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        (None, WORKDAY),
        ("", WORKDAY),
        ("1", WORKDAY),
        ("0.5", WORKDAY / 2),
        ("2天", WORKDAY * 2),
        ("4h", timedelta(hours=4)),
        ("0", WORKDAY),
        ("很久", WORKDAY),
    ],
)
def test_the_setting_is_read_and_nonsense_is_the_usual(text: str | None, span: timedelta) -> None:
    assert read_patience(text) == span


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(hours=3), "3 小時"),
        (timedelta(minutes=90), "1.5 小時"),
        (WORKDAY, "1 個工作天"),
        (WORKDAY * 2.5, "2.5 個工作天"),
    ],
)
def test_lengths_are_shown_as_people_say_them(span: timedelta, shown: str) -> None:
    assert show_office_time(span) == shown
