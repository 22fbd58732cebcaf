"""What every command about dates does first: find the case, check the sight, find the duty."""

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.message import Button, Card
from handlers.reminders.errors import (
    AnsweredError,
    NoDutyError,
)
from handlers.services import Asked
from handlers.shared.audience import Sight, Viewer
from handlers.shared.case_errors import CaseNotFoundError
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_officer
from handlers.shared.due_words import STATES
from handlers.shared.roc_date import show_date, taipei_date
from handlers.sight import find_named, sight_for
from storage.records.cases import Case, HistoryEntry
from storage.records.duties import ChosenDay, Duty, DutyState
from storage.records.rules import Event, Force
from storage.rules import shipped_rules
from storage.unit_of_work import UnitOfWork

# The steps towards a meeting, which every installation has.
STEPS = tuple(
    rule.name
    for rule in shipped_rules()
    if rule.event is Event.MEETING and rule.force is Force.INTERNAL
)
_PAGE = re.compile(r"第?\s*(\d{1,3})\s*頁|^\s*(\d{1,3})\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    """A case that a line is about, and what else the line says."""

    case: Case
    number: str  # as it is shown: 「42」
    rest: str


def sees_all(uow: UnitOfWork, case: Case, viewer: Viewer) -> bool:
    """Whether everything about a case may be shown."""
    return sight_for(uow, case, viewer) is Sight.FULL


def find_case(uow: UnitOfWork, request: Asked, *, example: str) -> Found:
    """Find the case that a line names; where one case is talked about the number may be left out.

    Raises MissingNumberError, CaseNotFoundError (for a 密件 too), NotInGroupError.
    """
    text = clean_text(request.argument)
    named = find_named(uow, request, text, example=example, verb="期限")
    if named.sight is not Sight.FULL:
        raise CaseNotFoundError(named.number)
    return Found(named.case, named.number, named.rest)


def shown_day(on: date, request: Asked) -> str:
    """「12/17（四）」, with the year when it is not this one."""
    return show_date(on, today=taipei_date(request.now))


def page_of(text: str) -> int:
    """Return which page is asked for, 「第2頁」; the first when none is."""
    found = _PAGE.search(text)
    return max(1, int(found[1] or found[2])) if found else 1


def dates_card(found: Found, text: str) -> Card:
    """Say one sentence about the dates of a case, with the way to all of them."""
    line = f"期限表 {found.case.number}"
    return replace(Card.sentence(text, Button("期限表", line)), in_private=line)


def own_duties(uow: UnitOfWork, request: Asked, case: Case) -> tuple[Duty, ...]:
    """Return what the speaker's agencies owe or owed for a case, earliest first."""
    office_ids = request.speaker.office_ids
    return tuple(d for d in uow.duties.of_case(case.id) if d.agency_id in office_ids)


def meant_duties(uow: UnitOfWork, request: Asked, found: Found) -> tuple[tuple[Duty, ...], str]:
    """Return the open duties that a line may mean, and what it says besides.

    One when the line names it, or when there is only one; else all that are open.
    Raises NoDutyError, AnsweredError.
    """
    mine = own_duties(uow, request, found.case)
    named = next((d for d in mine if found.rest.startswith(d.name)), None)
    if named is not None:
        still = next((d for d in mine if d.name == named.name and d.is_open), None)
        if still is None:
            raise AnsweredError(named.name, STATES[named.state], found.number)
        return (still,), found.rest.removeprefix(named.name).strip(" ，,：:")
    open_ones = tuple(d for d in mine if d.is_open)
    if not open_ones:
        if mine and mine[-1].state is not DutyState.SUPERSEDED:
            raise AnsweredError(found.number, STATES[mine[-1].state], found.number)
        raise NoDutyError(found.number)
    return open_ones, found.rest


def choose_day(
    uow: UnitOfWork, request: Asked, case: Case, agency_id: int, name: str, on: date
) -> None:
    """Keep the day that an agency chose for one of its dates, and who said so."""
    uow.duties.choose(
        ChosenDay(
            case_id=case.id,
            agency_id=agency_id,
            name=name,
            on=on,
            said_at=request.now,
            said_by=speaking_officer(request.speaker).id,
        )
    )


def note_line(uow: UnitOfWork, request: Asked, case: Case, summary: str) -> None:
    """Write a line about the dates of a case into its history, which 復原 does not take back."""
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=case.id,
            at=request.now,
            officer_id=None,
            agency_id=request.speaker.agency.id if request.speaker.agency else None,
            action="期限",
            summary=summary,
        )
    )


def note_answer(uow: UnitOfWork, request: Asked, duty: Duty, reason: str) -> None:
    """Write into the case's history what became of a duty.

    No officer stands there: 復原 takes changes of a case back, and this is none; 還沒辦 does.
    """
    uow.history.add(
        HistoryEntry(
            id=0,
            case_id=duty.case_id,
            at=request.now,
            officer_id=None,
            agency_id=duty.agency_id,
            action="期限",
            summary=f"{duty.name}{reason}",
        )
    )
