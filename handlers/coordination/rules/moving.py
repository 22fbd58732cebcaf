"""The steps of a coordination: PO 之間 → 國發會 → 政委辦公室. Nothing moves by itself. Pure."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from storage.records.coordination import Level

SETTING = "coordination-workdays/"  # + level: working days that a step usually takes; 0 for none
USUAL_WORKDAYS = {Level.OFFICERS: 0, Level.HUB: 10, Level.MINISTER: 0}
_NAMES = (
    (Level.MINISTER, re.compile(r"政務?委(?:員)?(?:辦公室|辦)?")),
    (Level.HUB, re.compile(r"國家發展委員會|國發會|ndc", re.IGNORECASE)),
    (Level.OFFICERS, re.compile(r"(?:回到?|退回|各機關)?po(?:之間|層級)?", re.IGNORECASE)),
)
_FILLER = re.compile(r"^(?:送|請|給|到|移|協調|協助|出面|原因|理由|因為|[\s,，:：;；、。])+")
SURE = "確定"
HUB = "國發會"  # short name of the agency
NEEDING_DAYS = (Level.HUB, Level.MINISTER)
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")


class Verdict(StrEnum):
    """Whether a step may be taken, and if not, why."""

    ALLOWED = "allowed"
    ALREADY_THERE = "already-there"
    NEEDS_INVOLVED = "needs-involved"  # a PO of an agency in the case presses
    NEEDS_HUB = "needs-hub"
    ONE_BY_ONE = "one-by-one"  # 政委辦公室 comes after 國發會


def judge_move(now_at: Level, target: Level, *, is_involved: bool, is_hub: bool) -> Verdict:
    """Decide whether somebody may move a sheet from one level to another."""
    if target is now_at:
        return Verdict.ALREADY_THERE
    if target is Level.HUB and now_at is Level.OFFICERS:
        return Verdict.ALLOWED if is_involved or is_hub else Verdict.NEEDS_INVOLVED
    if target is Level.MINISTER and now_at is Level.OFFICERS:
        return Verdict.ONE_BY_ONE
    return Verdict.ALLOWED if is_hub else Verdict.NEEDS_HUB


def parse_move(text: str) -> tuple[Level | None, str, bool]:
    """Read 「國發會 兩機關依據不同」: to where, the reason, and whether 確定 was pressed."""
    sure = SURE in text.split()
    plain = " ".join(word for word in text.split() if word != SURE)
    found = [(m.start(), m.end(), level) for level, name in _NAMES if (m := name.search(plain))]
    if not found:
        return None, plain, sure
    start, end, level = min(found)
    before = _FILLER.sub("", plain[:start])
    return level, f"{before} {_FILLER.sub('', plain[end:])}".strip(), sure


def parse_workdays(text: str) -> tuple[Level | None, int | None]:
    """Read 「國發會 10」; None for what is not said."""
    level, rest, _ = parse_move(text)
    number = _NUMBER.search(rest)
    return level, int(number[0]) if number is not None else None


def workdays_words(days: Mapping[Level, int]) -> str:
    """「國發會預定 10 個工作天，政委辦公室不訂天數」."""
    return "，".join(
        f"{level.value}預定 {count} 個工作天" if count else f"{level.value}不訂天數"
        for level, count in days.items()
    )


def workdays_of(level: Level, setting: Callable[[str], str | None]) -> int:
    """Return how many working days a step usually takes; 0 for no day."""
    text = setting(f"{SETTING}{level.value}") or ""
    return int(text) if text.isdecimal() else USUAL_WORKDAYS[level]
