"""What runs aside: once at a time, and its failure ends nothing else."""

from threading import Event

from bot.aside import Aside
from bot.errors import UnavailableError


def test_one_run_at_a_time() -> None:
    go_on, runs = Event(), list[int]()

    def run() -> None:
        runs.append(1)
        go_on.wait(10)

    aside = Aside("test", run)
    assert aside.wait(0)
    assert aside.start()
    assert not aside.start()
    assert not aside.wait(0)
    go_on.set()
    assert aside.wait(10)
    assert aside.start()
    assert aside.wait(10)
    assert len(runs) == 2


def test_a_database_that_is_away_ends_only_the_run() -> None:
    def run() -> None:
        message = "away"
        raise UnavailableError(message)

    aside = Aside("test", run)
    for _ in range(2):
        assert aside.start()
        assert aside.wait(10)
