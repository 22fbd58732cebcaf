"""What goes to one chat leaves one after the other, however many senders there are."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from storage.engine import Database
from storage.outbox_order import TRIES
from storage.records.messages import Delivery, DeliveryClass, DeliveryState, NewDelivery
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, delivery

LEASE = 60.0
SECOND = timedelta(seconds=1)
BINDING, REPLY = DeliveryClass.BINDING, DeliveryClass.REPLY


def answer(chat: str = "U-aboard", due_at: timedelta = timedelta(0)) -> NewDelivery:
    """Make an answer as Slack has it: it binds and has no ticket."""
    return replace(delivery(due_at=NOON + due_at), chat_id=chat, why="reply")


def ticket(due_at: timedelta = timedelta(0)) -> NewDelivery:
    """Make an answer as LINE has it."""
    return replace(delivery(REPLY, due_at=NOON + due_at), why="reply")


def take(
    uow: UnitOfWork, after: timedelta = timedelta(0), *, limit: int = 10, paused: bool = False
) -> list[Delivery]:
    return list(
        uow.outbox.claim(now=NOON + after, limit=limit, lease_seconds=LEASE, replies_only=paused)
    )


def ids(taken: list[Delivery]) -> list[str]:
    return [one.id for one in taken]


def done(uow: UnitOfWork, one: Delivery) -> None:
    assert uow.outbox.settle(one, DeliveryState.DELIVERED, now=NOON)


def test_nobody_gets_a_later_answer_while_an_earlier_one_is_being_sent(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        first = uow.outbox.add(answer())
        (sent,) = take(uow)
        second = uow.outbox.add(answer(due_at=SECOND))
        elsewhere = uow.outbox.add(answer("U-other", SECOND))
        assert ids(take(uow, SECOND)) == [elsewhere]
        assert ids(take(uow, 2 * SECOND)) == []
        done(uow, sent)
        assert ids(take(uow, 2 * SECOND)) == [second]
        assert sent.id == first


def test_who_asked_does_not_wait_for_a_reminder_nor_a_reminder_for_an_answer(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        (reminder,) = take(uow)
        asked = uow.outbox.add(answer())
        assert ids(take(uow)) == [asked]
        later = uow.outbox.add(delivery())
        assert take(uow) == []
        done(uow, reminder)
        assert ids(take(uow)) == [later]


def test_a_later_answer_waits_for_the_next_try_of_an_earlier_one_and_comes_after_it(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        first = uow.outbox.add(answer())
        (tried,) = take(uow)
        second = uow.outbox.add(answer(due_at=SECOND))
        assert uow.outbox.retry(tried, NOON + 5 * SECOND, "500")
        assert take(uow, 4 * SECOND) == []
        third = uow.outbox.add(answer(due_at=3 * SECOND))
        assert ids(take(uow, 5 * SECOND)) == [first, second, third]  # the first is due last


@pytest.mark.parametrize(("new", "patience"), [(answer, 2 * MINUTE), (ticket, MINUTE / 4)])
def test_a_retry_holds_its_chat_up_for_a_while_and_no_longer(
    database: Database, new: Callable[..., NewDelivery], patience: timedelta
) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(new())
        (tried,) = take(uow)
        second = uow.outbox.add(new(due_at=SECOND))
        assert uow.outbox.retry(tried, NOON + timedelta(hours=1), "429")
        assert take(uow, patience - SECOND) == []
        assert ids(take(uow, patience)) == [second]


def test_what_breaks_its_sender_each_time_holds_nobody_up_for_ever(database: Database) -> None:
    with database.unit_of_work() as uow:
        broken = uow.outbox.add(answer())
        for minutes in range(TRIES):
            assert ids(take(uow, minutes * MINUTE)) == [broken]
        second = uow.outbox.add(answer(due_at=TRIES * MINUTE - SECOND))
        assert take(uow, TRIES * MINUTE - SECOND) == []
        (again, along) = take(uow, TRIES * MINUTE)
        assert (again.id, along.id) == (broken, second)
        done(uow, along)
        third = uow.outbox.add(answer(due_at=TRIES * MINUTE))
        assert ids(take(uow, TRIES * MINUTE)) == [third]


def test_while_the_sending_is_paused_what_waits_holds_no_answer_up(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(replace(answer(), push_when_late=True))  # a push: it waits
        free = uow.outbox.add(ticket(due_at=SECOND))
        assert ids(take(uow, SECOND, paused=True)) == [free]


def test_eight_senders_send_the_messages_of_each_chat_in_their_order(database: Database) -> None:
    chats = [f"U-{number}" for number in range(4)]
    with database.unit_of_work() as uow:
        owed = {chat: [uow.outbox.add(answer(chat)) for _ in range(8)] for chat in chats}
        uow.commit()
    sent: dict[str, list[str]] = {chat: [] for chat in chats}
    count = sum(map(len, owed.values()))

    def send(seed: int) -> None:
        for turn in range(500):
            with database.unit_of_work() as uow:
                taken = take(uow, limit=1 + (turn + seed) % 3)
                uow.commit()
            for one in taken:
                sent[one.chat_id].append(one.id)
            with database.unit_of_work() as uow:
                for one in taken:
                    done(uow, one)
                uow.commit()
            if sum(map(len, sent.values())) == count:
                return

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(8)))
    assert sent == owed
