"""The argument of 更新 after the number, in any order.

`[階段 <階段>] [期限 <日期>|無] [案由 <案由>] [類型 <類型>]`
`[主辦/協辦/有關機關/先擬 <機關>] [移除 <機關>]`
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.cases.errors import TextTooLongError
from handlers.cases.rules.due import take_due
from handlers.cases.rules.parts import NO_PARTS, NamedParts, take_parts
from handlers.cases.rules.registration import KIND_WORDS
from handlers.cases.rules.sheet import FILLER, START, Sheet, words_pattern
from handlers.cases.rules.stages import END_STAGES, STAGE_WORDS
from handlers.cases.rules.wording import LINE_LIMIT, RESULT_LIMIT, SUBJECT_LIMIT
from handlers.shared.mentions import AgencyMention
from handlers.shared.roc_date import FoundDate, find_dates
from storage.records.agencies import Agency
from storage.records.cases import CaseKind, Stage

_NO_DUE = re.compile(rf"{START}(?:長官期限|期限)\s*[:：]?\s*(?:無|取消|拿掉|不用)")
_SUBJECT = re.compile(
    rf"{START}(?:案由|題目|標題|名稱)\s*(?:[:：]|改成|改為|為|是|\s)\s*"
    r"(?P<subject>.+?)\s*(?=(?:\s(?:階段|期限|主辦|協辦|有關機關|先擬|移除|類型)[\s:：])|$)"
)
_KIND = re.compile(rf"{START}(?:類型|類別)\s*(?:[:：]|改成|改為|為|\s)\s*(?P<kind>\S+)")
_STAGE_KEY = re.compile(
    rf"{START}(?:階段|狀態|進度)\s*(?:[:：]|改成|改為|為|到|\s)?\s*(?P<word>\S+)"
)
_STAGE = words_pattern(list(STAGE_WORDS), glued=r"\d")
_DELAY = re.compile(
    rf"{START}(?:(?:長官)?期限\s*)?(?:再|往後)?延(?:後|長|期)?\s*"
    r"(?P<span>(?:\d{1,3}|[一兩二三四五六七八九十半]{1,3})\s?個?(?:工作天|工作日|天|日|週|周|禮拜|星期|月))"
)
_RESULT = re.compile(rf"{START}結果\s*(?:[:：]|為|是)?\s*(?P<result>.+)$")
# What stands around what was understood and says nothing by itself. Possessive: no backtracking.
_NOISE = re.compile(
    r"(?:(?:長官)?期限|截止日?|階段|狀態|進度|類型|類別|案由|改成|改為|改到|改至|更新|修改|變更|延到|"
    r"延至|延後|延期|展延|提前|已經|麻煩|謝謝|感謝|幫我|一下|日期|請|改|成|為|到|至|於|在|把|將|的|了|"
    r"已|是|都|也|喔|哦|囉|啦|吧|好|先|再|要|給|由|前|內|[\W_])++"
)
_REMOVE = re.compile(rf"{START}(?:移除|拿掉|刪掉|取消邀請)\s*[:：]?\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a line changes; None and empty mean that it stays."""

    subject: str | None = None
    kind: CaseKind | None = None
    stage: Stage | None = None
    stage_on: date | None = None  # the day that was named with the stage
    due: FoundDate | None = None
    no_due: bool = False
    delay: str = ""  # 「一週」: so much later than the deadline is now
    named: NamedParts = NO_PARTS
    removed: tuple[Agency, ...] = ()
    result: str = ""  # said with a stage that ends the case
    unread: str = ""  # words that were not understood

    @property
    def closes(self) -> bool:
        """Whether the stage that was said ends the case."""
        return self.stage in END_STAGES


def parse_changes(text: str, mentions: Sequence[AgencyMention], *, today: date) -> Changes:
    """Read a cleaned line; `mentions` are the agencies found in it.

    Raises TextTooLongError, UnknownAgencyError or BadDateError.
    """
    if len(text) > LINE_LIMIT:
        what = "一次更新"
        raise TextTooLongError(what, LINE_LIMIT)
    sheet = Sheet(text)
    subject = sheet.take(_SUBJECT)
    kind = _take_kind(sheet)
    no_due = sheet.take(_NO_DUE) is not None
    delay = sheet.take(_DELAY)
    stage = _take_stage(sheet)
    result = sheet.take(_RESULT) if stage in END_STAGES else None
    due = take_due(sheet, today=today)
    free = [m for m in mentions if sheet.holds(m.start, m.end)]
    removed = _take_removed(sheet, free)
    named = take_parts(sheet, free)
    other = next(iter(find_dates(sheet.text, today=today)), None)
    if other is not None:
        sheet.cut(other.start, other.end)
    return Changes(
        subject=_checked(subject["subject"]) if subject else None,
        kind=kind,
        stage=stage,
        stage_on=other.on if other and stage else None,
        due=due or (None if stage or no_due else other),
        no_due=no_due,
        delay=delay["span"] if delay else "",
        named=named,
        removed=removed,
        result=_short(result["result"].replace(FILLER, " ").strip()) if result else "",
        unread=_short(_unread(sheet)),
    )


def _unread(sheet: Sheet) -> str:
    """Return the words that are left, without those that say nothing by themselves."""
    return " ".join(word for word in sheet.rest.split() if not _NOISE.fullmatch(word))


def _short(result: str) -> str:
    if len(result) > RESULT_LIMIT:
        what = "結果"
        raise TextTooLongError(what, RESULT_LIMIT)
    return result


def _take_kind(sheet: Sheet) -> CaseKind | None:
    match = _KIND.search(sheet.text)
    by_word = {word.replace(" ", "").lower(): kind for word, kind in KIND_WORDS.items()}
    kind = by_word.get(match["kind"].lower()) if match else None
    if match and kind:
        sheet.cut(*match.span())
    return kind


def _take_stage(sheet: Sheet) -> Stage | None:
    keyed = _STAGE_KEY.search(sheet.text)
    if keyed is not None and keyed["word"] in STAGE_WORDS:
        sheet.cut(*keyed.span())
        return STAGE_WORDS[keyed["word"]]
    loose = sheet.take(_STAGE)
    return STAGE_WORDS[loose[1]] if loose else None


def _take_removed(sheet: Sheet, mentions: Sequence[AgencyMention]) -> tuple[Agency, ...]:
    key = _REMOVE.search(sheet.text)
    if key is None:
        return ()
    removed: list[Agency] = []
    end = key.end()
    for mention in sorted(mentions, key=lambda m: m.start):
        if mention.start >= end and not sheet.text[end : mention.start].strip(" 、,，和與及"):
            removed.append(mention.agency)
            end = mention.end
    if removed:
        sheet.cut(key.start(), end)
    return tuple(removed)


def _checked(subject: str) -> str:
    if len(subject) > SUBJECT_LIMIT:
        what = "案由"
        raise TextTooLongError(what, SUBJECT_LIMIT)
    return subject
