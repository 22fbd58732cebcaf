"""Thresholds: the shipped ones, and what administrators entered beyond them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from storage.engine import Database
from storage.records.petitions import BACKWARDS, CountSpan, Petition
from storage.records.watches import Threshold

NOW = datetime(2026, 12, 7, 2, tzinfo=UTC)
NEW = Threshold(name="成案", count=6000, source="新要點", valid_from=date(2027, 1, 1))


def test_a_new_version_ends_the_one_before_on_its_eve(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.thresholds.save(NEW, now=NOW, officer_id=7)
        uow.commit()
    with database.unit_of_work() as uow:
        versions = [one for one in uow.thresholds.all() if one.name == "成案"]
        assert [(one.count, one.valid_to) for one in versions] == [
            (5000, date(2026, 12, 31)),
            (6000, None),
        ]
        counts = [uow.thresholds.passing(date(*day)) for day in ((2026, 12, 31), (2027, 1, 1))]
        assert counts == [5000, 6000]
        assert {one.count for one in uow.thresholds.since(date(2026, 12, 7))} >= {5000, 6000}
        assert 5000 not in {one.count for one in uow.thresholds.since(date(2027, 1, 1))}


def test_the_same_first_day_replaces_even_a_shipped_one(database: Database) -> None:
    shipped = Threshold(name="過半", count=2400, source="更正", valid_from=date(2015, 7, 17))
    with database.unit_of_work() as uow:
        for one in (shipped, NEW, replace(NEW, count=7000)):
            uow.thresholds.save(one, now=NOW)
        uow.commit()
    with database.unit_of_work() as uow:
        found = {(one.name, one.count) for one in uow.thresholds.on(date(2027, 6, 1))}
    assert found == {("成案", 7000), ("分案", 1000), ("過半", 2400)}


def test_the_past_of_a_petition_lies_before_and_the_newest_count_goes_on(
    database: Database,
) -> None:
    with database.unit_of_work() as uow:
        uow.petitions.add(Petition(join_id="1", added_at=NOW, endorse_count=900, counted_at=NOW))
        uow.commit()
    past = [
        CountSpan(
            join_id="1",
            first_at=NOW - timedelta(days=days),
            last_at=NOW - timedelta(days=days),
            count=count,
            source=BACKWARDS,
        )
        for days, count in ((2, 100), (1, 500))
    ]
    with database.unit_of_work() as uow:
        uow.petitions.add_past("1", past)
        uow.petitions.confirm(["1"], now=NOW + timedelta(hours=6))
        uow.commit()
    with database.unit_of_work() as uow:
        spans = uow.petitions.spans(["1"])["1"]
    assert [span.count for span in spans] == [100, 500, 900]
    assert spans[-1].last_at == NOW + timedelta(hours=6)
    assert spans[1].last_at == NOW - timedelta(days=1)


def test_whose_past_is_asked_for_is_asked_once(database: Database) -> None:
    opened, closes = NOW - timedelta(days=9), NOW + timedelta(days=50)
    with database.unit_of_work() as uow:
        for join_id, count in (("1", 900), ("2", 100), ("3", 300)):
            uow.petitions.add(
                Petition(
                    join_id=join_id,
                    added_at=NOW,
                    seen_at=NOW,
                    opened_at=opened,
                    closes_at=closes,
                    endorse_count=count,
                    counted_at=NOW,
                )
            )
        uow.commit()
    with database.unit_of_work() as uow:
        wanted = uow.petitions.without_past(least=200, now=NOW, limit=5)
        assert [one.join_id for one in wanted] == ["1", "3"]
        uow.petitions.note_past_asked(["1"], now=NOW)
        wanted = uow.petitions.without_past(least=200, now=NOW, limit=5)
        assert [one.join_id for one in wanted] == ["3"]
