"""Whatever LINE does, and whenever the process dies: no answer twice, no duty lost in silence."""

import shutil
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from typing_extensions import override

from bot.clock import MovableClock, StandingClock
from bot.message import Card, ChatKind, ChatRef, EventKind, IncomingMessage, Outgoing, Platform
from bot.outbound import Outcome, SendResult
from handlers.delivery.jobs import Courier
from handlers.shared.outbox import Why, plan_push, plan_reply
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.messages import DeliveryClass
from storage.tables.messages import deliveries

NOON = datetime(2026, 12, 7, 4, 0, tzinfo=UTC)
CHAT = ChatRef(Platform.LINE, ChatKind.DIRECT, "U1")
REPLY, BINDING, COURTESY = DeliveryClass.REPLY, DeliveryClass.BINDING, DeliveryClass.COURTESY


class KilledError(BaseException):
    """The process dies."""


class Fault(Enum):
    """What may happen to one request."""

    NONE = "none"
    NOT_ACCEPTED = "no answer, and LINE does not have it"
    ACCEPTED = "no answer, but LINE has it"
    TOO_MANY = "429"
    MONTHLY_LIMIT = "429, the month's limit"
    REFUSED = "400"
    KILLED_BEFORE = "the process dies before LINE has it"
    KILLED_AFTER = "the process dies after LINE has it"
    STALE = "invalid reply token"


TAKEN = {Fault.NONE, Fault.ACCEPTED, Fault.KILLED_AFTER}


@dataclass
class FaultyLine:
    """LINE's rules on tickets and retry keys, and a list of what goes wrong."""

    faults: list[Fault]
    arrived: Counter[str] = field(default_factory=Counter[str])
    keys: set[str] = field(default_factory=set[str])

    def send(self, outgoing: Outgoing) -> SendResult:
        fault = self.faults.pop(0) if self.faults else Fault.NONE
        key = outgoing.reply_ticket or outgoing.delivery_id
        known = key in self.keys
        if fault in TAKEN and not known:
            self.keys.add(key)
            self.arrived.update(card.body for card in outgoing.cards)
        if fault in {Fault.KILLED_BEFORE, Fault.KILLED_AFTER}:
            raise KilledError
        free = outgoing.reply_ticket is not None
        return SendResult(outcome=self._outcome(fault, free=free, known=known), reason=fault.value)

    def _outcome(self, fault: Fault, *, free: bool, known: bool) -> Outcome:
        of_tickets = {
            Fault.NONE: Outcome.LATE if known else Outcome.DELIVERED,  # good for one use
            Fault.NOT_ACCEPTED: Outcome.UNKNOWN,
            Fault.ACCEPTED: Outcome.UNKNOWN,
            Fault.STALE: Outcome.LATE,
            Fault.REFUSED: Outcome.REFUSED,
        }
        of_pushes = {
            Fault.NONE: Outcome.DELIVERED,  # a key that is known: 409
            Fault.MONTHLY_LIMIT: Outcome.OVER_QUOTA,
            Fault.REFUSED: Outcome.REFUSED,
        }
        return (of_tickets if free else of_pushes).get(fault, Outcome.RETRY)

    def leave(self, chat: ChatRef) -> None:
        raise AssertionError(chat)

    def display_name(self, chat: ChatRef, user_id: str) -> str | None:
        raise AssertionError(chat, user_id)


def enqueue(database: Database, number: int, kind: DeliveryClass, now: datetime) -> None:
    card = Card.sentence(f"{kind} {number}")
    planned = plan_push(card, CHAT, now=now, delivery_class=kind, why=Why.REMINDER)
    if kind is REPLY:
        asked = IncomingMessage(
            event_id=str(number),
            kind=EventKind.TEXT,
            chat=CHAT,
            sender_id="U1",
            text="",
            received_at=now,
            reply_ticket=f"ticket {number}",
            reply_by=now + timedelta(seconds=50),
        )
        planned = plan_reply(replace(card, must_arrive=number % 2 == 0), asked, now=now)
    with database.unit_of_work() as uow:
        uow.outbox.add(planned)
        uow.commit()


def work(courier: Courier) -> None:
    """One beat of a process; when it dies, the next beat is another's."""
    try:
        courier.deliver_due()
    except KilledError:
        return


STEPS = st.lists(
    st.one_of(st.sampled_from([REPLY, BINDING, COURTESY]), st.integers(1, 90)),
    min_size=1,
    max_size=9,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@given(STEPS, st.lists(st.sampled_from(list(Fault)), max_size=12))
def test_no_answer_twice_no_duty_lost_in_silence(
    migrated_sqlite: Path,
    folder: Path,
    steps: list[DeliveryClass | int],
    faults: list[Fault],
) -> None:
    # Given messages of all kinds for one person, time that passes, and a LINE full of faults
    path = shutil.copy(migrated_sqlite, folder / "pobot.db")
    clock = MovableClock(StandingClock(NOON))
    database = open_database(f"sqlite:///{path}", Cipher("a key for tests only, long enough"))
    line = FaultyLine(list(faults))
    courier = Courier(database=database, messengers={Platform.LINE: line}, clock=clock)
    for number, step in enumerate(steps):
        if isinstance(step, int):
            clock.advance(timedelta(seconds=step))
            work(courier)
        else:
            enqueue(database, number, step, clock.now())
    # When everything had its time
    for _ in range(30):
        work(courier)
        clock.advance(timedelta(minutes=30))
    # Then nothing is in hand any more, and what came twice was binding, and of unknown outcome
    with database.engine.connect() as connection:
        rows = connection.execute(select(deliveries).order_by(deliveries.c.position_id)).all()
    database.dispose()
    in_doubt = {Fault.NOT_ACCEPTED, Fault.ACCEPTED, Fault.KILLED_AFTER}
    for row in rows:
        assert row.state in {"delivered", "unknown", "failed", "expired", "passed_on"}
        if row.why == Why.REMINDER and row.delivery_class == BINDING:
            assert row.state == "delivered" or (row.state == "failed" and row.reason)
    names = [f"{step} {n}" for n, step in enumerate(steps) if isinstance(step, DeliveryClass)]
    for name, row in zip(names, rows, strict=True):
        count = line.arrived[name]
        # An answer that must arrive and whose ticket ran out is a binding push by now.
        twice = row.delivery_class == BINDING and in_doubt & set(faults)
        assert count <= (2 if twice else 1), name
        if name.startswith(BINDING):
            assert count or (row.state == "failed" and Fault.REFUSED in faults), name


@dataclass
class SlowLine(FaultyLine):
    """Each request takes its time."""

    clock: MovableClock = field(default_factory=lambda: MovableClock(StandingClock(NOON)))
    seconds: float = 10

    @override
    def send(self, outgoing: Outgoing) -> SendResult:
        self.clock.advance(timedelta(seconds=self.seconds))
        return super().send(outgoing)


def to_people(database: Database, count: int) -> None:
    with database.unit_of_work() as uow:
        for number in range(count):
            chat = replace(CHAT, id=f"U{number}")
            uow.outbox.add(plan_push(Card.sentence(f"{number}"), chat, now=NOON, why=Why.REMINDER))
        uow.commit()


def opened(url: str) -> Database:
    return open_database(url, Cipher("a key for tests only, long enough"))


def test_nothing_is_begun_when_its_lease_may_end_before_it_does(migrated_url: str) -> None:
    # Given ten people's messages, taken together, and a LINE that takes ten seconds for each
    database, line = opened(migrated_url), SlowLine([])
    to_people(database, 10)
    courier = Courier(database=database, messengers={Platform.LINE: line}, clock=line.clock)
    courier.deliver_due()
    # Then what would have outlived its lease was given back, and all went out once, tried once
    assert line.arrived == {f"{n}": 1 for n in range(10)}
    with database.engine.connect() as connection:
        tries = connection.execute(select(deliveries.c.attempt_count, deliveries.c.fence)).all()
    assert {row.attempt_count for row in tries} == {1}
    # After 40 of the 60 seconds a request of up to 25 is not begun any more.
    assert sorted(row.fence for row in tries) == [1] * 4 + [2] * 4 + [3] * 2
    database.dispose()


def test_a_sender_that_slept_through_its_lease_does_not_undo_what_another_did(
    migrated_url: str,
) -> None:
    # Given a sender that is suspended for two minutes in the middle of a request
    database, line = opened(migrated_url), SlowLine([Fault.REFUSED], seconds=120)
    to_people(database, 1)
    awake = FaultyLine([])

    class Suspended(SlowLine):
        @override
        def send(self, outgoing: Outgoing) -> SendResult:
            result = line.send(outgoing)
            # and meanwhile another process takes it over, and it arrives
            other = Courier(database=database, messengers={Platform.LINE: awake}, clock=line.clock)
            other.deliver_due()
            return result

    slow = Courier(database=database, messengers={Platform.LINE: Suspended([])}, clock=line.clock)
    slow.deliver_due()
    # Then the ledger keeps what the other one saw
    with database.unit_of_work() as uow:
        assert uow.outbox.counts()["delivered"] == 1
    assert awake.arrived == {"0": 1}
    database.dispose()
