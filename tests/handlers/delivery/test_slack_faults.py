"""The courier and a Slack that fails in every way it can: nothing is lost, nothing comes twice."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import MovableClock, StandingClock
from bot.message import Card, ChatKind, ChatRef, Platform
from bot.slack.client import SlackClient
from bot.slack.pace import Pace
from bot.slack.send import SlackMessenger
from handlers.delivery.jobs import Courier
from handlers.shared.outbox import Why, plan_push
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.messages import DeliveryClass
from tests.support.slack_server import MONDAY_MORNING, Fault, SlackServer, running_slack

FAULTS = (
    Fault(status=429, word="ratelimited", retry_after=7),
    Fault(status=500),
    Fault(status=500, after=True),
    Fault(word="fatal_error", after=True),
    Fault(hang_up=True),
    Fault(hang_up=True, after=True),
    Fault(hang=0.6),
    Fault(hang=0.6, after=True),
)
PLACES = (
    *(ChatRef(Platform.SLACK, ChatKind.DIRECT, f"U{number}") for number in range(6)),
    *(ChatRef(Platform.SLACK, ChatKind.GROUP, f"C{number}") for number in range(2)),
)
ROUNDS = 60


@dataclass(frozen=True)
class Office:
    """A courier with an outbox, before a Slack whose clock is the courier's own."""

    slack: SlackServer
    clock: MovableClock
    database: Database
    courier: Courier

    def plan(self, text: str, chat: ChatRef, delivery_class: DeliveryClass) -> None:
        push = plan_push(
            Card.sentence(text),
            chat,
            now=self.clock.now(),
            delivery_class=delivery_class,
            why=Why.REPLY,
        )
        with self.database.unit_of_work() as uow:
            uow.outbox.add(push)
            uow.commit()

    def is_empty(self) -> bool:
        with self.database.unit_of_work() as uow:
            counts = uow.outbox.counts()
        return not sum(counts.get(state, 0) for state in ("created", "sending", "held"))

    def seen(self) -> Counter[str]:
        """How often each line can be read, in all channels together."""
        return Counter(
            line
            for place in self.slack.channels
            for text in self.slack.texts(place)
            for line in text.split("\n")
        )


@pytest.fixture
def office(migrated_url: str) -> Iterator[Office]:
    clock = MovableClock(StandingClock(datetime.fromtimestamp(MONDAY_MORNING, UTC)))
    database = open_database(migrated_url, Cipher("a key for tests only and long enough to be"))
    with running_slack() as slack:
        slack.now = lambda: clock.now().timestamp()
        client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=0.3)  # noqa: S106
        pace = Pace(sleep=lambda _: None, monotonic=lambda: clock.now().timestamp())
        messenger = SlackMessenger(client, clock, pace=pace)
        courier = Courier(database=database, messengers={Platform.SLACK: messenger}, clock=clock)
        yield Office(slack, clock, database, courier)
        client.close()
    database.dispose()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_duty_arrives_once_and_no_courtesy_comes_twice(office: Office, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # the same faults at every run
    office.slack.faults = [chance.choice(FAULTS) for _ in range(20)]
    duties, courtesies = [f"要辦 {n}" for n in range(40)], [f"閒話 {n}" for n in range(10)]
    for number, text in enumerate(duties):
        office.plan(text, PLACES[number % len(PLACES)], DeliveryClass.BINDING)
    for number, text in enumerate(courtesies):
        office.plan(text, PLACES[number % len(PLACES)], DeliveryClass.COURTESY)
    for _ in range(ROUNDS):
        office.courier.deliver_due()
        if office.is_empty():
            break
        office.clock.advance(timedelta(seconds=31))
    assert office.is_empty()
    assert office.slack.faults == []
    seen = office.seen()
    assert {text: seen[text] for text in duties if seen[text] != 1} == {}
    assert max(seen[text] for text in courtesies) == 1


def test_a_burst_in_one_channel_arrives_a_second_apart(office: Office) -> None:
    texts = [f"要辦 {n}" + "　" * 701 + "完" for n in range(12)]  # too long to share a message
    for text in texts:
        office.plan(text, PLACES[-1], DeliveryClass.COURTESY)
    for _ in range(30):
        office.courier.deliver_due()
        office.clock.advance(timedelta(seconds=1))
    assert office.is_empty()
    assert len(office.slack.texts(PLACES[-1].id)) == len(texts)
    assert office.slack.asked("conversations.history") == []


def test_a_removed_app_ends_what_waits_without_a_storm(office: Office) -> None:
    office.slack.refused["*"] = "account_inactive"
    for number in range(5):
        office.plan(f"要辦 {number}", PLACES[number], DeliveryClass.BINDING)
    for _ in range(5):
        office.courier.deliver_due()
        office.clock.advance(timedelta(minutes=30))
    assert office.is_empty()
    assert len(office.slack.heard) <= 10
