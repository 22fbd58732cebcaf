"""A look that was begun and is not ended is another's at once, whatever it is of."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from handlers.hands import GiveBack, Hands
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.petitions import Petition
from storage.unit_of_work import UnitOfWork

Claim = Callable[[UnitOfWork], GiveBack | None]
NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
JOIN_ID = "00000000-0000-4000-8000-000000000001"


def claim_page(uow: UnitOfWork) -> GiveBack | None:
    uow.petitions.add(Petition(join_id=JOIN_ID, added_at=NOW, next_look_at=NOW))
    taken = uow.petitions.claim(now=NOW, limit=1, lease_seconds=300)
    return (lambda later: later.petitions.give_back(taken[0])) if taken else None


def claim_list(uow: UnitOfWork) -> GiveBack | None:
    if not uow.petitions.claim_source("index", now=NOW, lease_seconds=300):
        return None
    source = uow.petitions.source("index")
    assert source is not None
    return lambda later: later.petitions.give_back_source(source, now=NOW)


def claim_gazette(uow: UnitOfWork) -> GiveBack | None:
    state = uow.notices.claim_look(now=NOW, lease_seconds=300)
    return None if state is None else lambda later: later.notices.give_back(state, now=NOW)


@pytest.mark.parametrize("claim", [claim_page, claim_list, claim_gazette])
def test_what_is_in_hand_is_given_back_and_what_is_done_is_not(
    migrated_url: str, claim: Claim
) -> None:
    database = open_database(migrated_url, Cipher("a secret of the tests, of no use"))
    hands = Hands(database.unit_of_work)
    give_back = _claimed(database, claim)
    assert give_back is not None
    hands.let_go()  # nothing is in hand
    assert _claimed(database, claim) is None
    with hands.holding(give_back):
        hands.let_go()
    assert _claimed(database, claim) is not None
    database.dispose()


def _claimed(database: Database, claim: Claim) -> GiveBack | None:
    with database.unit_of_work() as uow:
        given = claim(uow)
        uow.commit()
    return given
