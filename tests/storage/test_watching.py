"""Posts are kept once each, sealed when not public; subscriptions go with what they found."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from storage.engine import Database
from storage.records.posts import Post, Source, SourceKind
from storage.records.watching import Hearer, PostHit, Subscription
from storage.rotation import rotate
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import agency, officer

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def source(uow: UnitOfWork) -> int:
    return uow.posts.add_source(Source(kind=SourceKind.FEED, name="中央社", added_at=NOW))


def post(source_id: int, number: int, agency_id: int | None = None) -> Post:
    return Post(
        source_id=source_id,
        external_id=f"貼文{number}",
        url=f"https://news.example.tw/{number}",
        title="健保卡換發",
        text=f"第{number}則，窗口大排長龍",
        posted_at=NOW - timedelta(minutes=number),
        received_at=NOW,
        agency_id=agency_id,
    )


def test_a_post_is_kept_once_however_often_it_comes(database: Database) -> None:
    with database.unit_of_work() as uow:
        source_id = source(uow)
        assert uow.posts.add(post(source_id, n) for n in range(5)) == 5
        assert uow.posts.add(post(source_id, n) for n in range(3, 8)) == 3
        assert uow.posts.add([post(source_id, 9), post(source_id, 9)]) == 1
        uow.commit()


def test_words_that_are_not_public_are_sealed_and_come_back(database: Database) -> None:
    with database.unit_of_work() as uow:
        source_id, agency_id = source(uow), agency(uow, "衛福部").id
        uow.posts.add([post(source_id, 1), post(source_id, 2, agency_id)])
        uow.commit()
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT text, title, url FROM posts ORDER BY id")).all()
    assert tuple(rows[1]) == ("", "", "")
    assert rows[0][0]
    with database.unit_of_work() as uow:
        (own,) = uow.posts.own_since(NOW - timedelta(days=1), agency_id, 10)
        assert own.words == "健保卡換發\n第2則，窗口大排長龍"
        other = agency(uow, "內政部").id
        assert uow.posts.own_since(NOW - timedelta(days=1), other, 10) == ()
    assert rotate(database) == 0  # the present key sealed it


def test_a_post_is_looked_at_by_one_process_only(database: Database) -> None:
    with database.unit_of_work() as uow:
        source_id = source(uow)
        uow.posts.add(post(source_id, n) for n in range(5))
        uow.commit()
    with database.unit_of_work() as uow:
        assert len(uow.posts.take_waiting(3, now=NOW).read) == 3
        uow.commit()
    with database.unit_of_work() as uow:
        assert len(uow.posts.take_waiting(9, now=NOW).read) == 2
        assert not uow.posts.are_waiting()


def test_unsubscribing_forgets_what_was_found_and_renews_the_version(database: Database) -> None:
    with database.unit_of_work() as uow:
        before = uow.watching.version()
        wish = Subscription(
            hearer=Hearer.ME,
            officer_id=officer(uow, "阿菊").id,
            agency_id=agency(uow, "衛福部").id,
            text="健保卡",
            added_at=NOW,
            observed_until_at=NOW,
        )
        wish = replace(wish, id=uow.watching.subscribe(wish))
        assert uow.watching.version() != before
        hit = PostHit(
            subscription_id=wish.id, post_id=1, source_id=1, story_id=1, author_key="", at=NOW
        )
        assert uow.watching.add_hits([hit, hit]) == (hit,)
        assert uow.watching.add_hits([hit]) == ()
        assert uow.watching.find(wish.id) == wish
        uow.watching.unsubscribe([wish.id])
        assert uow.watching.all() == ()
        assert uow.watching.hits(wish.id, NOW, NOW + timedelta(hours=1)) == ()
