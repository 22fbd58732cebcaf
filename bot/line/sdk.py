"""LINE's SDK behind a small typed door: dictionaries in, plain values out, one kind of exception.

Only here is the SDK used, and `client.py` loads this on its first request: it takes 40 MB and most
of a second. Its request models are always made with `from_dict`: given a dictionary where a model
is expected, they silently lose what is in it.
"""
# The SDK declares its keyword arguments and its constructors without types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false
# mypy: disable-error-code="no-untyped-call"

import json
from collections.abc import Callable, Mapping
from typing import ParamSpec, Protocol, TypeVar, cast

import urllib3.exceptions
from linebot.v3.messaging.api.messaging_api import MessagingApi
from linebot.v3.messaging.api.messaging_api_blob import MessagingApiBlob
from linebot.v3.messaging.api_client import ApiClient
from linebot.v3.messaging.api_response import ApiResponse
from linebot.v3.messaging.configuration import Configuration
from linebot.v3.messaging.exceptions import ApiException
from linebot.v3.messaging.models.push_message_request import PushMessageRequest
from linebot.v3.messaging.models.reply_message_request import ReplyMessageRequest
from linebot.v3.messaging.models.rich_menu_request import RichMenuRequest

from bot.line.flex import Json
from bot.line.refusal import HTTP_BAD_REQUEST, LineRefusalError

P = ParamSpec("P")
R = TypeVar("R")

OFFICIAL_BASE = "https://api.line.me"
REASON_LIMIT = 200  # characters of LINE's explanation that are kept
REQUEST_ID_HEADER = "x-line-request-id"
WAIT_HEADER = "retry-after"  # not documented by LINE; whatever stands before it may send it
SECONDS_DIGITS = 6  # of a wait; what is longer is no wait
# What the SDK raises for an answer that is not LINE's: a page of somebody in between, 「null」.
UNREADABLE = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


class _Retrying(Protocol):
    """What the SDK's configuration hands to urllib3; the SDK declares only None."""

    retries: bool | None


def _explanation(body: object) -> str:
    """Return LINE's own words about an error: the message and the places it complains about."""
    try:
        answer: object = json.loads(body) if isinstance(body, str | bytes) else None
    except ValueError:
        return ""
    if not isinstance(answer, dict):
        return ""
    said = cast("Mapping[str, object]", answer)
    details = said.get("details")
    places = cast("list[object]", details) if isinstance(details, list) else []
    words = [str(said.get("message", "")), *(str(place) for place in places)]
    return "; ".join(words)[:REASON_LIMIT]


def _seconds(text: str) -> int | None:
    """Read a number of seconds; a date, which the header may be too, counts as not told."""
    plain = text.strip()
    return (
        int(plain) if plain.isascii() and plain.isdigit() and len(plain) <= SECONDS_DIGITS else None
    )


def call(method: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call one method of the SDK. Raises LineRefusalError, whatever went wrong."""
    try:
        return method(*args, **kwargs)
    except ApiException as error:
        headers = cast("Mapping[str, str]", error.headers or {})
        raise LineRefusalError(
            error.status or 0,
            _explanation(error.body) or str(error.reason or ""),
            request_id=headers.get(REQUEST_ID_HEADER, ""),
            wait_seconds=_seconds(headers.get(WAIT_HEADER, "")),
        ) from None
    except urllib3.exceptions.NewConnectionError:
        raise LineRefusalError(0, "no connection to LINE", never_sent=True) from None
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise LineRefusalError(0, type(error).__name__) from None
    except UNREADABLE:  # whether it was accepted is not known
        raise LineRefusalError(0, "LINE's answer is not readable") from None


def _model(make: Callable[[Json], R], content: Json) -> R:
    """Build a request model. Raises LineRefusalError as LINE would, when it is not well formed."""
    try:
        return make(content)
    except ValueError as error:
        raise LineRefusalError(HTTP_BAD_REQUEST, f"not sent: {type(error).__name__}") from error


def request_id(answer: ApiResponse) -> str:
    """Return LINE's own number of a request; "" when it told none."""
    headers = cast("Mapping[str, str]", answer.headers or {})
    return headers.get(REQUEST_ID_HEADER, "")


class Sdk:
    """The SDK's two interfaces, and the models that requests are made of.

    A request is tried once: urllib3 would else repeat it, and so could say things twice.
    """

    def __init__(self, *, access_token: str, api_base: str) -> None:
        # The SDK keeps LINE's two hosts (messages, pictures) apart only when no host is given.
        host = None if api_base.rstrip("/") == OFFICIAL_BASE else api_base.rstrip("/")
        configuration = Configuration(access_token=access_token, host=host)
        cast("_Retrying", configuration).retries = False
        client = ApiClient(configuration)
        self.api = MessagingApi(client)
        self.blob = MessagingApiBlob(client)
        self.call = call
        self.request_id = request_id

    def reply_request(self, content: Json) -> ReplyMessageRequest:
        """Make what a reply is sent as. Raises LineRefusalError."""
        return _model(ReplyMessageRequest.from_dict, content)

    def push_request(self, content: Json) -> PushMessageRequest:
        """Make what a push is sent as. Raises LineRefusalError."""
        return _model(PushMessageRequest.from_dict, content)

    def menu_request(self, content: Json) -> RichMenuRequest:
        """Make what a rich menu is created by. Raises LineRefusalError."""
        return _model(RichMenuRequest.from_dict, content)
