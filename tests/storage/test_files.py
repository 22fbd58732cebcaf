"""Addresses of files: one table; those that were given before lead where they led."""

from datetime import timedelta

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from storage.cipher import Cipher
from storage.connections import make_engine
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.records.coordination import AnswerKind, RollCall
from storage.records.files import FileAddress, FileKind
from storage.schema_version import MIGRATIONS
from storage.seeds import add_missing_agencies
from tests.storage.samples import NOON, case, officer


def test_an_address_leads_somewhere_until_it_ends(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        kept = case(uow, lin)
        file = FileAddress(kind=FileKind.OPINIONS, case_id=kept.id, officer_id=lin.id)
        for name in ("hash", "other"):
            uow.files.add(name, file, expires_at=NOON + timedelta(days=1))
        assert uow.files.find("hash", now=NOON) == file
        assert uow.files.find("none", now=NOON) is None
        assert uow.files.find("hash", now=NOON + timedelta(days=1)) is None
        uow.files.forget(now=NOON)
        assert uow.files.find("hash", now=NOON) == file
        uow.files.wipe(kept.id)
        assert uow.files.find("hash", now=NOON) is None


def test_addresses_given_before_the_tables_were_one_still_lead_there(
    database_url: str, cipher: Cipher
) -> None:
    # Given a database of the days of two tables, with an address in each
    engine = make_engine(database_url)
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, "0026")
        add_missing_agencies(connection)
    database = open_database(database_url, cipher)
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        kept = case(uow, lin)
        roll = RollCall(
            id=0,
            case_id=kept.id,
            serial=0,
            agency_id=kept.agency_id,
            officer_id=lin.id,
            question="誰出席",
            kind=AnswerKind.TEXT,
            due_at=NOON,
            asked_at=NOON,
        )
        roll = uow.roll_calls.add(roll, ())
        uow.commit()
    database.dispose()
    given = (("answer_files", "roll_call_id", roll.id), ("opinion_files", "case_id", kept.id))
    with engine.begin() as connection:
        for table, column, number in given:
            connection.execute(
                text(
                    f"INSERT INTO {table} (token_hash, {column}, officer_id, expires_at)"  # noqa: S608
                    f" VALUES ('{table}', {number}, {lin.id}, '2026-12-09 00:00:00.000000')"
                )
            )
    engine.dispose()
    # When the newest schema comes
    migrate(database_url)
    # Then both addresses lead where they led
    database = open_database(database_url, cipher)
    with database.unit_of_work() as uow:
        answers = uow.files.find("answer_files", now=NOON)
        opinions = uow.files.find("opinion_files", now=NOON)
    database.dispose()
    mine = {"case_id": kept.id, "officer_id": lin.id}
    assert answers == FileAddress(kind=FileKind.ANSWERS, part_id=roll.id, **mine)
    assert opinions == FileAddress(kind=FileKind.OPINIONS, **mine)
