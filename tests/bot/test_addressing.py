"""When a text is meant for the bot, and what remains of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.addressing import NAME, what_is_asked, without_hidden_marks

VERBS = ("登記", "找", "查詢", "說明")


def in_group(text: str) -> str | None:
    return what_is_asked(text, mentioned=False, direct=False, verbs=VERBS)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("#登記 公園夜間噪音", "登記 公園夜間噪音"),
        ("＃登記 公園夜間噪音", "登記 公園夜間噪音"),
        ("  # 42 ", "42"),
        ("##42", "42"),
        ("#", ""),
        ("#a #b", "a #b"),
        ("小幫手 健保卡要換eID那個 內政部現在誰在管啊", "健保卡要換eID那個 內政部現在誰在管啊"),
        ("小幫手，找衛福部", "找衛福部"),
        ("小幫手～～找衛福部", "找衛福部"),
        ("小幫手！", ""),
        ("小幫手\n登記 噪音\n期限 下週五", "登記 噪音\n期限 下週五"),
        ("小幫手　找 衛福部", "找 衛福部"),
        ("小幫手找衛福部", "找衛福部"),
        ("小幫手請幫我找衛福部", "請幫我找衛福部"),
        ("小幫手 #42", "42"),
        ("#小幫手 42", "42"),
        ("\u200f\u202e#42", "42"),
        ("小\u200b幫手 42", "42"),
        ("#登記 👩‍👩‍👧 案", "登記 👩‍👩‍👧 案"),
    ],
)
def test_what_is_addressed_to_the_bot_in_a_group(said: str, asked: str) -> None:
    assert in_group(said) == asked


@pytest.mark.parametrize(
    "said",
    [
        "",
        " ",
        "大家早",
        "小幫手",
        "小幫手們辛苦了",
        "小幫手們找到了",
        "小幫手真好用",
        "小幫手😀",
        "小幫手請大家喝茶",
        "謝謝小幫手 辛苦了",
        "我的#42",
        "請找小幫手",
        "/help",
    ],
)
def test_what_is_not_addressed_stays_unanswered(said: str) -> None:
    assert in_group(said) is None


def test_one_to_one_everything_is_for_the_bot() -> None:
    for said, asked in [
        ("今天有啥", "今天有啥"),
        ("#42", "42"),
        ("小幫手們", "小幫手們"),
        ("", ""),
    ]:
        assert what_is_asked(said, mentioned=False, direct=True, verbs=VERBS) == asked


def test_a_mention_is_enough_and_what_stands_after_it_is_asked() -> None:
    for said, asked in [
        (" 找 衛福部", "找 衛福部"),
        ("：#42", "42"),
        ("", ""),
        ("，小幫手 42", "42"),
    ]:
        assert what_is_asked(said, mentioned=True, direct=False, verbs=VERBS) == asked


@given(st.text())
def test_hidden_marks_go_and_nothing_else(text: str) -> None:
    clean = without_hidden_marks(text)
    assert without_hidden_marks(clean) == clean
    assert not [
        c for c in clean if unicodedata.category(c) == "Cs" or c in "\x00\r\u202e\u200b\ufeff"
    ]
    kept = [c for c in text if unicodedata.category(c)[0] in "LNPSM"]
    assert [c for c in clean if unicodedata.category(c)[0] in "LNPSM"] == kept


@given(st.text())
def test_a_hash_always_reaches_the_bot(text: str) -> None:
    assert in_group("#" + text) is not None


@given(st.text(st.characters(categories=["Lo"]), min_size=1))
def test_a_word_that_goes_on_after_the_name_is_another_word(text: str) -> None:
    without_verbs = what_is_asked(NAME + text, mentioned=False, direct=False)
    assert without_verbs is None
