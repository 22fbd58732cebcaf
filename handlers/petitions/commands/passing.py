"""成案 of a registered petition: its day becomes the case's event, from which duties follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.petitions.commands.knowing import Known, know
from handlers.petitions.commands.sharing import share_typed_passing
from handlers.shared.petition_words import MISSING_TITLE
from handlers.shared.roc_date import roc_number, taipei_date
from storage.records.cases import Case, CaseKind, HistoryEntry, Secrecy, Stage
from storage.records.duties import CaseEvent, EventStanding
from storage.records.petitions import Petition
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

CaseChanged = Callable[[UnitOfWork, Case, datetime], None]
BY_JOIN, BY_COUNT = "Join", "附議數達門檻"
BEFORE_PASSING = frozenset({Stage.REVIEW, Stage.ENDORSING})


def enter_passing(
    uow: UnitOfWork, petition: Known, case: Case, case_changed: CaseChanged, *, now: datetime
) -> CaseEvent | None:
    """Enter the day of 成案; return what the case had before, or None.

    By the count alone it is 暫定, and what somebody typed stands; Join's record confirms it. What
    is confirmed stays.
    """
    known = {e.event: e for e in uow.duties.events(case.id)}.get(Event.PASSED)
    by_join = petition.petition.passed_at is not None
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
        note = f"階段 → {Stage.PASSED.value}（{BY_JOIN if by_join else BY_COUNT}）"
        case = _changed(uow, case, replace(case, stage=Stage.PASSED), note, now=now)
    case_changed(uow, case, now)
    return known


def take_over(uow: UnitOfWork, petition: Petition, case: Case, *, now: datetime) -> Case:
    """Let a case have what Join shows: the title that it lacks, and 附議中 after 檢核中."""
    missing = case.subject.endswith(MISSING_TITLE) and case.secrecy is Secrecy.NORMAL
    title = " ".join(petition.title.split()) if missing else ""
    if title:
        note = f"案由 → {title}（{BY_JOIN}）"
        case = _changed(uow, case, replace(case, subject=title), note, now=now)
    opened_at = petition.opened_at
    if case.stage is Stage.REVIEW and opened_at is not None and opened_at <= now:
        since = roc_number(taipei_date(opened_at))
        note = f"階段 → {Stage.ENDORSING.value}（{BY_JOIN}，{since} 起）"
        case = _changed(uow, case, replace(case, stage=Stage.ENDORSING), note, now=now)
    return case


def _changed(uow: UnitOfWork, before: Case, after: Case, note: str, *, now: datetime) -> Case:
    """Keep a change that nobody typed, with its line in the history."""
    was = {"stage": before.stage.value, "subject": before.subject}
    is_now = {"stage": after.stage.value, "subject": after.subject}
    changed: dict[str, object] = {name: old for name, old in was.items() if old != is_now[name]}
    case = uow.cases.save(after)
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=now,
            officer_id=None,
            agency_id=None,
            action="更新",
            summary=note,
            before=changed,
        )
    )
    return case


def at_once(case_changed: CaseChanged) -> CaseChanged:
    """Return `case_changed`, before which a case takes what Join shows already.

    So nobody has to wait for the next look: whoever registers a petition sees its title and
    stage at once, and its dates if it passed.
    """

    def changed(uow: UnitOfWork, case: Case, now: datetime) -> None:
        if _may_have_passed(case):
            petition = uow.petitions.find(case.join_id)
            known = know(uow, petition, now=now) if petition is not None else None
            events = {one.event for one in uow.duties.events(case.id)}
            if petition is not None:
                case = take_over(uow, petition, case, now=now)
            if known is not None and known.has_passed and Event.PASSED not in events:
                enter_passing(uow, known, case, case_changed, now=now)
                return
        case_changed(uow, case, now)
        share_typed_passing(uow, case, now)

    return changed


def _may_have_passed(case: Case) -> bool:
    is_open = case.closed_at is None and case.cancelled_at is None
    is_petition = case.kind is CaseKind.PETITION and bool(case.join_id)
    plain = case.secrecy is not Secrecy.SECRET
    return is_open and is_petition and plain and case.stage in BEFORE_PASSING
