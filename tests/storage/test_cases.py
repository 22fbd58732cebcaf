from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.errors import RecordNotFoundError, StaleRecordError
from storage.records.cases import (
    Case,
    CaseAgency,
    CaseKind,
    HistoryEntry,
    Note,
    Part,
    Secrecy,
    Stage,
    Standing,
)
from storage.tables.cases import cases
from tests.storage.samples import MINUTE, NOON, agency, case, officer


@pytest.fixture
def registered(database: Database) -> Case:
    with database.unit_of_work() as uow:
        added = case(
            uow,
            officer(uow, "lin"),
            "菸捐 說法",
            due_at=NOON + MINUTE,
            drafter="國健署",
            join_id="8d9f",
            links=("https://join.gov.tw/idea/detail/8d9f",),
            source_chat="line:C1",
            source_event="event-1",
            source_message="line:message-1",
        )
        uow.commit()
    return added


def test_a_case_comes_back_by_all_its_handles(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        assert uow.cases.get(registered.id) == registered
        assert uow.cases.by_number("115-0001") == registered
        assert uow.cases.by_serial(1) == registered
        assert uow.cases.by_serial(1, 115) == registered
        assert uow.cases.by_join_id("8d9f") == registered
        assert uow.cases.by_source_event("event-1") == registered
        assert uow.cases.by_source_message("line", "message-1") == registered
        assert uow.cases.by_number("115-0002") is None
        assert uow.cases.by_serial(1, 114) is None
        assert uow.cases.by_serial(10**12) is None
        assert uow.cases.by_serial(1, 10**12) is None
        assert uow.cases.by_source_message("slack", "message-1") is None
        with pytest.raises(RecordNotFoundError):
            uow.cases.get(99)


def test_a_bare_serial_means_the_newest_year(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        later = uow.cases.add(replace(registered, number=uow.cases.next_number(116)))
        assert uow.cases.by_serial(1) == later
        assert uow.cases.by_serial(1, 115) == registered


def test_a_change_made_on_an_older_version_is_refused(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        saved = uow.cases.save(replace(registered, stage=Stage.ANSWERED))
        uow.commit()
    assert saved.version == 2
    with database.unit_of_work() as uow:
        with pytest.raises(StaleRecordError, match=f"case {registered.id} changed"):
            uow.cases.save(replace(registered, subject="電子煙"))
        assert uow.cases.get(registered.id) == saved


def test_of_eight_who_save_at_once_one_wins(database: Database, registered: Case) -> None:
    def save(who: int) -> bool:
        with database.unit_of_work() as uow:
            try:
                uow.cases.save(replace(registered, result=f"{who}"))
            except StaleRecordError:
                return False
            uow.commit()
            return True

    with ThreadPoolExecutor(8) as threads:
        assert sorted(threads.map(save, range(8))) == [False] * 7 + [True]


def test_a_chat_id_lies_encrypted(database: Database, registered: Case) -> None:
    with database.engine.connect() as connection:
        row = connection.execute(select(cases)).mappings().one()
    assert b"line:C1" not in bytes(row["source_chat"])
    assert registered.source_chat == "line:C1"


def test_agencies_have_one_part_each_and_leads_come_first(
    database: Database, registered: Case
) -> None:
    with database.unit_of_work() as uow:
        health, home = agency(uow, "衛福部"), agency(uow, "內政部")
        helping = CaseAgency(
            case_id=registered.id,
            agency_id=home.id,
            part=Part.CO_ORGANISER,
            standing=Standing.SUGGESTED,
            said_by=health.id,
        )
        leading = replace(helping, agency_id=health.id, part=Part.LEAD)
        uow.cases.set_agency(helping)
        uow.cases.set_agency(leading)
        assert uow.cases.agencies(registered.id) == (leading, helping)
        confirmed = replace(helping, standing=Standing.CONFIRMED, source="本機關確認")
        uow.cases.set_agency(confirmed)
        assert uow.cases.agencies(registered.id) == (leading, confirmed)
        uow.cases.remove_agency(registered.id, home.id)
        assert uow.cases.agencies(registered.id) == (leading,)


def test_officers_are_named_and_agencies_invited(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        chen, home = officer(uow, "chen"), agency(uow, "內政部")
        for _ in range(2):  # again does no harm
            uow.cases.name_officer(registered.id, chen.id)
            uow.cases.invite_agency(registered.id, home.id)
        assert uow.cases.named_officers(registered.id) == {chen.id}
        assert uow.cases.invited_agencies(registered.id) == {home.id}
        uow.cases.unname_officer(registered.id, chen.id)
        uow.cases.uninvite_agency(registered.id, home.id)
        assert uow.cases.named_officers(registered.id) == frozenset()
        assert uow.cases.invited_agencies(registered.id) == frozenset()


def test_notes_are_kept_in_order(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        first = Note(
            id=0,
            case_id=registered.id,
            agency_id=registered.agency_id,
            officer_id=registered.created_by,
            text="已電詢國健署",
            shared=False,
            written_at=NOON,
        )
        one = uow.cases.add_note(first)
        two = uow.cases.add_note(replace(first, text="下週回", shared=True))
        assert uow.cases.notes(registered.id) == (one, two)
        uow.cases.remove_note(one.id)
        assert uow.cases.notes(registered.id) == (two,)


def test_a_message_taken_back_leaves_no_text_behind(database: Database, registered: Case) -> None:
    with database.unit_of_work() as uow:
        uow.history.add(
            HistoryEntry(
                id=0,
                case_id=registered.id,
                at=NOON,
                officer_id=registered.created_by,
                agency_id=registered.agency_id,
                action="登記",
                summary="登記 菸捐 說法",
                before={"subject": "菸捐 說法"},
            )
        )
        uow.cases.wipe_text(registered.id)
        uow.commit()
    with database.unit_of_work() as uow:
        wiped = uow.cases.get(registered.id)
        assert (wiped.number, wiped.subject, wiped.links) == ("115-0001", "", ())
        assert wiped.version == registered.version + 1
        (entry,) = uow.history.of_case(registered.id)
        assert (entry.action, entry.summary, entry.before) == ("登記", "訊息已收回", {})
    with database.engine.connect() as connection:
        row = connection.execute(select(cases)).mappings().one()
    assert "菸捐" not in " ".join(str(value) for value in row.values())


def test_only_open_normal_cases_are_compared_with_a_new_one(
    database: Database, registered: Case
) -> None:
    with database.unit_of_work() as uow:
        lin = uow.officers.get(registered.created_by)
        other = case(uow, lin, "電子煙", kind=CaseKind.PETITION)
        case(uow, lin, "已結", closed_at=NOON)
        case(uow, lin, "註銷", cancelled_at=NOON)
        case(uow, lin, "敏感", secrecy=Secrecy.SENSITIVE)
        assert uow.cases.open_subjects() == (
            (other.id, other.number, "電子煙"),
            (registered.id, registered.number, "菸捐 說法"),
        )


def test_a_cancelled_case_does_not_stand_for_its_join_id(
    database: Database, registered: Case
) -> None:
    with database.unit_of_work() as uow:
        uow.cases.save(replace(registered, cancelled_at=NOON))
        assert uow.cases.by_join_id("8d9f") is None
