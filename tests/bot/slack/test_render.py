"""Every card, in its longest and its emptiest form, is something Slack takes."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.message import Button, Card, ChatKind, ChatRef, Fact, Item, Picture, Platform, Tone
from bot.slack.blocks import Json
from bot.slack.limits import BLOCK_COST, MESSAGE_COST
from bot.slack.render import render, render_all, text_length
from tests.bot.line.samples import ALERT, CARDS, CASE, LONG, MORNING, NASTY
from tests.bot.line.test_render import cards
from tests.support.block_kit import Check, load_check

GROUP = ChatRef(Platform.SLACK, ChatKind.GROUP, "C0123456789")
DIRECT = ChatRef(Platform.SLACK, ChatKind.DIRECT, "U0123456789")
CHATS = {"group": GROUP, "direct": DIRECT}
MAKES_A_NOTE_OF_IT = {"mrkdwn", "broadcast", "user", "usergroup", "channel", "emoji", "date"}


@pytest.fixture(scope="module")
def check(shared_folder: Path) -> Check:
    return load_check(shared_folder)


def blocks_of(message: Json) -> list[Json]:
    return cast("list[Json]", message["blocks"])


def nodes(value: object) -> Iterator[dict[str, object]]:
    """Yield every object inside a message, in reading order."""
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value)
        yield entries
        for entry in entries.values():
            yield from nodes(entry)
    elif isinstance(value, list):
        for entry in cast("list[object]", value):
            yield from nodes(entry)


def texts(message: Json) -> list[str]:
    """Return what is read in the blocks, in reading order."""
    found = (node.get("text") for node in nodes(message["blocks"]))
    return [text for text in found if isinstance(text, str)]


def words(message: Json) -> str:
    return "".join(texts(message))


def taps(message: Json) -> list[dict[str, object]]:
    return [node for node in nodes(message) if node.get("type") == "button"]


def hold(message: Json) -> None:
    """Hold a message against what must be so whatever it says."""
    drawn = blocks_of(message)
    assert 1 <= len(drawn) <= 50
    assert str(message["text"]).strip()
    assert "<" not in str(message["text"])
    assert text_length(list(drawn)) + BLOCK_COST * len(drawn) <= MESSAGE_COST + BLOCK_COST
    for node in nodes(drawn):
        assert node.get("type") not in MAKES_A_NOTE_OF_IT
    for text in texts(message):
        assert text.strip() or text in {"\n", " "}
        assert not set(text) & {"<", ">", "\x00", "\x07", "\u202e", "\u200b", "\r", "\ud800"}
    actions = [tap["action_id"] for tap in taps(message)]
    assert len(actions) == len(set(actions))


@pytest.mark.parametrize("chat", CHATS.values(), ids=CHATS)
@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_slack_takes_every_card(card: Card, chat: ChatRef, check: Check) -> None:
    message = render(card, chat=chat)
    hold(message)
    assert check("message", blocks_of(message)) == []


def test_the_check_can_fail(check: Check) -> None:
    drawn = blocks_of(render(CASE, chat=GROUP))
    drawn[0]["colour"] = "green"
    assert len(check("message", drawn)) == 1


def test_a_case_in_a_channel_reads_in_the_order_of_the_design() -> None:
    message = render(CASE, chat=GROUP)
    kinds = [block["type"] for block in blocks_of(message)]
    assert kinds == ["context", "header", "rich_text", "context", "actions"]
    strip, title, facts, note, *_ = blocks_of(message)
    assert texts({"blocks": [strip]}) == ["長官交辦　115-0042　｜　僅本機關"]
    assert texts({"blocks": [title]}) == ["菸捐調整後的分配說明"]
    assert words({"blocks": [facts]}).split("\n") == [
        "主辦　　　衛福部",
        "先擬　　　國健署",
        "長官期限　12/16（三）還有 6 個工作天",
    ]
    assert texts({"blocks": [note]}) == ["會在 12/15（二）早上提醒您本人。"]
    assert message["text"] == "42 已登記"


def bold(card: Card) -> list[object]:
    shown = nodes(render(card, chat=DIRECT)["blocks"])
    return [node["text"] for node in shown if node.get("style") == {"bold": True}]


def test_what_matters_is_bold() -> None:
    assert bold(CASE) == ["12/16（三）還有 6 個工作天"]
    assert bold(MORNING) == [
        "37　聯繫提案人",
        "29　綜整回應",
        "\n法定期限 12/11（五）23:59，還有 1 個工作天。",
    ]


def test_an_alarm_says_so_in_words_because_nothing_is_red() -> None:
    assert texts(render(ALERT, chat=DIRECT))[0] == "輿情　健保卡換發　｜　緊急・異常升溫"


def test_a_chart_of_letters_stands_above_the_facts() -> None:
    read = words(render(ALERT, chat=DIRECT))
    assert read.index("▁▁▂▁▂▃▅█") < read.index("故事")


def test_one_to_one_a_tap_types_its_command_and_the_likeliest_button_is_green() -> None:
    buttons = taps(render(ALERT, chat=DIRECT))
    assert [button["value"] for button in buttons] == [
        "登記 健保卡換發輿情",
        "靜音 健保卡換發 至明早",
        "看 健保卡換發",
        "誤報 健保卡換發",
    ]
    assert [button.get("style") for button in buttons] == ["primary", None, None, None]


def test_in_a_channel_the_one_button_shows_what_it_will_type_before_it_does() -> None:
    (button,) = taps(render(MORNING, chat=GROUP))
    assert button["value"] == "已辦 29"
    assert "私訊處理" in str(button["text"])
    assert "會用您的名義輸入：已辦 29" in str(button["confirm"])


def test_a_command_too_long_to_carry_is_left_out_not_cut() -> None:
    card = Card(alt="a", title="長", buttons=(Button("送出", "登記 " + "案" * 2000),))
    assert taps(render(card, chat=DIRECT)) == taps(render(card, chat=GROUP)) == []


def test_nothing_to_say_is_no_message() -> None:
    assert render(Card(alt=" "), chat=DIRECT) == {}


def test_a_plain_sentence_is_a_paragraph() -> None:
    message = render(Card.sentence("好，記下了。"), chat=GROUP)
    assert texts(message) == ["好，記下了。"]
    assert message["text"] == "好，記下了。"


def test_nobody_is_called_linked_or_made_bold_by_what_somebody_typed() -> None:
    typed = "<!channel> <@U0123456789> @here *粗* _斜_ ~刪~ `碼` <https://evil.example|按我> :fire:"
    message = render(Card.sentence(typed, Button("看", typed)), chat=DIRECT)
    hold(message)
    assert texts(message)[0] == typed.replace("<", "＜").replace(">", "＞")
    assert "style" not in next(node for node in nodes(message) if node.get("type") == "text")
    assert message["text"] == typed.replace("<", "&lt;").replace(">", "&gt;")
    assert (message["mrkdwn"], message["parse"], message["link_names"]) == (False, "none", False)
    assert (message["unfurl_links"], message["unfurl_media"]) == (False, False)


def test_only_pages_of_the_government_can_be_followed() -> None:
    typed = (
        "看 https://join.gov.tw/idea/detail/37，別看 https://join.gov.tw.evil.example/x "
        "也別看 https://evil.example/?https-join.gov.tw https://evil.tw/gov.tw https://xgov.tw/ "
        "https://join.gov.tw@evil.example/ http://join.gov.tw/"
    )
    message = render(Card.sentence(typed), chat=DIRECT)
    links = [node["url"] for node in nodes(message) if node.get("type") == "link"]
    assert links == ["https://join.gov.tw/idea/detail/37"]


def test_text_to_copy_comes_whole_below_the_card() -> None:
    draft = "主旨：檢陳本案辦理情形，簽請核示。\n說明：\n" + "一、依據來函辦理。\n" * 100
    message = render(Card(alt="簽稿", title="簽稿", copy_text=draft), chat=DIRECT)
    (copied,) = [n for n in nodes(message) if n.get("type") == "rich_text_preformatted"]
    assert words({"blocks": [cast("Json", copied)]}) == draft.strip()


def test_what_is_too_long_even_so_says_that_it_was_cut() -> None:
    message = render(CARDS["copy"], chat=DIRECT)
    hold(message)
    assert texts(message)[-1] == "全文太長，這裡只放得下前面。"
    assert texts(message)[-2].endswith("…")


def test_several_cards_are_one_message_with_lines_between() -> None:
    message = render_all([MORNING, CASE], chat=DIRECT)
    hold(message)
    assert [block["type"] for block in blocks_of(message)].count("divider") == 1
    assert message["text"] == "今天要做 2 件\n42 已登記"
    assert len(taps(message)) == 3


@pytest.mark.parametrize("filling", [LONG, NASTY, "案由 " * 2000])
def test_five_of_the_longest_cards_are_still_one_message(filling: str, check: Check) -> None:
    long = next(card for card in CARDS.values() if card.alt == filling)
    message = render_all([long] * 5, chat=DIRECT)
    hold(message)
    assert check("message", blocks_of(message)) == []


def test_what_no_longer_fits_is_told_by_its_short_form() -> None:
    long = CARDS["longest, rare Han"]
    last = replace(long, alt="42 已登記")
    assert texts(render_all([long, long, long, long, last], chat=DIRECT))[-1] == "42 已登記"


def test_of_a_picture_its_words_are_told_because_it_follows_as_a_file() -> None:
    card = Card(alt="a", title="健保卡換發", picture=Picture("a/37/x", "3,180 份"), note="註")
    assert texts(render(card, chat=DIRECT)) == ["健保卡換發", "3,180 份", "註"]


@given(cards, st.sampled_from([GROUP, DIRECT]))
def test_whatever_a_card_holds_slack_can_take_it(card: Card, chat: ChatRef) -> None:
    message = render(card, chat=chat)
    if message:
        hold(message)


@given(st.lists(cards, min_size=1, max_size=5))
def test_whatever_several_cards_hold_they_are_one_message(several: list[Card]) -> None:
    message = render_all(several, chat=DIRECT)
    if message:
        hold(message)


@given(cards, st.sampled_from([GROUP, DIRECT]))
def test_the_checker_agrees(check: Check, card: Card, chat: ChatRef) -> None:
    message = render(card, chat=chat)
    if message:
        assert check("message", blocks_of(message)) == []


def test_a_fact_without_a_label_and_a_tone_without_a_flag_are_told_too() -> None:
    card = Card(alt="a", kind="期限", tone=Tone.URGENT, facts=(Fact("", "今天到期"),))
    assert texts(render(card, chat=DIRECT)) == ["期限　｜　緊急", "今天到期"]


def test_more_than_five_entries_are_counted() -> None:
    items = tuple(Item(f"{n}　案件") for n in range(8))
    assert "還有 3 筆" in texts(render(Card(alt="a", items=items), chat=DIRECT))
