"""What happened to a case, newest first; the way back for 復原."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from storage.records.cases import HistoryEntry
from storage.tables.cases import history_entries


def _entry(row: RowMapping) -> HistoryEntry:
    return HistoryEntry(
        id=row["id"],
        case_id=row["case_id"],
        at=row["happened_at"],
        officer_id=row["officer_id"],
        agency_id=row["agency_id"],
        action=row["action"],
        summary=row["summary"],
        before=row["before"],
        undone_at=row["undone_at"],
    )


class HistoryStore:
    """Finds and keeps the history of cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entry: HistoryEntry) -> HistoryEntry:
        """Keep a new entry; its id is given here."""
        added = (
            insert(history_entries)
            .values(
                case_id=entry.case_id,
                happened_at=entry.at,
                officer_id=entry.officer_id,
                agency_id=entry.agency_id,
                action=entry.action,
                summary=entry.summary,
                before=entry.before,
                undone_at=entry.undone_at,
            )
            .returning(history_entries.c.id)
        )
        return replace(entry, id=self._connection.execute(added).scalar_one())

    def of_case(self, case_id: int, limit: int = 20) -> tuple[HistoryEntry, ...]:
        """Return the newest entries of a case, newest first, undone ones too."""
        chosen = (
            select(history_entries)
            .where(history_entries.c.case_id == case_id)
            .order_by(history_entries.c.id.desc())
            .limit(limit)
        )
        return tuple(_entry(row) for row in self._connection.execute(chosen).mappings())

    def last_by(self, officer_id: int) -> HistoryEntry | None:
        """Return an officer's newest entry that was not undone."""
        chosen = (
            select(history_entries)
            .where(
                history_entries.c.officer_id == officer_id, history_entries.c.undone_at.is_(None)
            )
            .order_by(history_entries.c.id.desc())
            .limit(1)
        )
        row = self._connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _entry(row)

    def mark_undone(self, entry_id: int, *, now: datetime) -> None:
        """Note that the entry was taken back."""
        undone = update(history_entries).where(history_entries.c.id == entry_id)
        self._connection.execute(undone.values(undone_at=now))
