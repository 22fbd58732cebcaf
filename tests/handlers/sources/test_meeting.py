"""Whatever way posts come in, subscriptions meet them: what is public everybody's, 轉知 the own."""

from dataclasses import replace
from datetime import timedelta

import orjson

from handlers.sources.jobs import bring_petitions, import_posts
from storage.records.petitions import Petition
from storage.records.posts import Source, SourceKind
from tests.support.feed_server import FeedServer, item
from tests.support.world import OPINION_TOKEN, World


def subscribed(world: World, *names: str, where: str = "") -> None:
    """They subscribe to 健保卡換發, each for herself or for the own agency."""
    for name in names:
        card = world.direct(name).says(f"訂閱 健保卡換發 {where}")
        assert card is not None
        assert "聽到" in f"{card.title}{card.body}", card


def met(world: World) -> dict[str, int]:
    """How many posts each person's subscription met."""
    world.assistant.watch_posts()
    now = world.clock.now()
    with world.looking() as uow:
        people = {officer.id: officer.name for officer in uow.officers.all()}
        counts: dict[str, int] = {}
        for wish in uow.watching.all():
            hits = uow.watching.hits(wish.id or 0, now - timedelta(days=9), now + timedelta(days=1))
            counts[people[wish.officer_id]] = len(hits)
    return counts


def test_a_forward_is_met_in_the_own_agency_only(world: World) -> None:
    subscribed(world, "林若晴", "財財", where="本機關")
    world.direct("新新").says("轉知 記者問健保卡換發為什麼大排長龍")
    assert met(world) == {"林若晴": 1, "財財": 0}


def test_a_forward_is_met_by_nobodys_own_subscription(world: World) -> None:
    subscribed(world, "林若晴")
    world.direct("新新").says("轉知 記者問健保卡換發為什麼大排長龍")
    assert met(world) == {"林若晴": 0}


def test_feeds_calls_and_files_are_met_by_everybody(world: World, feeds: FeedServer) -> None:
    subscribed(world, "林若晴", "財財")
    now = world.clock.now()
    feeds.shows("/rss", item(1, "健保卡換發大排長龍", now - timedelta(minutes=5)))
    with world.database.unit_of_work() as uow:
        uow.posts.add_source(
            Source(
                kind=SourceKind.FEED,
                name="測試新聞",
                url=f"{feeds.base}/rss",
                added_at=now,
                next_look_at=now,
            )
        )
        uow.commit()
    assert world.assistant.look_at_feeds()
    headers = {"authorization": f"Bearer {OPINION_TOKEN}"}
    body = orjson.dumps([{"id": 1, "source": "PTT", "text": "有人健保卡換發排到的嗎"}])
    assert world.http.post("/opinion/posts", content=body, headers=headers).status_code == 200
    table = "標題,內文\n健保卡換發,櫃台只開兩個\n".encode()
    import_posts(world.database, "意藍", table, "日報.csv", now=now)
    assert met(world) == {"林若晴": 3, "財財": 3}


def test_a_new_petition_is_met_once_and_an_old_one_is_not(world: World) -> None:
    subscribed(world, "林若晴")
    now = world.clock.now()
    fresh = Petition(
        join_id="0a6e7b1c-0000-4000-8000-000000000001",
        added_at=now,
        title="健保卡換發應可郵寄",
        status="FirstSigned",
        opened_at=now - timedelta(hours=1),
        closes_at=now + timedelta(days=60),
    )
    old = replace(
        fresh,
        join_id=fresh.join_id[:-1] + "2",
        title="健保卡換發",
        added_at=now - timedelta(days=3),
    )
    with world.database.unit_of_work() as uow:
        uow.petitions.add(fresh)
        uow.petitions.add(old)
        uow.commit()
    assert bring_petitions(world.database.unit_of_work, now=now)
    assert not bring_petitions(world.database.unit_of_work, now=now)
    assert met(world) == {"林若晴": 1}
    card = world.direct("林若晴").says("來源")
    assert card is not None
    assert "Join 提點子" in card.items[0].title
    # And how many comments Join says it has is how much it is talked about
    with world.database.unit_of_work() as uow:
        (post,) = uow.posts.named(range(1, 9))
        uow.sources.note_replies({post.external_id: 31, "another": 5})
        uow.sources.note_replies({post.external_id: 0})  # not said
        uow.commit()
    with world.looking() as uow:
        assert [one.reply_count for one in uow.posts.named([post.id or 0])] == [31]
