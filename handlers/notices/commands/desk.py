"""What every command about notices needs: whose they are, how full the list is, which one."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from handlers.notices.errors import NoSuchNoticeError, NotHereError
from handlers.notices.rules.checking import Known, check
from handlers.services import Asked
from handlers.shared.audience import group_agency_ids
from handlers.shared.case_errors import echo
from handlers.shared.gazette_state import LOOKS_BACK, Coverage
from handlers.shared.roc_date import taipei_date
from handlers.shared.rulebook import Rulebook
from handlers.shared.work_calendar import work_calendar
from handlers.telling import calendar_of
from storage.errors import RecordNotFoundError
from storage.records.agencies import Level
from storage.records.cases import Case
from storage.records.duties import CaseEvent, EventStanding
from storage.records.notices import Notice
from storage.records.rules import Event
from storage.unit_of_work import UnitOfWork

REASON = "預告期間較短的理由："  # begins the note on the case
CaseChanged = Callable[[UnitOfWork, Case, datetime], None]
_NUMBER = re.compile(r"\s*(?:預告?|公報)?\s*(?P<id>\d{1,9})(?:號|件)?(?=$|[\s,，:：])\s*")
_MARKED = re.compile(r"\s*預\s*(?P<id>\d{1,9})(?=$|[\s,，:：])\s*")


def ours(request: Asked, line: str) -> frozenset[int]:
    """Return as whose a list is made; `line` is what is offered where that is nobody's.

    Raises NotHereError.
    """
    speaker = request.speaker
    if not request.in_group:
        return speaker.agency_ids | speaker.office_ids
    found = group_agency_ids(speaker.chat) & (speaker.agency_ids | speaker.office_ids)
    if not found:
        raise NotHereError(line)
    return found


def coverage_of(uow: UnitOfWork, *, now: datetime) -> Coverage:
    """Return which issues of the gazette were read lately."""
    issues = uow.notices.issues(taipei_date(now) - LOOKS_BACK)
    return Coverage(uow.notices.state(), issues, work_calendar(uow.calendar.entries()))


def marked(text: str) -> tuple[int | None, str]:
    """Read 「預3」 and what follows; a bare number is a case's."""
    found = _MARKED.match(text)
    return (int(found["id"]), text[found.end() :]) if found else (None, text)


def find_notice(uow: UnitOfWork, text: str, agency_ids: Iterable[int]) -> tuple[Notice, str]:
    """Find the notice that a line names by its own number, and what else the line says.

    Raises NoSuchNoticeError.
    """
    found = _NUMBER.match(text)
    notice = uow.notices.find(int(found["id"]), frozenset(agency_ids)) if found else None
    if found is None or notice is None:
        raise NoSuchNoticeError(echo(text.strip()))
    return notice, text[found.end() :]


def know(uow: UnitOfWork, notice: Notice) -> Known:
    """Gather what a card says of a notice."""
    agency_id = min(uow.notices.agencies_of(notice.id), default=None)
    calendar = calendar_of(uow, agency_id) if agency_id is not None else None
    calendar = calendar or work_calendar(uow.calendar.entries())
    case = case_of(uow, notice)
    notes = uow.cases.notes(case.id) if case is not None else ()
    has_reason = any(note.shared and note.text.startswith(REASON) for note in notes)
    found = check(notice, Rulebook(uow.rules.all()), calendar)
    return Known(notice, case, found, has_reason)


def case_of(uow: UnitOfWork, notice: Notice) -> Case | None:
    """Return the case that a notice is registered as; one that was cancelled is none."""
    if notice.case_id is None:
        return None
    try:
        case = uow.cases.get(notice.case_id)
    except RecordNotFoundError:
        return None
    return None if case.cancelled_at is not None else case


def family(uow: UnitOfWork, agency_ids: Iterable[int]) -> frozenset[int]:
    """Return agencies and the ministries they belong to: whose officers care."""
    known = {agency.id: agency for agency in uow.agencies.all()}
    found: set[int] = set()
    for agency_id in agency_ids:
        agency = known[agency_id]
        found.add(agency.id)
        while agency.parent_id is not None and known[agency.parent_id].level is not Level.FIRST:
            agency = known[agency.parent_id]
            found.add(agency.id)
    return frozenset(found)


def keep_days(
    uow: UnitOfWork, notice: Notice, case: Case, *, now: datetime, officer_id: int | None
) -> None:
    """Enter a notice's own days as events of its case; the caller lets the dates follow."""
    days = ((Event.NOTICED, notice.published_on), (Event.NOTICE_ENDED, notice.ends_on))
    for event, on in days:
        if on is not None:
            uow.duties.say(
                CaseEvent(
                    id=0,
                    case_id=case.id,
                    event=event,
                    on=on,
                    standing=EventStanding.CONFIRMED,  # the notice itself is the record
                    source=notice.source,
                    said_at=now,
                    said_by=officer_id,
                )
            )


def linked(uow: UnitOfWork, notice: Notice, case: Case) -> Notice:
    """Keep that a notice is registered as a case."""
    found = replace(notice, case_id=case.id)
    uow.notices.save(found)
    return found
