"""What takes too long is tried again, for the machine may have been slow; then apologised for."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, event

from bot.limit import TooSlowError
from bot.patience import Patience
from handlers.reception import SLOW_ATTEMPTS
from tests.support.world import World


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url)
    world.officer("林若晴", "衛福部")
    yield world
    world.stop()


def test_what_was_broken_off_is_tried_twice_more_before_it_is_apologised_for(
    world: World,
) -> None:
    chat, still_slow = world.direct("林若晴"), [0]

    def slow(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if still_slow[0] and statement.startswith("INSERT INTO cases"):
            still_slow[0] -= 1
            raise TooSlowError

    def says(text: str, slow_tries: int) -> None:
        still_slow[0] = slow_tries
        world.deliver(chat.typed(text))
        for _ in range(SLOW_ATTEMPTS - 1):
            assert world.line.sent == []
            world.advance(seconds=Patience().event_seconds + 1)

    event.listen(world.database.engine, "before_cursor_execute", slow)
    says("登記 公園夜間噪音", SLOW_ATTEMPTS - 1)
    assert len(world.line.sent) == 1  # done, and nothing was said before
    world.line.sent.clear()
    says("登記 校園午餐回收", SLOW_ATTEMPTS)
    assert ["沒有做成" in one.card.body for one in world.line.sent] == [True]
    with world.looking() as uow:
        assert [subject for _, _, subject in uow.cases.open_subjects()] == ["公園夜間噪音"]
