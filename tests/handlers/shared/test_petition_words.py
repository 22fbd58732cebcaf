"""A petition in one line: what is not known is left out."""

from dataclasses import replace
from datetime import timedelta

from handlers.shared.petition_words import petition_line
from storage.records.petitions import TYPED, CountSpan, Petition
from tests.support.world import moment

NOON = moment("2026-12-07 12:00:00")
DAY = timedelta(days=1)
BARE = Petition(join_id="x", added_at=NOON)
KNOWN = replace(
    BARE,
    endorse_count=3180,
    counted_at=NOON,
    count_source="提案頁",
    closes_at=moment("2026-12-26 00:00:00"),
)


def span(count: int, first: str, last: str) -> CountSpan:
    return CountSpan(
        join_id="x", first_at=moment(first), last_at=moment(last), count=count, source="提案頁"
    )


SPANS = (
    span(2500, "2026-12-05 20:00:00", "2026-12-06 02:00:00"),
    span(3140, "2026-12-06 20:00:00", "2026-12-06 20:00:00"),
    span(3180, "2026-12-07 08:00:00", "2026-12-07 12:00:00"),
)


def test_count_pace_and_days_left() -> None:
    assert petition_line(KNOWN, SPANS, now=NOON) == "3,180 份，昨天 +640，剩 19 天"


def test_what_is_not_known_is_left_out() -> None:
    assert petition_line(BARE, (), now=NOON) == ""
    assert petition_line(replace(KNOWN, closes_at=None), SPANS[1:], now=NOON) == "3,180 份"


def test_it_passed_it_ended_it_was_typed_it_fell() -> None:
    passed = replace(KNOWN, passed_at=moment("2026-12-06 00:00:00"))
    assert petition_line(passed, (), now=NOON) == "3,180 份，12/6（日）成案，剩 19 天"
    assert petition_line(KNOWN, (), now=NOON + 30 * DAY) == "3,180 份，附議已截止"
    typed = replace(KNOWN, count_source=TYPED)
    assert petition_line(typed, (), now=NOON) == "3,180 份（輸入，待 Join 確認），剩 19 天"
    fell = (SPANS[0], replace(SPANS[1], count=2490))
    assert petition_line(KNOWN, fell, now=NOON) == "3,180 份，昨天 -10，剩 19 天"


def test_old_data_says_so_and_so_does_a_page_that_is_gone() -> None:
    old = petition_line(KNOWN, (), now=NOON + 14 * timedelta(hours=1))
    assert old == "3,180 份，剩 18 天，資料停在 12/7（一）12:00"
    unseen = petition_line(KNOWN, SPANS, now=NOON + 2 * DAY)  # nobody looked yesterday
    assert unseen == "3,180 份，剩 17 天，資料停在 12/7（一）12:00"
    gone = replace(KNOWN, vanished_at=NOON)
    assert petition_line(gone, (), now=NOON).endswith("12/7（一）12:00 起 Join 上看不到這一頁")
