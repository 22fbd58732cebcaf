"""Commands, taps and submitted forms as the lines they stand for."""

from datetime import UTC, datetime, timedelta
from typing import cast

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import ChatKind, IncomingMessage
from bot.raw import Raw
from bot.slack.gestures import Place, line_of, place_of, unpack_place
from bot.slack.interactions import read, take
from bot.slack.requests import RawRequest, RequestKind, from_stored
from tests.support.gestures import Fields, command_form, shortcut, submission, tap, tap_at_home

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
ANN, CHANNEL, DIRECT = "U0ANN0001", "C0PO00001", "D0ANN0001"


def command(text: str, channel: str = CHANNEL) -> RawRequest:
    form: Raw = command_form(text, user=ANN, channel=channel)
    return RawRequest(kind=RequestKind.COMMAND, fields=form)


def done(fields: Fields) -> RawRequest:
    return RawRequest(kind=RequestKind.INTERACTION, fields=fields)


def message(request: RawRequest) -> IncomingMessage:
    """What the worker reads after the inbox kept it."""
    kept = from_stored(request.payload)
    assert kept is not None
    found = read(kept, received_at=NOW)
    assert found is not None
    return found


def test_a_command_in_a_channel_is_seen_and_answered_for_its_person_alone() -> None:
    said = message(command("查詢 我的"))
    assert said.text == "查詢 我的"
    assert (said.chat.kind, said.chat.id, said.sender_id) == (ChatKind.GROUP, CHANNEL, ANN)
    assert said.aside
    assert not said.others_read
    assert said.reply_ticket is not None
    assert said.reply_ticket.startswith("https://hooks.slack.com/")
    assert said.reply_by == NOW + timedelta(minutes=29)


def test_a_command_in_a_talk_of_two_belongs_to_the_chat_with_the_bot() -> None:
    said = message(command("我的期限", DIRECT))
    assert (said.chat.kind, said.chat.id) == (ChatKind.DIRECT, ANN)
    assert said.reply_ticket  # the talk may be another's: only the ticket reaches it


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("", ""),
        ("  查詢   42 ", "查詢   42"),
        ("#42", "42"),
        ("小幫手 說明", "說明"),
        ("/po 登記 路燈", "登記 路燈"),
        ("/po", ""),
        ("/policy 是什麼", "/policy 是什麼"),
        ("登記 A &amp; B &lt;急&gt;", "登記 A & B <急>"),
        (
            "連結 42 <https://join.gov.tw/idea/detail/x>",
            "連結 42 https://join.gov.tw/idea/detail/x",
        ),
    ],
)
def test_a_command_means_what_was_typed(typed: str, asked: str) -> None:
    assert line_of(command(typed)) == asked


def test_a_tap_types_the_buttons_line_where_the_card_stands() -> None:
    said = message(
        done(tap("已辦 115-0042", user=ANN, channel=CHANNEL, thread="1796608800.000100"))
    )
    assert said.text == "已辦 115-0042"
    assert said.thread == "1796608800.000100"
    assert said.aside


def test_a_tap_in_the_chat_with_the_bot_is_answered_there_for_good() -> None:
    said = message(done(tap("42", user=ANN, channel=DIRECT)))
    assert (said.chat.kind, said.reply_ticket, said.aside) == (ChatKind.DIRECT, None, False)


def test_a_tap_under_what_only_one_person_sees_is_answered_so_too() -> None:
    said = message(done(tap("42", user=ANN, channel=DIRECT, ephemeral=True)))
    assert said.reply_ticket
    assert said.aside


def test_a_tap_on_the_bots_own_page_is_answered_one_to_one() -> None:
    said = message(done(tap_at_home("42", user=ANN)))
    assert (said.chat.kind, said.chat.id) == (ChatKind.DIRECT, ANN)
    assert said.at_home
    assert not said.aside


def test_pressing_twice_is_two_events_and_a_repeat_of_one_is_one() -> None:
    first, second = tap("42", user=ANN, channel=CHANNEL), tap("42", user=ANN, channel=CHANNEL)
    assert done(first).key == done(second).key
    assert done({**second, "trigger_id": "other"}).key != done(first).key


def test_an_escaped_button_types_what_it_was_given() -> None:
    meant = "登記 公園 & 步道 <夜間>"
    for value in ("登記 公園 &amp; 步道 &lt;夜間&gt;", meant):
        assert message(done(tap(value, user=ANN, channel=CHANNEL))).text == meant


def test_what_a_form_is_about_travels_with_it() -> None:
    fields = shortcut("路燈不亮", user=ANN, channel=CHANNEL, moment="1796608800.000100")
    place = place_of(done(fields))
    assert place.channel == CHANNEL
    assert place.thread == place.message == "1796608800.000100"
    assert place.link == "https://govtw.slack.com/archives/C0PO00001/p1796608800000100"
    assert unpack_place(place.packed()) == place
    assert len(place.packed()) < 3000


@pytest.mark.parametrize(
    "junk", ["", "x", "[]", "null", '{"channel": 5}', '{"thread": "..\\u0000"}']
)
def test_what_a_form_carried_may_be_anything(junk: str) -> None:
    assert unpack_place(junk) == Place()


def test_an_unknown_form_shortcut_or_gesture_is_nothing() -> None:
    assert take(done(shortcut("x", user=ANN, channel=CHANNEL, name="other"))).call is None
    unknown: Fields = {
        "blocks": [],
        "type": "modal",
        "callback_id": "other",
        "private_metadata": "",
    }
    nothings: tuple[Fields, ...] = (
        submission(unknown, user=ANN),
        {"type": "view_closed", "user": {"id": ANN}},
        {"type": "block_suggestion", "user": {"id": ANN}},
        {"type": "block_actions", "user": {"id": ANN}, "actions": [{"type": "button"}]},
        {"type": "block_actions", "actions": [{"type": "button", "value": "42"}]},
        {},
    )
    for fields in nothings:
        taken = take(done(fields))
        assert (taken.arrivals, taken.answer, taken.call) == ((), None, None)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=10,
)
NAMES = st.sampled_from(
    ["type", "user", "channel", "view", "actions", "container", "message", "response_url", "team"]
)
KINDS = ["block_actions", "view_submission", "message_action", "shortcut", "view_closed"]


@given(
    st.sampled_from(KINDS),
    st.dictionaries(NAMES, JSON, max_size=6),
    st.sampled_from(["tap", "shortcut", "home", "nothing"]),
)
def test_junk_in_a_gesture_never_raises(kind: str, junk: dict[str, object], base: str) -> None:
    bases: dict[str, Fields] = {
        "tap": tap("42", user=ANN, channel=CHANNEL),
        "shortcut": shortcut("x", user=ANN, channel=CHANNEL),
        "home": tap_at_home("42", user=ANN),
        "nothing": {},
    }
    request = done({**bases[base], **junk, "type": kind})
    taken = take(request)
    for arrival in taken.arrivals:
        kept = from_stored(arrival.payload)
        assert kept is not None
        assert read(kept, received_at=NOW) is not None  # what is stored can be read
    if taken.call is not None:
        assert orjson.dumps(dict(taken.call.arguments))
    assert isinstance(taken.answer, dict | None)


@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_of_a_command_becomes_a_line(text: str, channel: str) -> None:
    form = cast("Raw", {**command_form(text, user=ANN, channel=CHANNEL), "channel_id": channel})
    request = RawRequest(kind=RequestKind.COMMAND, fields=form)
    taken = take(request)
    assert taken.arrivals or taken.call
    assert read(request, received_at=NOW) is not None
