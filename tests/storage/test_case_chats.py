from dataclasses import replace

import pytest

from storage.engine import Database
from storage.records.cases import Secrecy
from tests.storage.samples import MINUTE, NOON, case, delivery, officer


def test_a_case_remembers_where_it_was_asked_for(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        mine, other = case(uow, lin), case(uow, lin, "圖資")
        for thread, at in (("1.1", NOON), ("2.2", NOON + MINUTE), ("1.1", NOON + 2 * MINUTE)):
            uow.case_chats.note(mine.id, "slack", "C1", thread, at)
        uow.case_chats.note(other.id, "slack", "C1", "2.2", NOON)
        uow.commit()
    with database.unit_of_work() as uow:
        places = uow.case_chats.threads_of(mine.id)
        assert [(p.chat_id, p.thread, p.noted_at) for p in places] == [
            ("C1", "1.1", NOON + 2 * MINUTE),
            ("C1", "2.2", NOON + MINUTE),
        ]
        assert uow.case_chats.case_in("slack", "C1", "1.1") == mine.id
        assert uow.case_chats.case_in("slack", "C1", "2.2") is None  # two cases
        assert uow.case_chats.case_in("line", "C1", "1.1") is None
        uow.case_chats.forget_chat("slack", "C1")
        assert uow.case_chats.threads_of(mine.id) == ()


@pytest.mark.parametrize("secrecy", [Secrecy.SENSITIVE, Secrecy.SECRET])
def test_a_secret_case_remembers_no_chat(database: Database, secrecy: Secrecy) -> None:
    with database.unit_of_work() as uow:
        mine = case(uow, officer(uow, "lin"))
        uow.case_chats.note(mine.id, "slack", "C1", "1.1", NOON)
        uow.cases.save(replace(mine, secrecy=secrecy))
        assert uow.case_chats.threads_of(mine.id) == ()
        uow.case_chats.note(mine.id, "slack", "C1", "1.1", NOON)
        assert uow.case_chats.threads_of(mine.id) == ()


def test_a_delivery_keeps_its_thread_and_its_only_reader_sealed(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(replace(delivery(), thread="1.1", only_for="U0CHIN"))
        uow.commit()
    with database.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT thread, only_for FROM deliveries").all()
    assert rows[0][0] == "1.1"
    assert b"U0CHIN" not in bytes(rows[0][1])
    with database.unit_of_work() as uow:
        (taken,) = uow.outbox.claim(now=NOON, limit=1, lease_seconds=60)
    assert (taken.thread, taken.only_for) == ("1.1", "U0CHIN")
