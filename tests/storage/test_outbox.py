from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.messages import Delivery, DeliveryClass, DeliveryState
from storage.tables.messages import deliveries
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, delivery

BINDING, REPLY, COURTESY = DeliveryClass.BINDING, DeliveryClass.REPLY, DeliveryClass.COURTESY


def claim(uow: UnitOfWork, after: timedelta = timedelta(0)) -> list[str]:
    return [one.id for one in uow.outbox.claim(now=NOON + after, limit=10, lease_seconds=60)]


def take(uow: UnitOfWork, after: timedelta = timedelta(0)) -> Delivery:
    (taken,) = uow.outbox.claim(now=NOON + after, limit=10, lease_seconds=60)
    return taken


def states(uow: UnitOfWork) -> dict[str, int]:
    return {state: count for state, count in uow.outbox.counts().items() if count}


def test_a_message_is_given_out_as_it_was_enqueued(database: Database) -> None:
    new = delivery(REPLY)
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(new)
        uow.commit()
    with database.unit_of_work() as uow:
        (taken,) = uow.outbox.claim(now=NOON, limit=10, lease_seconds=60)
    assert taken == Delivery(
        id=new_id,
        platform="line",
        chat_kind="direct",
        chat_id="U-aboard",
        card=new.card,
        delivery_class=REPLY,
        due_at=NOON,
        attempts=1,
        reply_ticket="ticket",
        reply_by=NOON + MINUTE,
        fence=1,
        lease_until=NOON + MINUTE,
        enqueued_at=NOON,
    )


def test_what_is_due_comes_in_order_and_up_to_the_limit(database: Database) -> None:
    with database.unit_of_work() as uow:
        later = uow.outbox.add(delivery(due_at=NOON + MINUTE))
        ids = [uow.outbox.add(replace(delivery(), chat_id=f"U-{n}")) for n in range(3)]
        early = uow.outbox.add(delivery(due_at=NOON - MINUTE))
        taken = uow.outbox.claim(now=NOON, limit=3, lease_seconds=60)
        assert [one.id for one in taken] == [early, *ids[:2]]
        assert claim(uow) == ids[2:]
        assert claim(uow) == []
        assert claim(uow, after=MINUTE)[-1] == later


def test_eight_senders_send_each_message_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        ids = {uow.outbox.add(replace(delivery(), chat_id=f"U-{n}")) for n in range(64)}
        uow.commit()

    def send(_: int) -> list[str]:
        sent: list[str] = []
        for _ in range(4):
            with database.unit_of_work() as uow:
                taken = uow.outbox.claim(now=NOON, limit=5, lease_seconds=60)
                uow.commit()
            sent.extend(one.id for one in taken)
        return sent

    with ThreadPoolExecutor(8) as threads:
        sent = [one for part in threads.map(send, range(8)) for one in part]
    assert len(sent) == 64
    assert set(sent) == ids


def test_a_sender_that_died_leaves_binding_messages_and_only_those(database: Database) -> None:
    with database.unit_of_work() as uow:
        kept = uow.outbox.add(delivery(BINDING))
        uow.outbox.add(delivery(REPLY))
        uow.outbox.add(delivery(COURTESY))
        assert len(claim(uow)) == 3
        assert claim(uow, after=MINUTE / 2) == []
        assert states(uow) == {"sending": 3}
        (again,) = uow.outbox.claim(now=NOON + MINUTE, limit=10, lease_seconds=60)
        assert (again.id, again.attempts) == (kept, 2)
        assert states(uow) == {"sending": 1, "unknown": 2}


def test_a_delivered_card_is_wiped_and_nothing_was_readable_before(database: Database) -> None:
    def kept() -> tuple[bytes, bytes | None]:
        with database.engine.connect() as connection:
            row = connection.execute(select(deliveries)).mappings().one()
        return bytes(row["chat_id"]), row["card"]

    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        uow.commit()
    chat_id, card = kept()
    assert b"U-aboard" not in chat_id
    assert card is not None
    assert "菸捐".encode() not in card
    with database.unit_of_work() as uow:
        assert uow.outbox.settle(take(uow), DeliveryState.DELIVERED, now=NOON)
        uow.commit()
    assert kept()[1] is None


@pytest.mark.parametrize(
    "state",
    [
        DeliveryState.DELIVERED,
        DeliveryState.UNKNOWN,
        DeliveryState.FAILED,
        DeliveryState.EXPIRED,
        DeliveryState.PASSED_ON,
    ],
)
def test_what_is_settled_is_never_sent_again_and_forgotten_later(
    database: Database, state: DeliveryState
) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery(BINDING))
        assert uow.outbox.settle(take(uow), state, now=NOON, reason="as told")
        assert states(uow) == {state: 1}
        assert claim(uow, after=timedelta(days=1)) == []
        assert uow.outbox.forget_before(NOON) == 0
        assert uow.outbox.forget_before(NOON + MINUTE) == 1
        assert states(uow) == {}


def test_a_retry_comes_back_when_it_is_due_under_the_same_id(database: Database) -> None:
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(delivery())
        assert uow.outbox.retry(take(uow), NOON + MINUTE, "429")
        assert claim(uow) == []
        again = take(uow, after=MINUTE)
        assert (again.id, again.attempts) == (new_id, 2)


def test_an_answer_whose_ticket_ran_out_becomes_a_push(database: Database) -> None:
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(delivery(REPLY))
        assert uow.outbox.turn_into_push(take(uow))
        push = take(uow)
        assert push.id == new_id
        assert (push.delivery_class, push.reply_ticket, push.reply_by) == (BINDING, "", None)


def test_a_result_that_comes_after_its_lease_changes_nothing(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery(BINDING))
        slow = take(uow)
        quick = take(uow, after=MINUTE)
        assert (quick.id, quick.fence) == (slow.id, slow.fence + 1)
        # When the slow sender wakes up and says that it failed
        assert not uow.outbox.settle(slow, DeliveryState.FAILED, now=NOON, reason="500")
        assert not uow.outbox.retry(slow, NOON, "500")
        assert not uow.outbox.put_back(slow)
        # Then only the word of the one who has it now counts
        assert uow.outbox.settle(quick, DeliveryState.DELIVERED, now=NOON)
        assert not uow.outbox.settle(quick, DeliveryState.FAILED, now=NOON)
        assert states(uow) == {"delivered": 1}


def test_what_was_put_together_comes_back_together_and_only_by_its_lead(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        ids = [uow.outbox.add(delivery()) for _ in range(3)]
        taken = uow.outbox.claim(now=NOON, limit=10, lease_seconds=60)
        uow.outbox.put_together(taken, "one request")
        for one in taken:
            assert uow.outbox.retry(one, NOON + MINUTE, "500")
        new = uow.outbox.add(replace(delivery(), chat_id="U-other"))
        assert [o.id for o in uow.outbox.claim(now=NOON, limit=1, lease_seconds=99)] == [new]
        again = uow.outbox.claim(now=NOON + MINUTE, limit=1, lease_seconds=60)
        assert [(one.id, one.request_id) for one in again] == [(i, "one request") for i in ids]
        assert uow.outbox.claim(now=NOON + MINUTE, limit=9, lease_seconds=60) == ()


def test_what_is_held_comes_along_with_what_goes_to_the_same_chat(database: Database) -> None:
    with database.unit_of_work() as uow:
        held = uow.outbox.add(delivery(COURTESY))
        assert uow.outbox.hold(take(uow), NOON + timedelta(hours=9), "reserve")
        assert claim(uow, after=MINUTE) == []
        other = uow.outbox.add(replace(delivery(), chat_id="U-other"))
        assert claim(uow) == [other]
        answer = uow.outbox.add(delivery(REPLY))
        assert sorted(claim(uow)) == sorted([held, answer])


def test_while_only_replies_go_out_everything_else_waits(database: Database) -> None:
    with database.unit_of_work() as uow:
        push = uow.outbox.add(delivery())
        answer = uow.outbox.add(delivery(REPLY))
        (taken,) = uow.outbox.claim(now=NOON, limit=9, lease_seconds=60, replies_only=True)
        assert taken.id == answer
        assert claim(uow) == [push]


def test_a_courtesy_that_nobody_needs_any_more_is_not_sent(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(replace(delivery(COURTESY), expires_at=NOON + MINUTE))
        assert claim(uow, after=MINUTE) == []
        assert states(uow) == {"expired": 1}


def test_the_ledger_says_what_waits_and_when_the_platform_last_answered(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        for _ in range(2):
            uow.outbox.add(delivery())
        uow.outbox.add(delivery(due_at=NOON + MINUTE))
        first, second = uow.outbox.claim(now=NOON, limit=2, lease_seconds=60)
        uow.outbox.settle(first, DeliveryState.DELIVERED, now=NOON + MINUTE / 2)
        uow.outbox.retry(second, NOON + 2 * MINUTE, "500")
        line = uow.outbox.waiting_line()
        assert (line.waiting_count, line.held_count, line.oldest_at) == (2, 0, NOON)
        signs = uow.outbox.signs("line")
        assert (signs.taken_at, signs.not_taken_at) == (NOON + MINUTE / 2, NOON)
        assert uow.outbox.signs("slack").taken_at is None


def test_several_are_enqueued_in_order(database: Database) -> None:
    several = [delivery(BINDING), delivery(COURTESY), delivery(BINDING)]
    with database.unit_of_work() as uow:
        uow.outbox.add_all(several)
        uow.outbox.add_all([])
        taken = uow.outbox.claim(now=NOON, limit=10, lease_seconds=60)
        assert [one.delivery_class for one in taken] == [BINDING, COURTESY, BINDING]


def test_all_states_are_counted(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.outbox.counts() == dict.fromkeys(map(str, DeliveryState), 0)


def test_a_card_that_no_key_opens_fails_and_the_others_go_out(
    database: Database, migrated_url: str
) -> None:
    renewed = open_database(migrated_url, Cipher("a key that came after, without the old one"))
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        uow.commit()
    with renewed.unit_of_work() as uow:
        readable = uow.outbox.add(delivery())
        assert claim(uow) == [readable]
        assert states(uow) == {"sending": 1, "failed": 1}
    renewed.dispose()
