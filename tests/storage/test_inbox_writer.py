import asyncio
from collections.abc import Iterator
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import create_engine, select, text

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import DatabaseUnavailableError, RefusedEventError
from storage.inbox_writer import MAX_BATCH, InboxWriter
from storage.migrate import migrate
from storage.records.messages import NewEvent
from storage.tables.messages import inbox_events
from tests.storage.samples import NOON, event
from tests.support.postgres import PostgresServer


@pytest.fixture
def writer(database: Database) -> Iterator[InboxWriter]:
    writer = InboxWriter(database)
    yield writer
    writer.close()


def stored(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        chosen = select(inbox_events.c.event_id).order_by(inbox_events.c.id)
        return list(connection.execute(chosen).scalars())


def test_the_same_event_five_times_is_one_event(database: Database, writer: InboxWriter) -> None:
    answers = [writer.submit([event("e1")]).result(10) for _ in range(5)]
    assert answers == [1, 0, 0, 0, 0]
    assert writer.submit([event("e2"), event("e1"), event("e2")]).result(10) == 1
    assert stored(database) == ["e1", "e2"]
    other = replace(event("e1"), platform="slack")
    assert writer.submit([other]).result(10) == 1


def test_repeats_within_one_batch_are_counted_where_they_came_first(
    database: Database, writer: InboxWriter
) -> None:
    with database.turns.turn():  # on SQLite: holds the writer, so that a batch gathers
        futures = [writer.submit([event("e1"), event("e2")]) for _ in range(20)]
    assert [future.result(10) for future in futures] == [2] + [0] * 19
    assert stored(database) == ["e1", "e2"]


def test_events_keep_the_order_in_which_they_were_handed_in(
    database: Database, writer: InboxWriter
) -> None:
    names = [f"e{i}" for i in range(MAX_BATCH + 100)]
    wait([writer.submit([event(name)]) for name in names], timeout=20)
    assert stored(database) == names


def test_submitting_does_not_hold_up_the_event_loop(
    database: Database, writer: InboxWriter
) -> None:
    async def request(number: int) -> int:
        return await asyncio.wrap_future(writer.submit([event(f"e{number}")]))

    async def serve() -> list[int]:
        with database.turns.turn():  # nothing can be written yet, on SQLite
            waiting = [asyncio.ensure_future(request(number)) for number in range(50)]
            await asyncio.sleep(0)  # all are handed in, the loop still turns
        return list(await asyncio.gather(*waiting))

    assert asyncio.run(serve()) == [1] * 50


def test_a_client_that_goes_away_does_not_undo_its_event(
    database: Database, writer: InboxWriter
) -> None:
    future = writer.submit([event("e1")])
    assert not future.cancel()
    assert future.result(10) == 1
    assert stored(database) == ["e1"]


NAIVE = replace(event("naive"), received_at=datetime(2026, 12, 8, 12, 0))  # noqa: DTZ001
SURROGATE = replace(event("surrogate"), event_id="\ud800")
HUGE = replace(event("huge"), payload=b"x" * 1_000_000)


@pytest.mark.parametrize("strange", [NAIVE, SURROGATE], ids=["naive", "surrogate"])
def test_one_strange_event_costs_none_of_the_others(
    database: Database, writer: InboxWriter, strange: NewEvent
) -> None:
    with database.turns.turn():
        before = writer.submit([event("e1")])
        spoiled = writer.submit([event("e2"), strange])
        after = writer.submit([event("e3")])
    assert (before.result(10), after.result(10)) == (1, 1)
    with pytest.raises(RefusedEventError):
        spoiled.result(10)
    assert stored(database) == ["e1", "e3"]  # all of a request or none


def test_a_nul_is_refused_or_kept_but_never_costs_the_others(
    database: Database, writer: InboxWriter
) -> None:
    with database.turns.turn():
        futures = [
            writer.submit([event("e1")]),
            writer.submit([replace(event("nul"), event_id="nul\0")]),
            writer.submit([event("e2")]),
        ]
    wait(futures, timeout=10)
    assert (futures[0].result(), futures[2].result()) == (1, 1)
    if database.engine.dialect.name == "postgresql":
        assert isinstance(futures[1].exception(), RefusedEventError)


def test_empty_and_large_requests_are_fine(database: Database, writer: InboxWriter) -> None:
    assert writer.submit([]).result(10) == 0
    assert writer.submit([HUGE]).result(10) == 1
    assert writer.submit([event(f"e{i}") for i in range(MAX_BATCH * 2)]).result(10) == MAX_BATCH * 2
    with database.unit_of_work() as uow:
        claimed = uow.inbox.claim(now=NOON, lease_seconds=1)
        assert claimed is not None
        assert claimed.payload == HUGE.payload


def test_closing_writes_what_was_handed_in_and_refuses_the_rest(database: Database) -> None:
    writer = InboxWriter(database)
    futures = [writer.submit([event(f"e{i}")]) for i in range(100)]
    writer.close()
    writer.close()
    assert [future.result(0) for future in futures] == [1] * 100
    with pytest.raises(DatabaseUnavailableError):
        writer.submit([event("late")]).result(0)
    assert len(stored(database)) == 100


def test_a_database_without_tables_fails_the_request_and_not_the_thread(
    database_url: str, cipher: Cipher
) -> None:
    database = open_database(database_url, cipher)
    writer = InboxWriter(database)
    failed: Future[int] = writer.submit([event("e1")])
    assert isinstance(failed.exception(10), DatabaseUnavailableError)
    migrate(database_url)
    assert writer.submit([event("e1")]).result(10) == 1
    writer.close()
    database.dispose()


@pytest.mark.postgresql
def test_the_writer_recovers_by_itself_when_the_database_comes_back(
    postgres: PostgresServer, cipher: Cipher
) -> None:
    with postgres.database() as url:
        migrate(url)
        database = open_database(url, cipher)
        writer = InboxWriter(database)
        assert writer.submit([event("e1")]).result(10) == 1
        admin = create_engine(postgres.admin_url, isolation_level="AUTOCOMMIT")
        name = database.engine.url.database
        with admin.connect() as connection:
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
            cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
            connection.execute(text(cut), {"name": name})
            with pytest.raises(DatabaseUnavailableError):
                writer.submit([event("e2")]).result(20)
            connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))
        assert writer.submit([event("e2")]).result(20) == 1
        assert stored(database) == ["e1", "e2"]
        writer.close()
        database.dispose()
        admin.dispose()
