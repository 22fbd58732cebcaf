"""Signed requests over real HTTP: what is acknowledged is in the database."""

import http.client
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.body import BODY_LIMIT
from bot.clock import StandingClock
from bot.gate import Arrival, Gate
from bot.message import IncomingMessage
from bot.slack.bolt import bolt_app
from bot.slack.door import SlackDoor
from bot.slack.receive import Me, read_stored
from bot.slack.webhook import PATH, slack_webhook_route
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.inbox_writer import InboxWriter
from storage.migrate import migrate
from storage.records.messages import NewEvent
from tests.bot.line.served import served
from tests.bot.slack.events import (
    BOT_ID,
    SECRET,
    TEAM_ID,
    Json,
    body_of,
    command,
    event,
    headers_for,
    mention,
    whisper,
)
from tests.support.edges import no_slack

NOW = datetime(2026, 12, 3, 4, 0, tzinfo=UTC)
CLOCK = StandingClock(NOW)
AT = NOW.timestamp()


def post(port: int, body: bytes, headers: dict[str, str], method: str = "POST") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, PATH, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def signed(port: int, body: bytes, **more: str) -> tuple[int, str]:
    return post(port, body, {**headers_for(body, at=AT), **more})


@dataclass(frozen=True)
class Webhook:
    """The endpoint and the database behind it."""

    port: int
    database: Database

    def hears(self, content: Json | bytes, **headers: str) -> int:
        body = content if isinstance(content, bytes) else body_of(content)
        return signed(self.port, body, **headers)[0]

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
            me = Me(BOT_ID, TEAM_ID)
            message = read_stored(claimed.payload, received_at=claimed.received_at, me=me)
            assert message is not None
            found.append(message)

    def texts(self) -> list[str]:
        return [message.text for message in self.kept()]


@pytest.fixture
def webhook(database_url: str) -> Iterator[Webhook]:
    migrate(database_url)
    database = open_database(database_url, Cipher("a secret key that is used only in tests"))
    writer = InboxWriter(database)
    door = SlackDoor(Gate(inbox=writer, make_event=NewEvent, clock=CLOCK))
    app = bolt_app(no_slack(), door)
    with served([slack_webhook_route(secret=SECRET, app=app, clock=CLOCK)]) as port:
        yield Webhook(port, database)
    writer.close()
    database.dispose()


def test_an_acknowledged_event_is_in_the_database(webhook: Webhook) -> None:
    assert webhook.hears(mention(f"<@{BOT_ID}> 登記 公園夜間噪音")) == 200
    (message,) = webhook.kept()
    assert message.text == "登記 公園夜間噪音"


def test_slacks_four_tries_are_one_event(webhook: Webhook) -> None:
    once = whisper("登記 公園夜間噪音")
    assert webhook.hears(once) == 200
    for number in ("1", "2", "3"):
        retried = {"x-slack-retry-num": number, "x-slack-retry-reason": "http_timeout"}
        assert webhook.hears(once, **retried) == 200
    assert webhook.texts() == ["登記 公園夜間噪音"]


def test_a_command_is_kept_once(webhook: Webhook) -> None:
    typed = command("我的案件")
    assert [webhook.hears(typed), webhook.hears(typed)] == [200, 200]
    assert webhook.texts() == ["我的案件"]


def test_a_command_may_hold_the_word_that_bolt_looks_for(webhook: Webhook) -> None:
    assert webhook.hears(command("登記 payload=異常")) == 200
    assert webhook.texts() == ["登記 payload=異常"]


def test_a_text_with_half_a_character_is_kept(webhook: Webhook) -> None:
    broken = body_of(whisper("登記 噪音 X")).replace(b"X", b"\\ud83d")
    assert webhook.hears(broken) == 200
    (text,) = webhook.texts()
    assert text.startswith("登記 噪音")


def test_what_is_not_for_the_bot_is_acknowledged_and_not_kept(webhook: Webhook) -> None:
    nothing: list[Json] = [
        event({"type": "brand_new"}),
        whisper("x", bot_id="B1"),
        whisper("x", subtype="message_changed"),
        {"type": "event_callback", "event": None},
    ]
    assert [webhook.hears(one) for one in nothing] == [200] * 4
    taps = b"payload=" + b"%7B%22type%22%3A%22unheard_of%22%7D"
    assert webhook.hears(taps) == 200
    assert webhook.hears(b"ssl_check=1&token=x") == 200
    assert webhook.kept() == []


def test_many_senders_at_once_are_all_kept(webhook: Webhook) -> None:
    with ThreadPoolExecutor(16) as pool:
        asked = [mention(f"<@{BOT_ID}> {number}") for number in range(60)]
        assert list(pool.map(webhook.hears, asked)) == [200] * 60
    assert sorted(webhook.texts(), key=int) == [str(number) for number in range(60)]


# --- who knocks ---


@dataclass
class NoGate:
    """A gate that nothing may reach, or that fails in the way a test wants."""

    error: Exception | None = None
    answers: bool = True
    admitted: list[Arrival] = field(default_factory=list[Arrival])

    def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
        self.admitted.extend(arrivals)
        answer: Future[int] = Future()
        if self.error is not None:
            answer.set_exception(self.error)
        elif self.answers:
            answer.set_result(1)
        return answer


@pytest.fixture
def gate() -> NoGate:
    return NoGate()


@pytest.fixture
def port(gate: NoGate) -> Iterator[int]:
    app = bolt_app(no_slack(), SlackDoor(gate))
    route = slack_webhook_route(secret=SECRET, app=app, clock=CLOCK)
    with served([route]) as port:
        yield port


ASKED = body_of(mention(f"<@{BOT_ID}> x"))
GOOD = headers_for(ASKED, at=AT)
DEEP = b'{"event":' + b"[" * 300 + b"]" * 300 + b"}"  # deeper than orjson writes


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-slack-signature": GOOD["x-slack-signature"]},
        {"x-slack-request-timestamp": GOOD["x-slack-request-timestamp"]},
        {**GOOD, "x-slack-signature": "v0=" + "0" * 64},
        {**GOOD, "x-slack-signature": "Ã©\xff"},
        {**GOOD, "x-slack-signature": "v0=" * 3000},
        {**GOOD, "x-slack-request-timestamp": "abc"},
        {**GOOD, "x-slack-request-timestamp": "9" * 400},
        headers_for(ASKED, at=AT - 301),
        headers_for(ASKED, at=AT + 301),
        headers_for(ASKED, at=AT, secret="another"),  # noqa: S106
        headers_for(b"another body", at=AT),
    ],
)
def test_what_slack_did_not_sign_just_now_is_refused(
    port: int, gate: NoGate, headers: dict[str, str]
) -> None:
    assert post(port, ASKED, headers)[0] == 401
    assert gate.admitted == []


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe\x00", b"{" * 50_000, b"payload=[", b"%", DEEP]
)
def test_signed_junk_is_answered_without_an_error(port: int, gate: NoGate, body: bytes) -> None:
    assert signed(port, body)[0] in {200, 400}
    assert gate.admitted == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)
NAMES = ["event", "user", "team", "channel", "authorizations", "enterprise", "view", "actions"]
MORE = ["command", "message", "response_urls", "is_ext_shared_channel", "trigger_id", "ssl_check"]
KINDS = st.sampled_from(["event_callback", "block_actions", "view_submission", "shortcut", "x"])
STRANGE = st.fixed_dictionaries({"type": KINDS}, optional=dict.fromkeys([*NAMES, *MORE], JSON))


@given(content=STRANGE, in_form=st.booleans())
@settings(max_examples=150)
def test_no_json_makes_the_door_fail(*, content: Json, in_form: bool) -> None:
    text = body_of(content)
    body = urlencode({"payload": text}).encode() if in_form else text
    app = bolt_app(no_slack(), SlackDoor(NoGate()))
    route = slack_webhook_route(secret=SECRET, app=app, clock=CLOCK)
    client = TestClient(Starlette(routes=[route]))
    answer = client.post(PATH, content=body, headers=headers_for(body, at=AT))
    assert answer.status_code in {200, 400}


def test_what_fails_inside_is_to_be_sent_again() -> None:
    class Broken:
        def admit(self, arrivals: Iterable[Arrival]) -> Future[int] | None:
            raise RuntimeError(len(list(arrivals)))

    app = bolt_app(no_slack(), SlackDoor(Broken(), objection=lambda text: str(1 // len(text))))
    with served([slack_webhook_route(secret=SECRET, app=app, clock=CLOCK)]) as port:
        view: Json = {"callback_id": "register"}
        form: Json = {"type": "view_submission", "user": {"id": "U0LIN"}, "view": view}
        body = urlencode({"payload": body_of(form)}).encode()
        assert signed(port, body) == (503, "")


def test_the_challenge_is_given_back(port: int) -> None:
    body = body_of({"type": "url_verification", "challenge": "3eZbrw1aBm2rZgRNFdxV2595"})
    status, said = signed(port, body)
    assert (status, orjson.loads(said)) == (200, {"challenge": "3eZbrw1aBm2rZgRNFdxV2595"})


def test_only_post_is_understood(port: int) -> None:
    assert [post(port, b"", {}, name)[0] for name in ("GET", "PUT", "DELETE")] == [405] * 3


def test_a_body_of_exactly_the_limit_is_read(port: int) -> None:
    body = ASKED.ljust(BODY_LIMIT)
    assert signed(port, body)[0] == 200
    assert signed(port, body + b" ")[0] == 413
    assert signed(port, b"x" * (10 * BODY_LIMIT))[0] == 413


def test_ten_megabytes_in_pieces_are_cut_off_while_reading(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    pieces = (b"x" * 65536 for _ in range(160))
    connection.request("POST", PATH, pieces, {"transfer-encoding": "chunked"}, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("gate", [NoGate(error=OSError("away")), NoGate(answers=False)])
def test_what_could_not_be_stored_in_time_is_to_be_sent_again(port: int) -> None:
    assert signed(port, ASKED)[0] == 503
    # What need not be stored is acknowledged all the same
    assert signed(port, body_of(event({"type": "brand_new"})))[0] == 200
