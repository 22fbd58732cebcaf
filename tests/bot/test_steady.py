"""After the clock jumped, what is due by it waits until the clock was steady for ten minutes."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.steady import SETTLES, SteadyClock

START = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


@dataclass
class Machine:
    """A machine: how long it runs, and how wrong its clock is."""

    seconds: float = 1000.0
    wrong: timedelta = timedelta(0)

    def passed(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds) + self.wrong


def test_a_clock_that_runs_as_time_passes_is_believed() -> None:
    machine = Machine()
    steady = SteadyClock(machine, machine.passed)
    for _ in range(100):
        machine.seconds += 3600
        machine.wrong += timedelta(seconds=90)  # NTP draws it slowly; a machine that slept
        assert steady.is_believed()


@pytest.mark.parametrize("jump", [timedelta(days=3), timedelta(hours=-1)])
def test_a_jump_is_waited_out_and_setting_it_right_is_another(jump: timedelta) -> None:
    machine = Machine()
    steady = SteadyClock(machine, machine.passed)
    machine.wrong = jump
    assert not steady.is_believed()
    machine.seconds += SETTLES - 1
    machine.wrong = timedelta(0)  # the operator sets it right
    assert not steady.is_believed()
    machine.seconds += SETTLES
    assert steady.is_believed()


def test_a_jump_that_stays_is_the_time_after_ten_minutes() -> None:
    machine = Machine()
    steady = SteadyClock(machine, machine.passed)
    machine.wrong = timedelta(days=3)
    assert not steady.is_believed()
    machine.seconds += SETTLES + 1
    assert steady.is_believed()
