"""Numbers as they are spoken, texts as they are kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.cases.rules.alike import alike
from handlers.cases.rules.wording import CaseNumber, clean_text, read_number


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("42", CaseNumber(42), ""),
        ("#42 已回覆", CaseNumber(42), "已回覆"),
        ("＃４２　已回覆", CaseNumber(42), "已回覆"),
        ("第42案 結案", CaseNumber(42), "結案"),
        ("42號 下週五", CaseNumber(42), "下週五"),
        ("案件 42：已回覆", CaseNumber(42), "已回覆"),
        ("115-0042 期限 12/16", CaseNumber(42, 115), "期限 12/16"),
        ("115-42", CaseNumber(42, 115), ""),
        ("1 案由 新的", CaseNumber(1), "案由 新的"),
        ("42案由 新的", CaseNumber(42), "案由 新的"),
        ("37 成案了 12/8", CaseNumber(37), "成案了 12/8"),
        ("成案了 37 12/8", CaseNumber(37), "成案了 12/8"),
        ("12/8 成案了 37", CaseNumber(37), "12/8 成案了"),
        ("12/16", None, "12/16"),
        ("3月底", None, "3月底"),
        ("17:00", None, "17:00"),
        ("菸捐", None, "菸捐"),
        ("", None, ""),
    ],
)
def test_a_number_is_taken_out(text: str, number: CaseNumber | None, rest: str) -> None:
    assert read_number(text) == (number, rest)


@given(st.text(max_size=100))
def test_clean_texts_stay_clean(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert "\n" not in cleaned
    assert "\0" not in cleaned
    cleaned.encode("utf-8")


@pytest.mark.parametrize(
    ("typed", "there", "similar"),
    [
        ("健保卡換eID", "健保卡要換eID那個", True),
        ("公園夜間噪音", "公園噪音", True),
        ("動物保護法加重罰則", "動保法加重罰則", True),
        ("菸捐調整", "菸捐調整後的分配說明", True),
        ("臺灣菸捐調整", "台灣菸捐，調整！", True),
        ("ＥＴＣ收費", "etc收費", True),
        ("菸捐", "菸捐調整後的分配說明", False),
        ("公園夜間噪音", "長照給付標準", False),
        ("限制醫療院所設置牙科病床", "限制醫師看診人數", False),
        ("！！", "公園噪音", False),
    ],
)
def test_similar_titles(typed: str, there: str, similar: bool) -> None:  # noqa: FBT001
    assert (alike(typed, [(7, "115-0007", there)]) == (7,)) is similar


def test_the_nearest_title_comes_first() -> None:
    others = [
        (1, "", "公園噪音"),
        (2, "", "公園夜間噪音"),
        (3, "", "長照"),
        (4, "", "公園夜間噪音管制"),
    ]
    assert alike("公園夜間噪音", others)[0] == 2
