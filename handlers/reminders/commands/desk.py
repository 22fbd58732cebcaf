"""What every command about dates does first: find the case, check the sight, find the duty."""

from dataclasses import dataclass, replace

from handlers.reminders.errors import (
    AnsweredError,
    NoDutyError,
    NoNumberError,
    NoSuchCaseError,
    OnlyPrivatelyError,
)
from handlers.services import Asked
from handlers.shared.audience import Circle, Sight, Viewer, sight_of
from handlers.shared.case_numbers import CaseNumber, clean_text, read_number, short_number
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.due_words import STATES
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, HistoryEntry
from storage.records.duties import Duty, DutyState
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Found:
    """A case that a line is about, and what else the line says."""

    case: Case
    number: str  # as it is shown: 「42」
    rest: str


def viewer_of(request: Asked) -> Viewer:
    """Return who looks, and where."""
    speaker = request.speaker
    return Viewer(
        officer_id=speaker.officer.id if speaker.officer is not None else None,
        agency_ids=speaker.agency_ids,
        in_group=request.in_group,
        chat=speaker.chat,
    )


def shown_number(case: Case, request: Asked) -> str:
    """「42」 for a case of this year."""
    return short_number(case, taipei_date(request.now).year - ROC_EPOCH)


def sees_all(uow: UnitOfWork, case: Case, viewer: Viewer) -> bool:
    """Whether everything about a case may be shown."""
    circle = Circle(
        case=case,
        part_agency_ids=frozenset(p.agency_id for p in uow.cases.agencies(case.id)),
        invited_agency_ids=uow.cases.invited_agencies(case.id),
        named_officer_ids=uow.cases.named_officers(case.id),
    )
    return sight_of(circle, viewer) is Sight.FULL


def find_case(uow: UnitOfWork, request: Asked, *, example: str) -> Found:
    """Find the case that a line names; in a group opened for one case the number may be left out.

    Raises NoNumberError, NoSuchCaseError, OnlyPrivatelyError.
    """
    number, rest = read_number(clean_text(request.argument))
    chat = request.speaker.chat
    case: Case | None
    if number is not None:
        case = _numbered(uow, number)
    elif chat is not None and chat.case_id is not None:
        case = uow.cases.get(chat.case_id)
    else:
        raise NoNumberError(example)
    called = str(number.serial) if number is not None else "這一件"
    if case is None:
        raise NoSuchCaseError(called)
    viewer = viewer_of(request)
    if not sees_all(uow, case, viewer):
        if sees_all(uow, case, replace(viewer, in_group=False)):
            raise OnlyPrivatelyError(shown_number(case, request))
        raise NoSuchCaseError(called)
    return Found(case, shown_number(case, request), rest)


def _numbered(uow: UnitOfWork, number: CaseNumber) -> Case | None:
    if number.year is None:
        return uow.cases.by_serial(number.serial)
    return uow.cases.by_number(f"{number.year}-{number.serial:04d}")


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
