"""A rule as an administrator types it, and what speaks against keeping it. Pure.

「綜整回應 預告期滿 14個工作天 主辦 參考 自116/01/01 依據 要點第9點」; what is left out is as in
the version before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import TypeVar

from handlers.reminders.rules.entry_errors import (
    MissingRulePartsError,
    OverlappingRuleError,
    RuleNameError,
    UnknownRuleEventError,
    UnreadRuleError,
)
from handlers.shared.roc_date import parse_date, roc_number
from handlers.shared.rulebook import LAST_SECOND, Rulebook
from storage.records.cases import CaseKind
from storage.records.duties import SUPERIOR
from storage.records.rules import Actor, Event, Force, Rule, Span
from storage.rule_sheet import DAYS_IN_MONTH, MAX_LENGTH, MAX_NAME

T = TypeVar("T")

SOURCE_LIMIT = 60  # characters
EVENTS: Mapping[str, Event] = MappingProxyType(
    {
        **{event.value: event for event in Event},
        "回應期限": Event.RESPONSE_DUE,
        "預告結束": Event.NOTICE_ENDED,
        "預告屆滿": Event.NOTICE_ENDED,
        "附議開始": Event.APPROVED,
        "送出提議": Event.SUBMITTED,
        "寄出逐字稿": Event.MAILED,
    }
)
ACTORS: Mapping[str, Actor] = MappingProxyType(
    {
        **{actor.value: actor for actor in Actor},
        "每個主辦": Actor.EACH_LEAD,
        "聯繫主辦": Actor.CONTACT_LEAD,
        "主辦": Actor.EACH_LEAD,
    }
)
FORCES: Mapping[str, Force] = MappingProxyType({force.value: force for force in Force})
KINDS: Mapping[str, CaseKind] = MappingProxyType({kind.value: kind for kind in CaseKind})
SPANS: Mapping[str, tuple[Span, int]] = MappingProxyType(
    {
        **dict.fromkeys(("工作天", "工作日", "上班日"), (Span.WORKDAYS, 1)),
        **dict.fromkeys(("天", "日"), (Span.DAYS, 1)),
        **dict.fromkeys(("週", "周"), (Span.DAYS, 7)),
        "月": (Span.MONTHS, 1),
        "前月日": (Span.DAY_OF_LAST_MONTH, 1),
    }
)
_DATE = r"\d{2,4}[/.\-年]\d{1,2}[/.\-月]\d{1,2}日?|1\d{6}(?!\d)|\d{1,2}[/月]\d{1,2}日?|[今明後]天"
_FROM = re.compile(rf"(?:自|從|起日)\s*({_DATE})\s*起?|({_DATE})\s*起")
_UNTIL = re.compile(rf"(?:到|至|迄日?)\s*({_DATE})\s*(?:為止|止)?")
_SOURCE = re.compile(r"(?:依據|來源|根據)[:：\s]*(.*)$")
_POINT = re.compile(r"第\s?[\d一二三四五六七八九十]{1,4}\s?點.*$")
_LENGTH = re.compile(
    r"(?P<sign>前|後|加|-|－|−)?\s*(?P<count>\d{1,4})\s*個?\s*"
    r"(?P<unit>工作天|工作日|上班日|前月日|天|日|週|周|月)(?P<before>前)?(?:之?內|後)?"
)
_HOUR = re.compile(r"(?<!\d)([01]?\d|2[0-4]):([0-5]\d)(?::([0-5]\d))?")
_FILLERS = re.compile(r"適用|生效|施行|實施|期限|[由起算的]|後|辦理")
_EDGES = " \t\n\u3000,，、。；;：:"
_BACK = frozenset({"前", "-", "－", "−"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a line says of a rule; None where it says nothing."""

    event: Event | None = None
    length: int | None = None
    span: Span | None = None
    ends: timedelta | None = None
    actor: Actor | None = None
    force: Force | None = None
    kind: CaseKind | None = None
    unread: str = ""


def read_rule(text: str, book: Rulebook, *, today: date) -> Rule:
    """Read the rule that a line describes; without a first day it holds from today.

    Raises RuleNameError, UnknownRuleEventError, MissingRulePartsError, UnreadRuleError,
    BadDateError.
    """
    rest, source = _cut(_SOURCE, text.strip(_EDGES))
    name, _, rest = rest.partition(" ")
    rest, since = _cut(_FROM, rest)
    rest, until = _cut(_UNTIL, rest)
    if not name or len(name) > MAX_NAME or name == SUPERIOR:
        raise RuleNameError
    said = _read(rest)
    valid_from = _day(since, today) or today
    before = _version_before(book, name, valid_from, said.kind)
    _complain(said, source, before)
    point = _POINT.search(source)
    rule = _merged(name, said, before)
    return replace(
        rule,
        source=source[: point.start()].strip(_EDGES)[:SOURCE_LIMIT] if point else source,
        point=point[0].strip()[:SOURCE_LIMIT] if point else "",
        version=f"{roc_number(today)} 新增",
        valid_from=valid_from,
        valid_to=_day(until, today),
    )


def check_rule(rule: Rule, book: Rulebook) -> None:
    """Refuse a rule for whose days another version is there already. Raises OverlappingRuleError.

    The version in force on its first day is no obstacle: the new one ends it.
    """
    if rule.valid_to is not None and rule.valid_from and rule.valid_to < rule.valid_from:
        raise OverlappingRuleError("迄日早於起日", rule.name)
    for other in book.versions(rule.name):
        if other.valid_from == rule.valid_from and other.kinds == rule.kinds:
            raise OverlappingRuleError(f"{_since(other)}已有一版", rule.name)
        later = (
            rule.valid_to
            and other.valid_from
            and other.valid_from > (rule.valid_from or rule.valid_to)
        )
        same = set(other.kinds) == set(rule.kinds)
        if (
            same
            and later
            and other.valid_from
            and rule.valid_to
            and other.valid_from <= rule.valid_to
        ):
            raise OverlappingRuleError(f"{_since(other)}已有下一版", rule.name)
        if not same and _meet(other, rule):
            kinds = "、".join(other.kinds) or "各種案件"
            raise OverlappingRuleError(f"同名的規則適用於{kinds}，會重疊", rule.name)


def _meet(one: Rule, other: Rule) -> bool:
    """Whether some event of some kind would fall under both."""
    kinds = not one.kinds or not other.kinds or bool(set(one.kinds) & set(other.kinds))
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_to or date.max, other.valid_to or date.max)
    return kinds and begins <= ends


def _since(rule: Rule) -> str:
    return f"{roc_number(rule.valid_from)} 起" if rule.valid_from else "最早"


def _cut(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """Take what the pattern finds out of a text; return the rest and what was found."""
    match = pattern.search(text)
    if match is None:
        return text, ""
    found = next((group for group in match.groups() if group), "")
    return f"{text[: match.start()]} {text[match.end() :]}".strip(_EDGES), found.strip(_EDGES)


def _day(written: str, today: date) -> date | None:
    return parse_date(written, today=today).on if written else None


def _read(text: str) -> Said:
    rest, hour = _taken(_HOUR, text)
    rest, length = _taken(_LENGTH, rest)
    rest, event = _word(rest, EVENTS)
    rest, actor = _word(rest, ACTORS)
    rest, force = _word(rest, FORCES)
    rest, kind = _word(rest, KINDS)
    count, span = _length(length) if length else (None, None)
    return Said(
        event=event,
        length=count,
        span=span,
        ends=_time(hour) if hour else None,
        actor=actor,
        force=force,
        kind=kind,
        unread=_FILLERS.sub(" ", rest).strip(f"{_EDGES}（）()"),
    )


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, re.Match[str] | None]:
    match = pattern.search(text)
    if match is None:
        return text, None
    return f"{text[: match.start()]} {text[match.end() :]}", match


def _word(text: str, words: Mapping[str, T]) -> tuple[str, T | None]:
    """Take the longest of the words that stand in a text."""
    word = max((w for w in words if w in text), key=len, default="")
    return (text.replace(word, " ", 1), words[word]) if word else (text, None)


def _time(match: re.Match[str]) -> timedelta:
    hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return min(timedelta(hours=hours, minutes=minutes, seconds=seconds), timedelta(days=1))


def _length(match: re.Match[str]) -> tuple[int, Span]:
    span, times = SPANS[match["unit"]]
    count = int(match["count"]) * times
    misplaced = span is Span.DAY_OF_LAST_MONTH and count not in DAYS_IN_MONTH
    if count > MAX_LENGTH or misplaced:
        raise UnreadRuleError(match[0].strip())
    return (-count if match["before"] or match["sign"] in _BACK else count), span


def _version_before(book: Rulebook, name: str, on: date, kind: CaseKind | None) -> Rule | None:
    """Return the version that the new one follows: what it leaves out is as there."""
    known = [r for r in book.versions(name) if r.applies_to(kind)]
    held = [r for r in known if r.holds_on(on)]
    return next(reversed(held or known), None)


def _complain(said: Said, source: str, before: Rule | None) -> None:
    if said.unread:
        if said.event is None and before is None:
            raise UnknownRuleEventError(said.unread, (event.value for event in Event))
        raise UnreadRuleError(said.unread)
    missing = _missing(said) if before is None else ()
    if missing or not source:
        raise MissingRulePartsError((*missing, *(() if source else ("依據",))))


def _missing(said: Said) -> tuple[str, ...]:
    parts = {
        "從什麼起算（成案、預告期滿…）": said.event,
        "多久（14個工作天）": said.length,
        "由誰（主辦、承辦、國發會）": said.actor,
        "性質（應辦、參考、內部、供參）": said.force,
    }
    return tuple(label for label, part in parts.items() if part is None)


def _merged(name: str, said: Said, before: Rule | None) -> Rule:
    """Put together what is said, and what the version before says."""
    base = before or Rule(
        name=name,
        event=said.event or Event.PASSED,
        length=said.length or 0,
        span=said.span or Span.DAYS,
        ends=LAST_SECOND,
        actor=said.actor or Actor.HOLDER,
        force=said.force or Force.REFERENCE,
        source="",
    )
    span = said.span or base.span
    if base.span is Span.DAY_OF_LAST_MONTH and said.span is Span.DAYS:
        span = base.span  # 「15日」 of the month before, as until now
    return replace(
        base,
        id=0,
        event=said.event or base.event,
        length=base.length if said.length is None else said.length,
        span=span,
        ends=base.ends if said.ends is None else said.ends,
        actor=said.actor or base.actor,
        force=said.force or base.force,
        kinds=(said.kind,) if said.kind else base.kinds,
        note="" if before is None else base.note,
    )


def ended(book: Rulebook, name: str, on: date) -> tuple[Rule, ...]:
    """Return the versions of a rule that hold on the day before `on`, ended with it."""
    last = on - timedelta(days=1)
    held = (r for r in book.versions(name) if r.holds_on(last))
    return tuple(replace(r, valid_to=last) for r in held if r.valid_to is None or r.valid_to > last)


def later_versions(book: Rulebook, name: str, on: date) -> Iterable[Rule]:
    """Return the versions that begin on `on` or after it."""
    return (r for r in book.versions(name) if r.valid_from is not None and r.valid_from >= on)
