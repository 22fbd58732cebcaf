"""What the tests of all rooms may use."""

from collections.abc import Iterator

import pytest

from tests.support.office import Office, open_office


@pytest.fixture
def office(migrated_url: str) -> Iterator[Office]:
    """Give an office on a fresh database with the shipped agencies."""
    opened = open_office(migrated_url)
    yield opened
    opened.database.dispose()
