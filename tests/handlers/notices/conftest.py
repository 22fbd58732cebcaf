"""A world whose gazette is a real server on the loopback address."""

from collections.abc import Iterator

import pytest

from bot.sources.gazette.check_up import open_gazette
from tests.support.gazette_server import GazetteServer, running_gazette
from tests.support.world import Chat, World


@pytest.fixture
def gazette() -> Iterator[GazetteServer]:
    with running_gazette() as running:
        yield running


@pytest.fixture
def world(migrated_url: str, gazette: GazetteServer) -> Iterator[World]:
    told = World(migrated_url, gazette=open_gazette(gazette.base))
    told.officer("林若晴", "衛福部")
    yield told
    told.stop()


@pytest.fixture
def mine(world: World) -> Chat:
    """林若晴, 衛福部's PO, one to one."""
    return world.direct("林若晴")
