"""What may have arrived is looked for before it is sent again: never the same twice."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.clock import StandingClock
from bot.message import ChatRef
from bot.outbound import Outcome
from bot.slack.client import SlackClient
from bot.slack.outcomes import SETTLING
from bot.slack.send import SlackMessenger
from tests.bot.slack.sending import CHANNEL, NOW, PERSON, again, outgoing, sender
from tests.support.slack_server import Fault, SlackServer, running_slack


@pytest.fixture
def slack() -> Iterator[SlackServer]:
    with running_slack() as slack:
        yield slack


@pytest.fixture
def messenger(slack: SlackServer) -> Iterator[SlackMessenger]:
    with sender(slack) as messenger:
        yield messenger


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500, after=True),
        Fault(status=200, word="fatal_error", after=True),
        Fault(hang=1.0, after=True),
        Fault(hang_up=True, after=True),
    ],
)
@pytest.mark.parametrize(("chat", "thread"), [(PERSON, ""), (CHANNEL, ""), (CHANNEL, "1.7")])
def test_what_arrived_without_an_answer_is_found_and_not_sent_again(
    slack: SlackServer, messenger: SlackMessenger, fault: Fault, chat: ChatRef, thread: str
) -> None:
    slack.faults.append(fault)
    one = outgoing(chat=chat, thread=thread)
    first = messenger.send(one)
    assert (first.outcome, first.retry_after) == (Outcome.RETRY, SETTLING)
    assert messenger.send(again(one)).outcome is Outcome.DELIVERED
    assert [len(place) for place in slack.channels.values()] == [1]


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=500),
        Fault(hang=1.0),
        Fault(hang_up=True),
        Fault(status=429, word="ratelimited"),
    ],
)
def test_what_did_not_arrive_is_sent_at_the_second_try(
    slack: SlackServer, messenger: SlackMessenger, fault: Fault
) -> None:
    slack.faults.append(fault)
    one = outgoing()
    assert messenger.send(one).outcome is Outcome.RETRY
    assert messenger.send(again(one)).outcome is Outcome.DELIVERED
    assert slack.texts("DU0LIN") == ["已登記 115-0001"]


def test_somebody_elses_message_is_not_taken_for_ours(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    messenger.send(replace(outgoing(), delivery_id="another"))
    assert messenger.send(again(outgoing())).outcome is Outcome.DELIVERED
    assert len(slack.channels["DU0LIN"]) == 2


def test_a_first_try_looks_for_nothing(slack: SlackServer, messenger: SlackMessenger) -> None:
    messenger.send(outgoing())
    assert slack.asked("conversations.history") == []


def test_while_the_history_is_away_nothing_is_sent(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.refused["conversations.history"] = "internal_error"
    assert messenger.send(again(outgoing())).outcome is Outcome.RETRY
    assert slack.channels == {}


def test_where_the_history_may_not_be_read_it_rather_comes_twice_than_never(
    slack: SlackServer, messenger: SlackMessenger
) -> None:
    slack.refused["conversations.history"] = "missing_scope"
    assert messenger.send(again(outgoing())).outcome is Outcome.DELIVERED


def test_a_slack_that_is_not_there_is_tried_again() -> None:
    client = SlackClient(token="xoxb-test", api_base="http://127.0.0.1:9/api/")  # noqa: S106
    result = SlackMessenger(client, StandingClock(NOW)).send(outgoing(chat=CHANNEL))
    client.close()
    assert (result.outcome, result.retry_after) == (Outcome.RETRY, None)
