"""The day on which a stage began: kept as an event, from which deadlines are counted."""

from datetime import date
from types import MappingProxyType

from handlers.cases.commands.desk import look_of
from handlers.cases.rules.files import CaseFile
from handlers.services import Asked
from handlers.shared.colleagues import speaking_officer
from handlers.shared.due_words import passed_words
from handlers.shared.roc_date import show_date
from storage.records.cases import Case, Stage
from storage.records.duties import CaseEvent, EventStanding
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

EVENTS = MappingProxyType(
    {
        Stage.REVIEW: Event.SUBMITTED,
        Stage.ENDORSING: Event.APPROVED,
        Stage.PASSED: Event.PASSED,
        Stage.RESPONDED: Event.RESPONDED,
        Stage.NOTICED: Event.NOTICED,
        Stage.TO_COLLECT: Event.NOTICE_ENDED,
    }
)
# What is typed as it happens: without a day it was today. Of the others today would be a guess.
TYPED_AT_ONCE = frozenset({Stage.PASSED, Stage.RESPONDED, Stage.TO_COLLECT})


def keep_day(
    uow: UnitOfWork, request: Asked, before: Case, after: Case, said_on: date | None
) -> list[str]:
    """Keep the day of the stage that a line names; return what else changed by it, in words.

    A day that was only corrected changes the event and no stage. What Join or 國發會 confirmed
    is not overwritten by what is typed.
    """
    event = EVENTS.get(after.stage)
    moved = after.stage is not before.stage
    if event is None or not (said_on or (moved and after.stage in TYPED_AT_ONCE)):
        return []
    on = said_on or look_of(request).today
    known = {e.event: e for e in uow.duties.events(after.id)}.get(event)
    confirmed = known is not None and known.standing is EventStanding.CONFIRMED
    if known is not None and (confirmed or known.on == on):
        return []
    uow.duties.say(
        CaseEvent(
            id=0,
            case_id=after.id,
            event=event,
            on=on,
            standing=EventStanding.PROVISIONAL,
            source="承辦輸入",
            said_at=request.now,
            said_by=speaking_officer(request.speaker).id,
        )
    )
    return [] if moved else [f"{event.value}日 {show_date(on, today=look_of(request).today)}"]


def confirm_passing(uow: UnitOfWork, request: Asked, case: Case, source: str) -> None:
    """國發會's notice confirms the day of 成案 that was typed."""
    for event in uow.duties.events(case.id):
        if event.event is Event.PASSED and event.standing is EventStanding.PROVISIONAL:
            uow.duties.say(
                CaseEvent(
                    id=0,
                    case_id=case.id,
                    event=event.event,
                    on=event.on,
                    standing=EventStanding.CONFIRMED,
                    source=source,
                    said_at=request.now,
                    said_by=speaking_officer(request.speaker).id,
                )
            )


def what_follows(uow: UnitOfWork, request: Asked, file: CaseFile) -> str:
    """Say which dates follow from 成案, when that is what was just told."""
    events = {e.event: e for e in uow.duties.events(file.case.id)}
    passed = events.get(Event.PASSED)
    told = passed is not None and passed.said_at == request.now
    if passed is None or not told or file.case.stage is not Stage.PASSED:
        return ""
    mine = [d for d in file.duties if d.agency_id == file.case.agency_id]
    return passed_words(passed, mine, today=look_of(request).today)
