"""The rulebook (規則): how long who has for what, from which event, and since when.

Each legal number is a row with its source and its dates, never a constant in code.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from storage.records.cases import CaseKind


class Event(StrEnum):
    """From what a rule counts. All are days in Taipei."""

    SUBMITTED = "提議送出"
    APPROVED = "檢核通過"
    PASSED = "成案"
    RESPONSE_DUE = "正式回應期限"
    RESPONDED = "正式回應"
    NOTICED = "預告公告"
    NOTICE_ENDED = "預告期滿"
    MAILED = "逐字稿寄出"
    COUNCIL = "月會"
    MEETING = "協作會議"
    VOTE = "投票日"


class Span(StrEnum):
    """In what a rule counts. The day of the event itself is never counted."""

    DAYS = "天"  # calendar days
    WORKDAYS = "工作天"
    MONTHS = "個月"  # the same day of a later month, or that month's last day
    DAY_OF_LAST_MONTH = "前月日"  # the N-th day of the month before the event's


class Actor(StrEnum):
    """Who must act; only they are reminded, others see the date."""

    NDC = "國發會"
    CONTACT_LEAD = "聯繫提案人的主辦"
    EACH_LEAD = "各主辦"
    PROPOSER = "提案人"
    HOLDER = "承辦"
    SYSTEM = "系統"


class Force(StrEnum):
    """How much a date binds."""

    BINDING = "應辦"
    REFERENCE = "參考"
    INTERNAL = "內部"
    INFORMATION = "供參"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One version of one rule. Which version counts is decided by the day of the event."""

    name: str  # 「正式回應」
    event: Event
    length: int  # in `span`; negative: before the event
    span: Span
    ends: timedelta  # since 00:00 (Taipei) of the last day; 24 hours: the whole day counts
    actor: Actor
    force: Force
    source: str  # where it is written
    point: str = ""  # 點次; "" where it could not be looked up
    version: str = ""  # of the source
    note: str = ""  # what else the officer should know, one Chinese sentence
    kinds: tuple[CaseKind, ...] = ()  # of case; none: any
    valid_from: date | None = None  # first day (Taipei) of events it holds for; None: not known
    valid_to: date | None = None  # last day; None: still in force
    agency_id: int | None = None  # a step of one agency's own; None: everybody's
    moves_back: bool = False  # a last day that is a day off becomes the working day before
    stops_in_pause: bool = False  # days of an election pause are not counted
    id: int = 0  # 0: shipped, not kept in the database

    @property
    def key(self) -> str:
        """What names this version for good; deadlines refer to it."""
        kinds = "+".join(sorted(kind.name for kind in self.kinds))
        since = self.valid_from.isoformat() if self.valid_from else ""
        return f"{self.name}/{kinds}/{self.agency_id or ''}/{since}"

    def holds_on(self, day: date) -> bool:
        """Whether an event on `day` falls under this version."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)

    def applies_to(self, kind: CaseKind | None) -> bool:
        """Whether it is for that kind of case; None asks for any kind."""
        return kind is None or not self.kinds or kind in self.kinds
