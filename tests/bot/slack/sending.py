"""A messenger before a Slack of our own, and what it is given to send."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from bot.clock import StandingClock
from bot.message import Card, ChatKind, ChatRef, Outgoing, Platform
from bot.slack.client import SlackClient
from bot.slack.pace import Pace
from bot.slack.send import SlackMessenger
from tests.support.slack_server import SlackServer

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # the server's messages are of this day
KEY = "11111111-2222-4333-8444-555555555555"
PERSON = ChatRef(Platform.SLACK, ChatKind.DIRECT, "U0LIN")
CHANNEL = ChatRef(Platform.SLACK, ChatKind.GROUP, "C0PO")
PNG = b"\x89PNG of a test"


def draw(key: str) -> bytes | None:
    return PNG if key == "known" else None


@contextmanager
def sender(slack: SlackServer) -> Generator[SlackMessenger]:
    """A messenger that waits for nothing but Slack, and for that half a second."""
    client = SlackClient(token="xoxb-test", api_base=slack.base, timeout=0.5)  # noqa: S106
    pace = Pace(sleep=lambda _: None)
    try:
        yield SlackMessenger(client, StandingClock(NOW), draw=draw, pace=pace)
    finally:
        client.close()


def outgoing(text: str = "已登記 115-0001", chat: ChatRef = PERSON, **more: object) -> Outgoing:
    made = Outgoing(delivery_id=KEY, chat=chat, card=Card.sentence(text), first_tried_at=NOW)
    return replace(made, **more)  # type: ignore[arg-type]  # the fields of Outgoing


def again(one: Outgoing) -> Outgoing:
    return replace(one, attempt=one.attempt + 1)
