import fcntl
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from multiprocessing import get_context
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from storage.cipher import Cipher
from storage.connections import make_engine
from storage.engine import Database, open_database
from storage.errors import DatabaseUnavailableError
from storage.migrate import migrate
from storage.schema_version import MIGRATIONS, newest_version
from storage.tables import metadata


def test_the_migrations_build_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        differences: Sequence[object] = compare_metadata(context, metadata)
    assert list(differences) == []


def test_migrating_again_changes_nothing(database: Database, migrated_url: str) -> None:
    with database.unit_of_work() as uow:
        before = (uow.officers.directory_version(), uow.agencies.all())
    migrate(migrated_url)
    with database.unit_of_work() as uow:
        assert (uow.officers.directory_version(), uow.agencies.all()) == before


def test_several_processes_may_migrate_at_once(database_url: str, cipher: Cipher) -> None:
    with get_context("spawn").Pool(3) as pool:
        pool.map(migrate, [database_url] * 3)
    database = open_database(database_url, cipher)
    assert database.schema_current()
    with database.unit_of_work() as uow:
        names = [agency.name for agency in uow.agencies.all()]
    assert len(names) == len(set(names))
    database.dispose()


def test_several_threads_may_migrate_at_once(database_url: str, cipher: Cipher) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(migrate, [database_url] * 4))
    database = open_database(database_url, cipher)
    assert database.schema_current()
    database.dispose()


def test_on_a_file_one_waits_until_the_other_has_migrated(tmp_path: Path) -> None:
    path = tmp_path / "pobot.db"
    with ThreadPoolExecutor(1) as threads:
        with Path(f"{path}.migrating").open("w") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            waiting = threads.submit(migrate, f"sqlite:///{path}")
            with pytest.raises(FutureTimeoutError):
                waiting.result(0.2)
            assert not path.exists()
        waiting.result(20)
    assert path.exists()


def test_an_empty_database_is_reachable_but_not_current(database_url: str, cipher: Cipher) -> None:
    database = open_database(database_url, cipher)
    assert database.reachable()
    assert not database.schema_current()
    database.dispose()


def test_an_older_schema_is_not_current(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    assert not database.schema_current()


def test_a_migration_that_fails_leaves_nothing_half_done(database_url: str) -> None:
    engine = make_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE settings (name TEXT)"))  # in the way of 0004
    with pytest.raises(Exception, match="settings"):
        migrate(database_url)
    assert inspect(engine).get_table_names() == ["settings"]
    engine.dispose()


def test_numbers_have_four_digits_and_follow_one_another() -> None:
    numbers = sorted(path.name[:5] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert numbers == [f"{number:04d}_" for number in range(1, len(numbers) + 1)]
    assert newest_version() == numbers[-1][:4]


def test_the_folder_of_a_sqlite_file_is_made(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'var' / 'deep' / 'pobot.db'}")
    assert (tmp_path / "var" / "deep" / "pobot.db").is_file()


def test_a_place_that_cannot_be_written_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DatabaseUnavailableError, match="cannot be made"):
        migrate(f"sqlite:///{tmp_path / 'file' / 'pobot.db'}")


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://root@localhost/x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(Exception, match=r"only a SQLite file or PostgreSQL will do|No module"):
        migrate(url)
