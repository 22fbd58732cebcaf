"""The sandbox's samples: invented, marked, complete, and put in once."""

from datetime import UTC, date, datetime

import pytest

from storage.engine import Database
from storage.records.cases import CaseKind, Secrecy
from storage.records.chats import ChatScope
from storage.sample_texts import read_sample_texts
from storage.samples import PLATFORM, fill_samples, load_samples
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 12, 8, 2, 30, tzinfo=UTC)
LATER = datetime(2027, 1, 20, 2, 30, tzinfo=UTC)


def inside(uow: UnitOfWork) -> tuple[int, int, int, int]:
    serials = [uow.cases.by_serial(serial) for serial in range(1, 60)]
    return (
        len(uow.officers.all()),
        len(uow.officers.all_appointments()),
        len([case for case in serials if case is not None]),
        len([group for group in load_samples().groups if uow.chats.find(PLATFORM, group.id)]),
    )


def test_filling_twice_is_filling_once(database: Database) -> None:
    seen: list[tuple[int, ...]] = []
    for now in (NOW, LATER):
        with database.unit_of_work() as uow:
            fill_samples(uow, now)
            uow.commit()
        with database.unit_of_work() as uow:
            seen.append(inside(uow))
    assert seen[0] == seen[1] == (6, 6, 8, 2)


def test_everybody_is_bound_but_the_stranger_and_can_be_found(database: Database) -> None:
    with database.unit_of_work() as uow:
        fill_samples(uow, NOW)
        bound: dict[str, str] = {}
        for person in load_samples().people:
            binding = uow.bindings.find(PLATFORM, person.id)
            officer = uow.officers.get(binding.officer_id) if binding else None
            bound[person.name] = officer.email if officer else ""
        opened = uow.chats.find(PLATFORM, "web-cross")
        sensitive = uow.cases.by_number("115-0040")
        assert sensitive is not None
        named = uow.cases.named_officers(sensitive.id)
    assert bound == {person.name: person.email for person in load_samples().people}
    assert [name for name, email in bound.items() if not email] == ["路人甲"]
    assert opened is not None
    assert opened.scope is ChatScope.CROSS
    assert sensitive.secrecy is Secrecy.SENSITIVE
    assert named == {sensitive.holder_id}


def test_deadlines_fall_on_weekdays_and_in_the_future(database: Database) -> None:
    with database.unit_of_work() as uow:
        fill_samples(uow, NOW)
        found = [uow.cases.by_serial(serial) for serial in range(1, 60)]
    cases = [case for case in found if case is not None]
    due = [case.due_at for case in cases if case.due_at is not None]
    assert all(moment > NOW and date.weekday(moment) < 5 for moment in due)
    assert {case.kind for case in cases} == set(CaseKind)


@pytest.mark.parametrize("group", read_sample_texts()["groups"], ids=lambda group: group["id"])
def test_groups_have_members_who_exist(group: dict[str, list[str]]) -> None:
    assert set(group["members"]) <= {person["id"] for person in read_sample_texts()["people"]}


def test_all_of_it_is_marked_as_a_sample_and_reaches_nobody() -> None:
    texts = read_sample_texts()
    marked = [
        *(case["subject"] for case in texts["cases"]),
        *(group["name"] for group in texts["groups"]),
        *(person["label"] for person in texts["people"]),
        *(person["name"] for person in texts["people"] if "officer" in person),
    ]
    assert [text for text in marked if "（範例）" not in text] == []
    officers = [person["officer"] for person in texts["people"] if "officer" in person]
    # .example is reserved (RFC 2606); no exchange in Taiwan begins with 0000
    assert all(officer["email"].endswith(".example") for officer in officers)
    assert all("0000-0" in officer["office_phone"] for officer in officers)
    assert all(officer["mobile"].startswith("0900-000-") for officer in officers)
