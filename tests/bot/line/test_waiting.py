"""How long LINE wants to be left alone, read from a real HTTP answer."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import unquote

import pytest
from typing_extensions import override

from bot.line.client import LineClient
from bot.line.send import LineMessenger
from bot.message import Card, ChatKind, ChatRef, Outgoing, Platform
from bot.outbound import Outcome

CHAT = ChatRef(Platform.LINE, ChatKind.DIRECT, "U" + "1" * 32)
KEY = "123e4567-e89b-12d3-a456-426614174000"


class BusyLine(BaseHTTPRequestHandler):
    """Answers as its server was told."""

    def do_POST(self) -> None:
        status, wait = self.told()
        self.send_response(int(status))
        if wait:
            self.send_header("Retry-After", wait)
        self.end_headers()

    def told(self) -> tuple[str, str]:
        parts = self.path.split("/")
        return parts[1], unquote(parts[2])

    @override
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        del code, size


@pytest.fixture
def busy_line() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), BusyLine)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "wait", "seconds"),
    [
        ("429", "7", 7),
        ("503", "120", 120),
        ("429", "999999", 3600),
        ("429", "", 60),
        ("503", "Wed, 21 Oct 2026 07:28:00 GMT", None),
        ("500", "", None),
    ],
)
def test_a_push_waits_as_long_as_it_was_told(
    busy_line: str, status: str, wait: str, seconds: int | None
) -> None:
    base = f"{busy_line}/{status}/{wait.replace(' ', '%20')}"
    line = LineMessenger(LineClient(access_token="a token", api_base=base))  # noqa: S106
    result = line.send(Outgoing(delivery_id=KEY, chat=CHAT, card=Card.sentence("好")))
    assert result.outcome is Outcome.RETRY
    told = result.retry_after
    assert (None if told is None else told.total_seconds()) == seconds
