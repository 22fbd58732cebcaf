"""Whom a call for help is told, and when. No command."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from handlers.shared.colleagues import in_term
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.telling import account_of
from storage.on_duty import on_duty
from storage.records.agencies import Agency
from storage.records.duties import Step
from storage.records.presence import Absence, Staff
from storage.records.rescues import Rescue
from storage.unit_of_work import UnitOfWork

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helper:
    """Who is told of a call; nobody when `officer_id` is None."""

    staff: Staff
    officer_id: int | None = None
    away_id: int | None = None  # in whose place, because of 請假
    absence: Absence | None = None  # the helper's own: it is told afterwards


def find_helper(
    uow: UnitOfWork, agency: Agency, asker_id: int, silent: frozenset[int], *, now: datetime
) -> Helper:
    """Find who is told: who is on duty, else above, else the officer when back from leave.

    Those in `silent` did not answer before and are asked again only when everybody was.
    """
    own = on_duty(uow, agency.id, now=now)
    for but in (silent | {asker_id}, frozenset({asker_id})):
        staff = own
        while True:
            turn = staff.turn_to(but=but | _deaf(uow, staff))
            if turn is not None:
                return Helper(staff=staff, officer_id=turn.officer_id, away_id=turn.away_id)
            if asker_id in staff.of_step(Step.HOLDER) or staff.agency.parent_id is None:
                break
            staff = on_duty(uow, staff.agency.parent_id, now=now)
    later = replace(own, absences={}).turn_to(but=_deaf(uow, own) | {asker_id})
    if later is None:
        return Helper(staff=own)
    absence = own.absences.get(later.officer_id)
    return Helper(staff=own, officer_id=later.officer_id, absence=absence)


def _deaf(uow: UnitOfWork, staff: Staff) -> frozenset[int]:
    """Return who has an account to which nothing gets through."""
    return frozenset(i for i in staff.reachable_ids if account_of(uow, i) is None)


def back_at(absence: Absence) -> datetime:
    """Return when somebody's leave is over."""
    return datetime.combine(absence.ends_on + ONE_DAY, time(), TAIPEI)


def unit_of(uow: UnitOfWork, rescue: Rescue, *, now: datetime) -> str:
    """「國健署 企劃科」: where who asks works, as the agency that is told needs to hear it."""
    today = taipei_date(now)
    held = uow.officers.appointments(officer_id=rescue.officer_id)
    place = next((a for a in held if in_term(a, today)), None)
    if place is None:
        return ""
    elsewhere = place.agency_id != rescue.agency_id
    agency = uow.agencies.get(place.agency_id).short if elsewhere else ""
    return f"{agency} {place.unit}".strip()
