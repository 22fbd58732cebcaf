"""A ministry with a business unit, its officers and a supervisor; on both databases."""

from collections.abc import Generator
from dataclasses import replace

import pytest

from storage.records.officers import Role
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """內政部 with 小林 of 戶政司 and everybody who might be told; 衛福部. It is a Monday, 10:00."""
    made = World(migrated_url)
    made.officer("阿宏", "內政部", phone="02-2356-5000#100")
    made.officer("小陳", "內政部", Role.DEPUTY)
    made.officer("阿美", "內政部", Role.TEAM)
    made.officer("王次長", "內政部", Role.SUPERVISOR)
    asker = made.officer("小林", "內政部", Role.BUSINESS_UNIT, phone="02-2356-5000#777")
    made.officer("阿菊", "衛福部")
    made.officer("小發", "國發會", Role.HUB)
    with made.database.unit_of_work() as uow:
        (place,) = uow.officers.appointments(officer_id=asker.id)
        uow.officers.save_appointment(replace(place, unit="戶政司"))
        uow.commit()
    yield made
    made.stop()
