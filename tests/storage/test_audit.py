import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta, timezone
from hashlib import sha256
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, Delete, Update, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from storage.audit import entry_hash
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.audit import AuditEntry
from storage.tables.ledger import audit_entries, audit_heads
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import NOON


def look(uow: UnitOfWork, target: str, agency_id: int | None = 1) -> AuditEntry:
    return uow.audit.append(
        at=NOON,
        actor="officer:12",
        agency_id=agency_id,
        action="look-mobile",
        target=target,
        detail="聯絡單 7",
    )


def test_an_agency_reads_its_own_entries_newest_first(database: Database) -> None:
    with database.unit_of_work() as uow:
        one, _, three = look(uow, "officer:1"), look(uow, "officer:2", 2), look(uow, "officer:3")
        look(uow, "officer:4", None)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.audit.of_agency(1, limit=10) == (three, one)
        assert uow.audit.of_agency(1, limit=1) == (three,)
        assert uow.audit.of_agency(99, limit=10) == ()
        assert uow.audit.verify() is None


def test_an_empty_log_is_whole(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.audit.verify() is None


def test_entries_are_chained_without_gap_also_when_some_are_rolled_back(
    database: Database,
) -> None:
    def write(number: int) -> None:
        with database.unit_of_work() as uow:
            look(uow, f"officer:{number}")
            if number % 4:
                uow.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    with database.unit_of_work() as uow:
        entries = uow.audit.of_agency(1, limit=99)
        assert [entry.id for entry in entries] == list(range(30, 0, -1))
        assert all(new.previous_hash == old.hash for new, old in itertools.pairwise(entries))
        assert uow.audit.verify() is None


def test_processes_that_share_a_database_wait_for_each_other(
    database: Database, migrated_url: str, cipher: Cipher
) -> None:
    # Each Database has its own turns, as each process has.
    processes = [open_database(migrated_url, cipher) for _ in range(4)]

    def write(number: int) -> None:
        with processes[number % 4].unit_of_work() as uow:
            look(uow, f"officer:{number}")
            uow.commit()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(40)))
    with database.unit_of_work() as uow:
        assert len(uow.audit.of_agency(1, limit=99)) == 40
        assert uow.audit.verify() is None
    for process in processes:
        process.dispose()


@pytest.mark.parametrize(
    "change",
    [
        update(audit_entries).values(detail="nothing to see"),
        update(audit_entries).where(audit_entries.c.id == 2).values(target="officer:9"),
        delete(audit_entries).where(audit_entries.c.id == 2),
        delete(audit_entries),
    ],
    ids=["all", "one", "delete one", "delete all"],
)
def test_the_database_itself_refuses_changes(database: Database, change: Update | Delete) -> None:
    with database.unit_of_work() as uow:
        for number in range(3):
            look(uow, f"officer:{number}")
        uow.commit()
    with database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(change)
    with database.unit_of_work() as uow:
        assert uow.audit.verify() is None


class Break(NamedTuple):
    how: str
    first_broken: int


BREAKS = (
    Break("UPDATE audit_entries SET detail = 'x' WHERE id = 2", 2),
    Break("UPDATE audit_entries SET agency_id = NULL WHERE id = 3", 3),
    Break("DELETE FROM audit_entries WHERE id = 1", 1),
    Break("DELETE FROM audit_entries WHERE id = 2", 2),
    Break("DELETE FROM audit_entries WHERE id = 4", 4),
    Break("DELETE FROM audit_entries", 1),
    Break("UPDATE audit_entries SET previous_hash = '' WHERE id = 4", 4),
)


def disarm(connection: Connection) -> None:
    """Do what only somebody with all rights over the database can."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP TRIGGER audit_entries_append_only ON audit_entries"))
    else:
        connection.execute(text("DROP TRIGGER audit_entries_no_update"))
        connection.execute(text("DROP TRIGGER audit_entries_no_delete"))


@pytest.mark.parametrize("broken", BREAKS, ids=lambda broken: broken.how[:40])
def test_the_chain_shows_where_somebody_broke_it(database: Database, broken: Break) -> None:
    with database.unit_of_work() as uow:
        for number in range(4):
            look(uow, f"officer:{number}")
        uow.commit()
    with database.engine.begin() as connection:
        disarm(connection)
        connection.execute(text(broken.how))
    with database.unit_of_work() as uow:
        assert uow.audit.verify() == broken.first_broken


def test_an_entry_slipped_in_with_a_fitting_hash_is_noticed(database: Database) -> None:
    with database.unit_of_work() as uow:
        last = look(uow, "officer:1")
        uow.commit()
    with database.engine.begin() as connection:
        row = dict(connection.execute(select(audit_entries)).mappings().one())
        forged = AuditEntry(
            id=2,
            at=NOON,
            actor="operator",
            agency_id=1,
            action="erase",
            target="officer:1",
            detail="",
            previous_hash=last.hash,
            hash="",
        )
        row |= {
            "id": 2,
            "actor": "operator",
            "action": "erase",
            "detail": "",
            "previous_hash": last.hash,
            "hash": entry_hash(forged),
        }
        connection.execute(insert(audit_entries).values(row))
        assert connection.execute(select(audit_heads.c.last_entry_id)).scalar_one() == 1
    with database.unit_of_work() as uow:
        assert uow.audit.verify() is not None


TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)


@given(TEXTS, TEXTS, TEXTS)
def test_no_two_entries_share_a_hash_by_shifting_text_between_fields(
    actor: str, target: str, detail: str
) -> None:
    entry = AuditEntry(
        id=1,
        at=NOON,
        actor=actor,
        agency_id=None,
        action="",
        target=target,
        detail=detail,
        previous_hash="",
        hash="",
    )
    shifted = AuditEntry(
        id=1,
        at=NOON,
        actor=actor + target,
        agency_id=None,
        action="",
        target="",
        detail=detail,
        previous_hash="",
        hash="",
    )
    assert (entry_hash(entry) == entry_hash(shifted)) == (target == "")


def test_the_hash_is_of_the_moment_not_of_its_spelling() -> None:
    entry = AuditEntry(
        id=1,
        at=NOON,
        actor="system",
        agency_id=None,
        action="bind",
        target="officer:1",
        detail="",
        previous_hash="",
        hash="",
    )
    form = '[1,"2026-12-08T04:00:00.000000+00:00","system",null,"bind","officer:1","",""]'
    taipei = replace(entry, at=NOON.astimezone(timezone(timedelta(hours=8))))
    assert entry_hash(entry) == entry_hash(taipei) == sha256(form.encode()).hexdigest()
