"""The argument of 查詢: words, agencies, stages, kinds, 我的, 今天, 第2頁, in any order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from handlers.cases.rules.registration import KIND_WORDS
from handlers.cases.rules.sheet import EDGES, Sheet, words_pattern
from handlers.cases.rules.stages import END_STAGES, STAGE_WORDS
from handlers.shared.mentions import AgencyMention
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, CaseKind, Stage

SUNDAY = 6  # as date.weekday counts
PAGE_SIZE = 5  # entries a card can list
WORDS_LIMIT = 5
WORD_LIMIT = 30  # characters
_PAGE = re.compile(r"第\s*(\d{1,3})\s*頁")
_MINE = words_pattern(["我的", "我", "我手上", "我的案子", "我的案件", "我承辦"])
_TODAY = words_pattern(["今天", "今日"])
_WEEK = words_pattern(
    ["這週", "本週", "這禮拜", "本禮拜", "這星期", "本星期", "快到期", "快要到期"]
)
_LATE = words_pattern(["逾期", "過期", "已逾期", "已過期", "逾期的", "超過期限"])
HELPING = "主協辦"
_HELPING = words_pattern(
    [
        HELPING,
        "機關主協辦",
        "機關主辦",
        "機關協辦",
        "本機關主辦",
        "本機關協辦",
        "我們主辦",
        "我們協辦",
    ]
)
_ALL = words_pattern(["全部", "所有", "含結案", "包含結案"])
_OPEN = words_pattern(["未結案", "未結", "沒結案", "還沒結案", "尚未結案"])
_CLOSED = words_pattern(["已結案"])
_STAGE = words_pattern(list(STAGE_WORDS))
_KIND = words_pattern(list(KIND_WORDS))
_FILLER = words_pattern(["的", "案件", "案子", "有哪些", "哪些", "階段", "機關", "類型"])


class Due(StrEnum):
    """Which deadlines a list is asked for; the value can be typed."""

    ANY = ""
    LATE = "逾期"
    TODAY = "今天"  # and what is late
    WEEK = "這週"  # until Sunday, and what is late


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a list is asked for."""

    words: tuple[str, ...] = ()
    agency_ids: frozenset[int] = frozenset()
    stages: frozenset[Stage] = frozenset()
    kinds: frozenset[CaseKind] = frozenset()
    mine: bool = False  # held by the speaker
    helping: bool = False  # others' cases where the speaker's agencies are 主辦 or 協辦
    due: Due = Due.ANY
    open_only: bool = True
    page: int = 1

    @property
    def is_mine_alone(self) -> bool:
        """Whether nothing but the own cases is asked for: these are sorted by deadline."""
        return self.mine and not (self.words or self.agency_ids or self.stages or self.kinds)


def parse_search(text: str, mentions: Sequence[AgencyMention]) -> Search:
    """Read a cleaned line; `mentions` are the agencies found in it. Nothing means 我的."""
    sheet = Sheet(text)
    page = sheet.take(_PAGE)
    mine, due = sheet.take(_MINE) is not None, _take_due(sheet)
    everything, helping = sheet.take(_ALL) is not None, sheet.take(_HELPING) is not None
    unfinished = sheet.take(_OPEN) is not None
    closed = sheet.take(_CLOSED) is not None
    kinds = frozenset(_kind(match[1]) for match in sheet.take_all(_KIND))
    stages = frozenset(STAGE_WORDS[match[1]] for match in sheet.take_all(_STAGE))
    agency_ids = frozenset(
        mention.agency.id for mention in mentions if sheet.cut(mention.start, mention.end)
    )
    sheet.take_all(_FILLER)
    words = tuple(dict.fromkeys(w[:WORD_LIMIT] for w in re.split(f"[{EDGES}]+", sheet.rest) if w))
    named = words or agency_ids or stages or kinds or helping
    only_open = unfinished or due is not Due.ANY
    nothing = not (named or everything or closed or unfinished)
    return Search(
        words=words[:WORDS_LIMIT],
        agency_ids=agency_ids,
        stages=stages | END_STAGES if closed else stages,
        kinds=kinds,
        mine=mine or nothing,
        helping=helping,
        due=due,
        open_only=only_open or not (words or everything or closed or stages & END_STAGES),
        page=max(int(page[1]), 1) if page else 1,
    )


def _take_due(sheet: Sheet) -> Due:
    late = sheet.take(_LATE) is not None
    today, week = sheet.take(_TODAY) is not None, sheet.take(_WEEK) is not None
    if late:
        return Due.LATE
    return Due.TODAY if today else Due.WEEK if week else Due.ANY


def _kind(word: str) -> CaseKind:
    by_word = {word.replace(" ", "").lower(): kind for word, kind in KIND_WORDS.items()}
    return by_word["".join(word.split()).lower()]


def by_deadline(cases: Iterable[Case]) -> tuple[Case, ...]:
    """Sort by deadline, those without one last."""
    return tuple(sorted(cases, key=lambda c: (c.due_at is None, c.due_at or c.created_at)))


def due_by(cases: Iterable[Case], due: Due, *, now: datetime) -> tuple[Case, ...]:
    """Return the cases with such a deadline; all of them for ANY."""
    if due is Due.ANY:
        return tuple(cases)
    today = taipei_date(now)
    days = {Due.LATE: -1, Due.TODAY: 0, Due.WEEK: SUNDAY - today.weekday()}
    last = today + timedelta(days=days[due])
    return tuple(c for c in cases if c.due_at is not None and taipei_date(c.due_at) <= last)
