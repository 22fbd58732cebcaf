"""What messages tell of: taken back for a later one, never when they may have left."""

from dataclasses import replace
from datetime import timedelta

from storage.engine import Database
from storage.records.messages import Delivery, DeliveryClass, DeliveryState, NewDelivery
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import MINUTE, NOON, delivery, officer

BINDING, COURTESY = DeliveryClass.BINDING, DeliveryClass.COURTESY
OLD = NOON - timedelta(hours=22)


def about(*topics: str, chat: str = "U-aboard") -> NewDelivery:
    return replace(delivery(), topics=topics, chat_id=chat)


def take(uow: UnitOfWork, after: timedelta = timedelta(0)) -> tuple[Delivery, ...]:
    return uow.outbox.claim(now=NOON + after, limit=10, lease_seconds=60)


def states(uow: UnitOfWork) -> dict[str, int]:
    return {state: count for state, count in uow.outbox.counts().items() if count}


def test_what_waits_is_taken_back_with_all_that_it_told_of(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add_all([about("morning/1", "duty/5"), about("morning/1", "duty/6")])
        uow.outbox.add(about("morning/2", "duty/7"))
        assert uow.outbox.recall(["morning/1"], keys_from=OLD) == ("duty/5", "duty/6", "morning/1")
        assert states(uow) == {"created": 1, "expired": 2}
        assert uow.outbox.recall(["morning/1", "morning/9"], keys_from=OLD) == ()


def test_what_is_being_sent_may_have_arrived_or_was_passed_on_stays(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(about("morning/1"))
        (sent,) = take(uow)
        assert uow.outbox.recall(["morning/1"], keys_from=OLD) == ()
        uow.outbox.put_together([sent], "a key")
        uow.outbox.retry(sent, NOON + MINUTE, "500")
        assert uow.outbox.recall(["morning/1"], keys_from=OLD) == ()
        # But when its key is too old, nobody can tell any more
        assert uow.outbox.recall(["morning/1"], keys_from=NOON) == ("morning/1",)
        uow.outbox.add(replace(about("morning/2"), instead_of="another"))
        assert uow.outbox.recall(["morning/2"], keys_from=NOON) == ()


def test_a_key_is_as_old_as_its_first_try(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        (first,) = take(uow)
        uow.outbox.put_together([first], "a key")
        uow.outbox.retry(first, NOON + MINUTE, "500")
        (again,) = take(uow, after=MINUTE)
        uow.outbox.put_together([again], "a key")
        uow.outbox.retry(again, NOON + 2 * MINUTE, "500")
        (third,) = take(uow, after=2 * MINUTE)
        assert (third.keyed_at, third.attempts) == (NOON, 3)
        uow.outbox.send_anew(third, NOON, "as told")
        (free,) = take(uow)
        assert (free.keyed_at, free.request_id) == (None, None)


def test_a_topic_says_whether_it_waits_and_when_it_left(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(about("duty/5"))
        assert uow.outbox.standing(["duty/5", "duty/6"])["duty/5"].in_hand
        (sent,) = take(uow)
        uow.outbox.settle(sent, DeliveryState.DELIVERED, now=NOON + MINUTE)
        (known,) = uow.outbox.standing(["duty/5", "duty/6"]).values()
        assert (known.in_hand, known.delivered_at) == (False, NOON + MINUTE)


def test_what_a_later_message_to_the_same_chat_tells_of(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(about("duty/5", "duty/6"))
        (first,) = take(uow)
        uow.outbox.add(about("duty/5"))
        uow.outbox.add(about("duty/6", chat="U-other"))
        assert uow.outbox.told_later(first) == {"duty/5"}


def test_whose_account_it_was_is_kept_and_topics_are_forgotten_with_it(database: Database) -> None:
    with database.unit_of_work() as uow:
        owner = officer(uow, "林若晴")
        uow.bindings.add("line", "U-aboard", owner.id, now=NOON)
        uow.outbox.add_all([about("duty/5"), about("duty/6", chat="U-other")])
        mine, other = take(uow)
        assert (mine.officer_id, other.officer_id) == (owner.id, None)
        assert (mine.topics, mine.enqueued_at) == (("duty/5",), NOON)
        uow.outbox.settle(mine, DeliveryState.DELIVERED, now=NOON)
        assert uow.outbox.forget_before(NOON + MINUTE) == 1
        assert set(uow.outbox.standing(["duty/5", "duty/6"])) == {"duty/6"}


def test_only_who_has_it_still_has_it(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add(delivery())
        (slow,) = take(uow)
        assert uow.outbox.still_has(slow)
        (quick,) = take(uow, after=MINUTE)
        assert not uow.outbox.still_has(slow)
        assert uow.outbox.still_has(quick)


def test_the_ledger_counts_by_why_class_and_outcome(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.outbox.add_all([replace(delivery(), why="reminder") for _ in range(2)])
        first, second = take(uow)
        uow.outbox.settle(first, DeliveryState.DELIVERED, now=NOON)
        uow.outbox.settle(second, DeliveryState.FAILED, now=NOON, reason="400 bad")
        rows = uow.outbox.tally(NOON, NOON + MINUTE)
        assert [(r.why, r.delivery_class, r.state, r.count, r.most_attempts) for r in rows] == [
            ("reminder", BINDING, DeliveryState.DELIVERED, 1, 1),
            ("reminder", BINDING, DeliveryState.FAILED, 1, 1),
        ]
        assert uow.outbox.tally(NOON + MINUTE, NOON + 2 * MINUTE) == ()
        (failed,) = uow.outbox.last_failures(NOON, 3)
        assert (failed.reason, failed.attempts, failed.tried_at) == ("400 bad", 1, NOON)
        assert uow.outbox.last_failures(NOON + MINUTE, 3) == ()
