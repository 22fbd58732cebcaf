"""A world whose feeds are a real server on the loopback address."""

from collections.abc import Iterator

import pytest

from bot.sources.feeds.client import open_feeds
from storage.records.officers import Role
from tests.support.feed_server import FeedServer, running_feeds
from tests.support.world import World


@pytest.fixture
def feeds() -> Iterator[FeedServer]:
    with running_feeds() as running:
        yield running


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    told = World(
        migrated_url,
        admins=frozenset({"admin@example.gov.tw"}),
        feeds=open_feeds(trusted_hosts=frozenset({"127.0.0.1"})),
    )
    told.officer("林若晴", "衛福部")
    told.officer("管管", "國發會", Role.HUB, email="admin@example.gov.tw")
    told.officer("新新", "衛福部", Role.PRESS)
    told.officer("國國", "衛福部", Role.PARLIAMENT)
    told.officer("財財", "財政部")
    yield told
    told.stop()
