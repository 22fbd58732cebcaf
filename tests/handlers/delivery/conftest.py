"""A world with one administrator, who is an officer too."""

from collections.abc import Iterator

import pytest

from tests.support.world import World

MAIL = "ruoqing.lin@mohw.gov.tw"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, admins=frozenset({MAIL}))
    world.officer("林若晴", "衛福部", email=MAIL)
    yield world
    world.stop()
