"""A world whose Join is a real server on the loopback address."""

from collections.abc import Iterator

import pytest

from bot.sources.join.check_up import open_join
from tests.support.join_server import JoinServer, running_join
from tests.support.world import World


@pytest.fixture
def join() -> Iterator[JoinServer]:
    with running_join() as running:
        yield running


@pytest.fixture
def world(migrated_url: str, join: JoinServer) -> Iterator[World]:
    told = World(migrated_url, join=open_join(join.base))
    told.officer("林若晴", "衛福部")
    yield told
    told.stop()
