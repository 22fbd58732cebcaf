from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.messages import Reachability
from storage.tables.messages import reachability
from tests.storage.samples import MINUTE, NOON, OLD_SECRET_KEY, SECRET_KEY


def test_the_last_word_about_an_account_counts(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.reachability.find("line", "U1") is None
        uow.reachability.note("line", "U1", reachable=True, now=NOON)
        uow.reachability.note("line", "U1", reachable=False, now=NOON + MINUTE)
        uow.reachability.note("line", "U2", reachable=True, now=NOON)
        assert uow.reachability.find("line", "U1") == Reachability(
            reachable=False, noted_at=NOON + MINUTE
        )
        assert uow.reachability.find("slack", "U1") is None
        assert uow.reachability.unreachable_count() == 1


def test_the_table_tells_of_nobody(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.reachability.note("line", "U-aboard", reachable=False, now=NOON)
        uow.commit()
    with database.engine.connect() as connection:
        (row,) = connection.execute(select(reachability)).all()
    assert "aboard" not in str(row)


def test_what_was_known_under_an_old_key_is_known_and_then_replaced(migrated_url: str) -> None:
    old = open_database(migrated_url, Cipher(OLD_SECRET_KEY))
    with old.unit_of_work() as uow:
        uow.reachability.note("line", "U1", reachable=False, now=NOON)
        uow.commit()
    old.dispose()
    new = open_database(migrated_url, Cipher(SECRET_KEY, (OLD_SECRET_KEY,)))
    with new.unit_of_work() as uow:
        found = uow.reachability.find("line", "U1")
        assert found is not None
        assert not found.reachable
        uow.reachability.note("line", "U1", reachable=True, now=NOON + MINUTE)
        assert uow.reachability.unreachable_count() == 0
    new.dispose()
