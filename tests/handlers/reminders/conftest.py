"""A ministry with its people, on both databases; weeks pass by `world.advance`."""

from collections.abc import Generator

import pytest

from storage.records.officers import Role
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """衛福部 with a PO, a deputy and a team; 國發會. It is 115/12/07（一）10:00."""
    made = World(migrated_url)
    made.officer("阿菊", "衛福部")
    made.officer("小代", "衛福部", Role.DEPUTY)
    made.officer("小組", "衛福部", Role.TEAM)
    made.officer("阿宏", "內政部")
    made.officer("小發", "國發會", Role.HUB)
    yield made
    made.stop()
