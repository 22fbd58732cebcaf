"""Calls for help: what is kept of them, and the shipped texts."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from storage.engine import Database
from storage.records.officers import Officer
from storage.records.rescues import Rescue
from storage.rescue_texts import read_advice

NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)


def test_every_situation_has_three_things_and_a_source() -> None:
    advice = read_advice()
    assert [a.situation for a in advice] == ["被提案打到", "要開會", "被罵", "跨部會"]
    for a in advice:
        assert all((a.opening, *a.things, a.reminder, a.source, a.cues)), a
        assert max(map(len, a.things)) <= 15, a


def test_a_call_is_taken_by_one_however_many_press_at_once(database: Database) -> None:
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name("內政部")
        assert agency is not None
        people = [uow.officers.add(Officer(id=0, name=name)) for name in ("甲", "乙", "丙", "丁")]
        rescue = uow.rescues.add(
            Rescue(
                id=0,
                officer_id=people[0].id,
                agency_id=agency.id,
                situation="被罵",
                asked_at=NOW,
                told_id=people[1].id,
            )
        )
        uow.commit()

    def press(officer_id: int) -> bool:
        with database.unit_of_work() as uow:
            taken = uow.rescues.take(rescue.id, officer_id, now=NOW)
            uow.commit()
        return taken

    with ThreadPoolExecutor(3) as threads:
        taken = list(threads.map(press, [one.id for one in people[1:]]))
    assert sum(taken) == 1
    with database.unit_of_work() as uow:
        kept = uow.rescues.find(rescue.id)
        assert kept is not None
        assert kept.taken_by == people[1 + taken.index(True)].id
        assert uow.rescues.open_of_agency(rescue.agency_id) == ()
