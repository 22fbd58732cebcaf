"""A migrated database on each engine, with the shipped agencies and nobody in it."""

from collections.abc import Iterator

import pytest

from storage.cipher import Cipher
from storage.engine import Database, open_database
from tests.storage.samples import SECRET_KEY


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(SECRET_KEY)


@pytest.fixture
def database(migrated_url: str, cipher: Cipher) -> Iterator[Database]:
    opened = open_database(migrated_url, cipher)
    yield opened
    opened.dispose()
