"""Who is told of a reminder today, out of the roster and the bindings."""

from dataclasses import dataclass
from datetime import date, datetime

from handlers.reminders.rules.reaching import Staff, family, reach
from handlers.shared.roc_date import taipei_date
from storage.errors import RecordNotFoundError
from storage.records.cases import Case
from storage.records.duties import Reminder, Step
from storage.records.officers import Officer
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is told, at which step, and who did not answer before."""

    officer_id: int
    step: Step
    holder_name: str = ""


def reach_for(
    uow: UnitOfWork, reminder: Reminder, case: Case | None, *, now: datetime
) -> Reach | None:
    """Return who is told; None when nobody can be. Who left hears nothing; the successor does."""
    if reminder.officer_id is not None:
        bound = uow.bindings.of_officer(reminder.officer_id)
        return Reach(reminder.officer_id, Step.HOLDER) if bound else None
    today = taipei_date(now)
    named = uow.cases.named_officers(case.id) if case is not None else frozenset[int]()
    agency_id: int | None = reminder.agency_id
    while agency_id is not None:
        staff = staff_of(uow, agency_id, today=today)
        reached = reach(reminder.step, case, staff, today=today, named_ids=named)
        if reached is not None:
            holder = reach(Step.HOLDER, case, staff, today=today, named_ids=named)
            name = _name(uow, holder.officer_id) if holder else ""
            return Reach(reached.officer_id, reached.step, name)
        agency_id = uow.agencies.get(agency_id).parent_id
    return None


def staff_of(uow: UnitOfWork, agency_id: int, *, today: date) -> Staff:
    """Gather an agency's people of today."""
    ids = family(agency_id, uow.agencies.all())
    places = tuple(
        a for i in sorted(ids) for a in uow.officers.appointments(agency_id=i) if a.holds_on(today)
    )
    officers: dict[int, Officer] = {}
    for officer_id in dict.fromkeys(a.officer_id for a in places):
        officers[officer_id] = uow.officers.get(officer_id)
    reachable = frozenset(i for i in officers if uow.bindings.of_officer(i))
    return Staff(
        agency=uow.agencies.get(agency_id),
        appointments=places,
        officers=officers,
        reachable_ids=reachable,
    )


def _name(uow: UnitOfWork, officer_id: int) -> str:
    try:
        return uow.officers.get(officer_id).shown_name
    except RecordNotFoundError:
        return ""
