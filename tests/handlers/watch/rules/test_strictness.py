"""What people answer moves both bars, and a topic put away goes on as if it had not been."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.season import Season, slot_of
from handlers.watch.rules.state import (
    LEAST_STRICT,
    MOST_STRICT,
    read_season,
    read_topic,
    write_season,
    write_topic,
)
from handlers.watch.rules.volume import HOUR, Player, replay
from storage.records.watching import WatchHour

START = datetime(2027, 3, 1, tzinfo=UTC)
FORTNIGHT = [10, *([2] * 330)]  # posts by the hour: ten are the most


@pytest.mark.parametrize(
    ("posts", "rings_at"),
    [
        (8, set[int]()),
        (9, {LEAST_STRICT}),
        (12, {LEAST_STRICT, 0}),
        (16, {LEAST_STRICT, 0, MOST_STRICT}),
    ],
)
def test_a_high_must_be_the_higher_the_stricter_a_topic_is(posts: int, rings_at: set[int]) -> None:
    for strictness in (LEAST_STRICT, 0, MOST_STRICT):
        high = read_topic("", strictness)[0].high
        assert [count for count in FORTNIGHT if high.add(count)] == []
        count = 3 * posts - 2 - 2  # the mean of three hours is looked at
        assert high.would(count) == high.add(count) == (strictness in rings_at)


SLOW_RISE = [2] * 24 * 10 + [5] * 48


def first_burst(strictness: int) -> int:
    """Return in which hour of a slow rise 異常升溫 is told; its end when it is not."""
    topic, season = read_topic("", strictness)[0], Season()
    for hour, count in enumerate(SLOW_RISE):
        at = START + hour * HOUR
        if AlarmKind.BURST in topic.observe(at, count, slot_of(at), season):
            return hour
    return len(SLOW_RISE)


def test_a_burst_is_told_the_later_the_stricter_a_topic_is() -> None:
    soon, usual, late = map(first_burst, (LEAST_STRICT, 0, MOST_STRICT))
    assert soon <= usual <= late
    assert soon < late


def test_an_answer_moves_the_bars_of_a_topic_that_was_put_away() -> None:
    text = write_topic(*read_topic("", MOST_STRICT))
    for strictness in (LEAST_STRICT, 0, MOST_STRICT):
        kept, new = read_topic(text, strictness)[0], read_topic("", strictness)[0]
        assert (kept.burst.bar, kept.high.part) == (new.burst.bar, new.high.part)


def play(
    counts: Sequence[int], cuts: Sequence[int], strictness: int
) -> tuple[list[tuple[datetime, AlarmKind]], str, str]:
    """Play counts, in pieces: between two all is written down and read again."""
    hours = {
        START + n * HOUR: WatchHour(
            at=START + n * HOUR,
            post_count=count,
            story_count=count,
            author_count=count,
            voice_count=count,
        )
        for n, count in enumerate(counts)
    }
    text, season = "", Season()
    rang: list[tuple[datetime, AlarmKind]] = []
    edges = [0, *sorted(cut for cut in set(cuts) if 0 < cut < len(counts)), len(counts)]
    for begin, end in pairwise(edges):
        player = Player(*read_topic(text, strictness), counts[:begin])
        span = (START + begin * HOUR, START + end * HOUR)
        rang += replay(player, hours, span, season, None)
        text = write_topic(player.topic, player.course)
        season = read_season(write_season(season))
    return rang, text, write_season(season)


@settings(max_examples=20)
@given(
    st.lists(st.sampled_from([0, 1, 2, 3, 5, 9, 40]), min_size=60, max_size=150),
    st.lists(st.integers(1, 199), max_size=5),
    st.integers(LEAST_STRICT, MOST_STRICT),
)
def test_a_past_played_in_pieces_is_as_played_at_once(
    counts: list[int], cuts: list[int], strictness: int
) -> None:
    assert play(counts, cuts, strictness) == play(counts, [], strictness)


def test_pieces_and_the_whole_ring_alike_where_there_is_something_to_tell() -> None:
    counts = [2] * 24 * 15 + [30] * 20 + [2] * 24 * 4
    whole = play(counts, [], 0)
    assert play(counts, list(range(7, len(counts), 7)), 0) == whole
    assert {kind for _, kind in whole[0]} >= {AlarmKind.BURST, AlarmKind.HIGH}
