"""What recurs is done by one process at a time; of who dies or sleeps another takes over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.inbox_writer import InboxWriter
from storage.records.messages import DeliveryState
from tests.storage.samples import MINUTE, NOON, delivery, event

LEASE = 10 * MINUTE


@pytest.fixture
def other(migrated_url: str, cipher: Cipher, database: Database) -> Iterator[Database]:
    """A second process's connection to the same database."""
    del database
    opened = open_database(migrated_url, cipher)
    yield opened
    opened.dispose()


def claim(database: Database, after: timedelta = timedelta(0)) -> int | None:
    with database.unit_of_work() as uow:
        fence = uow.turns.claim("sweep", now=NOON + after, lease=LEASE)
        uow.commit()
    return fence


def end(database: Database, fence: int, after: timedelta) -> bool:
    with database.unit_of_work() as uow:
        kept = uow.turns.end("sweep", fence, next_at=NOON + after)
        uow.commit()
    return kept


def test_one_has_the_turn_and_the_next_is_due_when_it_says(
    database: Database, other: Database
) -> None:
    first = claim(database)
    assert first == 1
    assert claim(other) is None
    assert end(database, first, 60 * MINUTE)
    assert claim(other, 59 * MINUTE) is None
    assert claim(other, 60 * MINUTE) == 2


def test_whoever_died_is_followed_when_the_lease_ends_and_comes_back_too_late(
    database: Database, other: Database
) -> None:
    slept = claim(database)
    assert claim(other, LEASE - MINUTE) is None
    second = claim(other, LEASE)
    assert slept is not None
    assert second == slept + 1
    assert not end(database, slept, 60 * MINUTE)  # it woke up: its fence is old
    with other.unit_of_work() as uow:
        assert uow.vitals.leases(now=NOON + LEASE)["turn"].held_count == 1
    assert end(other, slept + 1, 60 * MINUTE)


def test_a_turn_is_not_given_twice_in_its_pause(database: Database, other: Database) -> None:
    def take(one: Database, after: timedelta) -> bool:
        with one.unit_of_work() as uow:
            taken = uow.turns.take("introduce", now=NOON + after, pause=MINUTE)
            uow.commit()
        return taken

    assert take(database, timedelta(0))
    assert not take(other, MINUTE / 2)
    assert take(other, MINUTE)


def test_an_event_that_was_given_back_is_anothers_at_once(
    database: Database, other: Database
) -> None:
    writer = InboxWriter(database)
    writer.submit([event("e1")]).result(10)
    writer.close()
    with database.unit_of_work() as uow:
        mine = uow.inbox.claim(now=NOON, lease_seconds=60)
        uow.commit()
    assert mine is not None
    with database.unit_of_work() as uow:
        assert uow.inbox.put_back(mine, tried=False)
        uow.commit()
    with other.unit_of_work() as uow:
        theirs = uow.inbox.claim(now=NOON, lease_seconds=60)
        uow.commit()
    assert theirs is not None
    assert theirs.attempts == 1  # the first did not count
    with database.unit_of_work() as uow:
        uow.inbox.fail(mine.id, now=NOON, reason="over")
        assert not uow.inbox.put_back(mine, tried=True)  # nothing to give back any more


def test_the_vitals_tell_what_is_due_for_how_long_and_what_the_dead_held(
    database: Database, other: Database
) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        uow.commit()
    with other.unit_of_work() as uow:
        due = uow.vitals.deliveries(now=NOON + MINUTE)
        assert (due.count, due.since_at) == (1, NOON)
        uow.outbox.claim(now=NOON + MINUTE, limit=1, lease_seconds=60)
        uow.commit()
        held = uow.vitals.leases(now=NOON + MINUTE)["delivery"]
        dead = uow.vitals.leases(now=NOON + 3 * MINUTE)["delivery"]
        assert (held.held_count, held.ended_count) == (1, 0)
        assert (dead.held_count, dead.ended_count) == (0, 1)
        assert uow.outbox.counts()[DeliveryState.SENDING.value] == 1
