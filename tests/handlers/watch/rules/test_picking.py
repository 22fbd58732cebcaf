"""Three posts stand for many; nothing rude or personal is shown."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from handlers.watch.rules.chart import BARS, LETTERS, SPAN, bars_of, draw
from handlers.watch.rules.matching import Hit
from handlers.watch.rules.picking import around, gently, representatives
from storage.records.posts import Post

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def post(number: int, *, story: int = 0, source: int = 1, replies: int = 0, text: str = "") -> Post:
    return Post(
        id=number,
        source_id=source,
        external_id=str(number),
        text=text or f"第{number}則 健保卡換發",
        posted_at=NOW + timedelta(minutes=number),
        received_at=NOW + timedelta(hours=1),
        story_id=story or number,
        reply_count=replies,
    )


def test_the_central_the_earliest_and_the_most_discussed_stand_for_all() -> None:
    posts = [
        post(1, source=2),
        *(post(n, story=5, source=n) for n in (5, 6, 7)),
        post(8, source=9, replies=80),
        post(9, source=2),
    ]
    central, earliest, discussed = representatives(posts)
    assert central.story_id == 5
    assert earliest.id == 1
    assert discussed.id == 8


def test_what_is_rude_is_not_chosen_for_being_early_or_discussed() -> None:
    posts = [
        post(1, text="智障政策 健保卡", replies=99),
        *(post(n, story=5) for n in (5, 6)),
        post(7),
    ]
    assert 1 not in {one.id for one in representatives(posts)}


def test_abuse_numbers_addresses_and_links_are_left_out() -> None:
    said = "王八蛋！打0912-345-678或A123456789、a.b@example.tw，見 https://x.tw/1"
    shown = gently(said)
    for gone in ("王八蛋", "0912", "A1234", "example", "x.tw"):
        assert gone not in shown


@given(st.text(max_size=300), st.integers(0, 299))
def test_what_stands_around_a_keyword_is_one_short_line(text: str, place: int) -> None:
    line = around(text, [Hit(min(place, len(text)), len(text), "")])
    assert line
    assert "\n" not in line
    assert len(line) <= 50


@given(st.lists(st.integers(0, 14 * 24 * 60 - 1), max_size=60))
def test_a_chart_counts_every_post_and_draws_only_letters_of_its_font(minutes: list[int]) -> None:
    bars = bars_of([NOW - timedelta(minutes=one) for one in minutes], NOW, timedelta(hours=6))
    assert len(bars.counts) == BARS
    assert sum(bars.counts) == len(minutes)
    tree = ET.fromstring(draw(bars))  # noqa: S314  # our own
    words = "".join(tree.itertext())
    assert set(words) <= set(LETTERS)
    assert timedelta(days=14) == SPAN
