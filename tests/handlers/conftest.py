"""What the tests of all rooms may use."""

from collections.abc import Iterator

import pytest

from tests.support.office import Office, open_office


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    """Give an office on an empty database with the shipped agencies."""
    opened = open_office(database_url)
    yield opened
    opened.database.dispose()
