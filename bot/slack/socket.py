"""Socket Mode: what Slack would post to us comes down a websocket that Bolt opened.

Needs only a way out, no public address. Bolt opens the line, keeps it alive and opens it again; it
acknowledges an envelope when the door answered 200, so when what concerns the bot is durable. One
that is not acknowledged is sent again by Slack.
https://docs.slack.dev/apis/events-api/using-socket-mode/
"""
# Bolt's list of listeners is declared with a bare dict.
# pyright: reportUnknownMemberType=false

import asyncio
import logging
import sys
from concurrent.futures import Future
from contextlib import suppress
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from typing_extensions import override

from bot.gate import Admits
from bot.logs import get_logger
from bot.slack.bolt import bolt_app
from bot.slack.client import SlackClient
from bot.slack.door import SlackDoor
from bot.slack.interactions import no_objection
from bot.slack.modals import Objection
from bot.slack.wire import refusal_of

PING_SECONDS = 10.0  # between pings; after as long the line is opened again when it could not be
STORING, CLOSING, STOPPING = 1.5, 1.0, 3.0  # seconds; the last for both

_log = get_logger(__name__)


class _Complaints(logging.Handler):
    """Where Bolt's client writes what went wrong: at every try, with the address of the line."""

    def __init__(self, socket: "SlackSocket") -> None:
        super().__init__(logging.ERROR)
        self._socket = socket

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Pass on what was caught; its words may quote a ticket, or what people wrote."""
        self._socket.complain(sys.exc_info()[1])


class _Handler(AsyncSocketModeHandler):
    """Bolt's, which knows what it is still at."""

    def __init__(self, socket: "SlackSocket", door: SlackDoor) -> None:
        client = socket.client
        logger = logging.getLogger("slack-socket")  # heard by nobody else
        logger.setLevel(logging.ERROR)
        logger.propagate = False
        logger.handlers[:] = [_Complaints(socket)]
        super().__init__(
            bolt_app(client.wire.web_client(), door),
            socket.app_token,
            logger=logger,
            ping_interval=socket.ping_seconds,
        )
        self.client.message_listeners.append(socket.hear)
        if proxy_bypass(urlsplit(client.wire.api_base).hostname or ""):
            self.client.proxy = None  # Bolt's client knows HTTPS_PROXY, and no NO_PROXY
        self._busy: set[asyncio.Task[object]] = set()

    @override
    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        """Take one envelope, each in a task of its own."""
        del client  # ours
        task = asyncio.current_task()
        if task is None:
            return
        self._busy.add(task)
        try:
            await super().handle(self.client, req)
        finally:
            self._busy.discard(task)

    async def finish(self) -> None:
        """Let what is being stored be acknowledged, then end the line."""
        if self._busy:
            await asyncio.wait(self._busy, timeout=STORING)
        try:
            async with asyncio.timeout(CLOSING):
                await self.close_async()  # type: ignore[no-untyped-call]  # Bolt's
        finally:
            await self.client.aiohttp_client_session.close()


class SlackSocket:
    """Keeps one line to Slack open for as long as the process runs."""

    def __init__(
        self,
        client: SlackClient,
        app_token: str,
        *,
        objection: Objection = no_objection,
        ping_seconds: float = PING_SECONDS,
    ) -> None:
        self.client = client
        self.app_token = app_token
        self.ping_seconds = ping_seconds
        self.trouble = ""  # why the line is down; the log knows of it
        self._objection = objection
        self._handler: _Handler | None = None
        self._running: Future[None] | None = None

    def start(self, gate: Admits) -> None:
        """Begin to listen; what comes in goes through `gate`."""
        door = SlackDoor(gate, self.client.call_soon, self._objection)
        self._running = self.client.wire.loop.submit(self._listen(door))

    def stop(self) -> None:
        """Take nothing more; what is being stored is still acknowledged."""
        if self._running is None:
            return
        self._running.cancel()
        self._running = None
        with suppress(OSError, aiohttp.ClientError):  # a time that is over, too
            self.client.wire.loop.run(self._finish(), seconds=STOPPING)

    async def _listen(self, door: SlackDoor) -> None:
        self._handler = _Handler(self, door)
        # Tries until it succeeds; then tasks of its own go on.
        await self._handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's

    async def _finish(self) -> None:
        if self._handler is not None:
            await self._handler.finish()

    async def hear(
        self, client: AsyncBaseSocketModeClient, message: dict[str, object], raw: str | None
    ) -> None:
        """Note that Slack greets: the line is open."""
        del client, raw
        if message.get("type") == "hello":
            self.trouble = ""
            _log.info("slack_socket_is_open")

    def _is_down(self) -> bool:
        session = self._handler.client.current_session if self._handler else None
        return session is None or session.closed

    def complain(self, error: BaseException | None) -> None:
        """Say once, not at every try, that the line is down."""
        if isinstance(error, SlackApiError):
            refusal = refusal_of(error)
            trouble = refusal.word or refusal.reason
        elif self._is_down() and isinstance(error, aiohttp.ClientError | OSError):
            trouble = type(error).__name__
            if self._handler is not None:
                self._handler.client.wss_uri = None  # good for one try: then ask for another
        else:
            _log.warning("slack_envelope_not_taken", error=type(error).__name__)
            return
        if trouble != self.trouble:
            self.trouble = trouble
            _log.error("slack_socket_is_down", reason=trouble)
