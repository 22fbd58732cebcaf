"""Whom a group's bot does not answer: strangers who say nothing that it must carry out."""

from datetime import UTC, datetime

import pytest

from bot.advice import ASIDE
from bot.dispatch import Dispatcher
from bot.message import SILENCE, Answer, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from tests.bot.sample_commands import ROOMS, Desk
from tests.bot.sample_door import SampleDoor

NOW = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


def in_group(text: str, *, by: str) -> Answer:
    message = IncomingMessage(
        event_id="e1",
        kind=EventKind.TEXT,
        chat=ChatRef(Platform.LINE, ChatKind.GROUP, "C1"),
        sender_id=by,
        text=text,
        received_at=NOW,
    )
    return Dispatcher(ROOMS, SampleDoor()).handle(message, Desk(), now=NOW)


@pytest.mark.parametrize(
    "text", ["", "！", "等記 菸捐", "健保卡還在吵嗎", "長" * 5001], ids=lambda text: text[:6]
)
def test_a_stranger_who_calls_the_bot_gets_silence(text: str) -> None:
    assert in_group(text, by="stranger") == SILENCE


def test_a_member_who_calls_it_is_greeted_and_offered_guesses() -> None:
    assert in_group("", by="officer").here is not None
    assert in_group("等記 菸捐", by="officer").private is not None


def test_advice_after_words_in_a_group_shows_none_of_them_on_a_lock_screen() -> None:
    private = in_group("登記 " + "長" * 5000, by="officer").private
    assert private is not None
    assert private.alt == ASIDE
