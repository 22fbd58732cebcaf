from dataclasses import replace
from datetime import date

import pytest

from storage.engine import Database
from storage.errors import RecordNotFoundError
from storage.records.agencies import Agency, Level
from tests.storage.samples import agency

NEW = Agency(
    id=0,
    name="太空事務部",
    level=Level.SECOND,
    code="Z00000000A",
    short_names=("太空部",),
    english="Ministry of Space",
    acronym="MOSP",
    former_names=("國家太空中心籌備處",),
    former_codes=("Z00000001A",),
    duties=("火箭", "衛星"),
    valid_to=date(2030, 12, 31),
)


def test_an_agency_comes_back_as_it_was_kept(database: Database) -> None:
    with database.unit_of_work() as uow:
        parent = agency(uow, "行政院")
        added = uow.agencies.add(replace(NEW, parent_id=parent.id))
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.agencies.get(added.id) == replace(NEW, id=added.id, parent_id=parent.id)
        assert uow.agencies.by_name("太空部") == added


def test_a_change_is_seen_at_once_and_a_rolled_back_one_never(database: Database) -> None:
    with database.unit_of_work() as uow:
        added = uow.agencies.add(NEW)
        assert uow.agencies.by_name("太空部") == added
        # the block ends without commit
    with database.unit_of_work() as uow:  # as many changes as before, and nothing asked between
        other = uow.agencies.add(replace(NEW, name="海底事務部", short_names=("海底部",)))
        assert uow.agencies.by_name("海底部") == other
        assert uow.agencies.by_name("太空部") is None
        uow.agencies.save(replace(other, short_names=("宇宙部",)))
        assert uow.agencies.by_name("海底部") is None
    with database.unit_of_work() as uow:
        assert uow.agencies.by_name("宇宙部") is None


def test_a_body_that_exists_is_preferred_to_one_that_ended(database: Database) -> None:
    with database.unit_of_work() as uow:
        uow.agencies.add(NEW)
        heir = uow.agencies.add(
            Agency(id=0, name="宇宙部", level=Level.SECOND, former_names=("太空事務部",))
        )
        assert uow.agencies.by_name("太空事務部") == heir


def test_a_name_that_means_two_bodies_is_no_guess(database: Database) -> None:
    with database.unit_of_work() as uow:
        for parent in ("內政部", "財政部"):
            uow.agencies.add(
                Agency(id=0, name=f"{parent}火箭司", level=Level.UNIT, short_names=("火箭司",))
            )
        assert uow.agencies.by_name("火箭司") is None
        assert uow.agencies.by_name("內政部火箭司") is not None


def test_an_unknown_id_is_told(database: Database) -> None:
    with database.unit_of_work() as uow:
        with pytest.raises(RecordNotFoundError, match="agency has the id 0"):
            uow.agencies.get(0)
        with pytest.raises(RecordNotFoundError):
            uow.agencies.save(NEW)
