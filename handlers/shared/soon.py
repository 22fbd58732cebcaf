"""「半小時後」, 「10分鐘後」, 「一個半小時後」: a moment counted from now, not from a day. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.shared.date_values import HINT, BadDateError
from handlers.shared.day_words import ALONE_BEFORE, GAP, NUMBER, number
from handlers.shared.repeat_forms import plain

MOST = timedelta(hours=72)  # later is a day, and is written as one
_HOURS = r"(?:小時|鐘頭)"
_SPAN = (
    rf"(?P<half>半){GAP}個?{GAP}{_HOURS}|"
    rf"{ALONE_BEFORE}(?P<hours>{NUMBER}){GAP}個?{GAP}(?P<and_half>半)?{GAP}{_HOURS}"
    rf"(?:(?P<half_more>半)|又?{GAP}(?P<more>{NUMBER}){GAP}分鐘?)?|"
    rf"{ALONE_BEFORE}(?P<minutes>{NUMBER}){GAP}分鐘|(?P<quarter>一刻鐘)"
)
# 「開會30分鐘後」 counts from the meeting, so it stands apart or after a word of one's own.
_AFTER = rf"{GAP}(?:之?後|以後)"
_SOON = re.compile(
    rf"(?<![^\s，,。我])(?:(?:再|過){{1,2}}{GAP}(?:{_SPAN.replace('?P<', '?P<p_')})(?:{_AFTER})?|"
    rf"(?:{_SPAN}){_AFTER})"
)


# 「前半小時」, 「提前10分鐘」, 「半小時前」: so long before an hour that is named beside it
_LEAD = re.compile(
    rf"(?:提前|提早|前){GAP}(?:{_SPAN.replace('?P<', '?P<p_')})|(?:{_SPAN}){GAP}(?:之前|以前|前)"
)


@dataclass(frozen=True, slots=True)
class FoundLead:
    """How long before something: `text[start:end]` is how it was written."""

    length: timedelta
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundSoon:
    """A moment inside a text: `text[start:end]` is how it was written."""

    moment: datetime  # UTC, a whole minute
    start: int
    end: int


def find_soon(text: str, *, now: datetime) -> FoundSoon | None:
    """Find the first length of hours or minutes that is counted from `now`.

    Raises BadDateError for more than three days.
    """
    found = _SOON.search(plain(text))
    if found is None:
        return None
    length = _length(_said(found))
    if not timedelta() < length <= MOST:
        raise BadDateError(f"「{found[0].strip()[:20]}」是哪一天？", hint=HINT)
    moment = (now + length).replace(second=0, microsecond=0)
    return FoundSoon(moment, found.start(), found.end())


def find_lead(text: str) -> FoundLead | None:
    """Find the first 「前半小時」 or 「30分鐘前」."""
    found = _LEAD.search(plain(text))
    return FoundLead(_length(_said(found)), found.start(), found.end()) if found else None


def _said(found: re.Match[str]) -> dict[str, str]:
    return {name.removeprefix("p_"): v for name, v in found.groupdict().items() if v}


def _length(said: dict[str, str]) -> timedelta:
    half = 30 * any(name in said for name in ("half", "and_half", "half_more"))
    minutes = half + 15 * ("quarter" in said)
    minutes += sum(number(said[name]) for name in ("minutes", "more") if name in said)
    return timedelta(hours=number(said["hours"]) if "hours" in said else 0, minutes=minutes)
