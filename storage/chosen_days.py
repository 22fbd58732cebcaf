"""Days that agencies chose for their dates, in place of a rule's."""

from collections.abc import Collection

from sqlalchemy import Connection, delete

from storage.batches import rows_of
from storage.records.duties import ChosenDay
from storage.tables.duties import chosen_days
from storage.upserts import insert_or_update


class ChosenDayStore:
    """Finds and keeps chosen days. A part of DutyStore."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def chosen(self, case_ids: Collection[int]) -> tuple[ChosenDay, ...]:
        """Return the days that were chosen for cases."""
        found = rows_of(self._connection, chosen_days, chosen_days.c.case_id, case_ids)
        return tuple(
            ChosenDay(
                case_id=row["case_id"],
                agency_id=row["agency_id"],
                name=row["name"],
                on=row["last_on"],
                said_at=row["said_at"],
                said_by=row["said_by"],
            )
            for row in found
        )

    def choose(self, day: ChosenDay) -> None:
        """Keep a day in place of the one chosen before."""
        row: dict[str, object] = {
            "case_id": day.case_id,
            "agency_id": day.agency_id,
            "name": day.name,
            "last_on": day.on,
            "said_at": day.said_at,
            "said_by": day.said_by,
        }
        insert_or_update(self._connection, chosen_days, row)

    def unchoose(self, case_id: int, agency_id: int, name: str) -> bool:
        """Let the rule's day count again; False when none was chosen."""
        key = chosen_days.c.case_id == case_id, chosen_days.c.agency_id == agency_id
        gone = delete(chosen_days).where(*key, chosen_days.c.name == name)
        return self._connection.execute(gone).rowcount > 0
