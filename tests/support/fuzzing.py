"""Requests nobody would send, to every route that the app itself names; what may come back.

No OpenAPI document: the app has a dozen routes and answers none of them with a schema, so
schemathesis would have to be told by hand what the route table already says. A new route is fuzzed
without a word here.
"""

import asyncio
import hmac
from base64 import b64encode
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

import orjson
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import Message

from bot.clock import SystemClock
from bot.config import load_settings
from bot.main import make_app

SECRETS = {
    "POBOT_SECRET_KEY": "fuzz secret key as long as a key must be",
    "LINE_CHANNEL_SECRET": "fuzz-line-channel-secret",
    "LINE_CHANNEL_ACCESS_TOKEN": "fuzz-line-access-token",
    "SLACK_SIGNING_SECRET": "fuzz-slack-signing-secret",
    "SLACK_BOT_TOKEN": "xoxb-fuzz-bot-token",
    "OPINION_TOKEN": "fuzz-opinion-token-0123456789abcdef",
    "METRICS_TOKEN": "fuzz-metrics-token-0123456789abcdef",
}
LEAKS = (b"Traceback", b'File "', b"/site-packages/", b"sqlalchemy", b"psycopg")
MAY_BE_503 = "/readyz"  # nothing ticks here
METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "G\u00cbT")
TRICKS = (
    *("..", ".", "%2e%2e", "%2f", "%00", "%ff", "%", "%0d%0aset-cookie:x", "\\", ";a=b", "*"),
    *("x" * 3000, "🙂", "' OR 1=1--", "<script>", "{token}", "${7*7}"),
)
HEADERS = (
    *(b"content-type", b"content-encoding", b"transfer-encoding", b"content-length", b"host"),
    *(b"authorization", b"x-line-signature", b"x-slack-signature", b"x-slack-request-timestamp"),
    *(b"if-none-match", b"range", b"cookie", b"x-forwarded-for", b"origin", b"accept", b"expect"),
)
VALUES = (
    *(b"", b"gzip", b"chunked", b"-1", b"0", b"9" * 30, b"application/json", b"\xff\xfe", b"*"),
    *(b"Bearer ", b"bytes=0-999999999", b"text/html; charset=utf-99", b"127.0.0.1", b"null"),
)
BODIES = (
    *(b"", b"null", b"[]", b"{}", b'{"events":null}', b'{"events":[null,1,{}]}', b"[" * 5000),
    *(b"payload=%7B%7D", b"payload=", b"payload=[1]", b"a=b&" * 200, b"\x00" * 64, b'"\\ud800"'),
    *(b'{"type":"url_verification","challenge":{}}', b'{"type":"event_callback","event":[]}'),
    b'{"events":[{"type":"message","message":{"type":"text","text":7},"source":{"userId":[]}}]}',
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "type",
                    "events",
                    "event",
                    "source",
                    "message",
                    "text",
                    "userId",
                    "id",
                    "actions",
                    "channel",
                    "user",
                    "team_id",
                    "view",
                    "value",
                    "title",
                    "url",
                    "posted_at",
                    "payload",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@dataclass(frozen=True)
class Knock:
    """One request."""

    method: str
    path: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()
    pieces: tuple[bytes, ...] = (b"",)
    query: bytes = b""
    signed: bool = False  # by both platforms: so that junk gets past the verifiers


@dataclass
class Answer:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list[tuple[bytes, bytes]])
    body: bytes = b""


@contextmanager
def open_app(folder: Path) -> Generator[tuple[Starlette, asyncio.Runner]]:
    """Run the real app, with both platforms and all secrets, on a database of its own."""
    environment = {
        **SECRETS,
        "DATABASE_URL": f"sqlite:///{folder / 'fuzz.db'}",
        "LINE_API_BASE": "http://127.0.0.1:9",  # discard: nothing is ever sent
        "SLACK_API_BASE": "http://127.0.0.1:9/api/",
        "JOIN_BASE": "off",
        "GAZETTE_BASE": "off",
        "PUBLIC_BASE_URL": "https://po.example.gov.tw",
    }
    app = make_app(load_settings(environment), clock=SystemClock())
    with asyncio.Runner() as runner:
        running = app.router.lifespan_context(app)
        runner.run(running.__aenter__())
        try:
            yield app, runner
        finally:
            runner.run(running.__aexit__(None, None, None))


def paths_of(routes: Sequence[BaseRoute], before: str = "") -> Iterator[str]:
    """Give the path of every route, with its `{parameters}`."""
    for route in routes:
        if isinstance(route, Route):
            yield before + route.path
        elif isinstance(route, Mount):
            yield from paths_of(route.routes, before + route.path)
            yield before + route.path + "/x"


def knocks(paths: Sequence[str]) -> st.SearchStrategy[Knock]:
    """Make requests to those paths, and to what nearly is one."""
    piece = st.sampled_from(TRICKS) | st.text(max_size=12)
    headers = st.tuples(
        st.sampled_from(HEADERS) | st.binary(min_size=1, max_size=8),
        st.sampled_from(VALUES) | st.binary(max_size=24),
    )
    return st.builds(
        _knock,
        st.sampled_from(("POST",) * 6 + ("GET",) * 5 + METHODS),
        st.sampled_from(sorted(set(paths))),
        st.lists(piece, min_size=1, max_size=3),
        st.lists(headers, max_size=4),
        _bodies(),
        st.binary(max_size=20),
        st.sampled_from((True, True, False)),
        st.sampled_from((False, False, False, True)),
    )


def _bodies() -> st.SearchStrategy[tuple[bytes, ...]]:
    def dumps(value: object) -> bytes:
        try:
            return orjson.dumps({"events": [value], "event": value, "type": "event_callback"})
        except TypeError:
            return b"{}"

    body = st.sampled_from(BODIES) | st.binary(max_size=64) | JSON.map(dumps)
    return st.lists(body, min_size=1, max_size=3).map(tuple)


def _knock(  # noqa: PLR0913, PLR0917  # the parts of a request
    method: str,
    path: str,
    pieces: list[str],
    headers: list[tuple[bytes, bytes]],
    body: tuple[bytes, ...],
    query: bytes,
    signed: bool,  # noqa: FBT001
    spoilt: bool,  # noqa: FBT001
) -> Knock:
    for piece in pieces:
        start, brace, rest = path.partition("{")
        if brace:
            path = start + piece + rest.partition("}")[2]
    if spoilt:
        path += pieces[0][:3]
    raw = path.encode("utf-8", "replace")
    return Knock(method, raw, tuple(headers), body, query, signed)


def _sign(body: bytes) -> list[tuple[bytes, bytes]]:
    stamp = str(int(SystemClock().now().timestamp())).encode()
    line = hmac.digest(SECRETS["LINE_CHANNEL_SECRET"].encode(), body, "sha256")
    base = b"v0:" + stamp + b":" + body
    slack = hmac.digest(SECRETS["SLACK_SIGNING_SECRET"].encode(), base, "sha256").hex()
    token = SECRETS["OPINION_TOKEN"].encode()
    return [
        (b"x-line-signature", b64encode(line)),
        (b"x-slack-request-timestamp", stamp),
        (b"x-slack-signature", b"v0=" + slack.encode()),
        (b"authorization", b"Bearer " + token),
        (b"content-type", b"application/json"),
    ]


async def ask(app: Starlette, knock: Knock) -> Answer:
    """Send it, as a server would. Raises what the app raises."""
    answer, left = Answer(), list(knock.pieces)
    signed = _sign(b"".join(knock.pieces)) if knock.signed else []

    async def receive() -> Message:
        if not left:
            await asyncio.sleep(0)
            return {"type": "http.disconnect"}
        piece = left.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(left)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status = message["status"]
            answer.headers = list(message.get("headers", []))
        elif message["type"] == "http.response.body":
            answer.body += message.get("body", b"")

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "http",
        "method": knock.method,
        "path": unquote_to_bytes(knock.path).decode("utf-8", "replace"),
        "raw_path": knock.path,
        "query_string": knock.query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in knock.headers] + signed,
        "client": ("192.0.2.1", 1),
        "server": ("po.example.gov.tw", 443),
    }
    await app(scope, receive, send)
    return answer


def objection(knock: Knock, answer: Answer) -> str:
    """Say what is wrong with an answer; "" when nothing is."""
    whole = answer.body + b"\n".join(b": ".join(pair) for pair in answer.headers)
    if answer.status >= 500 and not (answer.status == 503 and knock.path.startswith(b"/readyz")):
        return f"status {answer.status}"
    if found := [leak for leak in LEAKS if leak in whole]:
        return f"tells of {found}"
    if told := [name for name, secret in SECRETS.items() if secret.encode() in whole]:
        return f"tells {told}"
    if b"set-cookie" in {name for name, _ in answer.headers}:
        return "a header was put in"
    return ""
