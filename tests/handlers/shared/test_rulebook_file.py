"""A file with rules: every row or none, and what it ends."""

import pytest

from handlers.shared.rulebook import Rulebook
from handlers.shared.rulebook_file import Line, RulesRefusedError, read_rules
from storage.rule_sheet import COLUMNS
from tests.handlers.shared.days import BOOK, on

HEADER: Line = (1, ("規則", "案件種類", "起算", "長度", "單位", "由誰", "性質", "依據", "起日"))
LONGER: Line = (
    2,
    ("綜整回應", "眾開講", "預告期滿", "20", "工作天", "各主辦", "應辦", "新要點", "2027-01-01"),
)
NEW: Line = (3, ("回信", "諮詢", "成案", "5", "工作天", "承辦", "內部", "內部規定", ""))


def after(*lines: Line) -> Rulebook:
    changed = {rule.key: rule for rule in read_rules((HEADER, *lines), BOOK).rules}
    return Rulebook((*(r for r in BOOK.rules if r.key not in changed), *changed.values()))


def test_a_new_version_ends_the_one_before() -> None:
    book = after(LONGER)
    assert book.rule("綜整回應", on=on("2026-12-31")).length == 14
    assert book.rule("綜整回應", on=on("2027-01-01")).length == 20
    assert read_rules((HEADER, LONGER), BOOK).text == "已匯入 1 條規則，1 條舊的隨之結束"


def test_a_new_rule_stands_beside_the_others() -> None:
    assert after(NEW).rule("回信", on=on("2026-12-07")).length == 5
    assert read_rules((HEADER, NEW), BOOK).text == "已匯入 1 條規則"


def test_two_versions_in_one_file_follow_one_another() -> None:
    later: Line = (3, (*LONGER[1][:3], "30", *LONGER[1][4:8], "2028-01-01"))
    for lines in ((LONGER, later), (later, LONGER)):
        book = after(*lines)
        lengths = [book.rule("綜整回應", on=on(f"{y}-06-01")).length for y in (2026, 2027, 2028)]
        assert lengths == [14, 20, 30]


def test_a_rule_is_ended_by_its_own_row_with_a_last_day() -> None:
    header: Line = (1, (*HEADER[1], "迄日"))
    ending: Line = (
        2,
        ("逐字稿", "", "逐字稿寄出", "10", "工作天", "承辦", "內部", "月會", "", "2026-12-31"),
    )
    (ended,) = read_rules((header, ending), BOOK).rules
    assert ended.key == BOOK.rule("逐字稿", on=on("2026-12-07")).key
    assert ended.valid_to == on("2026-12-31")


def test_a_new_version_needs_its_first_day() -> None:
    dateless: Line = (2, (*LONGER[1][:8], ""))
    with pytest.raises(RulesRefusedError, match="請填「起日」"):
        read_rules((HEADER, dateless), BOOK)


def test_wrong_rows_are_all_named_and_nothing_is_taken_over() -> None:
    wrong: Line = (3, (*NEW[1][:3], "五", *NEW[1][4:]))
    nobody: Line = (4, (*NEW[1][:5], "大家", *NEW[1][6:]))
    with pytest.raises(RulesRefusedError) as caught:
        read_rules((HEADER, LONGER, wrong, nobody), BOOK)
    assert "第 3 列：「長度」" in caught.value.message
    assert "第 4 列：「由誰」不能是「大家」" in caught.value.message


@pytest.mark.parametrize("lines", [(), ((1, ("規則", "起算")),)])
def test_without_its_columns_a_file_is_refused(lines: tuple[Line, ...]) -> None:
    with pytest.raises(RulesRefusedError, match="缺欄位") as caught:
        read_rules(lines, BOOK)
    assert all(column in caught.value.hint for column in COLUMNS)
