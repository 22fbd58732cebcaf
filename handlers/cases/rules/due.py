"""The deadline in a line: 「期限 12/16」, 「長官說下週三前要有說法」."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from handlers.cases.rules.sheet import EDGES, END, START, Sheet
from handlers.shared.roc_date import TAIPEI, FoundDate, find_dates, parse_date, taipei_date

_KEY = re.compile(rf"{START}(?:長官期限|期限|限期|截止日?|最晚|最遲)(?:為|是|在|於)?")
_ENGLISH_KEY = re.compile(
    rf"{START}(?:due|deadline|by)(?:\s+(?:on|by|date))?(?![a-z])", re.IGNORECASE
)
_GAP = re.compile(r"\s*[:：]?\s*")
_VALUE = re.compile(r"[^，,。；;、]+")
# What follows a date that says until when: 「前要有說法」, 「前交」, nothing.
_ASKS = re.compile(
    rf"\s*(?:要|需|須|應|請|先|給|交|回|提|送|報|完成|辦|發文|發布|公告|上網|簽|有|[{EDGES}]|$)"
)
_ENDS = re.compile(r"\s*(?:截止|到期|要交|要給|要回)")
_FILLER = re.compile(
    r"\s*(?:截止|到期|要有(?:說法|結果|回應|答案|交代)|要|要?(?:回覆?|回應|交|給|完成|報))" + END
)


def take_due(sheet: Sheet, *, today: date, only_apart: bool = False) -> FoundDate | None:
    """Cut the deadline out of a line and return it.

    With `only_apart` a date inside a sentence stays: titles of petitions speak of dates.
    Raises BadDateError when the deadline cannot be read or does not exist.
    """
    key = _KEY.search(sheet.text)
    if key is not None and (found := _after_key(sheet, key, today)) is not None:
        return found
    for english in _ENGLISH_KEY.finditer(sheet.text):  # means it only before a day: 「by 衛福部」
        if (found := _dated(sheet, english, today)) is not None:
            return found
    for found in find_dates(sheet.text, today=today):
        if _is_due(sheet.text, found) and not (only_apart and not _is_apart(sheet.text, found)):
            _cut(sheet, found.start, found.end)
            return found
    return None


def later(due_at: datetime | None, span: str, *, today: date) -> datetime:
    """Return the deadline (UTC) moved by 「一週」; without one, so long after today's end."""
    if due_at is None:
        return parse_date(f"{span}後", today=today).moment
    due = due_at.astimezone(TAIPEI)
    moved = parse_date(f"{span}後", today=due.date()).on
    return datetime.combine(moved, due.time(), TAIPEI).astimezone(UTC)


def passed_text(moment: datetime | None, *, now: datetime) -> str:
    """Point out a deadline that lies behind; "" for one to come, or none."""
    if moment is None or moment >= now:
        return ""
    on = taipei_date(moment)
    return "這個時間已經過了。" if on == taipei_date(now) else "這天已經過了。"


def _after_key(sheet: Sheet, key: re.Match[str], today: date) -> FoundDate | None:
    found = _dated(sheet, key, today)
    if found is not None:
        return found
    start = _value_start(sheet, key)
    typed = _VALUE.match(sheet.text[start:])
    if start > key.end() and typed is not None:
        parse_date(typed[0].split()[0], today=today)  # raises, for it is no date
    return None


def _value_start(sheet: Sheet, key: re.Match[str]) -> int:
    gap = _GAP.match(sheet.text, key.end())
    return gap.end() if gap else key.end()


def _dated(sheet: Sheet, key: re.Match[str], today: date) -> FoundDate | None:
    """Cut out a word and the date right behind it; None when there is none."""
    start = _value_start(sheet, key)
    value = sheet.text[start:]
    found = next(iter(find_dates(value, today=today)), None)
    if found is None or value[: found.start].strip():
        return None
    _cut(sheet, key.start(), start + found.end)
    return _moved(found, start)


def _is_due(text: str, found: FoundDate) -> bool:
    if found.is_limit:
        return _ASKS.match(text, found.end) is not None
    return _ENDS.match(text, found.end) is not None


def _is_apart(text: str, found: FoundDate) -> bool:
    """Whether the date is a clause of its own."""
    before = re.split(f"[{EDGES}]", text[: found.start])[-1]
    filler = _FILLER.match(text, found.end)
    after = text[filler.end() if filler else found.end :]
    return not before and (not after or re.match(f"[{EDGES}]", after) is not None)


def _cut(sheet: Sheet, start: int, end: int) -> None:
    filler = _FILLER.match(sheet.text, end)
    sheet.cut(start, filler.end() if filler else end)


def _moved(found: FoundDate, by: int) -> FoundDate:
    return replace(found, start=found.start + by, end=found.end + by)
