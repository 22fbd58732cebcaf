"""The gate stores what concerns the bot and forgets the rest."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.clock import StandingClock
from bot.gate import Arrival, Gate
from bot.message import Platform
from storage.records.messages import NewEvent

NOW = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)
ASKED = Arrival(
    platform=Platform.LINE,
    event_id="01HF",
    conversation="C1",
    occurred_at=NOW - timedelta(seconds=1),
    payload=b"{}",
    concerns_bot=True,
    chat_id="C1",
    message_id="46",
)


@dataclass
class Shelf:
    """An inbox that only remembers what it was given."""

    kept: list[NewEvent]

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        self.kept.extend(events)
        done: Future[int] = Future()
        done.set_result(len(events))
        return done


def test_an_event_for_the_bot_is_stored_with_the_moment_it_came_in() -> None:
    shelf = Shelf([])
    stored = Gate(inbox=shelf, make_event=NewEvent, clock=StandingClock(NOW)).admit([ASKED])
    assert stored is not None
    assert stored.result() == 1
    assert shelf.kept == [
        NewEvent(
            platform="line",
            event_id="01HF",
            conversation="C1",
            occurred_at=NOW - timedelta(seconds=1),
            received_at=NOW,
            payload=b"{}",
            chat_id="C1",
            message_id="46",
        )
    ]


def test_chatter_is_forgotten_on_the_spot() -> None:
    shelf = Shelf([])
    gate = Gate(inbox=shelf, make_event=NewEvent, clock=StandingClock(NOW))
    assert gate.admit([replace(ASKED, concerns_bot=False)]) is None
    assert gate.admit([]) is None
    assert shelf.kept == []


def test_an_event_without_a_moment_happened_when_it_came_in() -> None:
    shelf = Shelf([])
    gate = Gate(inbox=shelf, make_event=NewEvent, clock=StandingClock(NOW))
    gate.admit([replace(ASKED, occurred_at=None), replace(ASKED, concerns_bot=False)])
    assert [one.occurred_at for one in shelf.kept] == [NOW]
