"""Who may register a notice, and for which agency."""

from storage.records.officers import Appointment, Role
from tests.handlers.notices.test_notices import CARD, SCHOOL, SMOKE, read, said
from tests.support.gazette_server import GazetteServer
from tests.support.world import World


def test_who_only_looks_on_registers_nothing(world: World, gazette: GazetteServer) -> None:
    read(world, gazette, CARD)
    world.officer("觀觀", "衛福部", Role.OBSERVER)
    world.direct("觀觀").says("登記預告 預1")
    with world.looking() as uow:
        assert uow.cases.open_subjects() == ()


def test_who_has_two_offices_registers_for_the_notices_own(
    world: World, gazette: GazetteServer
) -> None:
    read(world, gazette, SMOKE, CARD, SCHOOL)
    both = world.officer("小雙", "衛福部", Role.TEAM)
    with world.database.unit_of_work() as uow:
        school = uow.agencies.by_name("教育部")
        assert school is not None
        uow.officers.add_appointment(
            Appointment(id=0, officer_id=both.id, agency_id=school.id, role=Role.PO)
        )
        uow.commit()
    said(world.direct("小雙"), "登記預告 預3")
    with world.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        assert case.agency_id == school.id
