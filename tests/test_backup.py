"""What docs/operations.md says of backups, done: made, brought back, read again."""

import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import make_url

from storage.cipher import Cipher
from storage.engine import open_database
from storage.errors import TamperedDataError
from storage.migrate import migrate
from tests.storage.samples import NOON, OLD_SECRET_KEY, SECRET_KEY, case, officer
from tests.support.postgres import PostgresServer, find_programs
from tests.support.postgres_copies import PostgresCopies


def fill(url: str) -> None:
    database = open_database(url, Cipher(SECRET_KEY))
    with database.unit_of_work() as uow:
        case(uow, officer(uow, "林若晴"), "公園夜間噪音")
        uow.audit.append(
            at=NOON, actor="operator", agency_id=None, action="import-roster", target="r"
        )
        uow.commit()
    database.dispose()


def read(url: str) -> tuple[list[str], list[str], int | None]:
    migrate(url)  # as a process does that starts on it
    database = open_database(url, Cipher(SECRET_KEY))
    with database.unit_of_work() as uow:
        emails = [one.email for one in uow.officers.all()]
        subjects = [subject for _, _, subject in uow.cases.open_subjects()]
        broken = uow.audit.verify()
    database.dispose()
    return emails, subjects, broken


WHOLE = (["林若晴@example.gov.tw"], ["公園夜間噪音"], None)


@pytest.mark.postgresql
def test_a_dump_of_postgresql_comes_back_whole(
    postgres: PostgresServer, migrated_postgres: PostgresCopies, tmp_path: Path
) -> None:
    if not (find_programs() / "pg_dump").exists():
        pytest.skip("no pg_dump beside this PostgreSQL")
    dump = tmp_path / "pobot.dump"
    with migrated_postgres.one() as url, postgres.database() as empty:
        fill(url)
        back = ["--no-owner", f"--dbname={plain(empty)}", str(dump)]
        run("pg_dump", "--format=custom", f"--file={dump}", plain(url))
        run("pg_restore", *back)
        assert read(empty) == WHOLE


def run(program: str, *arguments: str) -> None:
    subprocess.run([str(find_programs() / program), *arguments], check=True)  # noqa: S603


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_a_copy_of_sqlite_made_while_somebody_writes_comes_back_whole(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    live, copy = tmp_path / "live.db", tmp_path / "copy.db"
    shutil.copy(migrated_sqlite, live)
    fill(f"sqlite:///{live}")
    writer = sqlite3.connect(live, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("DELETE FROM cases")  # not committed: in no backup
    source, target = sqlite3.connect(live), sqlite3.connect(copy)
    source.backup(target)  # what the sqlite3 shell's .backup calls
    for one in (source, target, writer):
        one.close()
    assert read(f"sqlite:///{copy}") == WHOLE


def test_without_the_key_a_backup_gives_no_personal_data_back(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    url = f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'pobot.db')}"
    fill(url)
    database = open_database(url, Cipher(OLD_SECRET_KEY))
    with database.unit_of_work() as uow, pytest.raises(TamperedDataError):
        uow.officers.all()
    database.dispose()
