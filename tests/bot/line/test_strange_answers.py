"""LINE and Slack answering what is not theirs: a page of a proxy, an empty body, another JSON."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from typing_extensions import override

from bot.clock import SystemClock
from bot.errors import DeliveryError
from bot.line.client import LineClient
from bot.line.send import LineMessenger
from bot.message import Card, ChatKind, ChatRef, Outgoing, Platform
from bot.outbound import Messenger, Outcome
from bot.slack.client import SlackClient
from bot.slack.send import SlackMessenger

KEY = "3f1c2d4e-0000-4000-8000-000000000001"
ANSWERS = {
    "a page": (200, "text/html", b"<html>maintenance</html>"),
    "nothing": (200, "application/json", b""),
    "null": (200, "application/json", b"null"),
    "a list": (200, "application/json", b"[]"),
    "a number": (200, "application/json", b"1"),
    "bytes": (200, "application/json", b"\xff\xfe"),
    "too deep": (200, "application/json", b"[" * 50_000),
    "no charset": (200, "application/json; charset=utf-99", b'{"ok": 1}'),
    "another form": (200, "application/json", b'{"sentMessages": 1, "ok": {}, "channel": 7}'),
    "a page with 503": (503, "text/html", b"<html>"),
    "a page with 302": (302, "text/html", b"<html>"),
}


class Server(ThreadingHTTPServer):
    """Gives the same answer to everything."""

    answer: tuple[int, str, bytes] = (200, "", b"")


class Handler(BaseHTTPRequestHandler):
    def _answer(self) -> None:
        assert isinstance(self.server, Server)
        self.rfile.read(int(self.headers.get("content-length", "0")))
        status, kind, body = self.server.answer
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = _answer  # noqa: N815  # http.server's names

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def slack(server: Server) -> Iterator[SlackMessenger]:
    base = f"http://127.0.0.1:{server.server_port}/api/"
    messenger = SlackMessenger(SlackClient(token="xoxb-test", api_base=base), SystemClock())  # noqa: S106
    yield messenger
    messenger.close()


def line_of(server: Server) -> LineMessenger:
    base = f"http://127.0.0.1:{server.server_port}"
    return LineMessenger(LineClient(access_token="token", api_base=base))  # noqa: S106


def push(messenger: Messenger, platform: Platform, ticket: str = "") -> Outcome:
    chat = ChatRef(platform, ChatKind.DIRECT, "U" + "1" * 32)
    card = Card.sentence("嗨")
    return messenger.send(
        Outgoing(delivery_id=KEY, chat=chat, card=card, reply_ticket=ticket or None)
    ).outcome


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_push_is_tried_again_and_an_answer_is_not_said_twice(
    server: Server, slack: SlackMessenger, answer: tuple[int, str, bytes]
) -> None:
    server.answer = answer
    line = line_of(server)
    again = {Outcome.RETRY, Outcome.UNKNOWN}
    # LINE's answer to a push tells nothing that is needed; any JSON object means accepted.
    pushed = push(line, Platform.LINE)
    assert pushed in (
        {*again, Outcome.DELIVERED, Outcome.REFUSED}
        if answer[0] != 200
        else {*again, Outcome.DELIVERED}
    )
    assert push(line, Platform.LINE, "ticket") is not Outcome.RETRY
    assert push(slack, Platform.SLACK) in {*again, Outcome.UNREACHABLE}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS.keys())
def test_what_is_asked_beside_stays_unknown(server: Server, answer: tuple[int, str, bytes]) -> None:
    server.answer = answer
    line, group = line_of(server), ChatRef(Platform.LINE, ChatKind.GROUP, "C1")
    if answer[2].startswith(b"{"):
        return
    assert line.allowance() is None
    assert line.member_count(group) is None
    assert line.display_name(group, "U1") is None
    assert line.reaches(ChatRef(Platform.LINE, ChatKind.DIRECT, "U1")) is None
    assert line.basic_id() == ""
    if answer[0] != 200:
        with pytest.raises(DeliveryError):
            line.leave(group)
