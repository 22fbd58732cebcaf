"""Every card, in its longest and its emptiest form, is something LINE takes."""

import json
from pathlib import Path
from typing import cast
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from linebot.v3.messaging.models.push_message_request import PushMessageRequest

from bot.line.flex import Json
from bot.line.limits import ACTION_TEXT_LIMIT, ALT_LIMIT, LABEL_LIMIT, TEXT_LIMIT, URI_LIMIT
from bot.line.render import render
from bot.message import Button, Card, ChatRef, Fact, Item, Tone
from bot.utf16 import units
from tests.bot.line.conftest import Complaints
from tests.bot.line.samples import (
    ALERT,
    BASIC_ID,
    CARDS,
    CASE,
    DIRECT,
    GROUP,
    LONG,
    MORNING,
    NASTY,
    ROOM,
)

GOLDEN = Path(__file__).parent / "golden"
BUBBLE_LIMIT = 30 * 1024  # bytes
CHATS = {"group": GROUP, "direct": DIRECT}
THREE = {
    "case-group": (CASE, GROUP),
    "morning-direct": (MORNING, DIRECT),
    "alert-direct": (ALERT, DIRECT),
}


def drawn(card: Card, chat: ChatRef, basic_id: str = BASIC_ID) -> list[Json]:
    return render(card, chat=chat, basic_id=basic_id)


def nodes(value: object) -> list[dict[str, object]]:
    """Return every object inside a message."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        return [entries, *nodes(list(entries.values()))]
    if isinstance(value, list):
        return [node for entry in cast("list[object]", value) for node in nodes(entry)]
    return []


def texts(messages: list[Json]) -> list[str]:
    return [str(node["text"]) for node in nodes(messages) if node.get("type") == "text"]


def actions(messages: list[Json]) -> list[dict[str, object]]:
    return [node for node in nodes(messages) if node.get("type") in {"message", "uri"}]


def check(messages: list[Json]) -> None:
    """Hold messages against LINE's documented limits."""
    assert 1 <= len(messages) <= 5
    for message in messages:
        if message["type"] == "flex":
            assert 0 < units(str(message["altText"])) <= ALT_LIMIT
            size = len(json.dumps(message["contents"], ensure_ascii=False).encode())
            assert size <= BUBBLE_LIMIT
    for text in texts(messages):
        assert text.strip()
        assert units(text) <= TEXT_LIMIT
        assert not set(text) & {"\x00", "\x07", "\u202e", "\u200b", "\r", "\ud800"}
    for action in actions(messages):
        assert 0 < units(str(action["label"])) <= LABEL_LIMIT
        assert units(str(action.get("text", ""))) <= ACTION_TEXT_LIMIT
        assert len(str(action.get("uri", ""))) <= URI_LIMIT


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_every_card_keeps_the_documented_limits(card: Card, chat: ChatRef) -> None:
    check(drawn(card, chat))
    check(drawn(card, chat, basic_id=""))


def test_every_card_passes_lines_own_schema(complaints: Complaints) -> None:
    requests: list[dict[str, object]] = []
    for card in CARDS.values():
        for chat in (GROUP, ROOM, DIRECT):
            messages = drawn(card, chat)
            push = {"to": chat.id, "messages": messages}
            reply = {"replyToken": "8" * 32, "messages": messages}
            requests.append({"path": "/v2/bot/message/push", "body": push})
            requests.append({"path": "/v2/bot/message/reply", "body": reply})
    assert complaints(requests) == ""


def test_the_schema_check_can_fail(complaints: Complaints) -> None:
    messages = drawn(CASE, GROUP)
    messages[0]["altTxt"] = "x"
    body = {"to": GROUP.id, "messages": messages}
    assert "altTxt" in complaints([{"path": "/v2/bot/message/push", "body": body}])


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_the_sdk_loses_nothing_of_a_card(card: Card) -> None:
    """It drops keys that it does not know, without a word."""
    body: Json = {"to": DIRECT.id, "messages": drawn(card, DIRECT)}
    request = PushMessageRequest.from_dict(body)  # pyright: ignore[reportUnknownMemberType]
    kept: dict[str, object] = json.loads(json.dumps(request.to_dict()))  # type: ignore[no-untyped-call]
    assert kept["messages"] == json.loads(json.dumps(body["messages"]))


@pytest.mark.parametrize("name", THREE)
def test_three_cards_look_as_they_did(name: str) -> None:
    card, chat = THREE[name]
    golden = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    assert drawn(card, chat) == golden


def test_they_look_as_designed(shared_folder: Path) -> None:
    for name, (card, chat) in THREE.items():
        design = json.loads(
            (shared_folder / "design" / "cards" / f"{name.split('-')[0]}.json").read_text("utf-8")
        )
        (message,) = drawn(card, chat)
        ours = [node for node in nodes(message) if "電腦版" not in str(node.get("text"))]
        loose = {"wrap", "maxLines", "uri", "contents"}  # how far a text may go, and where to
        assert [
            {k: v for k, v in node.items() if k not in loose and not isinstance(v, dict)}
            for node in ours
        ] == [
            {k: v for k, v in node.items() if k not in loose and not isinstance(v, dict)}
            for node in nodes(design)
        ]


def test_a_group_card_has_one_button_that_opens_the_private_chat() -> None:
    messages = drawn(MORNING, GROUP)
    (action,) = actions(messages)
    assert action["label"] == "私訊處理"
    assert unquote(str(action["uri"])) == "https://line.me/R/oaMessage/@example/?已辦 29"
    assert "電腦版請私訊輸入：已辦 29" in texts(messages)


def test_without_the_bots_id_a_group_card_tells_what_to_type() -> None:
    messages = drawn(CASE, GROUP, basic_id="")
    assert actions(messages) == []
    assert "電腦版請私訊輸入：42" in texts(messages)


def test_a_command_too_long_for_a_link_is_left_out_not_cut() -> None:
    (action,) = actions(drawn(CARDS["too long to type"], GROUP))
    assert action["uri"] == "https://line.me/R/oaMessage/%40example/"
    assert actions(drawn(CARDS["too long to type"], DIRECT)) == []


def test_one_to_one_the_likeliest_button_is_green_and_taps_type() -> None:
    buttons = [node for node in nodes(drawn(ALERT, DIRECT)) if node.get("type") == "button"]
    assert [node["style"] for node in buttons] == ["primary", *["secondary"] * 3]
    assert actions(drawn(ALERT, DIRECT))[1]["text"] == "靜音 健保卡換發 至明早"


def test_a_plain_sentence_is_a_plain_text() -> None:
    assert drawn(Card.sentence("好，記下了。"), GROUP) == [{"type": "text", "text": "好，記下了。"}]


def test_nothing_to_say_is_no_message() -> None:
    assert drawn(Card(alt=" "), DIRECT) == []


def test_a_long_answer_is_sent_whole() -> None:
    words = "一" * 7000
    assert "".join(texts(drawn(Card.sentence(words), DIRECT))) == words
    with_button = drawn(Card.sentence(words, Button("說明", "說明")), DIRECT)
    assert [message["type"] for message in with_button] == ["text", "text", "flex"]
    with_title = drawn(Card(alt="a", title="標題", body=words), DIRECT)
    assert [message["type"] for message in with_title] == ["flex", "text", "text"]


def test_text_to_copy_comes_as_texts_of_its_own() -> None:
    card, first, *rest = texts(drawn(CARDS["copy"], DIRECT))
    assert card == "簽稿"
    assert first.startswith("主旨：")
    assert "\n".join([first, *rest]) == CARDS["copy"].copy_text.strip()


def test_more_than_five_entries_are_counted() -> None:
    items = tuple(Item(f"{n}　案件") for n in range(8))
    assert "還有 3 筆" in texts(drawn(Card(alt="a", items=items), DIRECT))


def test_what_is_hidden_in_a_text_does_not_get_through() -> None:
    (shown, *_) = texts(drawn(Card.sentence(NASTY), DIRECT))
    assert shown == "<b>粗</b>'; DROP TABLE cases; --👩‍👩‍👧‍👦🇹🇼\n第二行"


anything = st.one_of(st.just(""), st.text(max_size=40), st.sampled_from([LONG, NASTY, " ", "\n"]))
cards = st.builds(
    Card,
    alt=anything,
    kind=anything,
    number=anything,
    flag=anything,
    tone=st.sampled_from(Tone),
    title=anything,
    facts=st.lists(st.builds(Fact, anything, anything, st.booleans()), max_size=7).map(tuple),
    items=st.lists(st.builds(Item, anything, anything, st.booleans()), max_size=7).map(tuple),
    body=anything,
    note=anything,
    buttons=st.lists(st.builds(Button, anything, anything, st.booleans()), max_size=6).map(tuple),
    in_private=anything,
    copy_text=anything,
)


@given(cards, st.sampled_from([GROUP, DIRECT]), st.sampled_from(["", BASIC_ID]))
def test_whatever_a_card_holds_line_can_take_it(card: Card, chat: ChatRef, basic_id: str) -> None:
    messages = drawn(card, chat, basic_id)
    if messages:
        check(messages)
