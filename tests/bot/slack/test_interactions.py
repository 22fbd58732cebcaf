"""Forms against a Slack of our own: they open at once, and when they do not, the line is kept."""

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from bot.clock import StandingClock
from bot.gate import Arrival
from bot.message import Card, ChatKind, ChatRef, IncomingMessage, Outgoing, Platform
from bot.raw import part
from bot.slack.client import SlackClient
from bot.slack.door import SlackDoor
from bot.slack.receive import read_stored
from bot.slack.requests import RawRequest, RequestKind
from bot.slack.send import SlackMessenger
from handlers.shared.outbox import plan_reply, unpack
from storage.records.messages import DeliveryClass
from tests.support.gestures import Fields, command_form, shortcut, submission, tap
from tests.support.slack_server import SlackServer, running_slack

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
ANN, CHANNEL = "U0ANN0001", "C0PO00001"


@dataclass
class KeepingGate:
    """Keeps what it is given."""

    kept: list[Arrival] = field(default_factory=list[Arrival])
    came: Event = field(default_factory=Event)

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int]:
        self.kept.extend(arrivals)
        self.came.set()
        done: Future[int] = Future()
        done.set_result(1)
        return done

    def messages(self) -> list[IncomingMessage]:
        found = [read_stored(one.payload, received_at=NOW) for one in self.kept]
        return [one for one in found if one is not None]


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        yield slack


@pytest.fixture
def client(slack: SlackServer) -> Iterator[SlackClient]:
    client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=2)  # noqa: S106
    yield client
    client.close()


@pytest.fixture
def gate() -> KeepingGate:
    return KeepingGate()


def command(text: str) -> RawRequest:
    form = command_form(text, user=ANN, channel=CHANNEL)
    return RawRequest(kind=RequestKind.COMMAND, fields=form)


def done(fields: Fields) -> RawRequest:
    return RawRequest(kind=RequestKind.INTERACTION, fields=fields)


def admit(gate: KeepingGate, client: SlackClient, request: RawRequest) -> tuple[bool, bytes]:
    return asyncio.run(SlackDoor(gate, client.call_soon).admit(request))


def test_a_bare_command_opens_a_form_and_keeps_nothing(
    slack: SlackServer, client: SlackClient, gate: KeepingGate
) -> None:
    assert admit(gate, client, command("登記")) == (True, b"")
    [asked] = slack.wait_for("views.open")
    assert asked["trigger_id"] == "1.1.trigger"
    view = part(asked, "view")
    assert view["callback_id"] == "register"
    assert gate.kept == []
    # What comes back with it is kept, and the form closes
    assert admit(gate, client, done(submission(view, user=ANN, subject="路燈"))) == (True, b"")
    [message] = gate.messages()
    assert message.text == "登記 路燈"
    assert message.reply_ticket == command_form("", user=ANN, channel=CHANNEL)["response_url"]


def test_a_form_that_is_sent_off_twice_counts_once(
    slack: SlackServer, client: SlackClient, gate: KeepingGate
) -> None:
    admit(gate, client, command("登記"))
    view = part(slack.wait_for("views.open")[0], "view")
    # Slack waited in vain for the first answer, so the person pressed 「登記」 again
    for number in (21, 22):
        filled = submission(view, user=ANN, subject="路燈", number=number)
        assert admit(gate, client, done(filled)) == (True, b"")
    assert len({one.event_id for one in gate.kept}) == 1
    # Another form is another thing
    other = submission(view, user=ANN, subject="路燈", number=23)
    admit(gate, client, done({**other, "view": {**part(other, "view"), "id": "V0OTHER"}}))
    assert len({one.event_id for one in gate.kept}) == 2


@pytest.mark.parametrize("word", ["expired_trigger_id", "invalid_blocks", "ratelimited"])
def test_a_form_that_slack_does_not_open_leaves_the_typed_line(
    slack: SlackServer, client: SlackClient, gate: KeepingGate, word: str
) -> None:
    slack.refused["views.open"] = word
    assert admit(gate, client, command("登記")) == (True, b"")
    assert gate.came.wait(10)
    assert [m.text for m in gate.messages()] == ["登記"]


def test_a_shortcut_that_does_not_open_leaves_the_line_it_stands_for(
    slack: SlackServer, client: SlackClient, gate: KeepingGate
) -> None:
    slack.refused["views.open"] = "expired_trigger_id"
    assert admit(gate, client, done(shortcut("路燈", user=ANN, channel=CHANNEL))) == (True, b"")
    assert gate.came.wait(10)
    [message] = gate.messages()
    assert (message.text, message.quoted, message.aside) == ("登記", "", True)


def answered(message: IncomingMessage, client: SlackClient, *, late: bool = False) -> None:
    """Let an answer leave as the outbox plans it."""
    planned = plan_reply(Card.sentence("好"), message, now=NOW)
    outgoing = Outgoing(
        delivery_id="11111111-2222-4333-8444-555555555555",
        chat=ChatRef(Platform.SLACK, ChatKind(planned.chat_kind), planned.chat_id),
        card=unpack(planned.card).card,
        reply_ticket=None if late else planned.reply_ticket or None,
        thread=planned.thread,
        only_for=planned.only_for,
    )
    SlackMessenger(client, StandingClock(NOW)).send(outgoing)


def test_the_answer_to_a_tap_in_a_thread_is_shown_there_to_one_person(
    slack: SlackServer, client: SlackClient, gate: KeepingGate
) -> None:
    pressed = tap("42", user=ANN, channel=CHANNEL, thread="1796608800.000100")
    pressed["response_url"] = f"{slack.root}/commands/1"
    admit(gate, client, done(pressed))
    [message] = gate.messages()
    answered(message, client)
    [said] = slack.asked("respond")
    assert said["response_type"] == "ephemeral"
    assert said["replace_original"] is False
    assert said["thread_ts"] == "1796608800.000100"
    # Later it comes one to one, and in no thread
    answered(message, client, late=True)
    [later] = slack.asked("chat.postMessage")
    assert "thread_ts" not in later
    assert slack.asked("conversations.open") == [{"users": ANN}]


def test_the_answer_to_what_is_about_a_message_without_a_thread_is_shown_in_the_channel(
    slack: SlackServer, client: SlackClient, gate: KeepingGate
) -> None:
    wish = shortcut("路燈", user=ANN, channel=CHANNEL)
    wish["response_url"] = f"{slack.root}/commands/1"
    admit(gate, client, done(wish))
    [asked] = slack.wait_for("views.open")
    view = part(asked, "view")
    admit(gate, client, done(submission(view, user=ANN, number=2)))
    [message] = gate.messages()
    assert message.thread == "1796608800.000100"
    answered(message, client)
    [said] = slack.asked("respond")
    assert "thread_ts" not in said


def test_the_answer_to_what_was_said_aside_is_planned_as_a_reply(gate: KeepingGate) -> None:
    asyncio.run(SlackDoor(gate).admit(command("42")))
    [message] = gate.messages()
    planned = plan_reply(Card(alt="好", body="好", must_arrive=True), message, now=NOW)
    assert planned.delivery_class is DeliveryClass.REPLY
    assert planned.push_when_late
    assert (planned.chat_kind, planned.chat_id, planned.only_for) == ("direct", ANN, ANN)
    assert planned.reply_by == NOW + timedelta(minutes=29)
