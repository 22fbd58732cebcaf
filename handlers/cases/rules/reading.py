"""What a reader is told about a case, in words: who may see it, whose it is, what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.cases.rules.files import CaseFile
from handlers.cases.rules.wording import short_number
from handlers.shared.audience import is_public
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.shared.workdays import workdays_between
from storage.records.agencies import Agency
from storage.records.cases import Case, CaseAgency, Secrecy, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Who reads a card, where and when."""

    now: datetime
    in_group: bool
    agency_ids: frozenset[int]  # the reader's own

    @property
    def today(self) -> date:
        """The day in Taipei."""
        return taipei_date(self.now)

    def number(self, case: Case) -> str:
        """The number as it is spoken today."""
        return short_number(case, self.today.year - ROC_EPOCH)


def flag(file: CaseFile) -> str:
    """Who may see the case, in few words."""
    if file.case.secrecy is not Secrecy.NORMAL:
        return file.case.secrecy.value
    if is_public(file.case):
        return "全體可見"
    return "僅本機關" if file.is_own_only else "限相關機關"


def agencies_named(parts: Sequence[CaseAgency], agencies: Mapping[int, Agency]) -> str:
    """「衛福部、內政部 建議（財政部登記，非正式分案）」: the sure ones first."""
    sure = [agencies[p.agency_id].short for p in parts if p.standing is Standing.CONFIRMED]
    shown = ["、".join(sure)] if sure else []
    suggested: dict[int, list[str]] = {}
    for part in parts:
        if part.standing is Standing.SUGGESTED:
            suggested.setdefault(part.said_by, []).append(agencies[part.agency_id].short)
    for said_by, names in suggested.items():
        shown.append(f"{'、'.join(names)} 建議（{agencies[said_by].short}登記，非正式分案）")
    return "；".join(shown)


def due_text(case: Case, look: Look) -> str:
    """「12/16（三）還有 6 個工作天」; "" without a deadline."""
    if case.due_at is None:
        return ""
    due_on = taipei_date(case.due_at)
    shown = show_moment(case.due_at, today=look.today)
    if case.closed_at is not None or case.cancelled_at is not None:
        return shown
    gap = " " if shown[-1].isdigit() else ""  # 「17:00 還有」, 「12/16（三）還有」
    return f"{shown}{gap}{_left_text(due_on, today=look.today)}"


def _left_text(due_on: date, *, today: date) -> str:
    if due_on == today:
        return "就是今天"
    left = workdays_between(today, due_on)
    if due_on < today:
        return f"已過 {-left} 個工作天" if left else "剛過"
    return f"還有 {left} 個工作天" if left else "之前沒有工作天了"
