from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import StaleRecordError
from storage.inbox_writer import InboxWriter
from storage.records.messages import InboxEvent, NewEvent
from storage.tables.messages import inbox_events
from tests.storage.samples import MINUTE, NOON, event

LEASE = 60  # seconds


@pytest.fixture
def writer(database: Database) -> Iterator[InboxWriter]:
    writer = InboxWriter(database)
    yield writer
    writer.close()


def receive(writer: InboxWriter, *events: NewEvent) -> None:
    assert writer.submit(events).result(10) == len(events)


def claim(database: Database, after: timedelta = timedelta(0)) -> InboxEvent | None:
    with database.unit_of_work() as uow:
        claimed = uow.inbox.claim(now=NOON + after, lease_seconds=LEASE)
        uow.commit()
    return claimed


def claimed_id(database: Database, after: timedelta = timedelta(0)) -> str:
    claimed = claim(database, after)
    return "nothing" if claimed is None else claimed.event_id


def finish(database: Database, event_id: int) -> None:
    with database.transaction() as transaction, transaction.unit_of_work() as uow:
        uow.inbox.finish(event_id, now=NOON)
        uow.commit()


def test_an_event_is_given_out_as_it_came_in(database: Database, writer: InboxWriter) -> None:
    receive(writer, event("e1", text="#登記 菸捐"))
    assert claim(database) == InboxEvent(
        id=1,
        platform="line",
        event_id="e1",
        conversation="line:C1",
        received_at=NOON,
        payload="#登記 菸捐".encode(),
        attempts=1,
    )


def test_events_of_one_conversation_wait_for_each_other(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("a1", "A"), event("a2", "A"), event("b1", "B"), event("a3", "A"))
    first = claim(database)
    assert first is not None
    assert first.event_id == "a1"
    assert claimed_id(database) == "b1"
    assert claimed_id(database) == "nothing"  # a2 waits for a1
    finish(database, first.id)
    assert claimed_id(database) == "a2"
    assert claimed_id(database) == "nothing"


def test_eight_workers_handle_each_event_once_and_in_order(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, *(event(f"{turn}-{who}", who) for turn in range(5) for who in "ABCDEF"))
    handled: list[str] = []
    start = Barrier(8)

    def work(_: int) -> None:
        start.wait(10)
        for _ in range(200):
            claimed = claim(database)
            if claimed is not None:
                handled.append(claimed.event_id)
                finish(database, claimed.id)
            with database.unit_of_work() as uow:
                if uow.inbox.pending_count() == 0:
                    return

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(work, range(8)))
    assert len(handled) == 30
    for who in "ABCDEF":
        own = [one for one in handled if one.endswith(who)]
        assert own == [f"{turn}-{who}" for turn in range(5)]


def test_a_claim_does_not_wait_for_another_that_is_not_committed(
    database: Database, writer: InboxWriter
) -> None:
    if database.engine.dialect.name == "sqlite":
        return  # one writer at a time: there is never another
    receive(writer, event("a1", "A"), event("b1", "B"), event("a2", "A"))
    with database.unit_of_work() as one:
        first = one.inbox.claim(now=NOON, lease_seconds=LEASE)
        with database.unit_of_work() as two:
            second = two.inbox.claim(now=NOON, lease_seconds=LEASE)
            third = two.inbox.claim(now=NOON, lease_seconds=LEASE)
    assert first is not None
    assert second is not None
    assert (first.event_id, second.event_id, third) == ("a1", "b1", None)


def test_a_worker_that_died_leaves_its_event_to_the_next(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("a1"), event("a2"))
    assert claimed_id(database) == "a1"
    assert claimed_id(database, after=MINUTE - timedelta(seconds=1)) == "nothing"
    again = claim(database, after=MINUTE)
    assert again is not None
    assert (again.event_id, again.attempts) == ("a1", 2)


def test_a_worker_that_was_only_slow_cannot_finish_what_another_finished(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("a1"))
    slow = claim(database)
    assert slow is not None
    next_one = claim(database, after=MINUTE)
    assert next_one is not None
    finish(database, next_one.id)

    def finish_late() -> None:
        with database.transaction() as transaction, transaction.unit_of_work() as uow:
            uow.settings.set("handled twice", "yes", now=NOON)
            uow.inbox.finish(slow.id, now=NOON)
            uow.commit()

    with pytest.raises(StaleRecordError):
        finish_late()
    with database.unit_of_work() as uow:
        assert uow.settings.get("handled twice") is None
        with pytest.raises(StaleRecordError):
            uow.inbox.fail(slow.id, now=NOON, reason="too late")


def test_what_is_handled_is_wiped_and_what_failed_is_kept_for_a_while(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("good", "A"), event("bad", "B"))
    good, bad = claim(database), claim(database)
    assert good is not None
    assert bad is not None
    finish(database, good.id)
    with database.unit_of_work() as uow:
        uow.inbox.fail(bad.id, now=NOON, reason="ValueError in 登記")
        assert uow.inbox.pending_count() == 0
        uow.commit()
    with database.engine.connect() as connection:
        rows = connection.execute(select(inbox_events).order_by(inbox_events.c.id)).mappings().all()
    assert [(row["payload"] is None, row["fail_reason"]) for row in rows] == [
        (True, ""),
        (False, "ValueError in 登記"),
    ]
    with database.unit_of_work() as uow:
        assert uow.inbox.forget_before(NOON) == 0
        assert uow.inbox.forget_before(NOON + MINUTE) == 2


def test_a_failed_event_does_not_hold_up_its_conversation(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("a1"), event("a2"))
    first = claim(database)
    assert first is not None
    with database.unit_of_work() as uow:
        uow.inbox.fail(first.id, now=NOON, reason="a bug")
        uow.commit()
    assert claimed_id(database) == "a2"


def test_a_message_taken_back_is_wiped_and_not_handled_any_more(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("a1"), event("a2"))
    with database.unit_of_work() as uow:
        assert uow.inbox.wipe_message("line", "C1", "a1") == 1
        assert uow.inbox.wipe_message("line", "C2", "a2") == 0  # another chat's message
        uow.commit()
    assert claimed_id(database) == "a2"


def test_nothing_of_a_message_can_be_read_in_the_database(
    database: Database, writer: InboxWriter
) -> None:
    receive(writer, event("e1", "line:direct:U-of-lin", text="我的電話 0900-000-000"))
    with database.engine.connect() as connection:
        row = connection.execute(select(inbox_events)).mappings().one()
    kept = b" ".join(
        value if isinstance(value, bytes) else str(value).encode() for value in row.values()
    )
    assert b"0900" not in kept
    assert b"U-of-lin" not in kept


def test_an_event_that_no_key_opens_does_not_stop_the_others(
    database: Database, writer: InboxWriter, migrated_url: str
) -> None:
    receive(writer, event("a1", "A"), event("b1", "B"))
    renewed = open_database(migrated_url, Cipher("a key that came after, without the old one"))
    other_writer = InboxWriter(renewed)
    receive(other_writer, event("c1", "C"))
    assert claimed_id(renewed) == "c1"
    with database.engine.connect() as connection:
        chosen = select(inbox_events.c.fail_reason).order_by(inbox_events.c.id)
        reasons = connection.execute(chosen).scalars().all()
    assert [reason != "" for reason in reasons] == [True, True, False]
    assert claimed_id(renewed) == "nothing"
    other_writer.close()
    renewed.dispose()
