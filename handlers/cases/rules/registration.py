"""The argument of 登記, in any order.

`<案由> [主辦/協辦/有關機關/先擬 <機關>] [期限 <日期>] [<類型>] [<Join 連結>] [敏感|密件]`
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cases.errors import MissingSubjectError, TextTooLongError
from handlers.cases.rules.due import take_due
from handlers.cases.rules.links import JoinLink, take_links
from handlers.cases.rules.parts import NO_PARTS, NamedParts, take_parts
from handlers.cases.rules.sheet import EDGES, START, Sheet, words_pattern
from handlers.cases.rules.stages import STAGE_WORDS, line_of, stages_of
from handlers.cases.rules.wording import LINE_LIMIT, SUBJECT_LIMIT, UNIT_LIMIT
from handlers.shared.audience import PUBLIC_KINDS
from handlers.shared.mentions import AgencyMention
from handlers.shared.petition_words import MISSING_TITLE
from handlers.shared.roc_date import FoundDate, find_dates
from storage.records.cases import CaseKind, Secrecy, Stage

KIND_WORDS: dict[str, CaseKind] = {
    **dict.fromkeys(("提點子", "連署案", "附議案", "join", "join提案"), CaseKind.PETITION),
    **dict.fromkeys(("眾開講", "預告案", "法規預告", "草案預告"), CaseKind.CONSULTATION),
    **dict.fromkeys(("長官交辦", "交辦", "長官交代", "交辦案件"), CaseKind.SUPERIOR),
    **dict.fromkeys(("本機關自辦", "自辦", "自辦案件"), CaseKind.OWN),
    **dict.fromkeys(("PO 自提", "PO自提", "自提", "自提案"), CaseKind.PO_PROPOSAL),
    **dict.fromkeys(("諮詢", "諮詢案"), CaseKind.ENQUIRY),
}
ANYWAY = "仍要登記"
_ANYWAY = words_pattern([ANYWAY])
_KIND = words_pattern(list(KIND_WORDS))
_KIND_KEY = re.compile(rf"{START}(?:類型|類別)\s*[:：]?\s*$")
_STAGE = words_pattern([stage.value for stage in (*line_of(CaseKind.PETITION), *Stage)])
_PASSED = re.compile(
    rf"(?:{START}|(?<=[\d日號天)）]))(?:已經?)?成案(?:了|日)?(?=[{EDGES}\d於在昨今]|$)"
)
_SECRECY = words_pattern(["敏感", "敏感案件", "敏感案", "密件"])
_ASK_UNIT = re.compile(rf"{START}(?:請洽|洽)\s*[:：]?\s*(?P<unit>[^{EDGES}]+)")
_SUPERIOR_CLAUSE = re.compile(
    rf"{START}長官(?P<verb>交辦|交代|指示|希望|要求|說要|說|要|問)?(?P<words>[^{EDGES}]*)"
)
_THAT_ONE = re.compile(r"(?:那|這)(?:一)?(?:件事|件案子|個案子|件|個|案)(?:的事)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """What a line registers. Empty means that nothing was said about it."""

    subject: str  # "" for 密件
    kind: CaseKind
    stage: Stage | None = None
    stage_on: date | None = None  # the day that was named with 成案
    named: NamedParts = NO_PARTS
    due: FoundDate | None = None
    join: JoinLink | None = None
    links: tuple[str, ...] = ()
    secrecy: Secrecy = Secrecy.NORMAL
    ask_unit: str = ""
    anyway: bool = False  # said after a similar case was pointed out


def parse_registration(
    text: str, mentions: Sequence[AgencyMention], *, today: date
) -> Registration:
    """Read a cleaned line; `mentions` are the agencies found in it.

    Raises MissingSubjectError, TextTooLongError, UnknownAgencyError or BadDateError.
    """
    if len(text) > LINE_LIMIT:
        what = "案由"
        raise TextTooLongError(what, SUBJECT_LIMIT)
    sheet = Sheet(text)
    anyway = sheet.take(_ANYWAY) is not None
    join, links = take_links(sheet)
    secrecy, ask_unit = _take_secrecy(sheet)
    kind = _take_kind(sheet) or (join.kind if join else None)
    passed_on = _take_passing(sheet, kind, today)
    stage = Stage.PASSED if passed_on is not None else _take_stage(sheet, kind)
    public = kind is not None and kind in PUBLIC_KINDS
    due = take_due(sheet, today=today, only_apart=public)
    named = take_parts(sheet, mentions)
    by_superior = not public and _take_superior(sheet)
    return Registration(
        subject="" if secrecy is Secrecy.SECRET else _subject(sheet, join),
        kind=kind or (CaseKind.SUPERIOR if by_superior else CaseKind.OWN),
        stage=stage,
        stage_on=passed_on,
        named=named,
        due=due,
        join=join,
        links=links,
        secrecy=secrecy,
        ask_unit=ask_unit,
        anyway=anyway,
    )


def is_missing_title(subject: str) -> bool:
    """Whether a case still waits for its title."""
    return subject.endswith(MISSING_TITLE)


def _take_secrecy(sheet: Sheet) -> tuple[Secrecy, str]:
    match = sheet.take(_SECRECY)
    if match is None:
        return Secrecy.NORMAL, ""
    if match[1] != Secrecy.SECRET.value:
        return Secrecy.SENSITIVE, ""
    unit = sheet.take(_ASK_UNIT)
    return Secrecy.SECRET, unit["unit"][:UNIT_LIMIT] if unit else ""


def _take_kind(sheet: Sheet) -> CaseKind | None:
    match = _KIND.search(sheet.text)
    if match is None:
        return None
    key = _KIND_KEY.search(sheet.text[: match.start()])
    sheet.cut(key.start() if key else match.start(), match.end())
    by_word = {word.replace(" ", "").lower(): kind for word, kind in KIND_WORDS.items()}
    return by_word["".join(match[1].split()).lower()]


def _take_stage(sheet: Sheet, kind: CaseKind | None) -> Stage | None:
    """Take a stage that a public case is said to stand at: 「提點子 … 附議中」."""
    match = _STAGE.search(sheet.text)
    if match is None or kind is None or kind not in PUBLIC_KINDS:
        return None
    stage = STAGE_WORDS[match[1]]
    if stage not in stages_of(kind):
        return None
    sheet.cut(*match.span())
    return stage


def _take_passing(sheet: Sheet, kind: CaseKind | None, today: date) -> date | None:
    """Take 「成案 12/8」 or 「12/8成案」 of a petition; without a day it belongs to the 案由."""
    match = _PASSED.search(sheet.text) if kind is CaseKind.PETITION else None
    if match is None:
        return None
    for found in find_dates(sheet.text, today=today):
        first, last = sorted((match.span(), (found.start, found.end)))
        if not sheet.text[first[1] : last[0]].strip(" ，,：:於在") and found.on <= today:
            sheet.cut(first[0], last[1])
            return found.on
    return None


def _take_superior(sheet: Sheet) -> bool:
    """Take 「長官說…」: the whole clause if something else is left for the 案由."""
    match = _SUPERIOR_CLAUSE.search(sheet.text)
    if match is None:
        return False
    words = sheet.cut(*match.span())
    if not _THAT_ONE.sub("", sheet.rest):
        sheet.text = match["words"] if match["verb"] else words
    return True


def _subject(sheet: Sheet, join: JoinLink | None) -> str:
    subject = _THAT_ONE.sub("", sheet.rest).strip()
    if not subject and join is not None:
        return f"Join 提案 {join.join_id[:8]}{MISSING_TITLE}"
    subject = subject or sheet.rest
    if not subject:
        raise MissingSubjectError
    if len(subject) > SUBJECT_LIMIT:
        what = "案由"
        raise TextTooLongError(what, SUBJECT_LIMIT)
    return subject
