"""Signed requests over real HTTP: what is acknowledged is in the database."""

import http.client
import socket
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.body import BODY_LIMIT
from bot.clock import SystemClock
from bot.gate import Arrival, Gate
from bot.line.receive import read_stored
from bot.line.webhook import line_webhook_route
from bot.message import EventKind, IncomingMessage
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.inbox_writer import InboxWriter
from storage.migrate import migrate
from storage.records.messages import NewEvent
from tests.bot.line.events import SECRET, body_of, event, said, sign
from tests.bot.line.served import post, served

VERBS = ("登記", "找")
NOW = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Webhook:
    """The endpoint and the database behind it."""

    port: int
    database: Database

    def hears(self, *events: object) -> int:
        body = body_of(*events)
        return post(self.port, body, {"x-line-signature": sign(body)})

    def kept(self) -> list[IncomingMessage]:
        """Take everything out of the inbox, in the order of its conversations."""
        found: list[IncomingMessage] = []
        while True:
            with self.database.unit_of_work() as uow:
                claimed = uow.inbox.claim(now=NOW, lease_seconds=60)
                if claimed is None:
                    return found
                uow.inbox.finish(claimed.id, now=NOW)
                uow.commit()
            message = read_stored(claimed.payload, received_at=claimed.received_at, verbs=VERBS)
            assert message is not None
            found.append(message)

    def texts(self) -> list[str]:
        return [message.text for message in self.kept()]


@pytest.fixture
def webhook(database_url: str) -> Iterator[Webhook]:
    migrate(database_url)
    database = open_database(database_url, Cipher("a secret key that is used only in tests"))
    writer = InboxWriter(database)
    gate = Gate(inbox=writer, make_event=NewEvent, clock=SystemClock())
    with served([line_webhook_route(secret=SECRET, gate=gate, verbs=VERBS)]) as port:
        yield Webhook(port, database)
    writer.close()
    database.dispose()


def numbered(count: int) -> list[object]:
    return [{**said(f"#{n}"), "webhookEventId": f"01HF{n:022d}"} for n in range(count)]


def test_an_acknowledged_event_is_in_the_database(webhook: Webhook) -> None:
    assert webhook.hears(said("#登記 公園夜間噪音")) == 200
    (message,) = webhook.kept()
    assert (message.kind, message.text) == (EventKind.TEXT, "登記 公園夜間噪音")
    assert message.reply_ticket == "8" * 32


def test_the_same_event_five_times_is_one(webhook: Webhook) -> None:
    assert [webhook.hears(said("#42")) for _ in range(4)] == [200] * 4
    assert webhook.hears(*[said("#42")] * 5) == 200
    assert webhook.texts() == ["42"]


def test_a_hundred_events_in_one_body_keep_their_order(webhook: Webhook) -> None:
    assert webhook.hears(*numbered(100)) == 200
    assert webhook.texts() == [str(n) for n in range(100)]


def test_chatter_is_acknowledged_and_not_kept(webhook: Webhook) -> None:
    assert webhook.hears(said("大家早"), event("memberJoined"), event("message")) == 200
    assert webhook.hears() == 200
    assert webhook.kept() == []


def test_strange_events_cost_the_others_nothing(webhook: Webhook) -> None:
    strange: list[object] = [
        None,
        [],
        {"type": 7},
        {**said("#x"), "webhookEventId": "\x00"},
        event("new"),
    ]
    assert webhook.hears(*strange, said("#42")) == 200
    assert webhook.texts() == ["x", "42"]


def test_many_senders_at_once_are_all_kept(webhook: Webhook) -> None:
    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(webhook.hears, numbered(80)))
    assert statuses == [200] * 80
    assert sorted(webhook.texts(), key=int) == [str(n) for n in range(80)]


# --- who knocks ---


@dataclass
class NoGate:
    """A gate that nothing may reach, or that fails in the way a test wants."""

    error: Exception | None = None
    answers: bool = True

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        assert list(arrivals)
        answer: Future[int] = Future()
        if self.error is not None:
            answer.set_exception(self.error)
        elif self.answers:
            answer.set_result(1)
        return answer


@pytest.fixture
def port() -> Iterator[int]:
    with served([line_webhook_route(secret=SECRET, gate=NoGate(), verbs=VERBS)]) as port:
        yield port


@pytest.mark.parametrize(
    "signature", [None, "", "x", "Ã©\xff", "=" * 44, sign(b"another body"), "A" * 8000]
)
def test_what_line_did_not_sign_is_refused(port: int, signature: str | None) -> None:
    headers = {} if signature is None else {"X-Line-Signature": signature}
    assert post(port, body_of(said("#42")), headers) == 400


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe\x00", b"[" * 50_000])
def test_signed_junk_is_refused_without_an_error(port: int, body: bytes) -> None:
    assert post(port, body, {"x-line-signature": sign(body)}) == 400


def test_only_post_is_understood(port: int) -> None:
    assert [post(port, b"", method=name) for name in ("GET", "PUT", "DELETE", "HEAD")] == [405] * 4


def test_a_body_of_exactly_the_limit_is_read(port: int) -> None:
    body = body_of(said("#42")).ljust(BODY_LIMIT)
    assert post(port, body, {"x-line-signature": sign(body)}) == 200
    assert post(port, body + b" ", {"x-line-signature": sign(body + b" ")}) == 413


def test_ten_megabytes_are_too_many(port: int) -> None:
    body = b"x" * (10 * BODY_LIMIT)
    assert post(port, body, {"x-line-signature": sign(body)}) == 413


def test_ten_megabytes_in_pieces_are_cut_off_while_reading(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    pieces = (b"x" * 65536 for _ in range(160))
    connection.request(
        "POST", "/line/webhook", pieces, {"transfer-encoding": "chunked"}, encode_chunked=True
    )
    assert connection.getresponse().status == 413
    connection.close()


def test_who_hangs_up_in_the_middle_disturbs_nobody(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as half:
        half.sendall(b"POST /line/webhook HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{")
    body = body_of(said("#42"))
    assert post(port, body, {"x-line-signature": sign(body)}) == 200


@pytest.mark.parametrize("gate", [NoGate(error=OSError("away")), NoGate(answers=False)])
def test_what_could_not_be_stored_in_time_is_to_be_sent_again(gate: NoGate) -> None:
    body = body_of(said("#42"))
    with served([line_webhook_route(secret=SECRET, gate=gate, verbs=VERBS)]) as port:
        assert post(port, body, {"x-line-signature": sign(body)}) == 503
        empty = body_of()
        assert post(port, empty, {"x-line-signature": sign(empty)}) == 200


def test_a_database_that_is_away_means_try_again() -> None:
    with socket.socket() as deaf:  # bound, but not listening
        deaf.bind(("127.0.0.1", 0))
        away = f"postgresql://po@127.0.0.1:{deaf.getsockname()[1]}/po"
        database = open_database(away, Cipher("a secret key that is used only in tests"))
        writer = InboxWriter(database)
        gate = Gate(inbox=writer, make_event=NewEvent, clock=SystemClock())
        body = body_of(said("#42"))
        with served([line_webhook_route(secret=SECRET, gate=gate, verbs=VERBS)]) as port:
            assert post(port, body, {"x-line-signature": sign(body)}) == 503
        writer.close()
        database.dispose()
