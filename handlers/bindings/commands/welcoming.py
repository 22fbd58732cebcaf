"""What is waiting for whoever comes in: predecessor, note, open cases."""

from collections.abc import Sequence
from datetime import date

from bot.message import Card
from bot.room import Access, Place
from handlers.bindings import cards
from handlers.bindings.commands.board import commands
from handlers.bindings.rules import previous_po, serves_as_officer
from handlers.doorkeeper import acting_for
from handlers.services import Asked, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import NoAgencyError, note_name, speaking_officer
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency
from storage.records.cases import CaseQuery
from storage.records.officers import Appointment, Officer
from storage.unit_of_work import UnitOfWork

SHOWN_CASES = 3
LOOKED_AT_CASES = 100  # open cases among which the nearest deadlines are sought


@commands.add(
    "交接資料",
    usage="交接資料",
    summary="再看一次前任、交接備註和機關的未結案件",
    aliases=("接任資料", "看交接", "看交接備註"),
    examples=("交接資料",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_handover(request: Asked, services: Services) -> Card:
    """Show again what the first card after binding showed."""
    if not request.speaker.appointments:
        raise NoAgencyError
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        return welcome(uow, me, request.speaker.appointments, today=taipei_date(request.now))


def welcome(
    uow: UnitOfWork, officer: Officer, places: Sequence[Appointment], *, today: date
) -> Card:
    """Welcome somebody by the appointments in force, of which there is at least one."""
    place = min(places, key=lambda a: a.role not in OFFICER_ROLES)
    agency = acting_for(uow, place)
    if not serves_as_officer((place,)):
        return cards.welcome_colleague(officer, agency)
    left = _left_to(uow, officer, agency, place)
    return cards.welcome_officer(officer, agency, place, left, today=today)


def _left_to(
    uow: UnitOfWork, officer: Officer, agency: Agency, place: Appointment
) -> cards.Inheritance:
    page = uow.cases.find(
        CaseQuery(
            agency_ids=frozenset({agency.id}),
            open_only=True,
            viewer_agency_id=agency.id,
            viewer_officer_id=officer.id,
            limit=LOOKED_AT_CASES,
        )
    )
    nearest = sorted(page.cases, key=lambda case: (case.due_at is None, case.due_at))
    held = uow.officers.appointments(agency_id=place.agency_id)
    noted = frozenset(a.officer_id for a in held if uow.settings.get(note_name(a)))
    before = previous_po(held, place, noted)
    predecessor = uow.officers.get(before.officer_id) if before else None
    return cards.Inheritance(
        cases=nearest[:SHOWN_CASES],
        case_count=page.total_count,
        own_count=len(uow.cases.held_by(officer.id, agency.id)),
        predecessor=predecessor.name if predecessor and not predecessor.erased_at else "",
        predecessor_place=before,
        note=(uow.settings.get(note_name(before)) or "") if before else "",
    )
