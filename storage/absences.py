"""Who is away when (請假)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, RowMapping, delete, insert, select

from storage.records.presence import Absence, Half
from storage.tables.presence import absences


def _absence(row: RowMapping) -> Absence:
    return Absence(
        id=row["id"],
        officer_id=row["officer_id"],
        starts_on=row["starts_on"],
        ends_on=row["ends_on"],
        half=Half(row["half"]),
        deputy_id=row["deputy_id"],
    )


class AbsenceStore:
    """Finds and keeps absences. Which of them may stand side by side is decided in the rooms."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, absence: Absence) -> Absence:
        """Keep a new absence; its id is given here."""
        values = {
            "officer_id": absence.officer_id,
            "starts_on": absence.starts_on,
            "ends_on": absence.ends_on,
            "half": absence.half.value,
            "deputy_id": absence.deputy_id,
        }
        added = insert(absences).values(values).returning(absences.c.id)
        return replace(absence, id=self._connection.execute(added).scalar_one())

    def remove(self, ids: Collection[int]) -> None:
        """Forget absences; unknown ids are no error."""
        if ids:
            self._connection.execute(delete(absences).where(absences.c.id.in_(ids)))

    def of_officer(self, officer_id: int, *, since: date) -> tuple[Absence, ...]:
        """Return a person's absences that end on `since` or later, earliest first."""
        chosen = (
            select(absences)
            .where(absences.c.officer_id == officer_id, absences.c.ends_on >= since)
            .order_by(absences.c.starts_on, absences.c.id)
        )
        return tuple(_absence(row) for row in self._connection.execute(chosen).mappings())

    def of_deputy(self, deputy_id: int, *, since: date) -> tuple[Absence, ...]:
        """Return the absences on which somebody stands in, ending on `since` or later."""
        chosen = (
            select(absences)
            .where(absences.c.deputy_id == deputy_id, absences.c.ends_on >= since)
            .order_by(absences.c.starts_on, absences.c.id)
        )
        return tuple(_absence(row) for row in self._connection.execute(chosen).mappings())

    def on(self, day: date, officer_ids: Collection[int]) -> tuple[Absence, ...]:
        """Return which of these people are away on a day or in a half of it."""
        if not officer_ids:
            return ()
        chosen = (
            select(absences)
            .where(
                absences.c.officer_id.in_(officer_ids),
                absences.c.starts_on <= day,
                absences.c.ends_on >= day,
            )
            .order_by(absences.c.id)
        )
        return tuple(_absence(row) for row in self._connection.execute(chosen).mappings())

    def forget_officer(self, officer_id: int) -> None:
        """Delete all leave of somebody."""
        self._connection.execute(delete(absences).where(absences.c.officer_id == officer_id))

    def forget_before(self, day: date) -> int:
        """Forget what ended before `day`; return how many that were."""
        return self._connection.execute(delete(absences).where(absences.c.ends_on < day)).rowcount
