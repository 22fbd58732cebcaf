"""Cases (案件) and what belongs to them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class CaseKind(StrEnum):
    """Where a case comes from."""

    PETITION = "提點子"
    CONSULTATION = "眾開講"
    SUPERIOR = "長官交辦"
    OWN = "本機關自辦"
    PO_PROPOSAL = "PO 自提"
    ENQUIRY = "諮詢"


class Stage(StrEnum):
    """How far a case is; which stages a kind has is decided in handlers/cases/rules."""

    REVIEW = "檢核中"
    ENDORSING = "附議中"
    PASSED = "已成案"
    DELIBERATING = "研商中"
    RESPONDED = "已回應"
    FOLLOWED_UP = "後續進度"
    RELEASED = "解除列管"
    NOT_PASSED = "未成案"
    REJECTED = "不受理"
    NOTICED = "預告中"
    TO_COLLECT = "期滿待綜整"
    WORKING = "處理中"
    ANSWERED = "已回覆"
    CLOSED = "結案"


class Secrecy(StrEnum):
    """Who may know of a case."""

    NORMAL = "一般"
    SENSITIVE = "敏感"  # named officers only; never in groups, lists, digests, push texts
    SECRET = "密件"  # noqa: S105  # no password; holds no content at all: 「有一件，請洽某單位」


class Part(StrEnum):
    """An agency's part in a case."""

    LEAD = "主辦"  # several leads together are 共同主辦
    CO_ORGANISER = "協辦"
    CONCERNED = "有關機關"


class Standing(StrEnum):
    """How sure an agency's part is."""

    SUGGESTED = "建議"  # typed by another agency; not a formal assignment
    CONFIRMED = "確認"  # Join's record, 國發會's dated notice, or the agency's own word


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case. The agency owns it; `holder_id` is the present holder's officer id."""

    id: int
    number: str  # 「115-0042」: year of the Republic and serial
    kind: CaseKind
    stage: Stage
    subject: str  # 案由; "" for 密件
    agency_id: int  # the registering agency, which owns it
    holder_id: int | None
    created_at: datetime
    created_by: int  # officer id
    secrecy: Secrecy = Secrecy.NORMAL
    due_at: datetime | None = None  # a typed deadline (長官期限), UTC
    drafter: str = ""  # 先擬: the unit that drafts, as typed
    ask_unit: str = ""  # for 密件: whom to ask
    join_id: str = ""  # Join's uuid
    links: tuple[str, ...] = ()
    result: str = ""  # set on closing
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None  # 註銷: opened by mistake; the number stays
    source_chat: str = ""  # platform:chat id where it was registered
    source_event: str = ""  # event id of the registration
    source_message: str = ""  # platform:message id of the registration; undone when it is unsent
    version: int = 1  # counts changes


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """What a list of cases is asked for; empty means any. Newest first.

    A list holds what every officer may see (提點子, 眾開講), what the viewer's agencies own, take
    part in or were invited to, and never what was cancelled, 敏感 or 密件.
    """

    words: tuple[str, ...] = ()  # each stands in the number, the subject or a visible note
    agency_ids: frozenset[int] = frozenset()  # owns it or takes part in it
    helper_ids: frozenset[int] = frozenset()  # agencies that are 主辦 or 協辦 and do not own it
    stages: frozenset[Stage] = frozenset()
    kinds: frozenset[CaseKind] = frozenset()
    holder_id: int | None = None
    open_only: bool = False
    viewer_agency_ids: frozenset[int] = frozenset()  # the lists of all of them together
    viewer_officer_id: int | None = None
    # Those that the viewer holds or that name the viewer; never for a list others see.
    include_sensitive: bool = False
    secrecy: Secrecy | None = None
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """One page of a list of cases."""

    cases: tuple[Case, ...]
    total_count: int  # on all pages
    offset: int = 0

    @property
    def has_more(self) -> bool:
        """Whether another page follows."""
        return self.offset + len(self.cases) < self.total_count


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAgency:
    """One agency's part in one case."""

    case_id: int
    agency_id: int
    part: Part
    standing: Standing
    said_by: int  # agency id of whoever named it
    source: str = ""  # 「國發會 115/12/08 函」, 「Join」, 「本機關確認」


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note (備註); seen by its own agency unless shared (共用)."""

    id: int
    case_id: int
    agency_id: int
    officer_id: int
    text: str
    shared: bool
    written_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One change of a case: who did what, and how it was before, so it can be undone."""

    id: int
    case_id: int
    at: datetime
    officer_id: int | None  # None: the bot itself
    agency_id: int | None
    action: str  # 登記, 更新, 指派, 備註, 結案, 重啟, 註銷, 復原, 確認 …
    summary: str  # one Chinese line, without persons
    before: dict[str, object] = field(default_factory=dict[str, object])  # changed fields
    undone_at: datetime | None = None
