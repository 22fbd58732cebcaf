"""Calls for help of business units."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.records.rescues import Rescue
from storage.tables.presence import rescues


def _rescue(row: RowMapping) -> Rescue:
    return Rescue(
        id=row["id"],
        officer_id=row["officer_id"],
        agency_id=row["agency_id"],
        situation=row["situation"],
        asked_at=row["asked_at"],
        told_id=row["told_id"],
        taken_at=row["taken_at"],
        taken_by=row["taken_by"],
    )


class RescueStore:
    """Finds and keeps calls for help."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rescue: Rescue) -> Rescue:
        """Keep a new call; its id is given here."""
        values = {
            name: getattr(rescue, name)
            for name in ("officer_id", "agency_id", "situation", "asked_at", "told_id")
        }
        added = insert(rescues).values(values).returning(rescues.c.id)
        return replace(rescue, id=self._connection.execute(added).scalar_one())

    def find(self, rescue_id: int) -> Rescue | None:
        """Return the call with that id, if there is one."""
        chosen = select(rescues).where(rescues.c.id == rescue_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _rescue(row)

    def since(self, officer_id: int, moment: datetime) -> tuple[Rescue, ...]:
        """Return somebody's calls from a moment on, the latest first."""
        chosen = (
            select(rescues)
            .where(rescues.c.officer_id == officer_id, rescues.c.asked_at >= moment)
            .order_by(rescues.c.id.desc())
        )
        return tuple(_rescue(row) for row in self._connection.execute(chosen).mappings())

    def open_of_agency(self, agency_id: int) -> tuple[Rescue, ...]:
        """Return an agency's calls that nobody took, the latest first."""
        chosen = (
            select(rescues)
            .where(rescues.c.agency_id == agency_id, rescues.c.taken_at.is_(None))
            .order_by(rescues.c.id.desc())
        )
        return tuple(_rescue(row) for row in self._connection.execute(chosen).mappings())

    def take(self, rescue_id: int, officer_id: int, *, now: datetime) -> bool:
        """Note who gets in touch; False when somebody else was first."""
        chosen = rescues.c.id == rescue_id, rescues.c.taken_at.is_(None)
        taken = update(rescues).where(*chosen).values(taken_at=now, taken_by=officer_id)
        return self._connection.execute(taken).rowcount == 1
