"""What the clock starts: asking whether the roster is right, and forgetting leave that is over."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import in_term
from handlers.shared.freshness import ASKED, QUESTION, is_to_be_asked
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.telling import calendar_of
from storage.records.duties import Reminder
from storage.records.officers import Appointment
from storage.unit_of_work import UnitOfWork

KEPT = timedelta(days=30)  # leave is forgotten so long after it ended


def sweep(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Have those asked whose entry may be wrong; to be started daily. Return how many were."""
    today = taipei_date(now)
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        uow.absences.forget_before(today - KEPT)
        count = sum(_ask(uow, held, today=today, now=now) for held in _officers(uow, today))
        uow.commit()
    return count


def _officers(uow: UnitOfWork, today: date) -> list[list[Appointment]]:
    """Return the appointments of each officer in term."""
    held: dict[int, list[Appointment]] = {}
    for a in uow.officers.all_appointments():
        if in_term(a, today):
            held.setdefault(a.officer_id, []).append(a)
    return [places for places in held.values() if any(a.role in OFFICER_ROLES for a in places)]


def _ask(uow: UnitOfWork, held: list[Appointment], *, today: date, now: datetime) -> bool:
    """Put the question beside the reminders of the next working morning, once."""
    officer_id = held[0].officer_id
    accounts = uow.bindings.of_officer(officer_id)
    if not accounts:
        return False
    asked = uow.settings.get(f"{ASKED}{officer_id}")
    bound_at = min(account.bound_at for account in accounts)
    asked_on = date.fromisoformat(asked) if asked else None
    if not is_to_be_asked(held, bound_at=bound_at, asked_on=asked_on, today=today):
        return False
    agency = uow.agencies.get(held[0].agency_id)
    morning = calendar_of(uow, agency.id).first_workday(today)
    uow.reminders.add(
        Reminder(
            id=0,
            agency_id=agency.id,
            officer_id=officer_id,
            remind_at=datetime.combine(morning, time(), TAIPEI),
            text=QUESTION,
        )
    )
    uow.settings.set(f"{ASKED}{officer_id}", today.isoformat(), now=now)
    return True
