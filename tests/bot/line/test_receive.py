"""What LINE sends, however strange, becomes a message or nothing; never an error."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.line.receive import (
    concerns_bot,
    read_events,
    read_stored,
    to_message,
)
from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.raw import UnreadableBodyError
from tests.bot.line.events import (
    BOT_ID,
    GROUP_ID,
    IN_GROUP,
    IN_ROOM,
    ONE_TO_ONE,
    ROOM_ID,
    SENT_AT_MS,
    USER_ID,
    Event,
    body_of,
    event,
    said,
)

NOW = datetime(2026, 12, 3, 4, 0, 1, tzinfo=UTC)
VERBS = ("登記", "找")


def read(raw: Event) -> IncomingMessage | None:
    return to_message(raw, received_at=NOW, verbs=VERBS)


def heard(raw: Event) -> str | None:
    message = read(raw)
    return None if message is None else message.text


# --- texts ---


def test_a_registration_in_a_group_becomes_a_message() -> None:
    assert read(said("#登記 公園夜間噪音")) == IncomingMessage(
        event_id="01HF0000000000000000000001",
        kind=EventKind.TEXT,
        chat=ChatRef(Platform.LINE, ChatKind.GROUP, GROUP_ID),
        sender_id=USER_ID,
        text="登記 公園夜間噪音",
        received_at=NOW,
        message_id="468789577898262530",
        reply_ticket="8" * 32,
        reply_by=NOW + timedelta(seconds=55),
    )


@pytest.mark.parametrize(
    ("text", "source", "expected"),
    [
        ("大家早", IN_GROUP, None),
        ("大家早", IN_ROOM, None),
        ("大家早", ONE_TO_ONE, "大家早"),
        ("#42", IN_GROUP, "42"),
        ("＃42", IN_ROOM, "42"),
        ("小幫手找衛福部", IN_GROUP, "找衛福部"),
        ("小幫手們辛苦了", IN_GROUP, None),
    ],
)
def test_in_groups_and_rooms_only_what_is_addressed_is_heard(
    text: str, source: dict[str, object], expected: str | None
) -> None:
    assert heard(said(text, source)) == expected
    assert concerns_bot(said(text, source), verbs=VERBS) == (expected is not None)


def mention(*mentionees: object) -> dict[str, object]:
    return {"mentionees": list(mentionees)}


def test_a_mention_is_cut_out_where_utf_16_says_it_is() -> None:
    # 𠮷 and 😀 count two units each, so the mention begins at 4
    me = {"type": "user", "index": 4, "length": 7, "userId": BOT_ID, "isSelf": True}
    assert heard(said("𠮷😀@PO 小幫手 找 衛福部", mention=mention(me))) == "𠮷😀 找 衛福部"


def test_the_mention_of_somebody_else_does_not_call_the_bot() -> None:
    other = {"type": "user", "index": 0, "length": 3, "userId": USER_ID, "isSelf": False}
    everybody = {"type": "all", "index": 0, "length": 3}
    assert heard(said("@阿宏 你看", mention=mention(other))) is None
    assert heard(said("@所有人 你看", mention=mention(everybody))) is None


@pytest.mark.parametrize(
    "strange",
    [
        {"isSelf": True},
        {"isSelf": True, "index": "0", "length": None},
        {"isSelf": True, "index": -5, "length": 3},
        {"isSelf": True, "index": 10**30, "length": 10**30},
        {"isSelf": True, "index": True, "length": 2.5},
    ],
)
def test_a_mention_without_a_place_still_calls_the_bot(strange: object) -> None:
    assert heard(said("找 衛福部", mention=mention(strange, None, "x"))) == "找 衛福部"


def test_a_tap_with_data_is_a_typed_line() -> None:
    tap = event("postback", replyToken="8" * 32, postback={"data": "#已辦 29"})
    assert heard(tap) == "已辦 29"
    assert read(event("postback", postback={"data": ""})) is None
    assert read(event("postback", postback=None)) is None


# --- other events ---


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("join", EventKind.BOT_JOINED),
        ("leave", EventKind.BOT_LEFT),
        ("follow", EventKind.FOLLOWED),
        ("unfollow", EventKind.UNFOLLOWED),
    ],
)
def test_coming_and_going_is_heard(name: str, kind: EventKind) -> None:
    message = read(event(name))
    assert message is not None
    assert message.kind is kind
    assert message.reply_ticket is None
    assert message.reply_by is None


def test_a_message_taken_back_names_the_message() -> None:
    message = read(event("unsend", unsend={"messageId": "325708"}))
    assert message is not None
    assert (message.kind, message.message_id) == (EventKind.UNSENT, "325708")


def test_two_members_who_leave_together_are_two_events() -> None:
    members = [{"type": "user", "userId": "U" + mark * 32} for mark in "12"]
    gone = event("memberLeft", {"type": "group", "groupId": GROUP_ID}, left={"members": members})
    events = read_events(body_of(gone))
    assert [one.event_id for one in events] == [
        "01HF0000000000000000000001/0",
        "01HF0000000000000000000001/1",
    ]
    messages = [read(dict(one.raw)) for one in events]
    assert [one.sender_id for one in messages if one] == ["U" + "1" * 32, "U" + "2" * 32]


@pytest.mark.parametrize(
    "raw",
    [
        event("message", message={"type": "sticker", "id": "1"}),
        event("message", message={"type": "hologram", "id": "1"}),
        event("memberJoined", joined={"members": []}),
        event("videoPlayComplete"),
        event("somethingNew", something={"new": True}),
        event("message", {"type": "planet", "planetId": "Mars"}),
        said("#42", {"type": "user"}),
        said("console", replyToken="f" * 32),
        {},
    ],
)
def test_what_we_do_not_know_is_left_alone(raw: Event) -> None:
    assert read(raw) is None
    assert not concerns_bot(raw, verbs=VERBS)


# --- the body ---


def test_one_strange_event_costs_none_of_the_others() -> None:
    strange: list[object] = [
        None,
        "x",
        42,
        [],
        {},
        {"type": []},
        {"source": "x"},
        event("message", message=[]),
        event("message", message={"type": "text", "text": {"a": 1}}),
        {**said("#1"), "timestamp": "yesterday"},
        {**said("#1"), "timestamp": 1e300},
        {**said("#1"), "deliveryContext": None},
        {**said("#1"), "mode": 7},
    ]
    texts = [
        heard(dict(one.raw)) for one in read_events(body_of(said("#42"), *strange, said("#43")))
    ]
    assert texts[0] == "42"
    assert texts[-1] == "43"


@pytest.mark.parametrize(
    "text", ["[]", '"x"', "{}", '{"events":null}', '{"events":{}}', "1", "null"]
)
def test_a_body_without_events_is_fine(text: str) -> None:
    assert read_events(text.encode()) == ()
    assert read_events(body_of()) == ()


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_body_that_is_not_json_is_said_to_be_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        read_events(body)


def test_half_a_surrogate_in_one_event_costs_nothing() -> None:
    body = body_of(said("#登記 \ud83d"), said("#43"))
    assert b"\\ud83d" in body
    assert [heard(dict(one.raw)) for one in read_events(body)] == ["登記 ?", "43"]


def test_standby_and_own_events_are_not_ours_to_answer() -> None:
    own = said("#42", {**IN_GROUP, "userId": BOT_ID})
    assert read_events(body_of({**said("#42"), "mode": "standby"}, own)) == ()


def test_an_event_without_an_id_is_known_by_its_content() -> None:
    nameless = {**said("#42"), "webhookEventId": None}
    again = {**nameless, "deliveryContext": {"isRedelivery": True}}
    first, repeat, other = read_events(body_of(nameless, again, {**nameless, "timestamp": 1}))
    assert first.event_id == repeat.event_id != other.event_id


def test_a_room_is_its_own_conversation() -> None:
    events = read_events(body_of(said("a"), said("b", IN_ROOM), said("c", ONE_TO_ONE)))
    assert [one.conversation for one in events] == [GROUP_ID, ROOM_ID, USER_ID]
    assert events[0].occurred_at == datetime.fromtimestamp(SENT_AT_MS / 1000, UTC)


def test_what_is_stored_is_read_back_the_same() -> None:
    raw = said("#登記 公園夜間噪音 😀")
    (one,) = read_events(body_of(raw))
    assert read_stored(one.payload, received_at=NOW, verbs=VERBS) == read(raw)
    assert read_stored(b"[]", received_at=NOW, verbs=VERBS) is None


def test_a_redelivered_events_ticket_ends_twenty_minutes_after_the_event() -> None:
    late = {**said("#42"), "deliveryContext": {"isRedelivery": True}}
    sent_at = datetime.fromtimestamp(SENT_AT_MS / 1000, UTC)
    message = to_message(late, received_at=sent_at + timedelta(minutes=19, seconds=30), verbs=VERBS)
    assert message is not None
    assert message.reply_by == sent_at + timedelta(minutes=19, seconds=55)
    prompt = read(late)
    assert prompt is not None
    assert prompt == replace(prompt, reply_by=NOW + timedelta(seconds=55))


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)
known_fields = st.sampled_from(
    [
        "type",
        "source",
        "message",
        "mention",
        "postback",
        "left",
        "unsend",
        "timestamp",
        "replyToken",
    ]
)


@given(st.dictionaries(known_fields, json_values), st.sampled_from(["message", "memberLeft", "x"]))
def test_reading_never_raises_whatever_a_field_holds(changes: Event, kind: str) -> None:
    raw = {**said("#42"), "type": kind, **changes}
    for one in read_events(json.dumps({"events": [raw, changes]}).encode()):
        message = to_message(one.raw, received_at=NOW, verbs=VERBS)
        assert concerns_bot(one.raw, verbs=VERBS) == (message is not None)
        assert read_stored(one.payload, received_at=NOW, verbs=VERBS) == message
