"""How often a feed is looked at: within bounds whatever it does."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.shared.opinion_pace import Looks
from handlers.sources.rules.pacing import (
    FIRST_RETRY,
    LONGEST_RETRY,
    UNKNOWN,
    draw,
    first_pace,
    interval,
    next_pace,
    retry_in,
)

SHORTEST, LONGEST = Looks().shortest, Looks().longest
NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(st.none() | st.floats(0, 1e9), st.integers(0, 500), st.floats(0, 1e6), st.booleans())
def test_no_history_leads_beyond_the_bounds(
    pace: float | None,
    new: int,
    seconds: float,
    all_new: bool,  # noqa: FBT001  # Hypothesis gives it by name
) -> None:
    paced = next_pace(pace, new, timedelta(seconds=seconds))
    assert paced >= 0
    assert SHORTEST <= interval(paced, all_new=all_new) <= LONGEST


@given(st.integers(0, 10_000), st.none() | st.integers(0, 86_400))
def test_a_failing_source_is_left_alone_for_as_long_as_it_asks_and_no_shorter_than_before(
    failures: int, asked: int | None
) -> None:
    wait = retry_in(failures, asked)
    assert timedelta(seconds=asked or 0) <= wait
    assert FIRST_RETRY <= wait <= max(LONGEST_RETRY, timedelta(seconds=asked or 0))
    assert wait <= retry_in(failures + 1, asked)


def test_examples() -> None:
    assert interval(None) == UNKNOWN
    assert interval(1) == timedelta(minutes=15)
    assert interval(0) == LONGEST
    assert interval(60) == SHORTEST
    assert interval(1, all_new=True) == timedelta(minutes=7.5)
    assert first_pace([]) is None
    assert first_pace([NOW, NOW]) is None
    assert first_pace([NOW, NOW - HOUR, NOW - 2 * HOUR]) == 1


def test_a_feed_that_falls_silent_is_looked_at_less_within_a_day() -> None:
    pace = 20.0
    for _ in range(96):
        pace = next_pace(pace, 0, timedelta(minutes=15))
    assert pace < 2
    assert interval(pace) > interval(20)


@given(st.integers(1, 10_000), st.integers(0, 10_000))
def test_feeds_that_began_together_drift_apart_within_the_bounds(source: int, turn: int) -> None:
    drawn = draw(source, turn)
    assert 0 <= drawn <= 1
    assert draw(source + 1, turn) != drawn
    assert draw(source, turn + 1) != drawn
    assert timedelta(minutes=13.4) < interval(1, drawn=drawn) <= timedelta(minutes=15)
    assert interval(60, drawn=drawn) == SHORTEST
