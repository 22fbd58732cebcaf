"""Slack's framework, Bolt: it reads each request and carries our door's answer back.

The door stands before Bolt's own dispatch: that drops no repeats, answers 404 to what nobody
listens to, and loses an event whose listener fails after the acknowledgement.
https://docs.slack.dev/tools/bolt-python/
"""

import logging
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.error import BoltError
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_sdk.web.async_client import AsyncWebClient
from typing_extensions import override

from bot.logs import get_logger
from bot.raw import UnreadableBodyError
from bot.slack.door import SlackDoor
from bot.slack.requests import request_of

OK, BAD_REQUEST, TRY_AGAIN = 200, 400, 503
FIELD_LIMIT = 100  # fields of a form; Slack's own have about 12
NAME = "slack"
# What Bolt's reading raises for junk: it looks into fields without asking what they are.
STRANGE = (AttributeError, LookupError, TypeError, ValueError, RecursionError, BoltError)

_log = get_logger(__name__)


class _ThroughTheDoor(AsyncMiddleware):
    """Every request ends here.

    No plain function: for its arguments Bolt looks into the body without asking what it is.
    """

    def __init__(self, door: SlackDoor) -> None:
        self._door = door

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # Bolt's name
    ) -> BoltResponse:
        """Store what concerns the bot, then answer; `next` is never called."""
        del resp, next
        try:
            stored, answer = await self._door.admit(request_of(req.body))
        except UnreadableBodyError:
            return BoltResponse(status=BAD_REQUEST)
        except Exception:  # noqa: BLE001  # Bolt would log its words, which may quote people
            _log.exception("slack_request_failed")
            return BoltResponse(status=TRY_AGAIN)
        return BoltResponse(status=OK if stored else TRY_AGAIN, body=answer.decode())


def bolt_app(web: AsyncWebClient, door: SlackDoor) -> AsyncApp:
    """Make the app whose every request goes through `door`; `web` is what Bolt itself calls by.

    Bolt does not check the signature: that was done on the raw bytes, before anything was read.
    """
    return AsyncApp(
        name=NAME,
        logger=_quiet(),
        client=web,
        before_authorize=_ThroughTheDoor(door),
        request_verification_enabled=False,
    )


def _quiet() -> logging.Logger:
    """Make Bolt's logger: it would quote at DEBUG what people wrote, and warn of our wiring."""
    logger = logging.getLogger(NAME)
    logger.setLevel(logging.ERROR)
    return logger


def request_from(body: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """Let Bolt read a request's body: JSON for events, a form for all the rest.

    Raises UnreadableBodyError.
    """
    if not body or (body.count(b"&") > FIELD_LIMIT and not body.startswith(b"{")):
        raise UnreadableBodyError
    text = body.decode("utf-8", "replace")
    if not text.startswith(("{", "payload=")):
        # To Bolt a form is empty in which that word stands anywhere: in a command's text, too.
        text = text.replace("payload", "%70ayload")
    try:
        return AsyncBoltRequest(body=text, headers=dict(headers))
    except STRANGE as error:
        _log.warning("slack_request_unreadable", error=type(error).__name__)
        raise UnreadableBodyError from None
