"""The worker drains when woken; the metronome beats; neither dies of a failure."""

from collections.abc import Callable
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from threading import Event

import pytest

from bot.clock import StandingClock
from bot.errors import ConfigError, UnavailableError
from bot.failpoint import NO_FAILPOINT, Failpoint, Step
from bot.scheduler import Job, Metronome
from bot.worker import Worker

PATIENCE = 10  # seconds until a test that waits in vain fails
NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)


def counted(then: Callable[[], None] | None = None) -> tuple[Callable[[], None], SimpleQueue[int]]:
    calls: SimpleQueue[int] = SimpleQueue()

    def drain() -> None:
        calls.put(1)
        if then is not None:
            then()

    return drain, calls


def test_a_wake_up_drains_soon() -> None:
    drain, calls = counted()
    worker = Worker(drain)
    worker.wake()
    assert calls.get(timeout=PATIENCE) == 1
    worker.stop()


def test_a_wake_up_during_a_drain_leads_to_another() -> None:
    # Whoever is draining may have looked before the event came.
    begun, go_on = Event(), Event()

    def wait() -> None:
        begun.set()
        go_on.wait(PATIENCE)

    drain, calls = counted(wait)
    worker = Worker(drain, threads=1)
    worker.wake()
    assert begun.wait(PATIENCE)
    for _ in range(50):
        worker.wake()
    go_on.set()
    assert [calls.get(timeout=PATIENCE) for _ in range(2)] == [1, 1]
    worker.stop()
    with pytest.raises(Empty):  # fifty wake-ups are not fifty drains
        calls.get_nowait()


@pytest.mark.parametrize("error", [UnavailableError("away"), RuntimeError("a bug")])
def test_a_drain_that_fails_does_not_end_the_worker(error: Exception) -> None:
    def fail() -> None:
        raise error

    drain, calls = counted(fail)
    worker = Worker(drain)
    for _ in range(10):
        worker.wake()
        assert calls.get(timeout=PATIENCE) == 1
    worker.stop()


def test_a_stopped_worker_takes_nothing_more() -> None:
    drain, calls = counted()
    worker = Worker(drain)
    worker.stop()
    worker.wake()
    with pytest.raises(Empty):
        calls.get_nowait()


def test_the_metronome_beats_on_after_a_job_failed() -> None:
    def fail() -> None:
        message = "a bug"
        raise RuntimeError(message)

    failing, failed = counted(fail)
    working, worked = counted()
    jobs = (Job("failing", failing, 0.01), Job("working", working, 0.01))
    metronome = Metronome(jobs, StandingClock(NOW))
    assert metronome.last_beat() is None
    metronome.start()
    assert [failed.get(timeout=PATIENCE) for _ in range(2)] == [1, 1]
    assert [worked.get(timeout=PATIENCE) for _ in range(2)] == [1, 1]
    metronome.stop()
    assert metronome.last_beat() == NOW


def test_a_failpoint_with_a_wrong_name_is_told_at_the_start() -> None:
    with pytest.raises(ConfigError, match="event_claimed"):
        Failpoint("nowhere")


def test_without_a_failpoint_every_step_is_passed() -> None:
    for step in Step:
        NO_FAILPOINT.reach(step)
        Failpoint(next(other for other in Step if other is not step)).reach(step)
