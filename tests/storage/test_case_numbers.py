from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.engine import Database
from storage.records.officers import Officer
from tests.storage.samples import case, officer

THREADS = 8
EACH = 25  # registrations of one thread
GIVEN_UP = 5  # every fifth is rolled back


@pytest.fixture
def lin(database: Database) -> Officer:
    with database.unit_of_work() as uow:
        person = officer(uow, "lin")
        uow.commit()
    return person


def register(database: Database, lin: Officer, *, keep: bool) -> str | None:
    with database.transaction() as transaction, transaction.unit_of_work() as uow:
        added = case(uow, lin)
        if keep:
            uow.commit()
            return added.number
    return None


def test_simultaneous_registrations_leave_no_gap_and_no_double(
    database: Database, lin: Officer
) -> None:
    def work(_: int) -> list[str | None]:
        return [register(database, lin, keep=i % GIVEN_UP != 0) for i in range(EACH)]

    with ThreadPoolExecutor(THREADS) as threads:
        numbers = [number for given in threads.map(work, range(THREADS)) for number in given]
    kept = sorted(number for number in numbers if number is not None)
    count = THREADS * (EACH - EACH // GIVEN_UP)
    assert kept == [f"115-{serial:04d}" for serial in range(1, count + 1)]


def test_a_number_that_was_not_kept_is_given_again(database: Database, lin: Officer) -> None:
    assert register(database, lin, keep=True) == "115-0001"
    assert register(database, lin, keep=False) is None
    assert register(database, lin, keep=True) == "115-0002"


def test_every_year_counts_from_one_and_goes_on_past_four_digits(database: Database) -> None:
    with database.unit_of_work() as uow:
        assert [uow.cases.next_number(year) for year in (115, 115, 116, 99)] == [
            "115-0001",
            "115-0002",
            "116-0001",
            "99-0001",
        ]


@pytest.mark.parametrize("year", [0, -1, 1000, 2026])
def test_a_year_of_the_common_era_is_a_mistake(database: Database, year: int) -> None:
    with database.unit_of_work() as uow, pytest.raises(ValueError, match="not a year"):
        uow.cases.next_number(year)
