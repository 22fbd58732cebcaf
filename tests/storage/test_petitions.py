"""Petitions: kept once, counts as spans, looks claimed by one process at a time."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from storage.engine import Database
from storage.records.petitions import Petition, PetitionSource

NOON = datetime(2026, 12, 7, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, TWO, THREE = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2, 3))


def petition(join_id: str = ONE, count: int | None = None, **fields: object) -> Petition:
    seen = Petition(join_id=join_id, added_at=NOON, next_look_at=NOON)
    if count is not None:
        seen = replace(seen, endorse_count=count, counted_at=NOON, count_source="提案頁")
    return replace(seen, **fields)  # type: ignore[arg-type]  # fields by name


def add(database: Database, *several: Petition) -> list[bool]:
    with database.unit_of_work() as uow:
        added = [uow.petitions.add(one) for one in several]
        uow.commit()
    return added


def spans(database: Database, join_id: str = ONE) -> list[tuple[int, float, float]]:
    """(count, first hour, last hour) since noon."""
    with database.unit_of_work() as uow:
        return [
            (s.count, (s.first_at - NOON) / HOUR, (s.last_at - NOON) / HOUR)
            for s in uow.petitions.spans([join_id]).get(join_id, ())
        ]


def count(database: Database, number: int, *, hours: float) -> None:
    with database.unit_of_work() as uow:
        found = uow.petitions.find(ONE, to_change=True)
        assert found is not None
        at = NOON + hours * HOUR
        uow.petitions.save(replace(found, endorse_count=number, counted_at=at))
        uow.commit()


def test_a_petition_is_kept_as_it_was_and_only_once(database: Database) -> None:
    whole = petition(
        count=3180,
        title="健保卡",
        lead_codes=("A21000000I",),
        lead_names=("衛生福利部",),
        closes_at=NOON + 19 * 24 * HOUR,
        raw='{"id": 1}',
    )
    assert add(database, whole, replace(whole, title="another")) == [True, False]
    with database.unit_of_work() as uow:
        assert uow.petitions.find(ONE) == whole
        assert uow.petitions.find(TWO) is None


def test_only_changes_of_a_count_are_kept_and_the_last_look(database: Database) -> None:
    add(database, petition(count=10))
    count(database, 10, hours=6)
    count(database, 12, hours=12)
    with database.unit_of_work() as uow:
        uow.petitions.confirm([ONE, TWO], now=NOON + 18 * HOUR)
        uow.commit()
    count(database, 11, hours=24)
    assert spans(database) == [(10, 0, 6), (12, 12, 18), (11, 24, 24)]


def test_a_petition_without_a_count_has_no_spans(database: Database) -> None:
    add(database, petition())
    with database.unit_of_work() as uow:
        uow.petitions.confirm([ONE], now=NOON + HOUR)
        uow.commit()
    assert spans(database) == []
    count(database, 5, hours=2)
    assert spans(database) == [(5, 2, 2)]


def test_a_look_is_claimed_once_until_its_lease_is_over(database: Database) -> None:
    add(
        database,
        petition(ONE, next_look_at=NOON + HOUR),
        petition(TWO),
        petition(THREE, next_look_at=None),
    )

    def claim(hours: float) -> list[tuple[str, int]]:
        with database.unit_of_work() as uow:
            now = NOON + hours * HOUR
            taken = uow.petitions.claim(now=now, limit=5, lease_seconds=600)
            uow.commit()
        return [(one.join_id, one.fence) for one in taken]

    assert claim(0) == [(TWO, 1)]
    assert claim(0.1) == []
    assert claim(1) == [(ONE, 1), (TWO, 2)]


def test_a_claim_that_is_not_committed_is_given_again(database: Database) -> None:
    add(database, petition())
    for _ in range(2):
        with database.unit_of_work() as uow:
            assert len(uow.petitions.claim(now=NOON, limit=1, lease_seconds=60)) == 1


def test_all_processes_together_have_one_pace(database: Database) -> None:
    def turn(seconds: float) -> bool:
        with database.unit_of_work() as uow:
            now = NOON + timedelta(seconds=seconds)
            mine = uow.petitions.take_turn(now=now, pause=timedelta(seconds=2))
            uow.commit()
        return mine

    assert [turn(0), turn(1), turn(2), turn(2)] == [True, False, True, False]
    with database.unit_of_work() as uow:
        uow.petitions.hold_back(NOON + timedelta(seconds=120))
        uow.petitions.hold_back(NOON + timedelta(seconds=60))
        uow.commit()
    assert [turn(119), turn(120)] == [False, True]


def test_a_list_is_claimed_once_and_its_look_is_kept(database: Database) -> None:
    looked = PetitionSource(
        name="提案列表", next_look_at=NOON + 6 * HOUR, looked_at=NOON, seen_at=NOON, etag='"x"'
    )
    with database.unit_of_work() as uow:
        assert uow.petitions.claim_source("提案列表", now=NOON, lease_seconds=60)
        assert not uow.petitions.claim_source("提案列表", now=NOON, lease_seconds=60)
        uow.petitions.save_source(looked)
        assert uow.petitions.take_turn(now=NOON, pause=HOUR)
        assert not uow.petitions.claim_source("提案列表", now=NOON + HOUR, lease_seconds=60)
        assert uow.petitions.sources() == (looked,)
        assert uow.petitions.claim_source("提案列表", now=NOON + 6 * HOUR, lease_seconds=60)


def test_what_may_be_endorsed_comes_with_the_highest_count_first(database: Database) -> None:
    later = NOON + 24 * HOUR
    add(
        database,
        petition(ONE, 10, closes_at=later, goal_count=5000),
        petition(TWO, 900, closes_at=later, goal_count=5000),
        petition(THREE, 9000, closes_at=NOON, goal_count=250),
    )
    with database.unit_of_work() as uow:
        assert [p.join_id for p in uow.petitions.endorsing(now=NOON)] == [TWO, ONE]
        assert uow.petitions.usual_goal() == 5000


def test_nothing_is_usual_where_nothing_is_known(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert uow.petitions.usual_goal() is None
