"""A card comes out of the outbox as it went in, and fits the chat it goes to."""

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import (
    Button,
    Card,
    ChatKind,
    ChatRef,
    EventKind,
    Fact,
    IncomingMessage,
    Item,
    Picture,
    Platform,
)
from handlers.shared.outbox import Parcel, pack, plan_private, plan_push, plan_reply, unpack

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CARDS = st.builds(
    Card,
    alt=TEXTS,
    title=TEXTS,
    body=TEXTS,
    facts=st.lists(st.builds(Fact, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
    items=st.lists(st.builds(Item, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
    buttons=st.lists(st.builds(Button, TEXTS, TEXTS, st.booleans()), max_size=3).map(tuple),
    picture=st.none() | st.builds(Picture, TEXTS, TEXTS),
)


@given(CARDS, st.booleans())
def test_what_is_unpacked_is_what_was_packed(card: Card, leave: bool) -> None:  # noqa: FBT001
    parcel = Parcel(card, leave_chat=leave)
    assert unpack(pack(parcel)) == parcel


def test_a_card_packed_before_there_were_pictures_is_read() -> None:
    packed = orjson.loads(pack(Parcel(Card.sentence("好"))))
    del packed["card"]["picture"]
    assert unpack(orjson.dumps(packed)).card == Card.sentence("好")


def test_a_card_pushed_to_a_group_keeps_the_groups_manners() -> None:
    card = Card(
        alt="9",
        facts=tuple(Fact(str(n), "") for n in range(9)),
        buttons=(Button("更新", "更新 9"), Button("結案", "結案 9")),
        copy_text="草稿",
        picture=Picture("petition/1", "3 份"),
    )
    group = ChatRef(Platform.LINE, ChatKind.GROUP, "C1")
    planned = plan_push(card, group, now=datetime(2026, 12, 7, tzinfo=UTC))
    sent = unpack(planned.card).card
    assert [button.label for button in sent.buttons] == ["私訊處理"]
    assert len(sent.facts) == 5
    assert sent.copy_text == ""
    assert sent.picture is None


NOW = datetime(2026, 12, 7, tzinfo=UTC)


def said_in(platform: Platform, *, thread: str = "", message_id: str = "C1/1.1") -> IncomingMessage:
    return IncomingMessage(
        event_id="e1",
        kind=EventKind.TEXT,
        chat=ChatRef(platform, ChatKind.GROUP, "C1"),
        sender_id="U1",
        text="綁定",
        received_at=NOW,
        message_id=message_id,
        thread=thread,
    )


@pytest.mark.parametrize(
    ("message", "after", "place"),
    [
        (said_in(Platform.LINE), 0, ("direct", "U1", "", "")),
        (said_in(Platform.SLACK, thread="1.1"), 0, ("group", "C1", "", "U1")),
        (said_in(Platform.SLACK, thread="0.9"), 0, ("group", "C1", "0.9", "U1")),
        (said_in(Platform.SLACK, thread="0.9"), 61, ("direct", "U1", "", "")),
    ],
    ids=["line", "a channel", "a thread that lives", "the asker may be gone"],
)
def test_a_private_answer_is_given_where_only_its_asker_sees_it(
    message: IncomingMessage, after: int, place: tuple[str, str, str, str]
) -> None:
    planned = plan_private(Card.sentence("好"), message, "U1", now=NOW + timedelta(seconds=after))
    assert (planned.chat_kind, planned.chat_id, planned.thread, planned.only_for) == place


def test_an_answer_goes_into_the_thread_of_its_question() -> None:
    planned = plan_reply(Card.sentence("好"), said_in(Platform.SLACK, thread="0.9"), now=NOW)
    assert (planned.chat_id, planned.thread, planned.only_for) == ("C1", "0.9", "")
