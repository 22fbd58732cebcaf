import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import DuplicateRecordError
from storage.tables.directory import bindings
from tests.storage.samples import NOON, SECRET_KEY, officer


def test_an_account_leads_to_its_officer_until_it_is_unbound(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        line = uow.bindings.add("line", "U1", lin.id, now=NOON)
        slack = uow.bindings.add("slack", "U1", lin.id, now=NOON)
        assert uow.bindings.find("line", "U1") == line
        assert uow.bindings.find("slack", "U1") == slack
        assert uow.bindings.find("line", "U2") is None
        assert uow.bindings.of_officer(lin.id) == (line, slack)
        uow.bindings.remove(line.id)
        uow.bindings.remove(line.id)  # twice does no harm
        assert uow.bindings.find("line", "U1") is None


def test_an_account_belongs_to_one_officer(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin, chen = officer(uow, "lin"), officer(uow, "chen")
        first = uow.bindings.add("line", "U1", lin.id, now=NOON)
        assert uow.bindings.add("line", "U1", lin.id, now=NOON) == first
        with pytest.raises(DuplicateRecordError):
            uow.bindings.add("line", "U1", chen.id, now=NOON)


def test_the_account_id_lies_encrypted_and_is_found_under_an_old_key(
    database: Database, migrated_url: str
) -> None:
    with database.unit_of_work() as uow:
        uow.bindings.add("line", "U1-of-lin", officer(uow, "lin").id, now=NOON)
        uow.commit()
    with database.engine.connect() as connection:
        row = connection.execute(select(bindings)).mappings().one()
    assert b"U1-of-lin" not in bytes(row["user_id"])
    assert "U1-of-lin" not in row["user_key"]
    renewed = open_database(migrated_url, Cipher("a newer secret key", (SECRET_KEY,)))
    with renewed.unit_of_work() as uow:
        found = uow.bindings.find("line", "U1-of-lin")
        assert found is not None
        assert found.user_id == "U1-of-lin"
    renewed.dispose()
