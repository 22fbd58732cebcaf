"""A world with one administrator, who is an officer too; what is sent costs money, as on LINE."""

from collections.abc import Iterator

import pytest

from bot.message import Platform
from tests.support.world import World

MAIL = "ruoqing.lin@mohw.gov.tw"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, admins=frozenset({MAIL}), platforms=(Platform.LINE,))
    world.officer("林若晴", "衛福部", email=MAIL)
    yield world
    world.stop()
