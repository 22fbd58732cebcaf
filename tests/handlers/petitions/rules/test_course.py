"""The pace of a petition, however it was looked at."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.petitions.rules.course import PACES, Course, Look
from tests.handlers.petitions.rules.petitions import GOAL, START, course, day, terms

COUNTS = st.integers(0, 20_000)
QUARTERS = st.integers(0, 70 * 96).map(lambda quarter: quarter / 96)
LOOKS = st.lists(st.tuples(QUARTERS, COUNTS), min_size=1, max_size=40)


def test_a_steady_petition_has_its_steady_pace() -> None:
    steady = course(*((step / 4, 25 * step) for step in range(1, 60)))
    assert steady.pace == pytest.approx(100)


def test_a_petition_that_slows_down_is_slower_today_than_over_the_week() -> None:
    slowing = course((0.25, 700), (5, 1000), (6, 1010))
    assert 10 < slowing.pace < 150


def test_what_was_first_seen_late_came_in_evenly_since_the_start() -> None:
    assert course((20, 2000)).pace == pytest.approx(100)


def test_what_came_within_minutes_is_not_taken_for_a_pace_of_thousands() -> None:
    assert course((0.01, 100)).pace <= 400


def test_of_two_looks_at_one_moment_the_later_holds() -> None:
    twice = course((1, 100), (2, 300), (2, 200))
    assert (twice.count, twice.pace) == (200, course((1, 100), (2, 200)).pace)


def test_a_look_from_before_the_last_one_changes_nothing() -> None:
    before = course((1, 100), (2, 200))
    assert before.seen(Look(day(1.5), 5000)) == before


def test_a_count_that_fell_is_believed_and_gives_no_pace_below_nothing() -> None:
    fallen = course((1, 1000), (10, 2000), (10.25, 1200))
    assert fallen.count == 1200
    assert course((1, 1000), (10, 1000), (20, 200)).pace >= 0


def test_nothing_seen_is_nothing_known() -> None:
    nothing = Course(terms())
    assert (nothing.count, nothing.pace, nothing.days_left) == (0, 0.0, 60.0)


def test_in_a_pause_the_clock_stands_still() -> None:
    paused = terms(pause=(10, 70))
    before = course((8, 800), (10, 1000), on=paused)
    after = before.seen(Look(day(40), 1000)).seen(Look(day(70), 1000))
    assert after.pace == pytest.approx(before.pace)
    assert after.days_left == pytest.approx(before.days_left) == pytest.approx(50)


def test_days_ahead_leap_over_pauses_also_where_they_overlap() -> None:
    paused = terms(pause=(10, 20))
    assert paused.after_open_days(day(9), 2) == day(21)
    assert paused.open_days(day(21), day(9)) == pytest.approx(-2)
    overlapping = type(paused)(
        start=START,
        due=day(80),
        goal=GOAL,
        pauses=((day(10), day(20)), (day(15), day(25)), (day(12), day(14))),
    )
    assert overlapping.open_days(day(9), day(26)) == pytest.approx(2)
    assert overlapping.after_open_days(day(9), 2) == day(26)


@given(looks=LOOKS)
def test_only_the_last_week_is_kept_and_nothing_else_is_needed(
    looks: list[tuple[float, int]],
) -> None:
    ordered = sorted(looks)
    seen = course(*ordered)
    ages = [point.age for point in seen.recent]
    assert all(before < after for before, after in pairwise(ages))
    assert sum(age < ages[-1] - max(PACES) for age in ages) <= 1
    assert seen.pace == pytest.approx(slow_pace(ordered))


@given(looks=LOOKS, paused=st.none() | st.tuples(st.floats(0, 40), st.floats(0, 20)))
def test_of_many_looks_only_the_last_are_gone_through(
    looks: list[tuple[float, int]], paused: tuple[float, float] | None
) -> None:
    on = terms(pause=(paused[0], sum(paused)) if paused else None)
    one_by_one = Course(on)
    for at, count in sorted(looks, key=lambda look: look[0]):
        one_by_one = one_by_one.seen(Look(day(at), count))
    assert course(*looks, on=on) == one_by_one


def slow_pace(looks: list[tuple[float, int]]) -> float:
    """The pace from all looks, as the method says it."""
    counts = dict(looks)  # of two at one moment the later
    counts = {0.0: 0} | counts  # what was seen at the very start was there at the start
    if looks[-1][0] == 0:
        return looks[-1][1] / 0.25
    points = sorted(counts.items())
    now_at, now = points[-1]
    paces: list[float] = []
    for days in PACES:
        then = max(0.0, now_at - days)
        left = max(point for point in points if point[0] <= then)
        right = min((point for point in points if point[0] > then), default=left)
        part = (then - left[0]) / (right[0] - left[0]) if right != left else 0.0
        paces.append(
            max(0.0, now - left[1] - part * (right[1] - left[1])) / max(now_at - then, 0.25)
        )
    return sum(paces) / len(PACES)
