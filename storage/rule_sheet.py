"""The rulebook as a sheet of text cells: the shipped CSV, and files that administrators bring."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from storage.records.cases import CaseKind
from storage.records.rules import Actor, Event, Force, Rule, Span

COLUMNS = (
    *("規則", "案件種類", "起算", "長度", "單位", "截止", "遇放假日", "選舉暫停"),
    *("由誰", "性質", "依據", "點次", "版本", "說明", "起日", "迄日"),
)
REQUIRED = ("規則", "起算", "長度", "單位", "由誰", "性質", "依據")
END_OF_DAY = "23:59:59"  # when 截止 is empty
MAX_LENGTH = 3660  # ten years in days: anything beyond is a slip of the finger
MAX_NAME = 20  # characters
DAY = timedelta(days=1)
DAYS_IN_MONTH = range(1, 32)
TIME = re.compile(r"([0-9]{1,2}):([0-5][0-9])(?::([0-5][0-9]))?")

E = TypeVar("E", bound=StrEnum)


class BadRuleError(ValueError):
    """A row of the sheet is no rule; the message says why, in Chinese."""


def rule_from_cells(cells: Mapping[str, str]) -> Rule:
    """Read one row, its cells by the names in COLUMNS; a missing column is an empty cell.

    Raises BadRuleError.
    """
    row = {name: (cells.get(name) or "").strip() for name in COLUMNS}
    if missing := [name for name in REQUIRED if not row[name]]:
        raise BadRuleError(f"缺「{'」「'.join(missing)}」")
    if len(row["規則"]) > MAX_NAME:
        raise BadRuleError(f"規則名稱最多 {MAX_NAME} 個字")
    valid_from, valid_to = _date(row, "起日"), _date(row, "迄日")
    if valid_from and valid_to and valid_to < valid_from:
        raise BadRuleError("迄日早於起日")
    return Rule(
        name=row["規則"],
        kinds=_kinds(row["案件種類"]),
        event=_one_of(Event, row["起算"], "起算"),
        length=_length(row["長度"], span := _one_of(Span, row["單位"], "單位")),
        span=span,
        ends=_time(row["截止"] or END_OF_DAY),
        actor=_one_of(Actor, row["由誰"], "由誰"),
        force=_one_of(Force, row["性質"], "性質"),
        source=row["依據"],
        point=row["點次"],
        version=row["版本"],
        note=row["說明"],
        valid_from=valid_from,
        valid_to=valid_to,
        moves_back=_flag(row, "遇放假日", yes="提前", no="不變"),
        stops_in_pause=_flag(row, "選舉暫停", yes="停算", no="照算"),
    )


def _one_of(kind: type[E], text: str, column: str) -> E:
    try:
        return kind(text)
    except ValueError:
        known = "、".join(str(member) for member in kind)
        raise BadRuleError(f"「{column}」不能是「{text[:20]}」，可用的有：{known}") from None


def _kinds(text: str) -> tuple[CaseKind, ...]:
    """Read 「提點子、眾開講」; an empty cell means any kind."""
    return tuple(_one_of(CaseKind, kind, "案件種類") for kind in text.split("、") if kind)


def _length(text: str, span: Span) -> int:
    try:
        length = int(text)
    except ValueError:
        raise BadRuleError(f"「長度」要是整數，不能是「{text[:20]}」") from None
    misplaced = span is Span.DAY_OF_LAST_MONTH and length not in DAYS_IN_MONTH
    if abs(length) > MAX_LENGTH or misplaced:
        raise BadRuleError(f"「長度」{length} 超出範圍")
    return length


def _time(text: str) -> timedelta:
    """Read 「23:59:59」, 「17:00」, 「24:00」."""
    found = TIME.fullmatch(text)
    if found is None:
        raise BadRuleError(f"「截止」看不懂「{text[:20]}」，例如 17:00、23:59:59、24:00")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    ends = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if ends > DAY:
        raise BadRuleError(f"「截止」沒有「{text[:20]}」這個時刻")
    return ends


def _date(row: Mapping[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError:
        raise BadRuleError(f"「{column}」要寫成 2026-01-31 的樣子") from None


def _flag(row: Mapping[str, str], column: str, *, yes: str, no: str) -> bool:
    if row[column] not in {"", yes, no}:
        raise BadRuleError(f"「{column}」只能是「{yes}」或「{no}」")
    return row[column] == yes
