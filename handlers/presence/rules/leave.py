"""Reading 「12/9 下午」, 「下週一到三 代理 小陳」, and what leave stands side by side. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from handlers.presence.errors import (
    FarLeaveError,
    LongLeaveError,
    NoDayError,
    PastLeaveError,
    SomebodyElseError,
    UntilWhenError,
    WhichHalfError,
)
from handlers.shared.roc_date import FoundDate, find_dates, show_date
from storage.records.presence import Absence, Half

MOST_WEEKS = 8
MOST_SPANS = 5  # in one line: 「12/10、12/14」
FAR_DAYS = 366
NOON = time(12, 30)  # as in storage.on_duty
ONE_DAY = timedelta(days=1)
FRIDAY = 4
_WEEK = r"(?:週|周|禮拜|星期)"
_TO = r"\s*(?:到|至|[-~～–—])\s*"
# What people write, and what the reader of dates knows.
_SPELT_OUT = (
    (
        re.compile(rf"((?:下下|下|這|本)?{_WEEK})([一二三四五六日])({_TO})([一二三四五六日])"),
        r"\1\2\3\1\4",
    ),
    (
        re.compile(rf"整?個?((?:下下|下|這|本){_WEEK})(?![一二三四五六日天末])(?:整{_WEEK})?"),
        r"\1一到\1五",
    ),
    (re.compile(r"今明(?:兩天|二天)?"), "今天到明天"),
    (re.compile(r"明後(?:兩天|二天|天)"), "明天到後天"),
)
_END = r"[^\s，,。；;、：:（(]"  # a name goes on until one of these
_NOT_A_DAY = rf"(?![今明後]天|今明|明後|[下這本]{_WEEK}|{_WEEK}[一二三四五六日]|\d)"
_DEPUTY = (
    re.compile(rf"(?:由|請|找)\s*(?P<name>{_END}{{1,20}}?)\s*(?:職務)?(?:代理|職代|代班)人?"),
    re.compile(
        rf"(?:職務)?(?:代理人|代理|職代)\s*(?:是|為|請|找|由|[:：])?\s*{_NOT_A_DAY}(?P<name>{_END}{{1,50}})"
    ),
    re.compile(rf"(?:^|[\s，,])(?P<name>{_END}{{2,12}}?)(?:代理|職代|代班)(?=$|\s)"),
)
_SPAN = re.compile(
    r"(?:[兩二三四五六七八九十]|\d{1,3})\s*個?\s*(?:工作天|天|日(?!\d)|週|周|星期|禮拜|月(?!\d))"
)
_BEFORE_DAYS = re.compile(  # what may stand before the days, without naming anybody
    r"(?:我|本人|要|想|會|自|從|於|在|因公|因事|請|休|公|病|事|特|補|年|婚|喪|產|生理|假|差|出|[\s，,：:])*"
)
_HALF_DAY = re.compile(r"半天|半日")


@dataclass(frozen=True, slots=True)
class Span:
    """Days on which somebody will be away."""

    starts_on: date
    ends_on: date
    half: Half = Half.WHOLE


def cut_deputy(argument: str) -> tuple[str, str]:
    """Split 「3/18-3/20 代理 王小明」 into the days and a name; "" when none is given."""
    for pattern in _DEPUTY:
        match = pattern.search(argument)
        if match is not None:
            return f"{argument[: match.start()]} {argument[match.end() :]}".strip(), match["name"]
    return argument.strip(), ""


def read_spans(text: str, *, today: date) -> tuple[Span, ...]:
    """Read the days of leave, which end today or later.

    Raises NoDayError, SomebodyElseError, UntilWhenError, WhichHalfError, PastLeaveError,
    LongLeaveError, FarLeaveError, BadDateError.
    """
    for pattern, spelt in _SPELT_OUT:
        text = pattern.sub(spelt, text)
    found = find_dates(text, today=today)
    if not found:
        raise NoDayError
    before = text[: found[0].start].strip()
    if not _BEFORE_DAYS.fullmatch(before):
        raise SomebodyElseError(before[:20])
    rest = "".join(c for i, c in enumerate(text) if not any(f.start <= i < f.end for f in found))
    if all(one.until_on is None for one in found) and _SPAN.search(rest):
        raise UntilWhenError
    spans = tuple(_span(one, today) for one in found[:MOST_SPANS])
    if _HALF_DAY.search(rest) and spans[0].half is Half.WHOLE:
        raise WhichHalfError(_short(spans[0].starts_on))
    return spans


def _span(found: FoundDate, today: date) -> Span:
    last = found.until_on or found.on
    shown = show_date(found.on, today=today)
    if last < today:
        raise PastLeaveError(shown)
    if (found.on - today).days > FAR_DAYS:
        raise FarLeaveError(shown)
    if (last - found.on).days >= MOST_WEEKS * 7:
        raise LongLeaveError(MOST_WEEKS)
    first = max(found.on, today)
    return Span(first, last, Half.WHOLE if last > found.on else _half(found))


def _half(found: FoundDate) -> Half:
    if found.at is None:
        return Half.WHOLE
    if found.at >= NOON:
        return Half.AFTERNOON
    return Half.WHOLE if found.until_at is not None and found.until_at > NOON else Half.MORNING


def _short(day: date) -> str:
    return f"{day.month}/{day.day}"


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of somebody's leave: which entries go, and which are new."""

    gone: frozenset[int]
    added: tuple[Absence, ...]


def put_in(held: Iterable[Absence], new: Absence) -> Change:
    """Put leave beside what there is: the last word counts for its days, and nothing overlaps.

    Two different halves make a day; without a deputy the one who was named for these days stays.
    """
    touched = [a for a in held if a.starts_on <= new.ends_on and new.starts_on <= a.ends_on]
    if new.deputy_id is None:
        named = {a.deputy_id for a in touched if a.deputy_id is not None}
        new = replace(new, deputy_id=named.pop() if len(named) == 1 else None)
    if any(Half.WHOLE not in {a.half, new.half} and a.half is not new.half for a in touched):
        new = replace(new, half=Half.WHOLE)
    left = [piece for a in touched for piece in _outside(a, new)]
    return Change(frozenset(a.id for a in touched), (*left, new))


def take_out(absence: Absence, *, today: date) -> Change:
    """Take leave back; days that are over stay as they were."""
    if absence.starts_on >= today:
        return Change(frozenset({absence.id}), ())
    return Change(frozenset({absence.id}), (replace(absence, id=0, ends_on=today - ONE_DAY),))


def _outside(old: Absence, new: Absence) -> list[Absence]:
    """Return what is left of an older leave before and after a newer one."""
    pieces: list[Absence] = []
    if old.starts_on < new.starts_on:
        pieces.append(replace(old, id=0, ends_on=new.starts_on - ONE_DAY))
    if old.ends_on > new.ends_on:
        pieces.append(replace(old, id=0, starts_on=new.ends_on + ONE_DAY))
    return pieces
