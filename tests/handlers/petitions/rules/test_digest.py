"""What is worth a line in the week's digest, and when it is the hour."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.digest import (
    WEEK,
    Entry,
    grown_in_week,
    in_order,
    is_the_hour,
    week_of,
)
from handlers.shared.work_calendar import BASE
from storage.records.petitions import CountSpan

TAIPEI = ZoneInfo("Asia/Taipei")
NOW = datetime(2026, 12, 14, 9, tzinfo=TAIPEI)
STILL = Entry(
    join_id="1",
    count=300,
    grown=0,
    goal=5000,
    chance=0.1,
    is_new=False,
    days_left=30,
    is_assigned=False,
)


def span(days_ago: float, count: int) -> CountSpan:
    at = NOW - timedelta(days=days_ago)
    return CountSpan(join_id="1", first_at=at, last_at=at, count=count, source="提案頁")


@pytest.mark.parametrize(
    ("entry", "worth"),
    [
        (STILL, False),
        (replace(STILL, grown=50), True),
        (replace(STILL, grown=-50), True),  # falling counts are news too
        (replace(STILL, grown=49), False),
        (replace(STILL, is_new=True, count=3), True),
        (replace(STILL, days_left=6), True),
        (replace(STILL, days_left=6, count=12), False),  # a guess about next to nothing
        (replace(STILL, days_left=6, count=12, is_assigned=True), True),
    ],
)
def test_what_is_worth_a_line(entry: Entry, *, worth: bool) -> None:
    assert entry.is_worth_it is worth


def test_the_agencys_own_come_first_then_the_likeliest() -> None:
    own = replace(STILL, join_id="own", grown=60, is_assigned=True)
    likely = replace(STILL, join_id="likely", grown=60, chance=0.8)
    fast = replace(STILL, join_id="fast", grown=90)
    assert [one.join_id for one in in_order([fast, STILL, likely, own])] == [
        "own",
        "likely",
        "fast",
    ]


@pytest.mark.parametrize(
    ("spans", "opened_days_ago", "grown"),
    [
        ((), 30, None),
        ((span(9, 100), span(8, 150), span(1, 260)), 30, 110),
        ((span(3, 100), span(1, 260)), 30, 160),  # watched for three days: at least so many
        ((span(3, 100), span(1, 260)), 4, 260),  # all of it came this week
        ((span(0.5, 100),), 30, None),
    ],
)
def test_how_many_came_in_a_week(
    spans: tuple[CountSpan, ...], opened_days_ago: int, grown: int | None
) -> None:
    opened_at = NOW - timedelta(days=opened_days_ago)
    assert grown_in_week(spans, opened_at=opened_at, now=NOW) == grown


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001  # made aware below
def test_in_a_week_there_is_one_day_for_it_at_most(naive: datetime) -> None:
    now = naive.replace(tzinfo=TAIPEI)
    monday = now.date() - timedelta(days=now.weekday())
    days = (
        datetime.combine(monday + timedelta(days=n), datetime.min.time(), TAIPEI) for n in range(7)
    )
    hours = [at + timedelta(hours=10) for at in days]
    found = [at.date() for at in hours if is_the_hour(BASE, now=at)]
    assert len(found) <= 1
    assert all(BASE.is_workday(day) for day in found)
    if any(BASE.is_workday(at.date()) for at in hours):
        assert found
    assert len({week_of(at) for at in hours}) == 1


def test_the_new_years_week_is_one_week() -> None:
    thursday = datetime.combine(date(2026, 12, 31), NOW.time(), TAIPEI)
    assert week_of(thursday) == week_of(thursday + timedelta(days=1)) == "2026-W53"
    assert week_of(thursday + WEEK) == "2027-W01"
