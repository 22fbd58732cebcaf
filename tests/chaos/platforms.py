"""A LINE and a Slack that keep books, and misbehave by plan.

LINE knows a retry key for good and takes a reply token once. Slack takes whatever it is given,
keeps it with its metadata, and tells its history.
"""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import cast

import orjson
from aiohttp import web

from bot.clock import SystemClock
from tests.chaos.plan import Scale, Trouble, trouble_of
from tests.support.slack_server import BOT_ID, TEAM_ID

Json = dict[str, object]
DELAYS = (0.0, 0.0, 0.005, 0.02, 0.08)  # seconds until an answer, in turn
BASIC_ID = "@example"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request that a platform accepted: its people see it."""

    platform: str
    chat: str
    key: str  # the retry key or reply token; Slack's metadata
    content: str  # as it came


@dataclass
class Platforms:
    """Both of them; lists may be looked at from any thread."""

    scale: Scale
    base: str = ""
    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    troubles: Counter[str] = field(default_factory=Counter[str])
    conflicts: int = 0  # 409 of LINE: it had taken it before
    searches: int = 0  # of Slack's history
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop)
    _keys: set[str] = field(default_factory=set[str])
    _requests: Counter[str] = field(default_factory=Counter[str])
    _history: dict[str, list[Json]] = field(default_factory=dict[str, list[Json]])
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _lock: Lock = field(default_factory=Lock)

    def taken(self) -> list[Arrival]:
        """Return what was accepted so far, in order."""
        with self._lock:
            return list(self.arrivals)

    def _accept(self, platform: str, chat: str, key: str, body: Json) -> None:
        with self._lock:
            content = orjson.dumps(body).decode()
            self.arrivals.append(Arrival(platform, chat, key, content))

    async def _goes_wrong(self, chat: str, accept: Callable[[], None]) -> Trouble | None:
        """Accept or not, as planned, and say what went wrong; what hangs has hung by then."""
        self._requests[chat] += 1
        number = self._requests[chat]
        trouble = trouble_of(self.scale, chat, number)
        if trouble in {None, Trouble.AFTER, Trouble.HANGS_AFTER}:
            accept()
        if trouble is None:
            await asyncio.sleep(DELAYS[number % len(DELAYS)])
            return None
        self.troubles[trouble] += 1
        if trouble in {Trouble.HANGS_BEFORE, Trouble.HANGS_AFTER}:
            await asyncio.sleep(self.scale.lease_seconds / 2)
        return trouble

    # LINE

    async def line_push(self, request: web.Request) -> web.Response:
        """Take a push; what was accepted under its key is not shown again."""
        body, key = await _json(request), request.headers.get("x-line-retry-key", "")
        chat = str(body["to"])
        if key and key in self._keys:
            self.conflicts += 1
            headers = {"x-line-accepted-request-id": key}
            return _line_no(409, "The retry key is already accepted", headers)

        def accept() -> None:
            self._keys.add(key)
            self._accept("line", chat, key, body)

        return _line_said(await self._goes_wrong(chat, accept))

    async def line_reply(self, request: web.Request) -> web.Response:
        """Take an answer; its token is good once."""
        body = await _json(request)
        token = str(body["replyToken"])
        if token in self._keys:
            return _line_no(400, "Invalid reply token")

        def accept() -> None:
            self._keys.add(token)
            self._accept("line", token, token, body)

        return _line_said(await self._goes_wrong(token, accept))

    async def line_other(self, request: web.Request) -> web.Response:
        """Answer what is asked beside messages."""
        if request.path.endswith("/quota"):
            return web.json_response({"type": "none"})
        if request.path.endswith("/consumption"):
            return web.json_response({"totalUsage": 0})
        about: Json = {"userId": "U" + "f" * 32, "basicId": BASIC_ID, "displayName": "某人"}
        about |= {"premiumId": "", "chatMode": "bot", "markAsReadMode": "manual"}
        return web.json_response(about)

    # Slack

    async def slack(self, request: web.Request) -> web.Response:
        """Answer one call of the Web API."""
        method, body = request.match_info["method"], await _body(request)
        if method == "chat.postMessage":
            return await self._slack_post(body)
        if method == "conversations.history":
            return self._slack_history(body)
        answers: dict[str, Json] = {
            "auth.test": {"user_id": BOT_ID, "user": "po", "team_id": TEAM_ID, "team": "機關"},
            "conversations.open": {"channel": {"id": f"D{body.get('users', '')}"}},
        }
        person: Json = {"id": body.get("user", ""), "team_id": TEAM_ID, "profile": {}}
        answers["users.info"] = {"user": person}
        return web.json_response({"ok": True, **answers.get(method, {})})

    async def _slack_post(self, body: Json) -> web.Response:
        channel = str(body["channel"])
        ts = f"{int(SystemClock().now().timestamp())}.{next(self._numbers):06d}"

        def accept() -> None:
            kept = {**body, "ts": ts, "user": BOT_ID}
            self._history.setdefault(channel, []).append(kept)
            self._accept("slack", channel, str(body.get("client_msg_id", "")), body)

        trouble = await self._goes_wrong(channel, accept)
        if trouble is None:
            return web.json_response({"ok": True, "channel": channel, "ts": ts})
        if trouble is Trouble.BUSY:
            return _slack_no("ratelimited", 429, {"retry-after": "1"})
        return _slack_no("internal_error", 500)

    def _slack_history(self, body: Json) -> web.Response:
        self.searches += 1
        oldest = float(str(body.get("oldest") or 0))
        place = self._history.get(str(body["channel"]), [])
        found = [one for one in place if float(str(one["ts"])) >= oldest]
        return web.json_response({"ok": True, "messages": found[::-1]})


def _line_said(trouble: Trouble | None) -> web.Response:
    if trouble is None:
        return web.json_response({"sentMessages": [{"id": "1"}]})
    if trouble is Trouble.BUSY:
        return _line_no(429, "The API rate limit has been exceeded.", {"retry-after": "1"})
    return _line_no(500, "Internal error")


def _line_no(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"message": words}, status=status, headers=headers)


def _slack_no(word: str, status: int, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"ok": False, "error": word}, status=status, headers=headers)


async def _json(request: web.Request) -> Json:
    return cast("Json", orjson.loads(await request.read() or b"{}"))


async def _body(request: web.Request) -> Json:
    if "json" in request.content_type:
        return await _json(request)
    return {**request.query, **dict(await request.post())}


@contextmanager
def running_platforms(scale: Scale) -> Generator[Platforms]:
    """Run both while the block lasts."""
    both = Platforms(scale)
    app = web.Application(client_max_size=16 * 1024 * 1024)
    app.router.add_post("/v2/bot/message/push", both.line_push)
    app.router.add_post("/v2/bot/message/reply", both.line_reply)
    app.router.add_route("*", "/v2/{rest:.*}", both.line_other)
    app.router.add_route("*", "/api/{method}", both.slack)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def begin() -> int:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
        return int(runner.addresses[0][1])

    thread = Thread(target=both.loop.run_forever, daemon=True)
    thread.start()
    port = asyncio.run_coroutine_threadsafe(begin(), both.loop).result(10)
    both.base = f"http://127.0.0.1:{port}"
    try:
        yield both
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), both.loop).result(10)
        both.loop.call_soon_threadsafe(both.loop.stop)
        thread.join(5)
        both.loop.close()
