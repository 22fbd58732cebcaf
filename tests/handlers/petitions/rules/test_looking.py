"""When to look next: rarely while little happens, often near a threshold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.looking import (
    LONGEST,
    SHORTEST,
    Waiting,
    lists_of,
    next_look_at,
    next_look_in,
    pace_per_hour,
    retry_in,
    sooner,
    thresholds_of,
)
from storage.records.petitions import CountSpan, Petition

NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MARKS = (1000, 2500, 5000)


def petition(**fields: object) -> Petition:
    usual: dict[str, object] = {"closes_at": NOON + 20 * DAY, "opened_at": NOON - 40 * DAY}
    return Petition(join_id="x", added_at=NOON, **(usual | fields))  # type: ignore[arg-type]  # by name


def span(count: int, first: float, last: float) -> CountSpan:
    """A count, seen from so many hours before noon until so many."""
    first_at, last_at = NOON - first * HOUR, NOON - last * HOUR
    return CountSpan(join_id="x", first_at=first_at, last_at=last_at, count=count, source="提案頁")


@pytest.mark.parametrize(
    ("count", "pace", "minutes"),
    [
        (100, 0, 360),
        (100, 10, 360),  # 1,000 is 90 hours away
        (899, 0, 360),
        (900, 0, 15),  # near
        (999, 0, 15),
        (1000, 0, 360),  # reached; 2,500 is far
        (1000, 300, 150),  # 2,500 in five hours: half of them
        (1000, 250, 180),
        (1000, 249, 360),
        (4500, 0, 15),
        (100, 100_000, 15),
        (5000, 0, 360),
        (9000, 10_000, 360),  # nothing ahead
    ],
)
def test_the_wait_depends_on_count_and_pace(count: int, pace: float, minutes: int) -> None:
    assert next_look_in(count, pace, MARKS) == timedelta(minutes=minutes)


@given(st.integers(0, 50_000), st.floats(0, 1e6), st.lists(st.integers(0, 50_000)))
def test_no_wait_is_longer_than_six_hours_or_shorter_than_fifteen_minutes(
    count: int, pace: float, thresholds: list[int]
) -> None:
    wait = next_look_in(count, pace, thresholds)
    assert SHORTEST <= wait <= LONGEST
    ahead = [one for one in thresholds if one > count]
    if ahead and wait > SHORTEST:  # the threshold is not reached before the next look
        assert count + pace * (wait / HOUR) <= min(ahead)


def test_the_pace_is_that_of_the_busiest_hours() -> None:
    opened_at = NOON - 40 * DAY
    slow = [span(0, 60, 30), span(100, 30, 20), span(340, 0, 0)]
    assert pace_per_hour(slow, opened_at=opened_at, now=NOON) == 40  # 240 in 6 hours
    assert pace_per_hour([], opened_at=opened_at, now=NOON) == 0
    assert pace_per_hour([span(50, 60, 0)], opened_at=opened_at, now=NOON) == 0


def test_what_opened_today_began_at_nothing() -> None:
    assert pace_per_hour([span(800, 0, 0)], opened_at=NOON - 2 * HOUR, now=NOON) == 400
    assert pace_per_hour([span(800, 0, 0)], opened_at=NOON - 40 * DAY, now=NOON) == 0
    assert pace_per_hour([span(800, 0, 0)], opened_at=None, now=NOON) == 0


def test_a_falling_count_has_no_pace() -> None:
    fell = [span(900, 30, 10), span(800, 0, 0)]
    assert pace_per_hour(fell, opened_at=None, now=NOON) == 0


def test_the_wait_of_a_petition_uses_its_own_goal() -> None:
    waiting = Waiting(marks=(1000,), usual_goal=5000, now=NOON)

    def wait(**fields: object) -> timedelta:
        return waiting.of_petition(petition(counted_at=NOON, **fields), ())

    assert wait(endorse_count=4600) == SHORTEST  # the goal is not told: the usual one
    assert wait(endorse_count=4600, goal_count=6000) == LONGEST
    assert wait(endorse_count=None) == LONGEST
    assert thresholds_of(petition(), marks=(2500, 1000), usual_goal=None) == (1000, 2500)


@pytest.mark.parametrize(
    ("fields", "has_case", "hours"),
    [
        ({}, False, 6),
        ({"closes_at": NOON + HOUR}, False, 1),  # not after the end
        ({"closes_at": NOON}, False, 0.25),  # once more after the end
        ({"closes_at": NOON, "counted_at": NOON}, False, None),
        ({"closes_at": NOON, "counted_at": NOON}, True, 24),
        ({"closes_at": NOON - DAY, "passed_at": NOON - 9 * DAY}, False, 24),
        ({"closes_at": NOON - DAY, "goal_count": 9, "endorse_count": 9}, False, 24),
        ({"closes_at": NOON - 300 * DAY, "passed_at": NOON - 310 * DAY}, True, None),
        ({"closes_at": None}, False, 6),
        ({"closes_at": None, "added_at": NOON - 91 * DAY}, False, None),
        ({"closes_at": None, "added_at": NOON - 91 * DAY}, True, 6),
        ({"vanished_at": NOON - DAY, "endorse_count": 700}, False, 24),
        ({"vanished_at": NOON}, False, None),  # a mistyped link
        ({"vanished_at": NOON}, True, 24),
        ({"vanished_at": NOON - 31 * DAY}, True, None),
    ],
)
def test_how_long_a_petition_is_followed(
    fields: dict[str, object], *, has_case: bool, hours: float | None
) -> None:
    fields = {"added_at": NOON} | fields
    one = Petition(join_id="x", **({"closes_at": NOON + 20 * DAY} | fields))  # type: ignore[arg-type]  # by name
    expected = None if hours is None else NOON + hours * HOUR
    assert next_look_at(one, LONGEST, has_case=has_case, now=NOON) == expected


def test_a_look_only_moves_forward_and_what_is_not_followed_stays_so() -> None:
    one = petition(next_look_at=NOON)
    assert sooner(one, NOON + HOUR) == one
    assert sooner(one, NOON - HOUR).next_look_at == NOON - HOUR
    assert sooner(petition(), NOON).next_look_at is None


def test_join_is_left_alone_for_longer_each_time() -> None:
    waits = [retry_in(n) / timedelta(minutes=1) for n in range(1, 8)]
    assert waits == [2, 4, 8, 16, 30, 30, 30]


def test_in_spring_the_open_data_of_two_years_is_looked_at() -> None:
    assert lists_of(NOON) == (("提案列表", None), ("開放資料 2026", 2026))
    new_year = datetime(2026, 12, 31, 17, tzinfo=UTC)  # in Taipei
    assert [year for _, year in lists_of(new_year)] == [None, 2026, 2027]
