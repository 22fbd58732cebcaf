"""`POST /slack/events`: events, commands and interactions; stored before they are acknowledged.

Slack waits three seconds and sends an event again, up to three times, when it was not answered with
2xx. So 200 means: what concerns the bot is durable. Nothing is handled here.
"""

import asyncio

from slack_bolt.async_app import AsyncApp
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.body import BODY_LIMIT, BodyTooLargeError, ClientGoneError, read_body
from bot.clock import Clock
from bot.message import Platform
from bot.outage import BAD_SIGNATURE, OUTAGE
from bot.raw import UnreadableBodyError
from bot.slack.bolt import BAD_REQUEST, request_from
from bot.slack.signature import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_signed

PATH = "/slack/events"
BODY_PATIENCE = 10.0  # seconds for the whole body; Slack itself gives up after three
LENGTH_HEADER = b"content-length"

UNAUTHORIZED, TOO_SLOW, TOO_LARGE = 401, 408, 413


class SlackWebhook:
    """The endpoint: 200 stored, 400 unreadable, 401 not from Slack, 413 too large, 503 again."""

    def __init__(
        self, *, secret: str, app: AsyncApp, clock: Clock, patience: float = BODY_PATIENCE
    ) -> None:
        self._secret = secret
        self._app = app
        self._clock = clock
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status, body = await self._judge(scope, receive)
        headers = [(LENGTH_HEADER, str(len(body)).encode())]
        if body:
            headers.append((b"content-type", b"application/json"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _judge(self, scope: Scope, receive: Receive) -> tuple[int, bytes]:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if _is_announced_too_large(headers.get(LENGTH_HEADER, b"")):
            return TOO_LARGE, b""
        try:
            async with asyncio.timeout(self._patience):
                body = await read_body(receive)
            if not self._is_signed(body, headers):
                OUTAGE.goes_on(BAD_SIGNATURE, platform=Platform.SLACK)
                return UNAUTHORIZED, b""
            request = request_from(body, _texts(headers))
        except BodyTooLargeError:
            return TOO_LARGE, b""
        except TimeoutError:
            return TOO_SLOW, b""
        except (ClientGoneError, UnreadableBodyError):
            return BAD_REQUEST, b""
        answer = await self._app.async_dispatch(request)
        return answer.status, answer.body.encode()

    def _is_signed(self, body: bytes, headers: dict[bytes, bytes]) -> bool:
        return is_signed(
            self._secret,
            body,
            timestamp=headers.get(TIMESTAMP_HEADER),
            signature=headers.get(SIGNATURE_HEADER),
            now=self._clock.now(),
        )


def _texts(headers: dict[bytes, bytes]) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in headers.items()}


def _is_announced_too_large(length: bytes) -> bool:
    digits = len(str(BODY_LIMIT))
    return length.isdigit() and (len(length) > digits or int(length) > BODY_LIMIT)


def slack_webhook_route(*, secret: str, app: AsyncApp, clock: Clock) -> Route:
    """Make the route of Slack's requests."""
    return Route(PATH, SlackWebhook(secret=secret, app=app, clock=clock), methods=["POST"])
