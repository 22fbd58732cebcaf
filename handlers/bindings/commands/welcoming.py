"""What is waiting for whoever comes in: predecessor, note, open cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.message import Card
from handlers.bindings import cards
from handlers.bindings.rules import previous_po, serves_as_officer
from handlers.doorkeeper import acting_for
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import note_name
from storage.records.agencies import Agency
from storage.records.cases import CaseQuery
from storage.records.officers import Appointment, Officer
from storage.unit_of_work import UnitOfWork

SHOWN_CASES = 2  # more would not fit a phone beside the three sentences
LOOKED_AT_CASES = 100  # open cases among which the nearest deadlines are sought


def welcome(
    uow: UnitOfWork, officer: Officer, places: Sequence[Appointment], *, today: date
) -> Card:
    """Welcome somebody by the appointments in force, of which there is at least one."""
    place = min(places, key=lambda a: a.role not in OFFICER_ROLES)
    agency = acting_for(uow, place)
    if not serves_as_officer((place,)):
        return cards.welcome_colleague(officer, agency)
    left = _left_to(uow, officer, agency, place, today=today)
    return cards.welcome_officer(officer, agency, place, left, today=today)


def _left_to(
    uow: UnitOfWork, officer: Officer, agency: Agency, place: Appointment, *, today: date
) -> cards.Inheritance:
    open_here = CaseQuery(
        agency_ids=frozenset({agency.id}),
        open_only=True,
        viewer_agency_ids=frozenset({agency.id}),
        viewer_officer_id=officer.id,
        limit=LOOKED_AT_CASES,
    )
    page = uow.cases.find(open_here)
    own = uow.cases.find(replace(open_here, holder_id=officer.id, limit=1))
    nearest = sorted(page.cases, key=lambda case: (case.due_at is None, case.due_at))
    held = uow.officers.appointments(agency_id=place.agency_id)
    noted = frozenset(a.officer_id for a in held if uow.settings.get(note_name(a)))
    before = previous_po(held, place, noted=noted, today=today)
    predecessor = uow.officers.get(before.officer_id) if before else None
    return cards.Inheritance(
        cases=nearest[:SHOWN_CASES],
        case_count=page.total_count,
        own_count=own.total_count,
        predecessor=predecessor.name if predecessor and not predecessor.erased_at else "",
        predecessor_place=before,
        note=(uow.settings.get(note_name(before)) or "") if before else "",
    )
