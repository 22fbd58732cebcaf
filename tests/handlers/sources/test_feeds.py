"""Looking at feeds: often enough, not too often, one process at a time, and never inside."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sources.feeds.client import open_feeds
from handlers.shared.opinion_pace import USUAL_LOOKS
from handlers.shared.source_state import stale_sources
from handlers.sources.jobs import LEASE, PAUSE, Feeder
from storage.records.posts import Post, Source, SourceKind
from tests.support.feed_server import FeedServer, item
from tests.support.source_server import Answer
from tests.support.world import World, moment

NINE = moment("2026-12-07 09:00:00")


def switched_on(world: World, url: str, name: str = "測試新聞") -> int:
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        source_id = uow.posts.add_source(
            Source(kind=SourceKind.FEED, name=name, url=url, added_at=now, next_look_at=now)
        )
        uow.commit()
    return source_id


def source(world: World, source_id: int) -> Source:
    with world.looking() as uow:
        found = uow.sources.find(source_id)
    assert found is not None
    return found


def posts(world: World) -> list[Post]:
    with world.looking() as uow:
        found = uow.posts.named(range(1, 100))
    return sorted(found, key=lambda post: (post.posted_at, post.id))


def look_later(world: World, **step: float) -> bool:
    world.clock.advance(timedelta(**step))
    return world.assistant.look_at_feeds()


def test_news_become_posts_once(world: World, feeds: FeedServer) -> None:
    feeds.shows("/rss", item(1, "健保卡換發", NINE, "排隊三小時"), item(2, "沒有時間的"))
    source_id = switched_on(world, f"{feeds.base}/rss")
    assert world.assistant.look_at_feeds()
    first, second = posts(world)
    assert (first.title, first.text, first.posted_at) == ("健保卡換發", "排隊三小時", NINE)
    assert second.posted_at == world.clock.now()  # it came in now
    assert first.source_id == source_id
    assert not world.assistant.look_at_feeds()  # not so soon
    feeds.shows("/rss", item(3, "又一則", NINE), item(1, "健保卡換發", NINE))
    assert look_later(world, minutes=31)
    assert [post.external_id for post in posts(world)] == ["n1", "n3", "n2"]


def test_what_did_not_change_is_not_sent_again(world: World, feeds: FeedServer) -> None:
    feeds.shows("/rss", item(1, "甲", NINE))
    source_id = switched_on(world, f"{feeds.base}/rss")
    world.assistant.look_at_feeds()
    assert look_later(world, minutes=31)
    etag = source(world, source_id).etag
    asked = {name.lower(): value for name, value in feeds.asked[1].headers.items()}
    assert asked["if-none-match"] == etag != ""
    assert source(world, source_id).last_ok_at == world.clock.now()


def test_a_busy_feed_is_looked_at_often_and_a_quiet_one_seldom(
    world: World, feeds: FeedServer
) -> None:
    minutes = timedelta(minutes=1)
    feeds.shows("/busy", *(item(n, f"第 {n} 則", NINE - n * minutes) for n in range(30)))
    feeds.shows("/quiet", *(item(n, f"第 {n} 則", NINE - n * 3000 * minutes) for n in range(5)))
    busy, quiet = (switched_on(world, f"{feeds.base}/{name}", name) for name in ("busy", "quiet"))
    world.assistant.look_at_feeds()
    look_later(world, seconds=PAUSE.total_seconds())
    waits = [
        (found.next_look_at or NINE) - (found.last_ok_at or NINE)
        for found in (source(world, busy), source(world, quiet))
    ]
    assert waits[0] == USUAL_LOOKS.shortest
    assert USUAL_LOOKS.longest * 0.9 <= waits[1] <= USUAL_LOOKS.longest


def test_one_host_is_not_asked_twice_at_once(world: World, feeds: FeedServer) -> None:
    for name in ("a", "b"):
        feeds.shows(f"/{name}", item(1, name))
        switched_on(world, f"{feeds.base}/{name}", name)
    assert world.assistant.look_at_feeds()
    assert not look_later(world, seconds=PAUSE.total_seconds() - 1)
    assert look_later(world, seconds=2)
    assert [one.path for one in feeds.asked] == ["/a", "/b"]


def test_who_claimed_a_feed_looks_alone_and_a_late_look_counts_no_more(
    world: World, feeds: FeedServer
) -> None:
    feeds.shows("/rss", item(1, "甲", NINE))
    source_id = switched_on(world, f"{feeds.base}/rss")
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        mine = uow.sources.claim_look(now=now, lease=LEASE, pause=PAUSE)
        uow.commit()
    assert mine is not None
    assert not world.assistant.look_at_feeds()
    assert look_later(world, seconds=LEASE.total_seconds() + 1)  # that process died
    with world.database.unit_of_work() as uow:
        assert not uow.sources.save_look(replace(mine, trouble="late"))
        uow.commit()
    assert source(world, source_id).trouble == ""


def test_a_source_that_is_down_is_left_alone_longer_and_longer(
    world: World, feeds: FeedServer
) -> None:
    feeds.answers("/rss", Answer(status=500))
    source_id = switched_on(world, f"{feeds.base}/rss")
    waits: list[timedelta] = []
    for _ in range(4):
        assert world.assistant.look_at_feeds()
        found = source(world, source_id)
        assert found.next_look_at is not None
        waits.append(found.next_look_at - world.clock.now())
        world.clock.advance(waits[-1])
    assert waits == [timedelta(minutes=n) for n in (2, 4, 8, 16)]
    assert (source(world, source_id).failures, source(world, source_id).trouble) == (4, "busy")
    feeds.shows("/rss", item(1, "回來了", NINE))
    world.assistant.look_at_feeds()
    assert (source(world, source_id).failures, source(world, source_id).trouble) == (0, "")


def test_a_host_that_asks_for_time_gets_it_for_all_its_feeds(
    world: World, feeds: FeedServer
) -> None:
    feeds.answers("/a", Answer(status=429, headers={"retry-after": "3600"}))
    feeds.shows("/b", item(1, "b"))
    for name in ("a", "b"):
        switched_on(world, f"{feeds.base}/{name}", name)
    world.assistant.look_at_feeds()
    assert not look_later(world, minutes=59)
    assert look_later(world, minutes=1)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(body=b"<html><body>login</body></html>"), "web page"),
        (Answer(body=b"nothing"), "unreadable"),
        (Answer(status=404), "gone"),
        (Answer(status=403), "refused"),
        (Answer(body=b"x" * 5_000_001), "too large"),
        (Answer(status=302, headers={"location": "http://169.254.169.254/latest"}), "forbidden"),
        (Answer(status=302, headers={"location": "http://localhost:1/"}), "forbidden"),
    ],
)
def test_troubles(world: World, feeds: FeedServer, answer: Answer, trouble: str) -> None:
    feeds.answers("/rss", answer)
    source_id = switched_on(world, f"{feeds.base}/rss")
    assert world.assistant.look_at_feeds()
    assert source(world, source_id).trouble == trouble
    assert posts(world) == []


def test_a_feed_inside_our_own_network_is_not_read(world: World, feeds: FeedServer) -> None:
    feeds.shows("/rss", item(1, "內部的"))
    source_id = switched_on(world, f"{feeds.base}/rss")
    assert Feeder(world.database.unit_of_work, open_feeds(), world.clock).look()
    assert source(world, source_id).trouble == "forbidden"
    assert feeds.asked == []


def test_a_feed_that_moved_is_followed_to_another_server(world: World, feeds: FeedServer) -> None:
    feeds.shows("/new", item(1, "搬家", NINE))
    with_name = feeds.base.replace("127.0.0.1", "localhost")
    feeds.answers("/rss", Answer(status=301, headers={"location": f"{with_name}/new"}))
    switched_on(world, f"{feeds.base}/rss")
    both = open_feeds(trusted_hosts=frozenset({"127.0.0.1", "localhost"}))
    Feeder(world.database.unit_of_work, both, world.clock).look()
    assert [post.title for post in posts(world)] == ["搬家"]


def test_what_is_off_is_not_looked_at(world: World, feeds: FeedServer) -> None:
    source_id = switched_on(world, f"{feeds.base}/rss")
    with world.database.unit_of_work() as uow:
        found = uow.sources.find(source_id)
        assert found is not None
        uow.posts.save_source(replace(found, on=False))
        uow.commit()
    assert not world.assistant.look_at_feeds()


def test_a_silent_source_is_stale_after_two_hours(world: World, feeds: FeedServer) -> None:
    feeds.shows("/rss", item(1, "甲", NINE))
    switched_on(world, f"{feeds.base}/rss")
    world.assistant.look_at_feeds()
    feeds.answers("/rss", Answer(status=503))

    def stale() -> list[str]:
        with world.looking() as uow:
            return [one.name for one in stale_sources(uow.posts.sources(), now=world.clock.now())]

    for _ in range(3):
        look_later(world, minutes=40)
    assert stale() == []
    look_later(world, minutes=2)
    assert stale() == ["測試新聞"]
