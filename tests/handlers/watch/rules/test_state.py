"""A topic written down between two hours goes on as if it had stayed in memory."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.detectors import BURST_BAR
from handlers.watch.rules.phase import Course
from handlers.watch.rules.season import Season
from handlers.watch.rules.state import (
    LEAST_STRICT,
    MOST_STRICT,
    judged,
    read_season,
    read_topic,
    write_season,
    write_topic,
)
from handlers.watch.rules.topic import Topic
from handlers.watch.rules.volume import HOUR, Player

BEGAN = datetime(2026, 11, 2, 0, 0, tzinfo=UTC)
COUNTS = st.lists(st.integers(0, 40), min_size=60, max_size=120)


@given(COUNTS, st.integers(0, 59))
def test_writing_and_reading_between_any_two_hours_changes_nothing(
    counts: list[int], cut: int
) -> None:
    kept, written = Player(Topic(HOUR), Course()), Player(Topic(HOUR), Course())
    seasons = [Season(), Season()]
    for place, count in enumerate(counts):
        at = BEGAN + timedelta(hours=place)
        if place == cut:
            topic, course = read_topic(write_topic(written.topic, written.course))
            written = Player(topic, course, counts[max(0, place - 23) : place])
            seasons[1] = read_season(write_season(seasons[1]))
        said = [p.hour(at, count, s, None) for p, s in zip((kept, written), seasons, strict=True)]
        assert said[0] == said[1]
    assert kept.topic == written.topic
    assert kept.course == written.course


def test_answers_move_a_topics_bar_within_bounds() -> None:
    strict = 0
    for _ in range(9):
        strict = judged(strict, useful=False)
    assert strict == MOST_STRICT
    assert read_topic("", strict)[0].burst.bar > BURST_BAR
    for _ in range(9):
        strict = judged(strict, useful=True)
    assert strict == LEAST_STRICT
    assert 0 < read_topic("", strict)[0].burst.bar < BURST_BAR
