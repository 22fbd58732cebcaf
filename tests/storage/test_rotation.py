from dataclasses import replace

import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import TamperedDataError
from storage.inbox_writer import InboxWriter
from storage.rotation import TABLES, rotate
from tests.storage.samples import NOON, SECRET_KEY, case, delivery, event, officer

NEW_KEY = "a newer secret key, also 40 characters.."


def fill(database: Database, people_count: int = 3) -> None:
    """Put something into every encrypted column."""
    with database.unit_of_work() as uow:
        for number in range(people_count):
            uow.bindings.add("line", f"U{number}", officer(uow, f"p{number}").id, now=NOON)
        lin = uow.officers.all()[0]
        case(uow, lin, source_chat="line:C1")
        uow.outbox.add(replace(delivery(), only_for="U1"))
        uow.commit()
    writer = InboxWriter(database)
    writer.submit([event("e1"), event("e2")]).result(10)
    writer.close()


def sealed_with(database: Database, cipher: Cipher) -> set[bool]:
    """Tell whether encrypted values were made with the present key of `cipher`."""
    found: set[bool] = set()
    with database.engine.connect() as connection:
        for table, _, columns in TABLES:
            for one in columns:
                values = connection.execute(select(table.c[one.column])).scalars()
                found |= {cipher.is_current(bytes(value)) for value in values if value}
    return found


def test_after_a_rotation_the_old_key_can_be_thrown_away(
    database: Database, migrated_url: str
) -> None:
    fill(database)
    both = open_database(migrated_url, Cipher(NEW_KEY, (SECRET_KEY,)))
    assert sealed_with(both, both.cipher) == {False}
    assert rotate(both) == 3 + 3 + 1 + 1 + 2
    assert sealed_with(both, both.cipher) == {True}
    assert rotate(both) == 0
    both.dispose()

    alone = open_database(migrated_url, Cipher(NEW_KEY))
    with alone.unit_of_work() as uow:
        found = uow.officers.by_email("P1@example.gov.tw")
        assert found is not None
        assert found.mobile == "0900-000-000"
        bound = uow.bindings.find("line", "U1")
        assert bound is not None
        assert (bound.user_id, bound.officer_id) == ("U1", found.id)
        assert uow.cases.get(1).source_chat == "line:C1"
        (message,) = uow.outbox.claim(now=NOON, limit=1, lease_seconds=60)
        assert message.card == delivery().card
        first = uow.inbox.claim(now=NOON, lease_seconds=60)
        assert first is not None
        assert first.payload == event("e1").payload
        assert uow.inbox.claim(now=NOON, lease_seconds=60) is None  # still one conversation
    alone.dispose()


def test_more_rows_than_one_batch_are_rotated(database: Database, migrated_url: str) -> None:
    fill(database, people_count=250)
    both = open_database(migrated_url, Cipher(NEW_KEY, (SECRET_KEY,)))
    assert rotate(both) == 250 + 250 + 1 + 1 + 2
    assert sealed_with(both, both.cipher) == {True}
    both.dispose()


def test_without_the_old_key_nothing_is_changed(database: Database, migrated_url: str) -> None:
    fill(database)
    wrong = open_database(migrated_url, Cipher(NEW_KEY))
    with pytest.raises(TamperedDataError, match="none of the secret keys"):
        rotate(wrong)
    wrong.dispose()
    assert sealed_with(database, database.cipher) == {True}
