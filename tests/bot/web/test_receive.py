"""Events of the web chat on their way through the inbox."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import ChatKind, ChatRef, EventKind, Platform
from bot.web.receive import make_event, read_event, to_arrival, write_event

NOW = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)


@given(
    st.sampled_from(EventKind),
    st.sampled_from(ChatKind),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
)
def test_an_event_comes_out_of_the_inbox_as_it_went_in(
    kind: EventKind, chat_kind: ChatKind, text: str
) -> None:
    chat = ChatRef(Platform.WEB, chat_kind, "fern")
    event = make_event(kind, chat, sender_id="fern", now=NOW, text=text, message_id="m1")
    assert read_event(write_event(event)) == event


def test_what_a_person_types_may_be_answered_for_free_within_a_minute() -> None:
    chat = ChatRef(Platform.WEB, ChatKind.DIRECT, "fern")
    event = make_event(EventKind.TEXT, chat, sender_id="fern", now=NOW, text="說明")
    assert event.reply_ticket
    assert event.reply_by == NOW + timedelta(minutes=1)


def test_taking_back_cannot_be_answered() -> None:
    chat = ChatRef(Platform.WEB, ChatKind.GROUP, "ours")
    event = make_event(EventKind.UNSENT, chat, sender_id="fern", now=NOW, message_id="m1")
    assert event.reply_ticket is None


def test_events_of_one_chat_are_one_conversation() -> None:
    group = ChatRef(Platform.WEB, ChatKind.GROUP, "ours")
    direct = ChatRef(Platform.WEB, ChatKind.DIRECT, "ours")
    first, second, third = (
        to_arrival(make_event(EventKind.TEXT, chat, sender_id="fern", now=NOW))
        for chat in (group, group, direct)
    )
    assert first.conversation == second.conversation != third.conversation
    assert first.event_id != second.event_id


GROUP = ChatRef(Platform.WEB, ChatKind.GROUP, "ours")
GOOD = write_event(make_event(EventKind.TEXT, GROUP, sender_id="fern", now=NOW))


@pytest.mark.parametrize(
    "payload",
    [
        *(b"", b"[]", b"{}", b"null", b'{"eventId": 1}', b"\xff"),
        GOOD.replace(b'"text":""', b'"text":5'),
        GOOD.replace(b'"type":"text"', b'"type":"shout"'),
        GOOD.replace(b'"senderId"', b'"sender"'),
    ],
)
def test_anything_else_is_refused_as_a_value(payload: bytes) -> None:
    assert payload != GOOD
    with pytest.raises(ValueError, match=r"."):
        read_event(payload)
