"""What is known of days: the official calendar, closures (停班), election pauses."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select, update

from storage.directory import VERSION_BITS
from storage.memory import Latest
from storage.records.calendar import CalendarEntries, Closure, OfficialDay, Pause
from storage.tables.calendar import calendar_days, calendar_versions, closures, pauses
from storage.upserts import insert_unless_there


class CalendarStore:
    """Finds and keeps entries. Read often and changed rarely, so all are kept in memory."""

    def __init__(self, connection: Connection, memory: Latest[CalendarEntries]) -> None:
        self._connection = connection
        self._memory = memory

    def entries(self) -> CalendarEntries:
        """Return all entries; the same object until something changes."""
        # The version first: what is read later is at least as new as its number says.
        version = int(self._connection.execute(select(calendar_versions.c.version)).scalar_one())
        known = self._memory.recall(version)
        if known is None:
            known = self._read(version)
            self._memory.keep(known)
        return known

    def replace_year(self, year: int, days: Iterable[OfficialDay], *, now: datetime) -> None:
        """Keep an official year in place of the one before; `days` are all days of `year`."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        self._connection.execute(
            delete(calendar_days).where(calendar_days.c.day_on.between(first, last))
        )
        rows = [
            {"day_on": day.on, "working": day.working, "remark": day.remark, "imported_at": now}
            for day in days
        ]
        self._connection.execute(insert(calendar_days), rows)
        self._renew_version()

    def close(self, closure: Closure) -> bool:
        """Keep a closure; False when that county is closed on that day already."""
        row: dict[str, object] = {
            "county": closure.county,
            "closed_on": closure.on,
            "reason": closure.reason,
            "entered_at": closure.entered_at,
            "entered_by": closure.entered_by,
        }
        is_new = insert_unless_there(self._connection, closures, row)
        if is_new:
            self._renew_version()
        return is_new

    def reopen(self, county: str, on: date) -> bool:
        """Take a closure back; False when there is none."""
        closed = closures.c.county == county, closures.c.closed_on == on
        is_gone = self._connection.execute(delete(closures).where(*closed)).rowcount > 0
        if is_gone:
            self._renew_version()
        return is_gone

    def add_pause(self, pause: Pause) -> Pause:
        """Keep an election pause; its id is given here."""
        values = {
            "starts_on": pause.starts_on,
            "ends_on": pause.ends_on,
            "reason": pause.reason,
            "entered_at": pause.entered_at,
            "entered_by": pause.entered_by,
        }
        added = insert(pauses).values(values).returning(pauses.c.id)
        new_id = self._connection.execute(added).scalar_one()
        self._renew_version()
        return replace(pause, id=new_id)

    def remove_pause(self, pause_id: int) -> bool:
        """Take an election pause back; False when there is none with that id."""
        gone = delete(pauses).where(pauses.c.id == pause_id)
        is_gone = self._connection.execute(gone).rowcount > 0
        if is_gone:
            self._renew_version()
        return is_gone

    def _read(self, version: int) -> CalendarEntries:
        days = self._connection.execute(select(calendar_days)).mappings()
        closed = select(closures).order_by(closures.c.closed_on, closures.c.county)
        paused = select(pauses).order_by(pauses.c.starts_on, pauses.c.id)
        return CalendarEntries(
            version=version,
            days={
                row["day_on"]: OfficialDay(
                    on=row["day_on"], working=row["working"], remark=row["remark"]
                )
                for row in days
            },
            closures=tuple(
                Closure(
                    county=row["county"],
                    on=row["closed_on"],
                    reason=row["reason"],
                    entered_at=row["entered_at"],
                    entered_by=row["entered_by"],
                )
                for row in self._connection.execute(closed).mappings()
            ),
            pauses=tuple(Pause(**row) for row in self._connection.execute(paused).mappings()),
        )

    def _renew_version(self) -> None:
        """Note a change. Random: a number that was rolled back never comes with other content."""
        fresh = secrets.randbits(VERSION_BITS)
        self._connection.execute(update(calendar_versions).values(version=fresh))
