"""What a process remembers of stories is what was kept, though a transaction was rolled back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from handlers.watch.commands.finding import Finder
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.posts import Post, Source, SourceKind
from storage.tables.posts import posts
from tests.handlers.watch.rules.test_stories import NOW, written


@pytest.fixture
def database(migrated_url: str) -> Iterator[Database]:
    made = open_database(migrated_url, Cipher("a secret of the tests, of no use"))
    yield made
    made.dispose()


def come(database: Database, *texts: str) -> None:
    with database.unit_of_work() as uow:
        known = uow.posts.sources()
        source = Source(kind=SourceKind.FEED, name="論壇", added_at=NOW, last_ok_at=NOW)
        source_id = known[0].id if known else uow.posts.add_source(source)
        assert source_id is not None
        uow.posts.add(
            [
                Post(
                    source_id=source_id,
                    external_id=f"{text[:9]}{number}",
                    text=text,
                    author_key=uow.posts.author_key(f"某人{number}"),
                    posted_at=NOW,
                    received_at=NOW,
                )
                for number, text in enumerate(texts)
            ]
        )
        uow.commit()


def look(database: Database, finder: Finder, *, keep: bool = True) -> None:
    with database.unit_of_work() as uow:
        finder.take_in(uow, now=NOW)
        if keep:
            uow.commit()


def stories(database: Database) -> dict[int, int]:
    with database.unit_of_work() as uow:
        return {post.id or 0: post.story_id or 0 for post in uow.posts.named(range(20))}


def test_no_story_is_of_a_post_whose_telling_was_rolled_back(database: Database) -> None:
    # Given a post that was told, but not kept, and was taken back by its source since
    finder, text = Finder(), written(1)
    come(database, text)
    look(database, finder, keep=False)
    with database.engine.begin() as connection:
        connection.execute(delete(posts))
    # When its copies come in
    come(database, f"轉貼：{text}", f"{text}，大家看看")
    look(database, finder)
    # Then their story is one of them
    told = stories(database)
    assert len(told) == 2
    assert set(told.values()) == {min(told)}


def test_what_another_process_told_meanwhile_is_its_story_everywhere(database: Database) -> None:
    # Given two processes; one told a post and could not keep it, the other told it after a copy
    first, second, text = Finder(), Finder(), written(2)
    come(database, text, f"{text}，大家看看")
    look(database, first, keep=False)
    look(database, second)
    # When more copies come in
    come(database, f"再貼一次：{text}")
    look(database, first)
    # Then all are one story
    assert set(stories(database).values()) == {min(stories(database))}
