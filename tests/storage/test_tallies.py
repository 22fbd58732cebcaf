"""Counts: one for each day of a series, and a new one takes the place of what it overlaps."""

from datetime import date

from storage.engine import Database
from storage.records.tallies import Tally, TallySeries
from tests.storage.samples import NOON, agency

FIRST = date(2026, 12, 1)


def test_a_count_takes_the_place_of_those_it_overlaps(database: Database) -> None:
    with database.unit_of_work() as uow:
        ours = agency(uow, "衛福部").id
        wanted = TallySeries(
            agency_id=ours, channel="1999", topic="臺灣健保卡", topic_key="台灣健保卡"
        )
        series = uow.tallies.open_series(wanted)
        assert uow.tallies.open_series(wanted) == series
        other = uow.tallies.open_series(
            TallySeries(agency_id=ours, channel="首長信箱", topic="健保卡", topic_key="健保卡")
        )

        def count(day: int, until: int, number: int, of: TallySeries = series) -> Tally:
            return Tally(
                series_id=of.id,
                first_on=FIRST.replace(day=day),
                last_on=FIRST.replace(day=until),
                count=number,
                kept_at=NOON,
            )

        daily = [count(1, 1, 5), count(2, 2, 6), count(9, 9, 7)]
        for one in (*daily, count(1, 1, 9, other)):
            uow.tallies.keep(one)
        week = count(1, 7, 35)
        assert uow.tallies.overlapped(week) == tuple(daily[:2])
        uow.tallies.keep(week)
        assert uow.tallies.counts([series.id], FIRST) == (week, daily[2])
        assert uow.tallies.counts([series.id, other.id], date(2026, 12, 8)) == (daily[2],)
        uow.tallies.drop(count(3, 3, 0))
        assert uow.tallies.counts([series.id], FIRST) == (daily[2],)
        assert uow.tallies.series_of([ours]) == (series, other)
        assert uow.tallies.series([other.id, 99]) == (other,)
        assert uow.tallies.series_of([]) == ()
