"""Whose turn it is to look at a feed: one process each, and one look at a host at a time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.posts import Source, SourceKind
from storage.sources import host_of

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
LEASE, PAUSE = timedelta(minutes=3), timedelta(seconds=10)
URLS = [f"https://{host}.example/{n}" for host in ("one", "two") for n in range(3)]


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    opened = open_database(migrated_url, Cipher("a key for tests only and as long as it must be"))
    with opened.unit_of_work() as uow:
        for url in URLS:
            source = Source(kind=SourceKind.FEED, name=url, url=url, added_at=NOW, next_look_at=NOW)
            uow.posts.add_source(source)
        uow.commit()
    yield opened
    opened.dispose()


def claimed(database: Database, now: datetime) -> str:
    with database.unit_of_work() as uow:
        source = uow.sources.claim_look(now=now, lease=LEASE, pause=PAUSE)
        uow.commit()
    return source.url if source else ""


def test_processes_that_claim_at_once_get_a_host_each(database: Database) -> None:
    with ThreadPoolExecutor(6) as pool:
        urls = [url for url in pool.map(claimed, [database] * 12, [NOW] * 12) if url]
    assert sorted(url.split("/")[2] for url in urls) == ["one.example", "two.example"]


def test_every_feed_has_its_turn(database: Database) -> None:
    urls = [claimed(database, NOW + step * PAUSE) for step in range(3) for _ in range(3)]
    assert sorted(filter(None, urls)) == sorted(URLS)


def test_a_look_that_died_is_taken_up_by_another_with_a_new_fence(database: Database) -> None:
    with database.unit_of_work() as uow:
        first = uow.sources.claim_look(now=NOW, lease=LEASE, pause=PAUSE)
        uow.commit()
    assert first is not None
    later = [claimed(database, NOW + LEASE + step * PAUSE) for step in range(9)]
    assert first.url in later
    with database.unit_of_work() as uow:
        assert not uow.sources.save_look(first)
        assert uow.sources.find(first.id or 0) != first


def test_a_host_is_told_by_its_name() -> None:
    assert host_of(Source(kind=SourceKind.FEED, name="x", url="http://[bad", added_at=NOW)) == ""
