"""Guesses at misspelt words."""

import pytest

from bot.spelling import Speller

SPELLER = Speller(
    {
        "登記": "登記",
        "建案": "登記",
        "查詢": "查詢",
        "取消靜音": "取消靜音",
        "help": "說明",
        "結案": "結案",
    }
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("等記", "登記"),  # sounds alike
        ("豋記", "登記"),  # looks and sounds alike
        ("登记", "登記"),  # simplified
        ("ㄉㄥ記", "登記"),  # half in 注音
        ("ㄉㄥㄐㄧ", "登記"),
        ("ㄉㄐ", "登記"),  # initials
        ("dengji", "登記"),
        ("記登", "登記"),
        ("登登記", "登記"),
        ("登", "登記"),
        ("取消靜", "取消靜音"),
        ("取消進音", "取消靜音"),
        ("hlep", "說明"),
        ("間案", "登記"),  # an alias misspelt
    ],
)
def test_what_was_meant(typed: str, meant: str) -> None:
    assert SPELLER.guess(typed) == (meant,)


@pytest.mark.parametrize(
    "typed", ["登記", "收到", "衛福部", "今天", "好", "", "登記公園夜間噪音很大聲"]
)
def test_no_guess_at_other_words_nor_at_right_ones(typed: str) -> None:
    assert SPELLER.guess(typed) == ()


def test_a_misspelt_word_at_the_start_of_a_text() -> None:
    assert SPELLER.guess_start("等記公園噪音") == ("登記", 2)
    assert SPELLER.guess_start("登記公園噪音") is None
    assert SPELLER.guess_start("公園噪音") is None
