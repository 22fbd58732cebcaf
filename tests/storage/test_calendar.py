"""The official calendar, closures and election pauses, as the database keeps them."""

from dataclasses import replace
from datetime import date, timedelta

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.calendar import COUNTIES, DEFAULT_COUNTY, Closure, OfficialDay, Pause
from tests.storage.samples import NOON, agency

TYPHOON = Closure(
    county="臺北市", on=date(2026, 7, 10), reason="颱風", entered_at=NOON, entered_by=3
)
ELECTION = Pause(
    id=0,
    starts_on=date(2026, 9, 29),
    ends_on=date(2026, 11, 28),
    reason="115 年地方選舉",
    entered_at=NOON,
)


def year(number: int, remark: str = "") -> list[OfficialDay]:
    first = date(number, 1, 1)
    days = [first + timedelta(days=step) for step in range(365)]
    return [OfficialDay(on=day, working=day.weekday() < 5, remark=remark) for day in days]


def test_in_the_beginning_nothing_is_known(database: Database) -> None:
    with database.unit_of_work() as uow:
        known = uow.calendar.entries()
    assert (known.days, known.closures, known.pauses, known.years) == ({}, (), (), frozenset())


def test_a_year_replaces_the_one_before_and_leaves_the_others(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.calendar.replace_year(2026, year(2026), now=NOON)
        uow.calendar.replace_year(2027, year(2027), now=NOON)
        uow.calendar.replace_year(2026, year(2026, "修正版"), now=NOON)
        uow.commit()
    with database.unit_of_work() as uow:
        known = uow.calendar.entries()
    assert len(known.days) == 730
    assert known.years == {2026, 2027}
    assert known.days[date(2026, 5, 1)] == OfficialDay(
        on=date(2026, 5, 1), working=True, remark="修正版"
    )
    assert known.days[date(2027, 5, 1)].remark == ""


def test_a_closure_is_kept_once_and_taken_back(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.calendar.close(TYPHOON)
        assert not uow.calendar.close(replace(TYPHOON, reason="地震"))
        assert uow.calendar.close(replace(TYPHOON, county="花蓮縣"))
        assert uow.calendar.entries().closures[0] == TYPHOON
        assert uow.calendar.reopen("花蓮縣", TYPHOON.on)
        assert not uow.calendar.reopen("花蓮縣", TYPHOON.on)
        assert uow.calendar.entries().closures == (TYPHOON,)


def test_a_pause_is_kept_and_taken_back(database: Database) -> None:
    with database.unit_of_work() as uow:
        kept = uow.calendar.add_pause(ELECTION)
        assert uow.calendar.entries().pauses == (kept,)
        assert replace(kept, id=0) == ELECTION
        assert uow.calendar.remove_pause(kept.id)
        assert not uow.calendar.remove_pause(kept.id)
        assert uow.calendar.entries().pauses == ()


def test_entries_are_read_once_until_something_changes(database: Database) -> None:
    with database.unit_of_work() as uow:
        before = uow.calendar.entries()
    with database.unit_of_work() as uow:
        assert uow.calendar.entries() is before
        uow.calendar.close(TYPHOON)
        assert uow.calendar.entries() is not before
        uow.commit()


def test_what_another_process_changed_is_seen(
    database: Database, migrated_url: str, cipher: Cipher
) -> None:
    other = open_database(migrated_url, cipher)
    with other.unit_of_work() as uow:
        assert uow.calendar.entries().closures == ()
    with database.unit_of_work() as uow:
        uow.calendar.close(TYPHOON)
        uow.commit()
    with other.unit_of_work() as uow:
        assert uow.calendar.entries().closures == (TYPHOON,)
    other.dispose()


def test_what_was_rolled_back_is_not_remembered(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.calendar.close(TYPHOON)
        assert len(uow.calendar.entries().closures) == 1
    with database.unit_of_work() as uow:
        assert uow.calendar.entries().closures == ()


def test_an_agency_sits_in_taipei_or_where_its_parent_sits(database: Database) -> None:
    with database.unit_of_work() as uow:
        ministry, bureau = agency(uow, "衛福部"), agency(uow, "健保署")
        assert uow.agencies.county(bureau.id) == DEFAULT_COUNTY
        uow.agencies.save(replace(ministry, county="臺中市"))
        assert uow.agencies.county(bureau.id) == "臺中市"
        uow.agencies.save(replace(bureau, county="高雄市"))
        assert uow.agencies.county(bureau.id) == "高雄市"
        assert uow.agencies.get(bureau.id).county == "高雄市"


def test_there_are_twenty_two_counties() -> None:
    assert len(set(COUNTIES)) == 22
    assert DEFAULT_COUNTY in COUNTIES
