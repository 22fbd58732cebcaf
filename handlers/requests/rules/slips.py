"""A request as it is shown: with the names that belong to it, and what may be said of its case."""

from dataclasses import dataclass
from datetime import date

from storage.records.agencies import Agency
from storage.records.officers import Officer
from storage.records.requests import ContactRequest, RequestState

S = RequestState
HUB = "國家發展委員會"
STATES = {
    S.DRAFT: "還沒送出",
    S.ASKED: "等回覆",
    S.RECEIVED: "對方收到了",
    S.CONSULTING: "請示中",
    S.MEETING: "約時間中",
    S.ACCEPTED: "處理中",
    S.ANSWERED: "已回覆",
    S.BY_HAND: "請自行聯絡",
    S.NOT_OURS: "非本機關業務",
    S.DECLINED: "婉拒",
    S.DONE: "有結果",
    S.WITHDRAWN: "已收回",
    S.DISCARDED: "沒有送出",
    S.NOBODY: "沒有窗口",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A request and the names around it."""

    request: ContactRequest
    asker: Officer
    asker_agency: Agency
    agency: Agency
    today: date
    case_number: str = ""  # as it is spoken: 「37」
    subject: str = ""  # "" where whoever reads may not see it
    hidden: bool = False  # of a 敏感 case: nothing but numbers

    @property
    def number(self) -> str:
        """「單12」."""
        return self.request.number

    @property
    def state(self) -> str:
        """The state in Chinese."""
        return STATES[self.request.state]

    @property
    def hub_may_help(self) -> bool:
        """Whether 國發會 can still be asked: it is no side of it, and nobody asked before."""
        sides = {self.asker_agency.name, self.agency.name}
        return self.request.hub_asked_at is None and HUB not in sides

    @property
    def case_line(self) -> str:
        """「37 健保卡換發」."""
        return f"{self.case_number} {self.subject}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Who a request would go to now."""

    name: str = ""  # "" when nobody there can be reached
    role: str = ""  # 「代理」, 「工作小組」; "" for the officer
    away_name: str = ""  # the officer who is on leave
    back_on: date | None = None  # nobody is there before this day
    takes_kind: bool = True
    then: tuple[str, ...] = ()  # who is asked when nobody answers: 「代理人」, 「工作小組」
