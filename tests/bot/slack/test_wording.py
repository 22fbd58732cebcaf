"""What a card tells people to type is what Slack lets the bot hear."""

from bot.message import Button, Card, Fact, Item, Platform
from bot.slack.wording import in_slacks_words
from handlers.chats.cards import introduction

VERBS = {"啟用", "離開", "靜音", "取消靜音", "每月謝謝"}


def told(text: str) -> str:
    return in_slacks_words(Card.sentence(text), VERBS).body


def test_a_call_by_hash_becomes_a_mention() -> None:
    assert told("「#啟用」可再開，「#離開」我就走。") == (
        "「@PO 小幫手 啟用」可再開，「@PO 小幫手 離開」我就走。"
    )
    assert told("每月謝謝。不要了：＃每月謝謝 關") == "每月謝謝。不要了：@PO 小幫手 每月謝謝 關"


def test_it_does_so_wherever_people_read() -> None:
    card = Card(
        alt="#啟用 開始",
        title="#啟用",
        facts=(Fact("開始用", "說「#啟用」"),),
        items=(Item("#離開", "#取消靜音"),),
        note="#啟用",
        buttons=(Button("#啟用", "備註 42 #啟用"),),
        copy_text="#啟用",
    )
    shown = in_slacks_words(card, VERBS)
    assert "#" not in f"{shown.alt}{shown.title}{shown.facts}{shown.items}{shown.note}"
    assert shown.buttons == card.buttons
    assert shown.copy_text == "#啟用"


def test_what_is_no_command_stays_as_somebody_wrote_it() -> None:
    for text in ("#環保", "第 #3 點", "#啟用費", "C#", "##", "# 啟用"):
        assert told(text) == text


def test_who_joins_a_channel_does_not_speak_of_hashes() -> None:
    card = in_slacks_words(introduction(Platform.SLACK), VERBS)
    assert "#" not in str(card)
    assert "@PO 小幫手，或 /po" in str(card)
    assert "#" in str(introduction(Platform.LINE))
