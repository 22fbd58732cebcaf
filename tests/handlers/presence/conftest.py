"""Two ministries with their people, on both databases. It is 115/12/07（一）10:00."""

from collections.abc import Generator

import pytest

from storage.records.officers import Role
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """內政部 with a PO, a deputy, a team and a business unit; 衛福部; 國發會."""
    made = World(migrated_url)
    made.officer("阿宏", "內政部", phone="02-2356-5000#100")
    made.officer("小陳", "內政部", Role.DEPUTY, phone="02-2356-5000#1234")
    made.officer("阿美", "內政部", Role.TEAM)
    made.officer("小林", "內政部", Role.BUSINESS_UNIT)
    made.officer("阿菊", "衛福部")
    made.officer("小發", "國發會", Role.HUB)
    yield made
    made.stop()
