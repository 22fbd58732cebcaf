import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from storage.cipher import Cipher
from storage.connections import parse_url
from storage.engine import Database, Turns, open_database
from storage.errors import DatabaseUnavailableError
from storage.migrate import migrate
from tests.storage.samples import NOON
from tests.support.postgres import PostgresServer


def test_what_is_not_committed_is_rolled_back(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.settings.set("retention", "30", now=NOON)
        uow.commit()
        uow.settings.set("retention", "60", now=NOON)
    with database.unit_of_work() as uow:
        assert uow.settings.get("retention") == "30"


def test_a_transaction_keeps_what_its_savepoints_committed(database: Database) -> None:
    with database.transaction() as transaction:
        with transaction.unit_of_work() as uow:
            uow.settings.set("kept", "yes", now=NOON)
            uow.commit()
            uow.settings.set("kept", "no", now=NOON)  # after the commit, not kept
        with transaction.unit_of_work() as uow:
            uow.settings.set("forgotten", "yes", now=NOON)
    with database.unit_of_work() as uow:
        assert uow.settings.get("kept") == "yes"
        assert uow.settings.get("forgotten") is None


def test_a_transaction_that_raises_keeps_nothing_of_its_savepoints(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as transaction:
            with transaction.unit_of_work() as uow:
                uow.settings.set("kept", "yes", now=NOON)
                uow.commit()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.unit_of_work() as uow:
        assert uow.settings.get("kept") is None


def test_an_error_in_a_savepoint_costs_only_that_savepoint(database: Database) -> None:
    with database.transaction() as transaction:
        with pytest.raises(Exception, match=r"(?i)foreign key"), transaction.unit_of_work() as uow:
            uow.bindings.add("line", "U1", 999, now=NOON)
        with transaction.unit_of_work() as uow:
            uow.settings.set("after", "fine", now=NOON)
            uow.commit()
    with database.unit_of_work() as uow:
        assert uow.settings.get("after") == "fine"


def test_every_connection_speaks_utc_and_checks_references(database: Database) -> None:
    with database.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            assert connection.execute(text("SHOW timezone")).scalar_one() == "UTC"
            return
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10000,
    }


def test_a_database_that_is_away_is_told_as_such(tmp_path: Path, cipher: Cipher) -> None:
    closed_port = "postgresql://postgres@127.0.0.1:1/pobot"
    folder = f"sqlite:///{tmp_path}"  # a folder is no file
    for url in (closed_port, folder):
        database = open_database(url, cipher)
        assert not database.reachable()
        assert not database.schema_current()
        with pytest.raises(DatabaseUnavailableError), database.unit_of_work():
            pass
        with pytest.raises(DatabaseUnavailableError), database.transaction():
            pass


@pytest.fixture
def served(postgres: PostgresServer, cipher: Cipher) -> Iterator[Database]:
    """Yield a migrated PostgreSQL: only a server can hang up."""
    with postgres.database() as url:
        migrate(url)
        database = open_database(url, cipher)
        yield database
        database.dispose()


@pytest.mark.postgresql
def test_a_connection_cut_in_the_middle_is_told_as_such_and_replaced(served: Database) -> None:
    other = create_engine(served.engine.url)
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )

    def go_on_after_the_cut() -> None:
        with served.transaction() as transaction:
            with transaction.unit_of_work() as uow:
                uow.settings.set("kept", "yes", now=NOON)
                uow.commit()
            with other.connect() as connection:
                connection.execute(cut)
            with transaction.unit_of_work() as uow:
                uow.settings.set("lost", "yes", now=NOON)

    with pytest.raises(DatabaseUnavailableError):
        go_on_after_the_cut()
    other.dispose()
    with served.unit_of_work() as uow:
        assert uow.settings.get("kept") is None


def test_a_bug_in_a_statement_is_not_mistaken_for_a_database_that_is_away(
    database: Database,
) -> None:
    with database.engine.connect() as connection, pytest.raises(DBAPIError) as caught:
        connection.execute(text("SELECT * FROM no_such_table"))
    assert "no_such_table" in str(caught.value)


@pytest.mark.postgresql
def test_no_plan_outlives_the_size_of_the_table_it_was_made_for(served: Database) -> None:
    for _ in range(10):  # psycopg would prepare a statement the fifth time
        with served.unit_of_work() as uow:
            uow.inbox.claim(now=NOON, lease_seconds=1)
    with served.engine.connect() as connection:
        prepared = text("SELECT count(*) FROM pg_prepared_statements")
        assert connection.execute(prepared).scalar_one() == 0


def test_sqlite_held_by_somebody_else_is_told_as_such(tmp_path: Path, cipher: Cipher) -> None:
    path = tmp_path / "pobot.db"
    database = open_database(f"sqlite:///{path}?timeout=0", cipher)
    holder = sqlite3.connect(path, isolation_level=None)
    with database.engine.connect() as connection:  # one connection that does not wait
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailableError, match="locked"), database.unit_of_work():
        pass
    assert database.reachable()  # reading waits for no writer
    holder.close()
    database.dispose()


def test_writers_of_one_process_take_turns_and_do_not_wait_for_ever() -> None:
    turns = Turns(needed=True, wait_seconds=0.01)
    with turns.turn(), pytest.raises(DatabaseUnavailableError, match=r"0\.01 s"), turns.turn():
        pass
    with turns.turn():  # free again
        pass


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("postgres://u@h/d", "postgresql+psycopg"),
        ("postgresql://u@h/d", "postgresql+psycopg"),
        ("postgresql+psycopg://u@/d?host=/cloudsql/p:asia-east1:i", "postgresql+psycopg"),
        ("sqlite:///var/pobot.db", "sqlite"),
    ],
)
def test_urls_as_people_write_them(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver
