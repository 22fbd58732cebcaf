from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.messages import Delivery, DeliveryClass
from storage.tables.messages import deliveries
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, delivery

BINDING, REPLY, COURTESY = DeliveryClass.BINDING, DeliveryClass.REPLY, DeliveryClass.COURTESY


def claim(uow: UnitOfWork, after: timedelta = timedelta(0)) -> list[str]:
    return [one.id for one in uow.outbox.claim(now=NOON + after, limit=10, lease_seconds=60)]


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
    )


def test_what_is_due_comes_in_order_and_up_to_the_limit(database: Database) -> None:
    with database.unit_of_work() as uow:
        later = uow.outbox.add(delivery(due_at=NOON + MINUTE))
        ids = [uow.outbox.add(delivery()) for _ in range(3)]
        early = uow.outbox.add(delivery(due_at=NOON - MINUTE))
        taken = uow.outbox.claim(now=NOON, limit=3, lease_seconds=60)
        assert [one.id for one in taken] == [early, *ids[:2]]
        assert claim(uow) == ids[2:]
        assert claim(uow) == []
        assert claim(uow, after=MINUTE)[-1] == later


def test_eight_senders_send_each_message_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        ids = {uow.outbox.add(delivery()) for _ in range(64)}
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
        new_id = uow.outbox.add(delivery())
        uow.commit()
    chat_id, card = kept()
    assert b"U-aboard" not in chat_id
    assert card is not None
    assert "菸捐".encode() not in card
    with database.unit_of_work() as uow:
        claim(uow)
        uow.outbox.delivered(new_id, NOON)
        uow.commit()
    assert kept()[1] is None


@pytest.mark.parametrize("state", ["delivered", "unknown", "failed", "expired"])
def test_what_is_settled_is_never_sent_again_and_forgotten_later(
    database: Database, state: str
) -> None:
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(delivery(BINDING))
        claim(uow)
        settle = {
            "delivered": lambda: uow.outbox.delivered(new_id, NOON),
            "unknown": lambda: uow.outbox.unknown(new_id, "timed out"),
            "failed": lambda: uow.outbox.failed(new_id, "403"),
            "expired": lambda: uow.outbox.expired(new_id),
        }
        settle[state]()
        assert states(uow) == {state: 1}
        assert claim(uow, after=timedelta(days=1)) == []
        assert uow.outbox.forget_before(NOON) == 0
        assert uow.outbox.forget_before(NOON + MINUTE) == 1
        assert states(uow) == {}


def test_a_retry_comes_back_when_it_is_due_under_the_same_id(database: Database) -> None:
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(delivery())
        claim(uow)
        uow.outbox.retry(new_id, NOON + MINUTE, "429")
        assert claim(uow) == []
        (again,) = uow.outbox.claim(now=NOON + MINUTE, limit=1, lease_seconds=60)
        assert (again.id, again.attempts) == (new_id, 2)


def test_an_answer_whose_ticket_ran_out_becomes_a_push(database: Database) -> None:
    with database.unit_of_work() as uow:
        new_id = uow.outbox.add(delivery(REPLY))
        claim(uow)
        uow.outbox.turn_into_push(new_id)
        (push,) = uow.outbox.claim(now=NOON, limit=1, lease_seconds=60)
        assert push.id == new_id
        assert (push.delivery_class, push.reply_ticket, push.reply_by) == (BINDING, "", None)


def test_all_states_are_counted(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.outbox.counts() == dict.fromkeys(
            ["created", "sending", "delivered", "unknown", "failed", "expired"], 0
        )


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
