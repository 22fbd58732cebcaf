"""Appointments: who has which place in which agency, from when to when."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from storage.directory import renew_version
from storage.errors import RecordNotFoundError
from storage.records.officers import Appointment, Officer, Role
from storage.tables.directory import appointments


def _appointment(row: RowMapping) -> Appointment:
    return Appointment(
        id=row["id"],
        officer_id=row["officer_id"],
        agency_id=row["agency_id"],
        role=Role(row["role"]),
        title=row["title"],
        unit=row["unit"],
        deputy=row["deputy"],
        supervisor=row["supervisor"],
        handles=row["handles"],
        declines=row["declines"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        confirmed_at=row["confirmed_at"],
        confirmed_by=row["confirmed_by"],
        paused=row["paused"],
    )


def _values(appointment: Appointment) -> dict[str, object]:
    return {
        "officer_id": appointment.officer_id,
        "agency_id": appointment.agency_id,
        "role": appointment.role.value,
        "title": appointment.title,
        "unit": appointment.unit,
        "deputy": appointment.deputy,
        "supervisor": appointment.supervisor,
        "handles": appointment.handles,
        "declines": appointment.declines,
        "starts_on": appointment.starts_on,
        "ends_on": appointment.ends_on,
        "confirmed_at": appointment.confirmed_at,
        "confirmed_by": appointment.confirmed_by,
        "paused": appointment.paused,
    }


def add(connection: Connection, appointment: Appointment) -> Appointment:
    """Keep a new appointment; its id is given here."""
    added = insert(appointments).values(_values(appointment)).returning(appointments.c.id)
    new_id = connection.execute(added).scalar_one()
    renew_version(connection)
    return replace(appointment, id=new_id)


def save(connection: Connection, appointment: Appointment) -> None:
    """Keep what changed.

    Raises RecordNotFoundError.
    """
    changed = (
        update(appointments).where(appointments.c.id == appointment.id).values(_values(appointment))
    )
    if connection.execute(changed).rowcount == 0:
        kind = "appointment"
        raise RecordNotFoundError(kind, appointment.id)
    renew_version(connection)


def get(connection: Connection, appointment_id: int) -> Appointment:
    """Return the appointment with that id.

    Raises RecordNotFoundError.
    """
    chosen = select(appointments).where(appointments.c.id == appointment_id)
    row = connection.execute(chosen).mappings().one_or_none()
    if row is None:
        kind = "appointment"
        raise RecordNotFoundError(kind, appointment_id)
    return _appointment(row)


def find(
    connection: Connection, *, officer_id: int | None = None, agency_id: int | None = None
) -> tuple[Appointment, ...]:
    """Return the appointments that match, oldest entry first."""
    chosen = select(appointments).order_by(appointments.c.id)
    if officer_id is not None:
        chosen = chosen.where(appointments.c.officer_id == officer_id)
    if agency_id is not None:
        chosen = chosen.where(appointments.c.agency_id == agency_id)
    return tuple(_appointment(row) for row in connection.execute(chosen).mappings())


def find_in(connection: Connection, agency_ids: Collection[int]) -> tuple[Appointment, ...]:
    """Return the appointments of several agencies, oldest entry first."""
    chosen = select(appointments).where(appointments.c.agency_id.in_(sorted(agency_ids)))
    rows = connection.execute(chosen.order_by(appointments.c.id)).mappings()
    return tuple(_appointment(row) for row in rows)


def end_all(connection: Connection, officer: Officer, *, today: date) -> None:
    """End a person's appointments and take the name out of everybody's."""
    own = appointments.c.officer_id == officer.id
    connection.execute(
        update(appointments)
        .where(own)
        .values(deputy="", supervisor="", handles=(), declines=(), paused=True)
    )
    still_on = or_(appointments.c.ends_on.is_(None), appointments.c.ends_on > today)
    connection.execute(update(appointments).where(own, still_on).values(ends_on=today))
    for column in (appointments.c.deputy, appointments.c.supervisor):
        named = update(appointments).where(column == officer.name)
        connection.execute(named.values({column: ""}))
    renew_version(connection)
