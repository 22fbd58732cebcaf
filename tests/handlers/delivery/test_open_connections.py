"""No transaction is open while a platform is asked for anything: it may take seconds."""

from dataclasses import dataclass, field

from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool
from typing_extensions import override

from bot.message import ChatRef, Outgoing, Platform
from bot.outbound import Allowance, Outcome, SendResult
from tests.handlers.delivery.ledger import push
from tests.support.messenger import RecordingMessenger
from tests.support.world import World


@dataclass
class WatchingMessenger(RecordingMessenger):
    """Counts the connections that are in use whenever LINE is asked for something."""

    engine: Engine | None = None
    in_use: list[int] = field(default_factory=list[int])

    def look(self) -> None:
        assert self.engine is not None
        pool = self.engine.pool
        assert isinstance(pool, QueuePool)
        self.in_use.append(pool.checkedout())

    @override
    def send(self, outgoing: Outgoing) -> SendResult:
        self.look()
        return super().send(outgoing)

    @override
    def allowance(self) -> Allowance:
        self.look()
        return super().allowance()

    @override
    def member_count(self, chat: ChatRef) -> int | None:
        self.look()
        return super().member_count(chat)

    @override
    def reaches(self, chat: ChatRef) -> bool:
        self.look()
        return super().reaches(chat)

    @override
    def leave(self, chat: ChatRef) -> None:
        self.look()
        super().leave(chat)


def test_no_connection_is_in_use_while_line_is_asked(migrated_url: str) -> None:
    # Given a LINE that looks how many connections are in use whenever it is asked for anything
    line = WatchingMessenger(limit=200)
    world = World(migrated_url, line=line, platforms=(Platform.LINE,))
    line.engine = world.database.engine
    with world.looking():
        line.look()
    assert line.in_use.pop() == 1  # so it would be seen
    # When people type, groups are told, somebody cannot be reached, LINE is away, and comes back
    world.officer("林若晴", "衛福部")
    mine = world.direct("林若晴")
    mine.says("登記 菸捐 期限 12/16")
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    push(world, group, "給群組")
    push(world, mine, "要送到")
    mine.says("提醒 明早九點 開會")
    line.outcomes = [Outcome.RETRY, Outcome.REFUSED, Outcome.OVER_QUOTA, Outcome.UNKNOWN]
    for _ in range(30):
        world.advance(hours=6)
    line.strangers = {world.account("林若晴")}
    world.advance(days=1)
    push(world, mine, "送不到")
    mine.says("狀態")
    world.assistant.catch_up()
    # Then not one of them was
    world.stop()
    assert len(line.in_use) > 20
    assert set(line.in_use) == {0}
