"""Who acts for an agency at a moment: the one home of 「who is it today」 for every room."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, timezone

from storage.errors import RecordNotFoundError
from storage.records.agencies import Level
from storage.records.officers import Appointment
from storage.records.presence import Half, Staff
from storage.unit_of_work import UnitOfWork

TAIPEI = timezone(timedelta(hours=8))  # no summer time since 1979
NOON = time(12, 30)  # the middle of an office's day: half a day's leave ends or begins here


def taipei_day(moment: datetime) -> date:
    """Return the day in Taipei of a moment."""
    return moment.astimezone(TAIPEI).date()


def on_duty(uow: UnitOfWork, agency_id: int, *, now: datetime) -> Staff:
    """Gather an agency's people of a moment; half a day's leave counts in its half.

    An agency without anybody gives an empty staff: whoever asks may go on to `agency.parent_id`.
    Raises RecordNotFoundError.
    """
    return gather(uow, {agency_id}, now=now)[agency_id]


def gather(
    uow: UnitOfWork, agency_ids: Collection[int], *, now: datetime, half_days: bool = True
) -> dict[int, Staff]:
    """Gather the people of several agencies, by agency id; those of its units act for an agency.

    Without `half_days` half a day's leave does not count: what is told once in the morning can
    wait for the afternoon. Raises RecordNotFoundError.
    """
    agencies = {agency.id: agency for agency in uow.agencies.all()}
    if unknown := set(agency_ids) - agencies.keys():
        kind = "agency"
        raise RecordNotFoundError(kind, min(unknown))
    families = {i: {i} for i in agency_ids}
    for agency in agencies.values():
        if agency.level is Level.UNIT and agency.parent_id in families:
            families[agency.parent_id].add(agency.id)
    local = now.astimezone(TAIPEI)
    today = local.date()
    places: dict[int, list[Appointment]] = {}
    for place in uow.officers.appointments_in(frozenset[int]().union(*families.values())):
        if place.holds_on(today):
            places.setdefault(place.agency_id, []).append(place)
    people = uow.officers.by_ids({a.officer_id for held in places.values() for a in held})
    accounts = uow.bindings.of_officers(people)
    half = Half.MORNING if local.time() < NOON else Half.AFTERNOON
    away = {
        absence.officer_id: absence
        for absence in uow.absences.on(today, people)
        if (half_days or absence.half is Half.WHOLE) and absence.covers(today, half)
    }
    staff: dict[int, Staff] = {}
    for agency_id, members in families.items():
        mine = tuple(a for i in sorted(members) for a in places.get(i, ()))
        ids = dict.fromkeys(a.officer_id for a in mine)
        staff[agency_id] = Staff(
            agency=agencies[agency_id],
            appointments=mine,
            officers={i: people[i] for i in ids},
            accounts={i: accounts[i] for i in ids if i in accounts},
            absences={i: away[i] for i in ids if i in away},
        )
    return staff
