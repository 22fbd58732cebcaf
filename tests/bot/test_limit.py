"""A handler that never ends is broken off, apologised for, and holds up nobody for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from threading import Event

import pytest

from bot.dispatch import Dispatcher, Outcome
from bot.limit import MOST_PER_LOOK, WAITS_COUNT, AwakeTime, TimeLimit, TooSlowError
from bot.message import Card, ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.room import Access, Commands, Place, Request, Room
from tests.bot.sample_commands import Desk, Guest
from tests.bot.sample_door import SampleDoor

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
SAID = IncomingMessage(
    event_id="e1",
    kind=EventKind.TEXT,
    chat=ChatRef(Platform.LINE, ChatKind.DIRECT, "officer"),
    sender_id="officer",
    text="數羊",
    received_at=NOW,
    message_id=None,
    reply_ticket=None,
    reply_by=None,
)


class Seconds:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.passed = 0.0

    def __call__(self, _thread: int = 0) -> float:
        return self.passed


def endless(begun: Event) -> Callable[[Request[Guest], Desk], Card]:
    def handler(request: Request[Guest], desk: Desk) -> Card:
        del request, desk
        for number in count():
            if number == 1:
                begun.set()
        raise AssertionError

    return handler


def test_a_command_that_never_ends_gets_the_apology_and_keeps_nothing() -> None:
    begun, time = Event(), Seconds()
    limit = TimeLimit(time)
    commands = Commands[Desk, Guest]()
    commands.add("數羊", usage="數羊", summary="數", access=Access.OFFICER, place=Place.ANYWHERE)(
        endless(begun)
    )
    dispatcher = Dispatcher((Room("羊", commands=commands),), SampleDoor())

    def handle() -> Outcome:
        with limit.holds(5):
            return dispatcher.handle_or_apologise(SAID, Desk(), now=NOW)

    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(handle)
        assert begun.wait(10)
        limit.look()  # not yet
        time.passed = 5.1
        limit.look()
        outcome = answer.result(10)
    assert not outcome.keeps_work
    assert outcome.answer.here is not None
    assert "資料沒有變動" in outcome.answer.here.body


def test_what_ends_in_time_never_hears_of_it_later() -> None:
    time = Seconds()
    limit = TimeLimit(time)
    with limit.holds(5):
        pass
    time.passed = 99.0
    limit.look()
    assert sum(range(100)) == 4950  # some steps of Python


def test_an_exception_that_did_not_come_in_time_does_not_come_at_all() -> None:
    time = Seconds()
    limit = TimeLimit(time)

    def work() -> None:
        with limit.holds(5):
            time.passed = 6.0
            limit.look()
            for _ in range(1_000_000):
                pass

    with pytest.raises(TooSlowError):
        work()
    assert sum(range(100)) == 4950


def test_time_in_which_the_process_stood_still_does_not_count() -> None:
    time, work = Seconds(), Seconds()
    awake = AwakeTime(time, work)
    time.passed = 60.0
    assert awake(0) == MOST_PER_LOOK / WAITS_COUNT
    # What passes counts little, what is worked in full
    time.passed += 1.0
    assert awake(0) == 2.0 / WAITS_COUNT
    work.passed = 3.0
    assert awake(0) == 3.0 + 2.0 / WAITS_COUNT


def test_what_works_all_the_time_is_broken_off() -> None:
    limit = TimeLimit()

    def work() -> None:
        with limit.holds(0.1):
            for _ in count():
                pass

    with pytest.raises(TooSlowError):
        work()
