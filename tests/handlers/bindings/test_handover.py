"""A successor's first minutes, with every room open."""

from collections.abc import Iterator
from datetime import date

import pytest

from handlers.bindings.jobs import invite
from storage.records.officers import Appointment, Officer, Role
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url)
    yield world
    world.stop()


def code_for_successor(world: World) -> str:
    """Put Momo into the roster as 衛福部's PO from today on, and make her code."""
    with world.database.unit_of_work() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        momo = uow.officers.add(Officer(id=0, name="Momo", email="momo@mohw.gov.tw"))
        uow.officers.add_appointment(
            Appointment(
                id=0,
                officer_id=momo.id,
                agency_id=agency.id,
                role=Role.PO,
                starts_on=date(2026, 12, 7),
            )
        )
        code = invite(uow, "momo@mohw.gov.tw", now=world.clock.now())
        uow.commit()
    return code


def test_the_cases_that_were_counted_are_the_ones_shown(world: World) -> None:
    # Given a PO in office with two open cases, and one that is closed
    world.officer("林若晴", "衛福部")
    chin = world.direct("林若晴")
    for text in ("登記 公園夜間噪音", "登記 長照接送跨縣市", "登記 學校午餐", "結案 3 已函復"):
        chin.says(text)
    # When the successor binds while she is still there
    momo = world.direct("Momo")
    card = momo.says(f"綁定 {code_for_successor(world)}")
    assert card is not None
    assert card.facts[0].value == "2 件"
    assert ("前任", "林若晴，仍在任") in [(fact.label, fact.value) for fact in card.facts]
    # Then the first button shows those two
    shown = momo.says(card.buttons[0].command)
    assert shown is not None
    titles = " ".join(item.title for item in shown.items)
    assert "公園夜間噪音" in titles
    assert "長照接送跨縣市" in titles
    assert "學校午餐" not in titles
