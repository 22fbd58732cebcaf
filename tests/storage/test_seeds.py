import csv
from dataclasses import replace
from pathlib import Path

import pytest

from storage.engine import Database
from storage.migrate import migrate
from storage.records.agencies import Level


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("衛福部", "衛生福利部"),
        ("衛生福利部", "衛生福利部"),
        ("MOHW", "衛生福利部"),
        ("mohw", "衛生福利部"),
        ("ＭＯＨＷ", "衛生福利部"),
        ("A21000000I", "衛生福利部"),
        ("行政院衛生署", "衛生福利部"),
        ("農委會", "農業部"),
        ("345000000G", "農業部"),
        ("環保署", "環境部"),
        ("科技部", "國家科學及技術委員會"),
        ("營建署", "內政部國土管理署"),
        ("台南市政府", "臺南市政府"),
        ("臺南市政府", "臺南市政府"),
        ("台南市", "臺南市政府"),
        ("健保署", "衛生福利部中央健康保險署"),
        ("國教署", "教育部國民及學前教育署"),
        ("教育部體育署", "運動部"),
        ("戶政司", "內政部戶政司"),
        ("醫事司", "衛生福利部醫事司"),
        ("內政部綜規司", None),
        ("綜合規劃司", None),
        ("天文部", None),
        ("", None),
        ("　", None),
    ],
)
def test_agencies_are_found_by_every_name_they_have(
    database: Database, said: str, meant: str | None
) -> None:
    with database.unit_of_work() as uow:
        found = uow.agencies.by_name(said)
    assert (found and found.name) == meant


def test_parents_units_and_ended_bodies_are_in_their_place(database: Database) -> None:
    with database.unit_of_work() as uow:
        everything = {agency.name: agency for agency in uow.agencies.all()}
    health = everything["衛生福利部"]
    assert everything["衛生福利部中央健康保險署"].parent_id == health.id
    assert everything["衛生福利部醫事司"].parent_id == health.id
    assert everything["衛生福利部醫事司"].level is Level.UNIT
    assert everything["促進轉型正義委員會"].valid_to is not None
    assert everything["臺南市政府"].level is Level.LOCAL
    same_name = [agency for agency in everything.values() if "綜合規劃司" in agency.short_names]
    assert len({agency.parent_id for agency in same_name}) > 3


def test_the_words_people_use_lead_to_the_agency(database: Database) -> None:
    with database.unit_of_work() as uow:
        duties = {agency.short: agency.duties for agency in uow.agencies.all()}
    assert "健保卡" in duties["健保署"]
    assert "健保卡" in duties["衛福部"]
    assert "eID" in duties["內政部"]
    assert "空污" in duties["環境部"]


def test_names_of_the_list_are_clean_and_its_duties_short(database: Database) -> None:
    with database.unit_of_work() as uow:
        everything = uow.agencies.all()
    for agency in everything:
        words = (agency.name, *agency.short_names, *agency.former_names, *agency.duties)
        assert all(word == word.strip() and word for word in words), agency
        assert len(agency.duties) <= 10, agency
        assert len(set(agency.duties)) == len(agency.duties), agency


def test_what_was_edited_or_renamed_is_left_alone(database: Database, migrated_url: str) -> None:
    with database.unit_of_work() as uow:
        health = uow.agencies.by_name("衛福部")
        environment = uow.agencies.by_name("環境部")
        assert health is not None
        assert environment is not None
        count = len(uow.agencies.all())
        uow.agencies.save(replace(health, duties=("菸捐",)))
        uow.agencies.save(replace(environment, name="環境及氣候部", short_names=()))
        uow.commit()
    migrate(migrated_url)
    with database.unit_of_work() as uow:
        assert uow.agencies.get(health.id).duties == ("菸捐",)
        assert uow.agencies.by_name("環境及氣候部") is not None
        assert uow.agencies.by_name("環境部") is None
        assert len(uow.agencies.all()) == count


def test_the_shipped_list_holds_the_facts_it_was_made_from(
    database: Database, shared_folder: Path
) -> None:
    with database.unit_of_work() as uow:
        shipped = {agency.name: agency for agency in uow.agencies.all()}
        names = {agency.id: agency.name for agency in uow.agencies.all()}
    with (shared_folder / "domain" / "agencies.csv").open(encoding="utf-8", newline="") as file:
        facts = list(csv.DictReader(file))
    assert len(facts) > 70
    for fact in facts:
        agency = shipped[fact["name"]]
        assert agency.code == fact["code"]
        assert agency.acronym == fact["acronym"]
        assert agency.short_names == tuple(fact["short_names"].split(";"))
        assert {*filter(None, fact["former_names"].split(";"))} <= {*agency.former_names}
        assert names.get(agency.parent_id or 0, "") == fact["parent"]
