"""The hourly sweep is done once, however many processes there are."""

from datetime import timedelta

from bot.clock import MovableClock, StandingClock
from handlers.sweeping import EVERY, LEASE, TURN, Sweeper
from tests.support.world import MONDAY_MORNING, World


def test_of_two_processes_one_sweeps_each_hour(migrated_url: str) -> None:
    world = World(migrated_url)
    clock = MovableClock(StandingClock(MONDAY_MORNING))
    one, other = (Sweeper(world.database.unit_of_work, clock) for _ in range(2))
    assert [one.sweep_if_due(), other.sweep_if_due()] == [True, False]
    clock.advance(EVERY)
    assert [other.sweep_if_due(), one.sweep_if_due()] == [True, False]
    # When one is killed while it sweeps, the other does all of it once its lease is over
    clock.advance(EVERY)
    with world.database.unit_of_work() as uow:
        assert uow.turns.claim(TURN, now=clock.now(), lease=LEASE) is not None
        uow.commit()
    assert not other.sweep_if_due()
    clock.advance(LEASE + timedelta(seconds=1))
    assert other.sweep_if_due()
    # And who is told to end leaves the rest to another at once
    clock.advance(EVERY)
    one.leaving.set()
    assert one.sweep_if_due()
    assert other.sweep_if_due()
    world.stop()
