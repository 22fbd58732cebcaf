"""Bad days, as docs/operations.md tells of them: nothing is lost, and it recovers by itself."""

import asyncio
import hmac
import logging
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta

import orjson
import psycopg
import pytest
from sqlalchemy import Connection, event, text
from starlette.types import Message

from bot.errors import UnavailableError
from bot.line.webhook import PATH, LineWebhook
from bot.message import Card, ChatKind, ChatRef
from bot.outage import BAD_SIGNATURE, OUTAGE
from handlers.shared.outbox import Why, plan_push
from storage.engine import Database
from storage.records.messages import DeliveryClass
from tests.support.edges import CHANNEL_SECRET
from tests.support.world import MONDAY_MORNING, World

ASKS = "我的案件"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url)
    world.officer("林若晴", "衛福部")
    world.officer("洪知遠", "內政部")
    yield world
    world.stop()


def change(database: Database, statement: str, **values: object) -> None:
    with database.engine.begin() as connection:
        connection.execute(text(statement), values)


def only_on(world: World, engine: str) -> None:
    if world.database.engine.dialect.name != engine:
        pytest.skip(f"about {engine}")


# 磁碟滿了


def test_a_full_disk_keeps_nothing_half_and_takes_all_again_when_there_is_room(
    world: World,
) -> None:
    only_on(world, "sqlite")
    chat, full = world.direct("林若晴"), [True]

    def limit(connection: Connection) -> None:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        most = pages if full[0] else 1_000_000
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")

    event.listen(world.database.engine, "begin", limit)
    # When the disk is full, LINE is told to send again
    lines = [chat.typed(ASKS + " " * 300) for _ in range(20)]

    def hand_in() -> None:
        for line in lines:
            world.deliver(line, drain=False)

    with pytest.raises(AssertionError, match="503"):
        hand_in()
    # And when there is room, each is answered once
    full[0] = False
    hand_in()
    world.assistant.drain()
    assert len(world.line.sent) == len(lines)


# 資料庫不見一分鐘、有人開著交易不關


def test_connections_that_were_cut_are_made_anew(world: World) -> None:
    only_on(world, "postgresql")
    assert world.direct("林若晴").says(ASKS) is not None
    url = world.database.engine.url.set(drivername="postgresql")
    others = "FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
    cut = f"SELECT pg_terminate_backend(pid, 5000) {others}"
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as other:
        other.execute(cut, (url.database, other.info.backend_pid))
    assert world.direct("林若晴").says(ASKS) is not None


def test_a_transaction_left_open_holds_up_who_needs_its_row_and_nobody_else(world: World) -> None:
    only_on(world, "postgresql")
    world.direct("林若晴").says("登記 公園夜間噪音")

    def impatient(connection: Connection) -> None:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")

    event.listen(world.database.engine, "begin", impatient)
    url = world.database.engine.url.set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as idle:
        idle.execute("UPDATE cases SET version = version")
        with pytest.raises(UnavailableError):
            world.direct("林若晴").says("更新 1 案由 公園深夜噪音")
        # Somebody else is answered meanwhile
        world.deliver(world.direct("洪知遠").typed(ASKS), drain=False)
        with pytest.raises(UnavailableError):  # the first again: it waits for the row
            world.assistant.drain()
        idle.rollback()
    world.line.sent.clear()
    world.assistant.drain()
    heard = {one.chat.id for one in world.line.sent}
    assert heard == {world.account("林若晴"), world.account("洪知遠")}
    with world.looking() as uow:
        assert [subject for _, _, subject in uow.cases.open_subjects()] == ["公園深夜噪音"]


def test_a_writer_that_never_ends_lets_line_send_again(world: World) -> None:
    only_on(world, "sqlite")
    with world.database.turns.turn(), pytest.raises(AssertionError, match="503"):
        world.deliver(world.direct("林若晴").typed("登記 公園夜間噪音"), drain=False)
    assert world.direct("林若晴").says(ASKS) is not None


# 時鐘亂跳


@dataclass
class SettableClock:
    """A machine's clock that somebody sets."""

    moment: datetime = MONDAY_MORNING

    def now(self) -> datetime:
        return self.moment


def test_a_clock_set_back_an_hour_stops_nothing_and_tells_nothing_twice(migrated_url: str) -> None:
    clock = SettableClock()
    world = World(migrated_url, machine=clock)
    world.officer("林若晴", "衛福部")
    chat = world.direct("林若晴")
    chat.says("提醒我 12/7 11:00 開會")
    clock.moment += timedelta(hours=1, minutes=1)
    world.advance()
    clock.moment -= timedelta(hours=1)
    assert chat.says(ASKS) is not None
    world.advance()
    clock.moment += timedelta(hours=2)
    world.advance()
    (told,) = [one for one in world.line.sent if one.card.body.startswith("開會")]
    assert told.chat.id == world.account("林若晴")
    world.stop()


# 壞掉的一列

BROKEN_CARDS = {
    "no key opens it": "card = {sealed_elsewhere}",
    "it is no JSON": "card = {no_json}",
    "it is no card": "card = {no_card}",
    "of no platform": "platform = 'fax'",
    "to no chat": "chat_kind = 'planet'",
    "of no class": "delivery_class = 'odd'",
}


@pytest.mark.parametrize("payload", [b"no json", None])
def test_an_event_that_nobody_can_read_is_given_up_and_holds_up_nobody(
    world: World, payload: bytes | None
) -> None:
    world.deliver(world.direct("林若晴").typed(ASKS), drain=False)
    sealed = payload and world.database.cipher.seal(payload, "inbox_events|payload")
    change(
        world.database,
        "UPDATE inbox_events SET payload = :it WHERE finished_at IS NULL",
        it=sealed,
    )
    assert world.direct("洪知遠").says(ASKS) is not None
    for _ in range(4):
        world.advance(seconds=20)
    assert world.direct("林若晴").says(ASKS) is not None  # its own conversation goes on, too
    with world.looking() as uow:
        assert uow.inbox.pending_count() == 0


@pytest.mark.parametrize("wrong", BROKEN_CARDS.values(), ids=BROKEN_CARDS.keys())
def test_a_message_that_nobody_can_read_fails_alone(world: World, wrong: str) -> None:
    seal = world.database.cipher.seal
    cards = {
        "sealed_elsewhere": seal(b"{}", "elsewhere"),
        "no_json": seal(b"no json", "deliveries|card"),
        "no_card": seal(b'{"x": 1}', "deliveries|card"),
    }
    for name in ("林若晴", "洪知遠"):
        chat = ChatRef(world.platform, ChatKind.DIRECT, world.account(name))
        card, binding, now = Card.sentence(f"給{name}"), DeliveryClass.BINDING, world.clock.now()
        push = plan_push(card, chat, now=now, delivery_class=binding, why=Why.NEWS)
        with world.database.unit_of_work() as uow:
            uow.outbox.add(push)
            uow.commit()
    named = {name: f":{name}" for name in cards}
    first = "UPDATE deliveries SET {} WHERE position_id = (SELECT min(position_id) FROM deliveries)"
    used = {name: sealed for name, sealed in cards.items() if f"{{{name}}}" in wrong}
    change(world.database, first.format(wrong.format(**named)), **used)
    world.assistant.drain()
    assert [one.card.body for one in world.line.sent] == ["給洪知遠"]
    with world.looking() as uow:
        counts = {state: n for state, n in uow.outbox.counts().items() if n}
    assert counts == {"failed": 1, "delivered": 1}


@pytest.mark.parametrize("wrong", ["step = 'odd'", "repeats = 'odd'"])
def test_a_reminder_that_breaks_waits_and_all_others_go_out(world: World, wrong: str) -> None:
    for name in ("林若晴", "洪知遠"):
        for thing in ("開會", "送件"):
            world.direct(name).says(f"提醒我 12/8 09:30 {thing}")
    change(
        world.database,
        f"UPDATE reminders SET {wrong} WHERE id = (SELECT min(id) FROM reminders)",  # noqa: S608
    )
    world.line.sent.clear()
    with pytest.raises(ValueError, match="odd"):  # the log says what is wrong
        world.advance(hours=24)
    world.assistant.drain()
    heard = {o.chat.id: str(o.card) for o in world.line.sent}
    assert set(heard) == {world.account("林若晴"), world.account("洪知遠")}
    assert "送件" in heard[world.account("林若晴")]
    assert "開會" not in heard[world.account("林若晴")]
    # And when it was mended, it goes out within the hour
    mended = "UPDATE reminders SET step = 'holder', repeats = '' WHERE 'odd' IN (step, repeats)"
    change(world.database, mended)
    world.line.sent.clear()
    world.advance(hours=1)
    assert "開會" in "".join(str(one.card) for one in world.line.sent)


# 一秒一千個假簽章


class OneGate:
    """A gate behind which everything is durable at once."""

    def admit(self, arrivals: object) -> "Future[int]":
        del arrivals
        done: Future[int] = Future()
        done.set_result(1)
        return done


def test_a_thousand_bad_signatures_leave_one_line_and_a_count(
    caplog: pytest.LogCaptureFixture,
) -> None:
    webhook = LineWebhook(secret=CHANNEL_SECRET, gate=OneGate(), verbs=frozenset())
    body = orjson.dumps({"events": [said("說明")]})
    good = b64encode(hmac.digest(CHANNEL_SECRET.encode(), body, "sha256"))
    before, statuses = troubles(), list[int]()

    async def flood() -> None:
        for number in range(1000):
            statuses.append(await knock(webhook, body, b"A" * 43 + b"="))
            if number % 100 == 0:
                assert await knock(webhook, body, good) == 200

    with caplog.at_level(logging.INFO):
        asyncio.run(flood())
    assert set(statuses) == {400}
    assert troubles() - before == 1000
    assert len([line for line in caplog.messages if BAD_SIGNATURE in line]) <= 1


def troubles() -> float:
    (family,) = OUTAGE.collect()
    return sum(s.value for s in family.samples if s.labels == {"what": BAD_SIGNATURE})


def said(words: str) -> dict[str, object]:
    source = {"type": "user", "userId": "U" + "1" * 32}
    message = {"type": "text", "id": "1", "text": words}
    return {"type": "message", "source": source, "webhookEventId": "e1", "message": message}


async def knock(webhook: LineWebhook, body: bytes, signature: bytes) -> int:
    """Send one request to the endpoint; returns the status."""
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    headers = [(b"x-line-signature", signature)]
    scope = {"type": "http", "method": "POST", "path": PATH, "headers": headers}
    await webhook(scope, receive, send)
    return statuses[0]
