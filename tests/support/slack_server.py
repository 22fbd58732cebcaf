"""A Slack of our own on the loopback address: keeps channels with their history, fails on demand.

Web API under `/api/`, response_urls under `/commands/`, uploads under `/upload/`, and one line of
Socket Mode under `/line`.
"""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Condition, Thread
from typing import cast
from uuid import uuid4

import orjson
from aiohttp import ClientError, web

PATIENCE = 30  # seconds until a test that waits in vain fails
TEAM_ID, BOT_ID = "T0ROC", "U0BOT"
MONDAY_MORNING = 1_796_608_800.0  # 2026-12-07 10:00 in Taipei
Json = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Fault:
    """How one posting goes wrong; with `after` the message is there all the same."""

    status: int = 200
    word: str = "internal_error"
    retry_after: int | None = None
    after: bool = False
    hang: float = 0.0  # seconds
    hang_up: bool = False  # close the connection without an answer


@dataclass(frozen=True)
class Heard:
    """One call."""

    method: str
    body: Json
    query: str = ""


@dataclass
class SlackServer:
    """What Slack heard and holds; every list may be looked at from the test's thread."""

    root: str = ""
    heard: list[Heard] = field(default_factory=list[Heard])
    channels: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    faults: list[Fault] = field(default_factory=list[Fault])  # of messages, used up first
    refused: dict[str, str] = field(default_factory=dict[str, str])  # a method, and its error
    emails: dict[str, str] = field(default_factory=dict[str, str])  # address and account
    people: dict[str, Json] = field(default_factory=dict[str, Json])  # more of an account
    lost_threads: set[object] = field(default_factory=set[object])
    contents: dict[str, bytes] = field(default_factory=dict[str, bytes])  # of files, by name
    scopes: str = "chat:write,im:write"
    acknowledged: list[Json] = field(default_factory=list[Json])  # down the socket
    tickets: set[str] = field(default_factory=set[str])  # addresses for one line each
    lines: list[web.WebSocketResponse] = field(default_factory=list[web.WebSocketResponse])
    changed: Condition = field(default_factory=Condition)
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    now: Callable[[], float] = lambda: MONDAY_MORNING  # its own clock

    @property
    def base(self) -> str:
        return f"{self.root}/api/"

    def asked(self, method: str) -> list[Json]:
        return [one.body for one in self.heard if one.method == method]

    def texts(self, channel: str) -> list[str]:
        return [str(message["text"]) for message in self.channels.get(channel, [])]

    def wait_for(self, method: str, number: int = 1) -> list[Json]:
        """Wait until a method was called `number` times."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.asked(method)) >= number, PATIENCE)
        return self.asked(method)

    def wait_for_messages(self, channel: str, number: int = 1) -> list[Json]:
        """Wait until that many messages are in a channel."""
        with self.changed:
            enough = self.changed.wait_for(
                lambda: len(self.channels.get(channel, [])) >= number, PATIENCE
            )
        assert enough, self.channels
        return self.channels[channel]

    def wait_for_line(self, number: int = 1) -> None:
        """Wait until the socket was opened `number` times."""
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.lines) >= number, PATIENCE)

    def wait_for_acknowledgement(self, number: int = 1) -> list[Json]:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.acknowledged) >= number, PATIENCE)
        return self.acknowledged

    def send_down(self, content: object) -> None:
        """Send something down the newest line."""
        text = content if isinstance(content, str) else orjson.dumps(content).decode()
        asyncio.run_coroutine_threadsafe(self.lines[-1].send_str(text), self.loop).result(5)

    def hang_up(self) -> None:
        """Close the newest line."""
        asyncio.run_coroutine_threadsafe(self.lines[-1].close(), self.loop).result(5)

    # What it answers

    def _note(self, method: str, body: Json, query: str = "") -> None:
        with self.changed:
            self.heard.append(Heard(method, body, query))
            self.changed.notify_all()

    def post(self, channel: str, body: Json) -> Json:
        with self.changed:
            place = self.channels.setdefault(channel, [])
            ts = f"{int(self.now())}.{len(self.heard):06d}"
            place.append({**body, "ts": ts, "user": BOT_ID})
            self.changed.notify_all()
        return {"ok": True, "channel": channel, "ts": ts}

    async def api(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await _body(request)
        self._note(method, body, request.query_string)
        if word := self.refused.get(method) or self.refused.get("*"):
            return _no(word)
        if body.get("thread_ts") in self.lost_threads:
            return _no("thread_not_found")
        if method == "chat.postMessage":
            return await self._posted(request, body)
        answer = self._answer(method, body)
        headers = {"x-oauth-scopes": self.scopes}
        return web.json_response({"ok": True, **answer}, headers=headers)

    async def _posted(self, request: web.Request, body: Json) -> web.Response:
        fault = self.faults.pop(0) if self.faults else None
        if fault is None or fault.after:
            made = self.post(str(body["channel"]), body)
            if fault is None:
                return web.json_response(made)
        await asyncio.sleep(fault.hang)
        if fault.hang_up and request.transport is not None:
            request.transport.close()
        wait = {} if fault.retry_after is None else {"retry-after": str(fault.retry_after)}
        return _no(fault.word, fault.status, wait)

    def _answer(self, method: str, body: Json) -> Json:
        answers: dict[str, Callable[[], Json]] = {
            "auth.test": _identity,
            "conversations.open": lambda: {"channel": {"id": f"D{body['users']}"}},
            "conversations.history": lambda: {"messages": self._history(body)},
            "conversations.replies": lambda: {"messages": self._history(body)},
            "users.lookupByEmail": lambda: {
                "user": self._person(self.emails.get(str(body["email"]), ""))
            },
            "users.info": lambda: {"user": self._person(str(body["user"]))},
            "files.getUploadURLExternal": lambda: {
                "upload_url": f"{self.root}/upload/1",
                "file_id": "F0PNG",
            },
            "apps.connections.open": lambda: {"url": self._ticket()},
        }
        answer = answers.get(method)
        return answer() if answer else {}

    def _ticket(self) -> str:
        ticket = uuid4().hex
        self.tickets.add(ticket)
        return f"{self.root.replace('http', 'ws')}/line?ticket={ticket}"

    def _history(self, body: Json) -> list[Json]:
        told = str(body.get("include_all_metadata")).lower() in {"1", "true"}
        place = self.channels.get(str(body["channel"]), [])
        oldest = float(str(body.get("oldest") or 0))
        thread = body.get("ts")
        found = [
            one
            for one in place
            if float(str(one["ts"])) >= oldest and (not thread or one.get("thread_ts") == thread)
        ]
        return [one if told else {**one, "metadata": None} for one in found[::-1]]

    def _person(self, user_id: str) -> Json:
        address = next((mail for mail, one in self.emails.items() if one == user_id), "")
        profile: Json = {"email": address, "real_name": "某人"}
        return {"id": user_id, "team_id": TEAM_ID, "profile": profile} | self.people.get(
            user_id, {}
        )

    async def other(self, request: web.Request) -> web.Response:
        kind = request.path.split("/")[1]
        if kind == "upload":
            self._note("upload", {"length": len(await request.read())})
        else:
            self._note("respond", await _body(request))
        status = int(self.refused.get(kind, "200"))
        return web.Response(text="ok", status=status)

    async def file(self, request: web.Request) -> web.Response:
        """Give a file out; whoever shows no token gets a page to sign in on, as from Slack."""
        if not request.headers.get("authorization", "").startswith("Bearer xoxb-"):
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        content = self.contents.get(request.match_info["name"])
        if content is None:
            return web.Response(status=404)
        return web.Response(body=content, content_type="application/octet-stream")

    async def line(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query["ticket"]
        if ticket not in self.tickets:
            raise web.HTTPForbidden
        self.tickets.discard(ticket)
        if "line" in self.refused:
            self._note("line", {})
            raise web.HTTPServiceUnavailable
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_str(orjson.dumps({"type": "hello", "num_connections": 1}).decode())
        with self.changed:
            self.lines.append(line)
            self.changed.notify_all()
        with suppress(ClientError):
            async for message in line:
                with self.changed:
                    self.acknowledged.append(orjson.loads(message.data))
                    self.changed.notify_all()
        return line


def envelope(kind: str, payload: object) -> Json:
    """What comes down the socket."""
    return {"envelope_id": str(uuid4()), "type": kind, "payload": payload}


async def _body(request: web.Request) -> Json:
    if "json" in request.content_type:
        return cast("Json", orjson.loads(await request.read() or b"{}"))
    return {**request.query, **dict(await request.post())}


def _identity() -> Json:
    return {"user_id": BOT_ID, "user": "po", "team_id": TEAM_ID, "team": "機關"}


def _no(word: str, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"ok": False, "error": word}, status=status, headers=headers)


@contextmanager
def running_slack() -> Generator[SlackServer]:
    """Run it while the block lasts."""
    slack = SlackServer()
    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.router.add_route("*", "/api/{method}", slack.api)
    app.router.add_post("/commands/{name}", slack.other)
    app.router.add_post("/upload/{name}", slack.other)
    app.router.add_get("/files/{name}", slack.file)
    app.router.add_get("/line", slack.line)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)

    async def begin() -> int:
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return int(runner.addresses[0][1])

    thread = Thread(target=slack.loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(begin(), slack.loop).result(10)
    slack.root = f"http://127.0.0.1:{port}"
    try:
        yield slack
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), slack.loop).result(10)
        slack.loop.call_soon_threadsafe(slack.loop.stop)
        thread.join(5)
        slack.loop.close()
