from dataclasses import replace

import pytest

from storage.engine import Database
from storage.errors import RecordNotFoundError
from storage.records.chats import ChatScope, LinkedChat
from tests.storage.samples import MINUTE, NOON, agency


def test_a_group_is_kept_enabled_muted_and_left(database: Database) -> None:
    with database.unit_of_work() as uow:
        joined = uow.chats.add("line", "C1", now=NOON)
        assert not joined.enabled
        enabled = replace(
            joined,
            scope=ChatScope.AGENCY,
            agency_id=agency(uow, "衛福部").id,
            muted_until=NOON + MINUTE,
            opens_at="09:00",
        )
        uow.chats.save(enabled)
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.chats.find("line", "C1") == enabled
        assert uow.chats.find("line", "C2") is None
        assert uow.chats.of_agency(agency(uow, "衛福部").id) == (enabled,)
        assert uow.chats.of_agency(agency(uow, "內政部").id) == ()
        uow.chats.save(replace(enabled, left_at=NOON))
        assert uow.chats.of_agency(agency(uow, "衛福部").id) == ()


def test_a_group_that_adds_the_bot_again_starts_anew(database: Database) -> None:
    with database.unit_of_work() as uow:
        first = uow.chats.add("line", "C1", now=NOON)
        uow.chats.hint_once(first.id, "U1")
        uow.chats.save(replace(first, scope=ChatScope.CROSS, left_at=NOON))
        again = uow.chats.add("line", "C1", now=NOON + MINUTE)
        assert again == LinkedChat(
            id=first.id, platform="line", chat_id="C1", joined_at=NOON + MINUTE
        )
        assert uow.chats.find("line", "C1") == again


def test_a_member_is_hinted_once_in_each_group(database: Database) -> None:
    with database.unit_of_work() as uow:
        one, two = (uow.chats.add("line", name, now=NOON) for name in ("C1", "C2"))
        assert uow.chats.hint_once(one.id, "U1")
        assert not uow.chats.hint_once(one.id, "U1")
        assert uow.chats.hint_once(one.id, "U2")
        assert uow.chats.hint_once(two.id, "U1")
        found = uow.chats.find("line", "C1")
        assert found is not None
        assert len(found.hinted) == 2
        assert "U1" not in found.hinted  # hashes, not ids


def test_a_group_that_was_never_added_cannot_be_saved(database: Database) -> None:
    stranger = LinkedChat(id=9, platform="line", chat_id="C9", joined_at=NOON)
    with database.unit_of_work() as uow, pytest.raises(RecordNotFoundError):
        uow.chats.save(stranger)
