"""Who acts for an agency at a moment: officer, deputy, team; never who is away, or a supervisor."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from storage.engine import Database
from storage.errors import RecordNotFoundError
from storage.on_duty import gather, on_duty
from storage.records.agencies import Agency, Level
from storage.records.duties import Step
from storage.records.officers import Appointment, Officer, Role
from storage.records.presence import Absence, Half, Turn

MORNING = datetime(2026, 12, 7, 1, tzinfo=UTC)  # 09:00 in Taipei
AFTERNOON = datetime(2026, 12, 7, 6, tzinfo=UTC)
TODAY = date(2026, 12, 7)
ROLES = {
    "阿宏": Role.PO,
    "小陳": Role.DEPUTY,
    "阿美": Role.TEAM,
    "次長": Role.SUPERVISOR,
    "小林": Role.BUSINESS_UNIT,
}


@pytest.fixture
def people(database: Database) -> dict[str, int]:
    """Put a ministry's people into the roster, each with an account; returns their ids."""
    ids: dict[str, int] = {}
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name("內政部")
        assert agency is not None
        for name, role in ROLES.items():
            officer = uow.officers.add(Officer(id=0, name=name))
            ids[name] = officer.id
            uow.officers.add_appointment(
                Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=role)
            )
            uow.bindings.add("line", f"U{officer.id}", officer.id, now=MORNING)
        uow.commit()
    return ids


def agency_id(database: Database, name: str = "內政部") -> int:
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name(name)
        assert agency is not None
        return agency.id


def away(
    database: Database, officer_id: int, half: Half = Half.WHOLE, deputy: int | None = None
) -> None:
    with database.unit_of_work() as uow:
        uow.absences.add(
            Absence(
                id=0,
                officer_id=officer_id,
                starts_on=TODAY,
                ends_on=TODAY,
                half=half,
                deputy_id=deputy,
            )
        )
        uow.commit()


def turn(
    database: Database, now: datetime = MORNING, but: frozenset[int] = frozenset()
) -> Turn | None:
    ministry = agency_id(database)
    with database.unit_of_work() as uow:
        return on_duty(uow, ministry, now=now).turn_to(but=but)


def test_the_officer_then_the_deputy_then_the_team_and_nobody_else(
    database: Database, people: dict[str, int]
) -> None:
    ladder = ["阿宏", "小陳", "阿美"]
    steps = [Step.HOLDER, Step.DEPUTY, Step.TEAM]
    tried = frozenset[int]()
    for name, step in zip(ladder, steps, strict=True):
        assert turn(database, but=tried) == Turn(people[name], step)
        tried |= {people[name]}
    assert turn(database, but=tried) is None


def test_leave_turns_to_the_named_deputy_first(database: Database, people: dict[str, int]) -> None:
    away(database, people["阿宏"], deputy=people["阿美"])
    assert turn(database) == Turn(people["阿美"], Step.DEPUTY, people["阿宏"])
    away(database, people["阿美"])
    assert turn(database) == Turn(people["小陳"], Step.DEPUTY, people["阿宏"])
    away(database, people["小陳"])
    assert turn(database) is None


def test_half_a_day_counts_in_its_half_only(database: Database, people: dict[str, int]) -> None:
    away(database, people["阿宏"], Half.AFTERNOON)
    first = turn(database, MORNING)
    assert first is not None
    assert first.officer_id == people["阿宏"]
    later = turn(database, AFTERNOON)
    assert later is not None
    assert later.officer_id == people["小陳"]
    ministry = agency_id(database)
    with database.unit_of_work() as uow:
        staff = gather(uow, {ministry}, now=AFTERNOON, half_days=False)
    assert staff[ministry].absences == {}


def test_an_ended_or_paused_appointment_is_nobodys_turn(
    database: Database, people: dict[str, int]
) -> None:
    with database.unit_of_work() as uow:
        (po,) = uow.officers.appointments(officer_id=people["阿宏"])
        (deputy,) = uow.officers.appointments(officer_id=people["小陳"])
        uow.officers.save_appointment(replace(po, ends_on=date(2026, 12, 6)))
        uow.officers.save_appointment(replace(deputy, paused=True))
        uow.commit()
    assert turn(database) == Turn(people["阿美"], Step.TEAM)


def test_the_people_of_a_unit_act_for_its_ministry_and_third_levels_do_not(
    database: Database, people: dict[str, int]
) -> None:
    ministry = agency_id(database)
    with database.unit_of_work() as uow:
        unit = uow.agencies.add(
            Agency(id=0, name="內政部試辦司", level=Level.UNIT, parent_id=ministry)
        )
        below = uow.agencies.add(
            Agency(id=0, name="內政部試辦署", level=Level.THIRD, parent_id=ministry)
        )
        for agency, name in ((unit, "司裡"), (below, "署裡")):
            officer = uow.officers.add(Officer(id=0, name=name))
            uow.officers.add_appointment(
                Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=Role.TEAM)
            )
        uow.commit()
        staff = on_duty(uow, ministry, now=MORNING)
    names = {officer.name for officer in staff.officers.values()}
    assert "司裡" in names
    assert "署裡" not in names
    assert len(people) == len(names) - 1
    # In the roster without an account: named, but nobody to be told
    (team,) = [i for i, o in staff.officers.items() if o.name == "司裡"]
    assert team in staff.of_step(Step.TEAM)
    assert not staff.may_be_told(team)


def test_an_agency_without_people_gives_an_empty_staff_and_an_unknown_one_an_error(
    database: Database,
) -> None:
    empty = agency_id(database, "文化部")
    with database.unit_of_work() as uow:
        staff = on_duty(uow, empty, now=MORNING)
        assert staff.of_step(Step.HOLDER) == ()
        assert staff.turn_to() is None
        with pytest.raises(RecordNotFoundError):
            on_duty(uow, 999_999, now=MORNING)
