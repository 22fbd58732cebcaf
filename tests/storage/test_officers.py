from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.errors import DuplicateRecordError, RecordNotFoundError
from storage.records.officers import Appointment, Officer, Role
from storage.tables.directory import officers
from tests.storage.samples import NOON, agency, officer


def test_an_officer_and_an_appointment_come_back_as_they_were_kept(database: Database) -> None:
    person = Officer(
        id=0,
        name="林虛構",
        nickname="阿虛",
        email="Lin@example.gov.tw",
        office_phone="(02)8590-0000 分機 1234",
        mobile="0900-000-000",
        phone_in_groups=True,
    )
    with database.unit_of_work() as uow:
        added = uow.officers.add(person)
        place = uow.officers.add_appointment(
            Appointment(
                id=0,
                officer_id=added.id,
                agency_id=agency(uow, "衛福部").id,
                role=Role.PO,
                title="科長",
                unit="綜規司",
                deputy="陳虛構",
                supervisor="王虛構",
                handles=("健保卡", "菸捐"),
                declines=("食安",),
                starts_on=date(2026, 1, 1),
                ends_on=date(2026, 12, 31),
                confirmed_at=NOON,
                confirmed_by="本人",
            )
        )
        uow.commit()
    with database.unit_of_work() as uow:
        assert uow.officers.get(added.id) == replace(person, id=added.id)
        assert uow.officers.appointment(place.id) == place
        assert uow.officers.appointments(officer_id=added.id) == (place,)
        assert uow.officers.appointments(agency_id=place.agency_id) == (place,)
        assert uow.officers.all_appointments() == (place,)
        assert uow.officers.all() == (added,)


def test_numbers_and_addresses_lie_encrypted_in_the_database(database: Database) -> None:
    with database.unit_of_work() as uow:
        officer(uow, "林虛構")
        uow.commit()
    with database.engine.connect() as connection:
        row = connection.execute(select(officers)).mappings().one()
    kept = b" ".join(bytes(row[name]) for name in ("email", "office_phone", "mobile"))
    for plain in ("0900-000-000", "8590", "example.gov.tw", "林虛構"):
        assert plain.encode() not in kept


def test_people_are_found_by_mail_in_any_case_and_by_agency_and_name(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin = officer(uow, "lin")
        ministry = agency(uow, "衛福部")
        assert uow.officers.by_email(" LIN@Example.gov.tw ") == lin
        assert uow.officers.by_email("chen@example.gov.tw") is None
        assert uow.officers.by_email("") is None
        assert uow.officers.by_agency_and_name(ministry.id, "lin") == lin
        assert uow.officers.by_agency_and_name(agency(uow, "內政部").id, "lin") is None


def test_an_address_belongs_to_one_person(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin, chen = officer(uow, "lin"), officer(uow, "chen")
        with pytest.raises(DuplicateRecordError):
            uow.officers.add(Officer(id=0, name="again", email="LIN@example.gov.tw"))
        with pytest.raises(DuplicateRecordError):
            uow.officers.save(replace(chen, email=lin.email))
        uow.officers.save(replace(lin, email="lin2@example.gov.tw"))
        uow.officers.save(replace(chen, email=lin.email))
        assert uow.officers.by_email(lin.email) is not None
        for _ in range(2):  # any number may have none
            uow.officers.add(Officer(id=0, name="no mail"))


def test_the_directory_version_differs_after_every_change(database: Database) -> None:
    with database.unit_of_work() as uow:
        seen = [uow.officers.directory_version()]
        lin = officer(uow, "lin")
        seen.append(uow.officers.directory_version())
        uow.officers.save(replace(lin, nickname="阿林"))
        seen.append(uow.officers.directory_version())
        place = uow.officers.all_appointments()[0]
        uow.officers.save_appointment(replace(place, title="專員"))
        seen.append(uow.officers.directory_version())
        ministry = agency(uow, "衛福部")
        uow.agencies.save(replace(ministry, duties=()))
        seen.append(uow.officers.directory_version())
        assert uow.officers.directory_version() == seen[-1]
    assert len(set(seen)) == len(seen)


def test_an_erased_person_leaves_an_id_and_nothing_else(database: Database) -> None:
    with database.unit_of_work() as uow:
        lin, chen = officer(uow, "林虛構"), officer(uow, "陳虛構")
        other = uow.officers.appointments(officer_id=chen.id)[0]
        uow.officers.save_appointment(replace(other, deputy="林虛構", supervisor="王虛構"))
        uow.bindings.add("line", "U1", lin.id, now=NOON)
        uow.invitations.add(
            lin.id, "hash", expires_at=NOON + timedelta(days=1), now=NOON, created_by="operator"
        )
        uow.commit()
    late = datetime(2026, 12, 8, 17, 0, tzinfo=UTC)  # already the 9th in Taipei
    with database.unit_of_work() as uow:
        uow.officers.erase(lin.id, now=late)
        uow.commit()
    with database.unit_of_work() as uow:
        gone = Officer(id=lin.id, name="已刪除", erased_at=late)
        assert uow.officers.get(lin.id) == gone
        assert uow.officers.by_email("林虛構@example.gov.tw") is None
        assert uow.bindings.find("line", "U1") is None
        assert uow.invitations.by_hash("hash") is None
        (place,) = uow.officers.appointments(officer_id=lin.id)
        assert place.ends_on == date(2026, 12, 9)
        assert not place.holds_on(date(2026, 12, 9))  # never offered again, not even today
        assert uow.officers.appointment(other.id).deputy == ""
        assert uow.officers.appointment(other.id).supervisor == "王虛構"
        assert uow.officers.get(chen.id) == chen


def test_unknown_ids_are_told(database: Database) -> None:
    nobody = Officer(id=99, name="nobody")
    nowhere = Appointment(id=99, officer_id=1, agency_id=1, role=Role.PO)
    with database.unit_of_work() as uow:
        with pytest.raises(RecordNotFoundError):
            uow.officers.get(99)
        with pytest.raises(RecordNotFoundError):
            uow.officers.save(nobody)
        with pytest.raises(RecordNotFoundError):
            uow.officers.erase(99, now=NOON)
        with pytest.raises(RecordNotFoundError):
            uow.officers.appointment(99)
        with pytest.raises(RecordNotFoundError):
            uow.officers.save_appointment(nowhere)
