"""Officers; their numbers and addresses are encrypted."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from sqlalchemy import Connection, RowMapping, delete, insert, select, update

from storage import appointments
from storage.cipher import Cipher
from storage.directory import read_version, renew_version
from storage.errors import DuplicateRecordError, RecordNotFoundError
from storage.records.officers import Appointment, Officer
from storage.tables import directory as tables
from storage.tables.feeds import calendar_addresses, feed_entries
from storage.tables.presence import absences

ERASED_NAME = "已刪除"
TAIPEI = timezone(timedelta(hours=8))  # no summer time since 1979
EMAIL = "officers|email"
OFFICE_PHONE = "officers|office_phone"
MOBILE = "officers|mobile"
officers = tables.officers


class OfficerStore:
    """Finds and keeps people and their appointments."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _officer(self, row: RowMapping) -> Officer:
        return Officer(
            id=row["id"],
            name=row["name"],
            nickname=row["nickname"],
            email=self._cipher.open_text(row["email"], EMAIL),
            office_phone=self._cipher.open_text(row["office_phone"], OFFICE_PHONE),
            mobile=self._cipher.open_text(row["mobile"], MOBILE),
            phone_in_groups=row["phone_in_groups"],
            erased_at=row["erased_at"],
        )

    def _values(self, officer: Officer) -> dict[str, object]:
        return {
            "name": officer.name,
            "nickname": officer.nickname,
            "email": self._cipher.seal_text(officer.email, EMAIL),
            "email_key": self._email_key(officer.email),
            "office_phone": self._cipher.seal_text(officer.office_phone, OFFICE_PHONE),
            "mobile": self._cipher.seal_text(officer.mobile, MOBILE),
            "phone_in_groups": officer.phone_in_groups,
            "erased_at": officer.erased_at,
        }

    def _email_key(self, email: str) -> str | None:
        return self._cipher.blind(email.strip().lower(), EMAIL) if email.strip() else None

    def _refuse_taken_email(self, officer: Officer) -> None:
        other = self.by_email(officer.email) if officer.email.strip() else None
        if other is not None and other.id != officer.id:
            message = f"officer {other.id} has that e-mail address already"
            raise DuplicateRecordError(message)

    def add(self, officer: Officer) -> Officer:
        """Keep a new person; the id is given here.

        Raises DuplicateRecordError when somebody else has the e-mail address.
        """
        self._refuse_taken_email(officer)
        added = insert(officers).values(self._values(officer)).returning(officers.c.id)
        new_id = self._connection.execute(added).scalar_one()
        renew_version(self._connection)
        return replace(officer, id=new_id)

    def save(self, officer: Officer) -> None:
        """Keep what changed.

        Raises RecordNotFoundError, DuplicateRecordError.
        """
        self._refuse_taken_email(officer)
        changed = update(officers).where(officers.c.id == officer.id).values(self._values(officer))
        if self._connection.execute(changed).rowcount == 0:
            kind = "officer"
            raise RecordNotFoundError(kind, officer.id)
        renew_version(self._connection)

    def get(self, officer_id: int) -> Officer:
        """Return the person with that id.

        Raises RecordNotFoundError.
        """
        chosen = select(officers).where(officers.c.id == officer_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        if row is None:
            kind = "officer"
            raise RecordNotFoundError(kind, officer_id)
        return self._officer(row)

    def by_ids(self, officer_ids: Collection[int]) -> dict[int, Officer]:
        """Return the people with those ids; what there is not is left out."""
        chosen = select(officers).where(officers.c.id.in_(sorted(officer_ids)))
        rows = self._connection.execute(chosen).mappings()
        return {row["id"]: self._officer(row) for row in rows}

    def all(self) -> tuple[Officer, ...]:
        """Return everybody, erased people too, oldest entry first."""
        rows = self._connection.execute(select(officers).order_by(officers.c.id)).mappings()
        return tuple(self._officer(row) for row in rows)

    def by_email(self, email: str) -> Officer | None:
        """Return the person with that e-mail address; letter case does not matter."""
        keys = self._cipher.blinds(email.strip().lower(), EMAIL)
        chosen = select(officers).where(officers.c.email_key.in_(keys))
        row = self._connection.execute(chosen).mappings().first()
        return None if row is None else self._officer(row)

    def with_email_after(self, officer_id: int, *, limit: int) -> tuple[Officer, ...]:
        """Return the next people by id who have an e-mail address."""
        chosen = (
            select(officers)
            .where(officers.c.id > officer_id, officers.c.email_key.is_not(None))
            .order_by(officers.c.id)
            .limit(limit)
        )
        return tuple(self._officer(row) for row in self._connection.execute(chosen).mappings())

    def by_agency_and_name(self, agency_id: int, name: str) -> Officer | None:
        """Return the person of that name with an appointment, past or present, in the agency."""
        placed = tables.appointments
        chosen = (
            select(officers)
            .join(placed, placed.c.officer_id == officers.c.id)
            .where(placed.c.agency_id == agency_id, officers.c.name == name)
            .order_by(officers.c.id)
        )
        row = self._connection.execute(chosen).mappings().first()
        return None if row is None else self._officer(row)

    def directory_version(self) -> int:
        """Return a number that differs whenever agencies, officers or appointments differ.

        It does not grow; compare it for equality only.
        """
        return read_version(self._connection)

    def add_appointment(self, appointment: Appointment) -> Appointment:
        """Keep a new appointment; its id is given here."""
        return appointments.add(self._connection, appointment)

    def save_appointment(self, appointment: Appointment) -> None:
        """Keep what changed.

        Raises RecordNotFoundError.
        """
        appointments.save(self._connection, appointment)

    def appointment(self, appointment_id: int) -> Appointment:
        """Return the appointment with that id.

        Raises RecordNotFoundError.
        """
        return appointments.get(self._connection, appointment_id)

    def appointments(
        self, *, officer_id: int | None = None, agency_id: int | None = None
    ) -> tuple[Appointment, ...]:
        """Return a person's or an agency's appointments, ended ones too, oldest entry first."""
        return appointments.find(self._connection, officer_id=officer_id, agency_id=agency_id)

    def appointments_in(self, agency_ids: Collection[int]) -> tuple[Appointment, ...]:
        """Return the appointments of several agencies, ended ones too, oldest entry first."""
        return appointments.find_in(self._connection, agency_ids)

    def all_appointments(self) -> tuple[Appointment, ...]:
        """Return all appointments, ended ones too, oldest entry first."""
        return appointments.find(self._connection)

    def erase(self, officer_id: int, *, now: datetime) -> None:
        """Wipe a person: name, numbers, addresses, accounts, codes, leave; appointments end today.

        What the person did stays, under the id alone. Raises RecordNotFoundError.
        """
        officer = self.get(officer_id)
        today: date = now.astimezone(TAIPEI).date()
        appointments.end_all(self._connection, officer, today=today)
        holding = (tables.bindings, tables.invitations, calendar_addresses, feed_entries, absences)
        for table in holding:
            self._connection.execute(delete(table).where(table.c.officer_id == officer_id))
        stood_in = update(absences).where(absences.c.deputy_id == officer_id)
        self._connection.execute(stood_in.values(deputy_id=None))
        self.save(Officer(id=officer_id, name=ERASED_NAME, erased_at=now))
