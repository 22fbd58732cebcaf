"""Posts become hours: a story is new once, an author speaks once an hour."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.volume import HOUR, events_of, hours_of, usual_day
from storage.records.watching import PostHit, WatchHour

NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)


def hit(post_id: int, story: int, author: str, minutes: int) -> PostHit:
    return PostHit(
        subscription_id=1,
        post_id=post_id,
        source_id=1,
        story_id=story,
        author_key=author,
        at=NOON + timedelta(minutes=minutes),
    )


HITS = st.lists(
    st.builds(
        hit,
        st.integers(1, 10**6),
        st.integers(1, 6),
        st.sampled_from(["", "甲", "乙", "丙"]),
        st.integers(-6000, 600),
    ),
    max_size=40,
)


def test_a_copy_is_a_post_but_no_voice_and_one_author_is_one() -> None:
    hits = [hit(1, 1, "甲", -90), hit(2, 1, "乙", 5), hit(3, 3, "丙", 6), hit(4, 4, "丙", 7)]
    (hour,) = hours_of(hits, NOON).values()
    assert hour == WatchHour(at=NOON, post_count=3, story_count=3, author_count=2, voice_count=1)


def test_a_story_is_new_again_after_three_days() -> None:
    hits = [hit(1, 1, "甲", -73 * 60), hit(2, 1, "乙", 5)]
    assert hours_of(hits, NOON)[NOON].voice_count == 1


@given(HITS, st.randoms())
def test_the_order_in_which_posts_come_in_does_not_matter(
    hits: list[PostHit], drawn: Random
) -> None:
    shuffled = list(hits)
    drawn.shuffle(shuffled)
    hours = hours_of(hits, NOON - 10 * HOUR)
    assert hours_of(shuffled, NOON - 10 * HOUR) == hours
    for hour in hours.values():
        assert hour.voice_count <= hour.author_count <= hour.post_count
        assert hour.story_count <= hour.post_count


def test_one_event_is_one_card_in_a_replay() -> None:
    burst, high, decline = AlarmKind.BURST, AlarmKind.HIGH, AlarmKind.DECLINE
    rang = [(NOON, burst), (NOON + HOUR, high), (NOON + 30 * HOUR, high), (NOON, decline)]
    assert events_of(rang) == [NOON, NOON + 30 * HOUR]


def test_a_usual_day_is_the_middle_one() -> None:
    counts = (2, 3, 90, 3, 2)
    hours = [
        WatchHour(
            at=NOON - timedelta(days=day, hours=1),
            post_count=count,
            story_count=1,
            author_count=1,
            voice_count=1,
        )
        for day, count in enumerate(counts)
    ]
    assert usual_day(hours, NOON - timedelta(days=5), NOON) == 3
