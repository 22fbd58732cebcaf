"""Counts (件數): kept by series and day; a new count takes the place of those it overlaps."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select

from storage.records.tallies import Tally, TallySeries
from storage.tables.tallies import tallies, tally_series
from storage.upserts import insert_unless_there


class TallyStore:
    """Finds and keeps counts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def series_of(self, agency_ids: Collection[int]) -> tuple[TallySeries, ...]:
        """Return what some agencies count, the oldest first."""
        return self._series(tally_series.c.agency_id.in_(sorted(agency_ids)))

    def series(self, ids: Collection[int]) -> tuple[TallySeries, ...]:
        """Return some series, the oldest first."""
        return self._series(tally_series.c.id.in_(sorted(ids)))

    def open_series(self, series: TallySeries) -> TallySeries:
        """Return the series as it is kept, made if it is new; nobody else changes it meanwhile."""
        values = {name: value for name, value in asdict(series).items() if name != "id"}
        insert_unless_there(self._connection, tally_series, values)
        c = tally_series.c
        same = and_(
            c.agency_id == series.agency_id,
            c.channel == series.channel,
            c.topic_key == series.topic_key,
        )
        row = self._connection.execute(select(tally_series).where(same).with_for_update())
        return TallySeries(**row.mappings().one())

    def counts(self, series_ids: Collection[int], since: date) -> tuple[Tally, ...]:
        """Return the counts of some series that end on a day or later, by series and day."""
        chosen = select(tallies).where(
            tallies.c.series_id.in_(sorted(series_ids)), tallies.c.last_on >= since
        )
        chosen = chosen.order_by(tallies.c.series_id, tallies.c.first_on)
        return tuple(Tally(**row) for row in self._connection.execute(chosen).mappings())

    def overlapped(self, tally: Tally) -> tuple[Tally, ...]:
        """Return the counts that have a day in common with one."""
        chosen = select(tallies).where(_overlaps(tally)).order_by(tallies.c.first_on)
        return tuple(Tally(**row) for row in self._connection.execute(chosen).mappings())

    def keep(self, tally: Tally) -> None:
        """Keep a count in place of those that it overlaps."""
        self.drop(tally)
        self._connection.execute(insert(tallies).values(asdict(tally)))

    def drop(self, tally: Tally) -> None:
        """Remove the counts that have a day in common with one."""
        self._connection.execute(delete(tallies).where(_overlaps(tally)))

    def _series(self, which: ColumnElement[bool]) -> tuple[TallySeries, ...]:
        chosen = select(tally_series).where(which).order_by(tally_series.c.id)
        return tuple(TallySeries(**row) for row in self._connection.execute(chosen).mappings())


def _overlaps(tally: Tally) -> ColumnElement[bool]:
    c = tallies.c
    return and_(
        c.series_id == tally.series_id, c.first_on <= tally.last_on, c.last_on >= tally.first_on
    )
