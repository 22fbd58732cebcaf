"""The shipped rulebook, and what the database says beyond it."""

from contextlib import suppress
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.engine import Database
from storage.records.rules import Rule
from storage.rule_sheet import COLUMNS, BadRuleError, rule_from_cells
from storage.rules import shipped_rules
from tests.storage.samples import NOON, agency

GOOD = {
    "規則": "樣本",
    "案件種類": "提點子、眾開講",
    "起算": "成案",
    "長度": "-3",
    "單位": "工作天",
    "截止": "17:00",
    "由誰": "各主辦",
    "性質": "內部",
    "依據": "本機關規定",
    "起日": "2026-01-01",
}
BAD = [
    ("規則", "", "缺「規則」"),
    ("規則", "字" * 21, "最多"),
    ("案件種類", "提點子,眾開講", "案件種類"),
    ("起算", "那天", "可用的有：提議送出"),
    ("長度", "三", "整數"),
    ("長度", "3661", "超出範圍"),
    ("單位", "小時", "單位"),
    ("單位", "前月日", "超出範圍"),
    ("截止", "25:00", "沒有"),
    ("截止", "五點", "看不懂"),
    ("截止", "12:60", "看不懂"),
    ("起日", "115/01/01", "起日"),
    ("迄日", "2025-12-31", "早於"),
    ("遇放假日", "順延", "提前"),
    ("選舉暫停", "是", "停算"),
]


def sample(name: str = "正式回應", **changes: object) -> Rule:
    shipped = next(r for r in reversed(shipped_rules()) if r.name == name)
    return replace(shipped, **changes)  # type: ignore[arg-type]  # any field


def test_the_shipped_rules_are_there_without_anybody_adding_them(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.rules.all() == shipped_rules()
    assert len({rule.key for rule in shipped_rules()}) == len(shipped_rules())


def test_an_added_rule_comes_back_as_it_was(database: Database) -> None:
    with database.unit_of_work() as uow:
        place = agency(uow, "衛福部").id
        own = replace(
            sample(), name="會PO", length=-10, agency_id=place, valid_from=date(2026, 12, 8)
        )
        uow.rules.save(own, now=NOON, officer_id=3)
        uow.commit()
    with database.unit_of_work() as uow:
        *shipped, kept = uow.rules.all()
    assert tuple(shipped) == shipped_rules()
    assert kept.id > 0
    assert replace(kept, id=0) == own


def test_ending_a_shipped_rule_replaces_it_in_its_place(database: Database) -> None:
    ended = sample(valid_to=date(2026, 12, 31))
    with database.unit_of_work() as uow:
        uow.rules.save(ended, now=NOON)
        uow.rules.save(replace(ended, note="改過兩次"), now=NOON)
        uow.commit()
    with database.unit_of_work() as uow:
        found = uow.rules.all()
        assert [rule.key for rule in found] == [rule.key for rule in shipped_rules()]
        (kept,) = (rule for rule in found if rule.key == ended.key)
        assert (kept.valid_to, kept.note) == (date(2026, 12, 31), "改過兩次")
        assert uow.rules.forget(ended.key)
        assert not uow.rules.forget(ended.key)
        assert uow.rules.all() == shipped_rules()


def test_what_is_not_committed_is_not_kept(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.rules.save_all([sample(length=3)], now=NOON)
    with database.unit_of_work() as uow:
        assert uow.rules.all() == shipped_rules()


def test_a_row_is_read() -> None:
    rule = rule_from_cells(GOOD)
    assert (rule.length, rule.ends.total_seconds(), rule.valid_to) == (-3, 17 * 3600, None)
    assert [kind.value for kind in rule.kinds] == ["提點子", "眾開講"]
    assert rule_from_cells({**GOOD, "截止": ""}).ends.total_seconds() == 86399
    assert rule_from_cells({**GOOD, "截止": "24:00"}).ends.total_seconds() == 86400


@pytest.mark.parametrize(("column", "cell", "reason"), BAD, ids=[f"{b[0]} {b[1][:8]}" for b in BAD])
def test_a_row_that_is_no_rule_says_why(column: str, cell: str, reason: str) -> None:
    with pytest.raises(BadRuleError, match=reason):
        rule_from_cells({**GOOD, column: cell})


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=8)))
def test_any_cells_are_a_rule_or_refused(cells: dict[str, str]) -> None:
    with suppress(BadRuleError):
        assert rule_from_cells({**GOOD, **cells}).name
