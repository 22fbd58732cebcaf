"""Contact requests (聯絡單): one agency asks another for one thing; both see what became of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.records.duties import Step


class RequestKind(StrEnum):
    """What a request is about; officers say which kinds they take."""

    ENQUIRY = "諮詢"
    PETITION = "提點子"
    CONSULTATION = "眾開講"
    SUPERIOR = "長官交辦"
    OWN = "本機關自辦"


class RequestState(StrEnum):
    """How far a request is."""

    DRAFT = "draft"  # shown to who asks, and to nobody else
    ASKED = "asked"  # sent, and nobody has answered
    RECEIVED = "received"  # 收到: read, and no more than that
    CONSULTING = "consulting"  # 我先請示: an answer is promised for a day
    MEETING = "meeting"  # 約時間: who asks is to choose one
    ACCEPTED = "accepted"  # 我處理, or a time was agreed
    ANSWERED = "answered"  # 回覆
    BY_HAND = "by_hand"  # nobody there uses the bot: mail or telephone
    NOT_OURS = "not_ours"  # 非本機關業務
    DECLINED = "declined"  # 婉拒
    DONE = "done"  # 結果
    WITHDRAWN = "withdrawn"  # 收回
    DISCARDED = "discarded"  # 不送: the draft went nowhere
    NOBODY = "nobody"  # the agency had no officer: never sent


# What somebody may still do something about.
OPEN_STATES = frozenset(
    {
        RequestState.ASKED,
        RequestState.RECEIVED,
        RequestState.CONSULTING,
        RequestState.MEETING,
        RequestState.ACCEPTED,
        RequestState.ANSWERED,
        RequestState.BY_HAND,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRequest:
    """A request of one agency to another. Its words are encrypted at rest.

    It belongs to the agencies; `asker_id` and `holder_id` are the people of today. `step` is whom
    it turned to last, one after the other while nobody answers; never a supervisor.
    """

    id: int  # spoken as 「單12」
    asker_id: int
    asker_agency_id: int
    agency_id: int  # who is asked
    kind: RequestKind
    text: str  # "" for a 敏感 case, and for what was wiped
    created_at: datetime
    case_id: int | None = None
    state: RequestState = RequestState.DRAFT
    step: Step = Step.HOLDER  # NOBODY: back to who asks, who decides how to go on
    holder_id: int | None = None  # officer id: who was turned to last
    delivery_id: str | None = None  # of the card that turned to the holder
    hop_count: int = 0  # how often it was sent on, to other agencies and colleagues
    origin_id: int | None = None  # the request that was 非本機關業務 before this one
    suggested_agency_id: int | None = None  # 建議另洽; only who asks sees it
    supplement: str = ""  # 補充: the one word after the first, of who asks
    answer: str = ""  # 回覆: the one word of who is asked
    reason: str = ""  # of a 婉拒; the extension of a 我先請示
    outcome: str = ""  # 結果
    reply_on: date | None = None  # the day promised by 我先請示 (Taipei)
    slots: tuple[datetime, ...] = ()  # offered by 約時間, UTC
    meet_at: datetime | None = None
    sent_at: datetime | None = None
    next_at: datetime | None = None  # when the clock looks at it again; None: it waits for people
    answered_at: datetime | None = None  # the first answer of any kind
    accepted_at: datetime | None = None  # from then on both see 手機 and mail
    closed_at: datetime | None = None
    hub_asked_at: datetime | None = None  # 請國發會協助
    source_message: str = ""  # 「platform:message id」 of the asking line
    version: int = 1  # counts changes

    @property
    def number(self) -> str:
        """「單12」: cannot be taken for the number of a case."""
        return f"單{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether somebody may still do something about it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStep:
    """One thing that was done with a request; words of people are not kept here."""

    id: int
    request_id: int
    at: datetime
    action: str  # 送出, 詢問代理, 收到, 我處理 …
    officer_id: int | None  # None: the bot itself
    target_id: int | None = None  # officer id: whom it turned to
