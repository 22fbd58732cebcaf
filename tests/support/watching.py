"""Looking at Join in a world: let the clock beat, and see what was kept."""

from datetime import timedelta

from handlers.shared.join_state import join_line
from storage.records.petitions import Petition
from tests.support.join_server import JoinServer, millis
from tests.support.world import World, moment

ONE, TWO = (f"00000000-0000-4000-8000-00000000000{n}" for n in (1, 2))
OPENED, CLOSES = moment("2026-11-20 10:00:00"), moment("2027-01-20 00:00:00")
TIMES = {"approvedTime": millis(OPENED), "endorseDueDate": millis(CLOSES)}
PAGE = "/idea/detail/"


def watch(world: World) -> int:
    """Let the clock beat until nothing is due; return how many pages were looked at."""
    looked = 0
    while world.assistant.look_at_join():
        looked += 1
        world.clock.advance(timedelta(seconds=2))
    return looked


def petition(world: World, join_id: str = ONE) -> Petition:
    with world.looking() as uow:
        found = uow.petitions.find(join_id)
    assert found is not None
    return found


def counts(world: World, join_id: str = ONE) -> list[int]:
    with world.looking() as uow:
        return [span.count for span in uow.petitions.spans([join_id]).get(join_id, ())]


def details(join: JoinServer) -> int:
    return sum(path.startswith(PAGE) for path in join.paths())


def minutes_to_next_look(world: World) -> float:
    at = petition(world).next_look_at
    assert at is not None
    return round((at - world.clock.now()) / timedelta(minutes=1))


def line(world: World) -> str:
    with world.looking() as uow:
        return join_line(uow.petitions.sources(), now=world.clock.now())
