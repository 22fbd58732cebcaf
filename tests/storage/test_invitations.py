from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.engine import Database
from storage.records.officers import Invitation
from tests.storage.samples import MINUTE, NOON, officer

DAY = timedelta(days=1)


@pytest.fixture
def invitation(database: Database) -> Invitation:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        invited = uow.invitations.add(
            lin.id, "hash", expires_at=NOON + DAY, now=NOON, created_by="operator"
        )
        uow.commit()
    return invited


def test_a_code_works_exactly_once(database: Database, invitation: Invitation) -> None:
    with database.unit_of_work() as uow:
        assert uow.invitations.by_hash("hash") == invitation
        assert uow.invitations.use(invitation.id, now=NOON + MINUTE)
        assert not uow.invitations.use(invitation.id, now=NOON + MINUTE)
        used = uow.invitations.by_hash("hash")
        assert used is not None
        assert used.used_at == NOON + MINUTE


def test_of_eight_who_type_the_same_code_one_gets_in(
    database: Database, invitation: Invitation
) -> None:
    def use(_: int) -> bool:
        with database.unit_of_work() as uow:
            taken = uow.invitations.use(invitation.id, now=NOON)
            uow.commit()
            return taken

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(use, range(8))) == [False] * 7 + [True]


def test_an_expired_code_does_not_work(database: Database, invitation: Invitation) -> None:
    with database.unit_of_work() as uow:
        assert not uow.invitations.use(invitation.id, now=NOON + DAY)
        assert uow.invitations.by_hash("another") is None


def test_invitations_and_failed_tries_are_counted(
    database: Database, invitation: Invitation
) -> None:
    with database.unit_of_work() as uow:
        assert uow.invitations.count_since("operator", NOON) == 1
        assert uow.invitations.count_since("operator", NOON + MINUTE) == 0
        assert uow.invitations.count_since("12", NOON) == 0
        for minute in range(3):
            uow.invitations.record_attempt("line", "U1", now=NOON + minute * MINUTE)
        assert uow.invitations.attempts_since("line", "U1", NOON + MINUTE) == 2
        assert uow.invitations.attempts_since("line", "U2", NOON) == 0
        assert uow.invitations.attempts_since("slack", "U1", NOON) == 0
        uow.invitations.forget_before(NOON + 2 * MINUTE)
        assert uow.invitations.attempts_since("line", "U1", NOON) == 1
        assert uow.invitations.by_hash("hash") == invitation
        uow.invitations.forget_before(NOON + 2 * DAY)
        assert uow.invitations.by_hash("hash") is None
