"""What Slack sends, however strange, becomes a message or nothing; never an error."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.raw import UnreadableBodyError
from bot.slack.receive import Me, read_stored, take
from bot.slack.requests import RequestKind, request_of
from tests.bot.slack.events import (
    BOT_ID,
    CHANNEL_ID,
    DIRECT_ID,
    TEAM_ID,
    USER_ID,
    Json,
    body_of,
    command,
    event,
    mention,
    read_request,
    whisper,
)

OLD = "token"
NOW = datetime(2026, 12, 3, 4, 0, 1, tzinfo=UTC)
ME = Me(BOT_ID, TEAM_ID)
CHANNEL = ChatRef(Platform.SLACK, ChatKind.GROUP, CHANNEL_ID)
DIRECT = ChatRef(Platform.SLACK, ChatKind.DIRECT, USER_ID)


def heard(content: Json | bytes, me: Me = ME) -> IncomingMessage | None:
    """What the worker reads of a request; nothing, if it was not stored at all."""
    body = content if isinstance(content, bytes) else body_of(content)
    arrivals = take(read_request(body)).arrivals
    if not arrivals:
        return None
    (arrival,) = arrivals
    message = read_stored(arrival.payload, received_at=NOW, me=me)
    assert message is None or message.event_id == arrival.event_id
    return message


CHATTER: Json = {
    "type": "message",
    "channel_type": "channel",
    "channel": CHANNEL_ID,
    "user": USER_ID,
    "text": f"<@{BOT_ID}> 登記 x",  # comes as app_mention too
    "ts": "1.1",
}


# --- talk ---


def test_a_mention_in_a_channel_is_answered_in_a_thread_of_it() -> None:
    message = heard(mention(f"<@{BOT_ID}> 登記 公園 &amp; 步道"))
    assert message is not None
    assert (message.kind, message.chat, message.sender_id) == (EventKind.TEXT, CHANNEL, USER_ID)
    assert message.text == "登記 公園 & 步道"
    assert message.thread == "1796270400.000100"
    assert message.message_id == f"{CHANNEL_ID}/1796270400.000100"
    assert message.reply_ticket is None


def test_a_mention_inside_a_thread_stays_there() -> None:
    message = heard(mention(f"115-0001 <@{BOT_ID}>", thread_ts="1796270000.000001"))
    assert message is not None
    assert (message.text, message.thread) == ("115-0001", "1796270000.000001")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (f"<@{BOT_ID}>", ""),
        (f"<@{BOT_ID}>，找 衛福部", "找 衛福部"),
        (f"早 <@{BOT_ID}> 找 衛福部", "早  找 衛福部"),
        (f"<@{BOT_ID}> #查詢 噪音", "查詢 噪音"),
        (f"<@{BOT_ID}> 請 <@U0WANG> 看", "請 @U0WANG 看"),
    ],
)
def test_the_mention_is_cut_off_and_others_are_kept(typed: str, text: str) -> None:
    message = heard(mention(typed))
    assert message is not None
    assert message.text == text


def test_without_authorizations_the_first_mention_is_ours() -> None:
    bare = {**mention(f"<@{BOT_ID}> 問 <@U0WANG>"), "authorizations": None}
    message = heard(bare, Me())
    assert message is not None
    assert message.text == "問 @U0WANG"


def test_one_to_one_everything_is_for_the_bot() -> None:
    message = heard(whisper("我的案件"))
    assert message is not None
    assert (message.chat, message.text, message.thread) == (DIRECT, "我的案件", "")
    in_thread = heard(whisper("知道了", thread_ts="1.5"))
    assert in_thread is not None
    assert in_thread.thread == "1.5"


@pytest.mark.parametrize(
    "content",
    [
        whisper("x", user=BOT_ID),
        whisper("x", bot_id="B1"),
        whisper("x", subtype="bot_message"),
        whisper("x", subtype="message_changed"),
        whisper("x", subtype="channel_join"),
        whisper("", subtype="file_share", files=[{"id": "F1"}]),
        {**whisper("x"), "event": {"type": "message", "channel_type": "im", "text": "x"}},
        mention(f"<@{BOT_ID}> x", bot_id="B2"),
        mention(f"<@{BOT_ID}> x", user=BOT_ID),
        mention(f"<@{BOT_ID}> x", edited={"user": USER_ID, "ts": "2"}),
        mention(f"<@{BOT_ID}> x", channel=DIRECT_ID),
        event(CHATTER),
        event({"type": "reaction_added", "user": USER_ID}),
        event({"type": "brand_new"}),
        {"type": "event_callback"},
        {"type": "app_rate_limited"},
        {},
    ],
)  # fmt: skip
def test_what_is_not_for_the_bot_is_not_even_stored(content: Json) -> None:
    assert take(read_request(body_of(content))).arrivals == ()


def test_a_picture_with_words_is_read_by_its_words() -> None:
    message = heard(whisper("登記 噪音", subtype="file_share", files=[{"id": "F1"}]))
    assert message is not None
    assert message.text == "登記 噪音"


# --- what else happens ---


def test_the_bot_comes_to_a_channel_and_nobody_else_counts() -> None:
    came = {"type": "member_joined_channel", "channel": CHANNEL_ID, "inviter": USER_ID}
    message = heard(event({**came, "user": BOT_ID}))
    assert message is not None
    assert (message.kind, message.chat) == (EventKind.BOT_JOINED, CHANNEL)
    assert message.sender_id == USER_ID
    assert heard(event({**came, "user": "U0WANG"})) is None
    # Where Slack does not say who the bot is, nobody guesses
    bare: Json = {**event({**came, "user": "U0WANG"}), "authorizations": None}
    assert heard(bare, Me()) is None
    assert heard(bare, ME) is None


@pytest.mark.parametrize(
    "kind", ["channel_left", "group_left", "channel_archive", "channel_deleted"]
)
def test_a_channel_is_lost(kind: str) -> None:
    message = heard(event({"type": kind, "channel": CHANNEL_ID}))
    assert message is not None
    assert (message.kind, message.chat) == (EventKind.BOT_LEFT, CHANNEL)


def test_the_front_page_is_opened() -> None:
    message = heard(event({"type": "app_home_opened", "user": USER_ID, "tab": "home"}))
    assert message is not None
    assert message.kind is EventKind.HOME_OPENED
    assert message.chat == ChatRef(Platform.SLACK, ChatKind.HOME, USER_ID)
    assert heard(event({"type": "app_home_opened", "user": USER_ID, "tab": "messages"})) is None


def deleted(text: str, **more: object) -> Json:
    return event(
        {
            "type": "message",
            "subtype": "message_deleted",
            "channel": CHANNEL_ID,
            "channel_type": "channel",
            "deleted_ts": "1.7",
            "previous_message": {"user": USER_ID, "text": text, "ts": "1.7"},
            **more,
        }
    )


def test_a_message_to_the_bot_is_taken_back() -> None:
    message = heard(deleted(f"<@{BOT_ID}> 登記 噪音"))
    assert message is not None
    assert (message.kind, message.message_id) == (EventKind.UNSENT, f"{CHANNEL_ID}/1.7")
    assert heard(deleted("閒聊")) is None
    alone = heard(deleted("登記 噪音", channel=DIRECT_ID, channel_type="im"))
    assert alone is not None
    assert (alone.chat, alone.message_id) == (DIRECT, f"{DIRECT_ID}/1.7")


def test_what_was_said_can_be_wiped_by_what_is_taken_back() -> None:
    said = take(read_request(body_of(whisper("登記 噪音", ts="1.7")))).arrivals[0]
    back = heard(deleted("登記 噪音", channel=DIRECT_ID, channel_type="im"))
    assert back is not None
    assert (said.chat_id, said.message_id) == (back.chat.id, back.message_id)


@pytest.mark.parametrize("kind", ["tokens_revoked", "app_uninstalled", "channel_archive"])
def test_the_operator_is_told_of_trouble(kind: str) -> None:
    assert take(read_request(body_of(event({"type": kind})))).warning == kind


def test_the_operator_is_told_when_slack_holds_events_back() -> None:
    limited: Json = {"type": "app_rate_limited", "team_id": TEAM_ID, "minute_rate_limited": 1}
    assert take(read_request(body_of(limited))).warning == "app_rate_limited"


def test_another_installation_is_not_ours_to_answer() -> None:
    elsewhere: Json = {"team_id": "T0ELSE", "authorizations": [{"team_id": "T0ELSE"}]}
    assert heard({**mention(f"<@{BOT_ID}> x"), **elsewhere}) is None
    # A channel shared with another company comes with our own authorization
    assert heard({**mention(f"<@{BOT_ID}> x"), "team_id": "T0ELSE"}) is not None


# --- the same thing twice, and strange things ---


def test_a_repeat_has_the_same_key() -> None:
    once = mention(f"<@{BOT_ID}> x")
    first, second = (take(read_request(body_of(once))).arrivals[0] for _ in range(2))
    assert first.event_id == second.event_id == once["event_id"]
    typed = command("我的案件", trigger_id="1.2.abc")
    assert take(read_request(typed)).arrivals[0].event_id == "command:1.2.abc"
    nameless = {**once, "event_id": "é" * 200}
    keys = {read_request(body_of(nameless)).key for _ in range(2)}
    assert len(keys) == 1
    assert read_request(body_of({**nameless, "event_time": 7})).key not in keys


def test_slacks_old_token_is_not_kept() -> None:
    for body in (body_of(mention(f"<@{BOT_ID}> x")), command("x", **{OLD: "of old"})):
        assert b"of old" not in take(read_request(body)).arrivals[0].payload


def test_a_challenge_is_answered() -> None:
    taken = take(read_request(body_of({"type": "url_verification", "challenge": "3eZbrw1a"})))
    assert taken.answer == {"challenge": "3eZbrw1a"}


@pytest.mark.parametrize("body", [b"", b"{", b"payload=%7B", b"a=1&" * 500])
def test_what_cannot_be_read_at_all_is_said_so(body: bytes) -> None:
    with pytest.raises(UnreadableBodyError):
        read_request(body)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = ("type", "channel", "user", "text", "ts", "thread_ts", "subtype", "channel_type", "tab")
STRANGE = st.fixed_dictionaries(
    {
        "type": st.sampled_from(
            ["app_mention", "message", "member_joined_channel", "app_home_opened", "channel_left"]
        )
    },
    optional=dict.fromkeys((*NAMES[1:], "previous_message", "deleted_ts", "edited"), JSON),
)


@given(STRANGE, st.dictionaries(st.sampled_from(["authorizations", "team_id", "event_time"]), JSON))
def test_strange_fields_are_only_missing(content: Json, envelope: Json) -> None:
    for arrival in take(request_of({**event(content), **envelope})).arrivals:
        read_stored(arrival.payload, received_at=NOW, me=ME)


@given(st.binary())
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        request = read_request(body)
    except UnreadableBodyError:
        return
    for arrival in take(request).arrivals:
        read_stored(arrival.payload, received_at=NOW, me=ME)


@given(st.binary())
def test_any_stored_bytes_are_read(payload: bytes) -> None:
    assert read_stored(payload, received_at=NOW) is None


def test_a_command_is_a_typed_line() -> None:
    request = read_request(command("我的案件"))
    assert request.kind is RequestKind.COMMAND
    message = heard(command("我的案件"))
    assert message is not None
    assert (message.chat, message.text, message.sender_id) == (CHANNEL, "我的案件", USER_ID)
    assert message.reply_ticket == "https://hooks.slack.com/commands/T0ROC/1/abc"
