"""The database's clock rules, whatever a machine's says and however long a process slept."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.errors import DatabaseUnavailableError
from storage.moments import ASKED_EVERY, DatabaseClock, read_moment, skew
from tests.storage.samples import SECRET_KEY
from tests.support.postgres import PostgresServer
from tests.support.postgres_copies import PostgresCopies

SECOND = timedelta(seconds=1)
pytestmark = pytest.mark.postgresql


class Counter:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def postgres_database(migrated_postgres: PostgresCopies) -> Iterator[Database]:
    with migrated_postgres.one() as url:
        database = open_database(url, Cipher(SECRET_KEY))
        yield database
        database.dispose()


def told(database: Database) -> datetime:
    """What the database says itself."""
    with database.engine.connect() as connection:
        moment: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return moment


def test_it_is_the_databases_time_and_goes_on_between_two_answers(
    postgres_database: Database,
) -> None:
    counter = Counter()
    before = told(postgres_database)
    clock = DatabaseClock(postgres_database, counter)
    first = clock.now()
    assert before <= first <= told(postgres_database)
    assert first.tzinfo is UTC
    counter.seconds += 5
    assert clock.now() == first + 5 * SECOND  # not asked again: the counter carries it on


def test_after_a_while_it_is_asked_anew_so_nothing_adds_up(postgres_database: Database) -> None:
    counter = Counter()
    clock = DatabaseClock(postgres_database, counter)
    counter.seconds += 3600  # a counter that runs much too fast
    assert clock.now() > told(postgres_database)
    clock.set_right()
    moment = clock.now()
    assert moment <= told(postgres_database)


def test_while_the_database_is_away_the_last_answer_goes_on(postgres: PostgresServer) -> None:
    counter = Counter()
    with postgres.database() as url:
        database = open_database(url, Cipher(SECRET_KEY))
        clock = DatabaseClock(database, counter)
        database.dispose()
    first = clock.now()
    counter.seconds += ASKED_EVERY
    with pytest.raises(DatabaseUnavailableError):
        clock.set_right()
    assert clock.now() == first + timedelta(seconds=ASKED_EVERY)


def test_a_machine_that_is_a_minute_ahead_is_known_as_such(postgres_database: Database) -> None:
    ahead = skew(postgres_database, lambda: told(postgres_database) + 60 * SECOND)
    assert ahead is not None
    assert 59 * SECOND < ahead < 61 * SECOND


def test_what_an_answer_took_is_told_too(postgres_database: Database) -> None:
    reading = read_moment(postgres_database.engine)
    assert 0 <= reading.took < 5
