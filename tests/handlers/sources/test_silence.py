"""A feed that answers and says nothing new: reported once, in words that one can act on."""

from datetime import timedelta

from bot.sources.feeds.client import open_feeds
from handlers.shared.source_state import is_stale
from handlers.sources.commands.reporting import report_silence
from tests.handlers.sources.test_feeds import NINE, look_later, source, switched_on
from tests.support.feed_server import FeedServer, item, rss
from tests.support.source_server import Answer
from tests.support.world import World

HOUR = timedelta(hours=1)


def told(world: World, name: str = "管管") -> list[str]:
    """What somebody was told of sources, by title and text."""
    report_silence(world.database.unit_of_work, now=world.clock.now())
    world.assistant.drain()
    cards = [card for card in world.heard_privately(name) if card.alt.endswith("來源沒有進來")]
    return [f"{card.title}：{card.items[0].text}" for card in cards]


def test_a_feed_that_does_not_change_is_told_of_once_and_again_after_it_spoke(
    world: World, feeds: FeedServer
) -> None:
    # Given a feed that says something every hour
    items = [item(n, f"第 {n} 則", NINE - n * HOUR) for n in range(40)]
    feeds.shows("/rss", *items)
    source_id = switched_on(world, f"{feeds.base}/rss")
    world.assistant.look_at_feeds()
    assert told(world) == []
    # When it answers as before, and says nothing new for a working day
    for _ in range(3):
        look_later(world, hours=1.4)
        assert not is_stale(source(world, source_id), now=world.clock.now())
    look_later(world, hours=1)
    assert is_stale(source(world, source_id), now=world.clock.now())
    # Then 國發會 hears of it once, and the list says why
    assert told(world) == ["「測試新聞」沒有進來：12/7（一）09:00 起，連得上，但比平常久沒有新的"]
    look_later(world, hours=1)
    assert len(told(world)) == 1
    listed = world.direct("管管").says("來源")
    assert listed is not None
    assert "RSS，12/7（一）09:00 後沒有進來；連得上，但比平常久沒有新的" in listed.items[0].text
    # And it may be told of again once it spoke
    feeds.shows("/rss", item(99, "回來了", world.clock.now()), *items)
    look_later(world, hours=1)
    assert not is_stale(source(world, source_id), now=world.clock.now())
    assert len(told(world)) == 1
    assert source(world, source_id).stale_told_at is None


def test_an_agencys_own_feed_that_fails_is_told_to_its_officer(
    world: World, feeds: FeedServer
) -> None:
    del feeds
    says = world.direct("林若晴").says
    assert says("確認新增來源 本部新聞 https://news.example/rss") is not None
    world.clock.advance(3 * HOUR)
    assert told(world, "林若晴") == ["「本部新聞」沒有進來：12/7（一）10:00 起"]
    assert told(world, "管管") == []


def test_a_feed_that_lost_its_moments_says_so_and_counts_nothing_twice(
    world: World, feeds: FeedServer
) -> None:
    feeds.shows("/rss", *(item(n, f"第 {n} 則", NINE - n * HOUR) for n in range(12)))
    source_id = switched_on(world, f"{feeds.base}/rss")
    world.assistant.look_at_feeds()
    feeds.answers("/rss", Answer(body=rss(*(item(n, f"第 {n} 則") for n in range(12)))))
    look_later(world, minutes=31)
    assert source(world, source_id).trouble == "undated"
    look_later(world, minutes=31)  # unchanged
    assert source(world, source_id).trouble == "undated"
    listed = world.direct("管管").says("來源")
    assert listed is not None
    assert "現在貼文沒有時間，只能算讀到的時間" in listed.items[0].text
    with world.looking() as uow:
        assert len(uow.sources.moments_of(source_id, 99)) == 12


def test_only_who_keeps_what_is_everybodys_adds_a_feed_of_the_operators_own(world: World) -> None:
    own = "http://127.0.0.1:8000/rss"
    refused, asked = (world.direct(who).says(f"新增來源 內部 {own}") for who in ("林若晴", "管管"))
    assert refused is not None
    assert "這個網址不能讀" in refused.body
    assert asked is not None
    assert asked.facts[0].value == own
    assert not open_feeds().is_ours(own)


def test_both_spans_may_be_set_within_bounds(world: World) -> None:
    says = world.direct("管管").says
    bodies = [
        card.body if (card := says(text)) is not None else ""
        for text in (
            "輿情設定",
            "輿情設定 讀取 1分鐘到10分鐘",
            "輿情設定 彙整 90秒",
            "輿情設定 彙整 1小時",
            "輿情設定 讀取 30分鐘到2分鐘",
            "輿情設定 快一點",
        )
    ]
    assert "2 分鐘到 30 分鐘一次" in bodies[0]
    assert "先彙整 5 分鐘再說" in bodies[0]
    assert "1 分鐘到 10 分鐘一次" in bodies[1]
    assert "先彙整 90 秒再說" in bodies[2]
    assert all("超出範圍" in body for body in bodies[3:])
    refused = world.direct("林若晴").says("輿情設定 彙整 1分鐘")
    assert refused is not None
    assert "國發會" in refused.body
