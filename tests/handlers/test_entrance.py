"""One event that can never be stored costs none of the others, and is not asked for again."""

from collections.abc import Sequence
from concurrent.futures import Future

import orjson
import pytest

from bot.gate import Arrival
from bot.message import Platform
from handlers.entrance import Entrance
from storage.cipher import Cipher
from storage.engine import open_database
from storage.errors import DatabaseUnavailableError, RefusedEventError, StorageError
from storage.inbox_writer import InboxWriter
from storage.records.messages import NewEvent
from tests.storage.samples import event
from tests.support.world import World

BAD = "half a sign: \ud800"  # no database holds it


class AwayWriter:
    """A writer that refuses batches, and whose database goes away after `stored` events."""

    def __init__(self, stored: int) -> None:
        self.left = stored

    def submit(self, events: Sequence[NewEvent]) -> Future[int]:
        answer: Future[int] = Future()
        error: StorageError | None = None
        if len(events) > 1:
            error = RefusedEventError("one of them")
        elif not self.left:
            error = DatabaseUnavailableError("away")
        if error is not None:
            answer.set_exception(error)
        else:
            self.left -= 1
            answer.set_result(1)
        return answer


def test_a_bad_event_is_dropped_and_the_others_are_kept(migrated_url: str) -> None:
    database = open_database(migrated_url, Cipher("a key for tests only and as long as it must be"))
    writer = InboxWriter(database)
    woken: list[bool] = []
    entrance = Entrance(writer, lambda: woken.append(True))
    assert entrance.submit([event("e1"), event(BAD), event("e2")]).result(10) == 2
    assert entrance.submit([event(BAD)]).result(10) == 0
    assert woken
    with database.unit_of_work() as uow:
        assert uow.inbox.pending_count() == 2
    writer.close()
    database.dispose()


def test_when_the_database_is_away_the_platform_is_asked_to_send_again() -> None:
    entrance = Entrance(AwayWriter(stored=1))
    with pytest.raises(DatabaseUnavailableError):
        entrance.submit([event("e1"), event("e2")]).result(10)


def test_the_assistant_carries_out_what_came_beside_it(migrated_url: str) -> None:
    # Given a platform's edge that lets through an id which no database holds
    world = World(migrated_url, platforms=(Platform.LINE,))
    world.officer("林若晴", "衛福部")
    good = orjson.dumps(world.direct("林若晴").typed("登記 公園夜間噪音"))
    arrivals = [arrival(BAD, b"{}"), arrival("e1", good)]
    # When both come in one batch, then they are acknowledged
    admitted = world.assistant.gate.admit(arrivals)
    assert admitted is not None
    assert admitted.result(10) == 1
    # And the good one is carried out
    world.assistant.drain()
    assert [card.number for card in world.heard_privately("林若晴")] == ["115-0001"]
    world.stop()


def arrival(event_id: str, payload: bytes) -> Arrival:
    return Arrival(
        platform=Platform.LINE,
        event_id=event_id,
        conversation="c1",
        occurred_at=None,
        payload=payload,
        concerns_bot=True,
    )
