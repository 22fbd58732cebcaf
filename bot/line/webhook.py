"""`POST /line/webhook`: check the bytes, store what concerns the bot, then acknowledge.

LINE waits two seconds for an answer and sends again, when the channel asks for it, what was not
answered with 200. So 200 means: everything that concerns the bot is durable. Nothing is handled
here. This is the hottest path of the program, hence plain ASGI.
"""

import asyncio
from collections.abc import Collection

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.body import BODY_LIMIT, BodyTooLargeError, ClientGoneError, read_body
from bot.gate import Admits, Arrival
from bot.line.receive import (
    RawEvent,
    concerns_bot,
    read_events,
    signature_is_valid,
)
from bot.lobby import Lobby
from bot.message import Platform
from bot.outage import BAD_SIGNATURE, OUTAGE
from bot.raw import UnreadableBodyError

PATH = "/line/webhook"
BODY_PATIENCE = 10.0  # seconds for the whole body; LINE itself gives up after two
SIGNATURE_HEADER = b"x-line-signature"
NO_CONTENT = [(b"content-length", b"0")]

OK, BAD_REQUEST, TOO_SLOW, TOO_LARGE, TRY_AGAIN = 200, 400, 408, 413, 503


def _headers(scope: Scope) -> tuple[bytes | None, int]:
    """Return the signature and the announced length of the body (0: not announced)."""
    signature: bytes | None = None
    length = 0
    pairs: list[tuple[bytes, bytes]] = scope["headers"]
    for name, value in pairs:
        if name == SIGNATURE_HEADER:
            signature = value
        elif name == b"content-length" and value.isdigit():
            length = int(value)
    return signature, length


def to_arrival(event: RawEvent) -> Arrival:
    """Make an event that concerns the bot ready for the gate."""
    return Arrival(
        platform=Platform.LINE,
        event_id=event.event_id,
        conversation=event.conversation,
        occurred_at=event.occurred_at,
        payload=event.payload,
        concerns_bot=True,
        chat_id=event.conversation,
        message_id=event.message_id,
    )


class LineWebhook:
    """The endpoint: 200 stored, 400 not from LINE, 408 too slow, 413 too large, 503 try again."""

    def __init__(
        self,
        *,
        secret: str,
        gate: Admits,
        verbs: Collection[str],
        patience: float = BODY_PATIENCE,
    ) -> None:
        self._secret = secret
        self._lobby = Lobby(gate)
        self._verbs = frozenset(verbs)
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        status = await self._judge(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": NO_CONTENT})
        await send({"type": "http.response.body", "body": b""})

    async def _judge(self, scope: Scope, receive: Receive) -> int:
        signature, announced = _headers(scope)
        if announced > BODY_LIMIT:
            return TOO_LARGE
        try:
            async with asyncio.timeout(self._patience):
                body = await read_body(receive)
            if not signature_is_valid(self._secret, body, signature):
                OUTAGE.goes_on(BAD_SIGNATURE, platform=Platform.LINE)
                return BAD_REQUEST
            events = read_events(body)
        except BodyTooLargeError:
            return TOO_LARGE
        except TimeoutError:
            return TOO_SLOW
        except (ClientGoneError, UnreadableBodyError):
            return BAD_REQUEST
        verbs = self._verbs
        arrivals = [to_arrival(event) for event in events if concerns_bot(event.raw, verbs=verbs)]
        return OK if not arrivals or await self._lobby.admit(arrivals) else TRY_AGAIN


def line_webhook_route(*, secret: str, gate: Admits, verbs: Collection[str]) -> Route:
    """Make the route of LINE's webhook; `verbs` are the words that may follow 「小幫手」."""
    return Route(PATH, LineWebhook(secret=secret, gate=gate, verbs=verbs), methods=["POST"])
