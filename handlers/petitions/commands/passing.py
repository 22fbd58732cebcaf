"""成案 of a registered petition: its day becomes the case's event, from which duties follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, HistoryEntry, Stage
from storage.records.duties import CaseEvent, EventStanding
from storage.records.petitions import Petition
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

CaseChanged = Callable[[UnitOfWork, Case, datetime], None]
BY_JOIN, BY_COUNT = "Join", "附議數達門檻"
BEFORE_PASSING = frozenset({Stage.REVIEW, Stage.ENDORSING})


def enter_passing(
    uow: UnitOfWork, petition: Petition, case: Case, case_changed: CaseChanged, *, now: datetime
) -> CaseEvent | None:
    """Enter the day of 成案; return what the case had before, or None.

    By the count alone it is 暫定, and what somebody typed stands; Join's record confirms it. What
    is confirmed stays.
    """
    known = {e.event: e for e in uow.duties.events(case.id)}.get(Event.PASSED)
    by_join = petition.passed_at is not None
    if known is not None and (not by_join or known.standing is EventStanding.CONFIRMED):
        return known
    uow.duties.say(
        CaseEvent(
            id=0,
            case_id=case.id,
            event=Event.PASSED,
            on=taipei_date(petition.passed_at or now),
            standing=EventStanding.CONFIRMED if by_join else EventStanding.PROVISIONAL,
            source=BY_JOIN if by_join else BY_COUNT,
            said_at=now,
        )
    )
    if case.stage in BEFORE_PASSING:
        before: dict[str, object] = {"stage": case.stage.value}
        case = uow.cases.save(replace(case, stage=Stage.PASSED))
        uow.history.add(
            HistoryEntry(
                id=0,
                case_id=case.id,
                at=now,
                officer_id=None,
                agency_id=None,
                action="更新",
                summary=f"階段 → {Stage.PASSED.value}（{BY_JOIN if by_join else BY_COUNT}）",
                before=before,
            )
        )
    case_changed(uow, case, now)
    return known
