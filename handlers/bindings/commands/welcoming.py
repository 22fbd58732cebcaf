"""What is waiting for whoever comes in: predecessor, note, open cases."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.message import Card
from handlers.bindings import cards
from handlers.bindings.rules import previous_po, serves_as_officer
from handlers.doorkeeper import acting_for
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import note_name
from handlers.shared.roc_date import TAIPEI
from storage.records.agencies import Agency
from storage.records.cases import Case, CaseQuery
from storage.records.duties import Duty
from storage.records.officers import Appointment, Officer
from storage.unit_of_work import UnitOfWork

SHOWN_CASES = 2  # more would not fit a phone beside the three sentences
FAR = timedelta(days=3660)
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
    duties = _next_duties(uow, agency, page.cases, today=today)
    ends = {c.id: duties[c.id].due_at if c.id in duties else c.due_at for c in page.cases}
    nearest = sorted(page.cases, key=lambda case: (ends[case.id] is None, ends[case.id]))
    held = uow.officers.appointments(agency_id=place.agency_id)
    noted = frozenset(a.officer_id for a in held if uow.settings.get(note_name(a)))
    before = previous_po(held, place, noted=noted, today=today)
    predecessor = uow.officers.get(before.officer_id) if before else None
    return cards.Inheritance(
        cases=nearest[:SHOWN_CASES],
        next_duties=duties,
        waiting=_waiting(uow, agency),
        case_count=page.total_count,
        own_count=own.total_count,
        predecessor=predecessor.name if predecessor and not predecessor.erased_at else "",
        predecessor_place=before,
        note=(uow.settings.get(note_name(before)) or "") if before else "",
    )


def _next_duties(
    uow: UnitOfWork, agency: Agency, cases: Sequence[Case], *, today: date
) -> dict[int, Duty]:
    """Return the agency's next open duty of each of these cases, by case id."""
    far = datetime.combine(today + FAR, time(), TAIPEI)
    shown = {case.id for case in cases}
    found: dict[int, Duty] = {}
    for duty in uow.duties.open_of({agency.id}, far):  # the earliest first
        if duty.case_id in shown:
            found.setdefault(duty.case_id, duty)
    return found


def _waiting(uow: UnitOfWork, agency: Agency) -> str:
    """Say how much others wait for: contact requests, and colleagues who called for help."""
    requests = sum(request.is_open for request in uow.requests.asked_of({agency.id}))
    rescues = len(uow.rescues.open_of_agency(agency.id))
    counts = (("聯絡單", requests), ("求救", rescues))
    return "、".join(f"{what} {count} 件" for what, count in counts if count)
