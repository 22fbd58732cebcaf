"""LINE's SDK behind a small typed door: dictionaries in, plain values out, one kind of exception.

Only here is the SDK used. Its request models are always made with `from_dict`: given a dictionary
where a model is expected, they silently lose what is in it.
"""
# The SDK declares its keyword arguments and its constructors without types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false
# mypy: disable-error-code="no-untyped-call"

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
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

P = ParamSpec("P")
R = TypeVar("R")

OFFICIAL_BASE = "https://api.line.me"
TIMEOUT = 10.0  # seconds for one request; the SDK's own default is 300
REASON_LIMIT = 200  # characters of LINE's explanation that are kept
REQUEST_ID_HEADER = "x-line-request-id"
WAIT_HEADER = "retry-after"  # not documented by LINE; whatever stands before it may send it
SECONDS_DIGITS = 6  # of a wait; what is longer is no wait
HTTP_BAD_REQUEST = 400
ROOM_MARK = "R"  # ids of rooms begin with it, ids of groups with C, of persons with U


class LineRefusalError(Exception):
    """LINE did not accept a request, or did not answer.

    `status` is 0 when there was no answer; `never_sent` when not even a connection was made.
    `wait_seconds` is for how long LINE wants to be left alone, when it says so.
    """

    def __init__(
        self,
        status: int,
        reason: str,
        *,
        never_sent: bool = False,
        request_id: str = "",
        wait_seconds: int | None = None,
    ) -> None:
        super().__init__(f"{status} {reason}")
        self.status = status
        self.reason = reason
        self.never_sent = never_sent
        self.request_id = request_id
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """The month's paid messages, counted by recipient."""

    limit: int | None  # None: no limit
    used: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BotInfo:
    """What LINE knows the bot as."""

    basic_id: str  # 「@example」
    display_name: str


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


def _call(method: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
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
    except ValueError:  # the answer could not be read; whether it was accepted is not known
        raise LineRefusalError(0, "LINE's answer is not readable") from None


def _model(make: Callable[[Json], R], content: Json) -> R:
    """Build a request model. Raises LineRefusalError as LINE would, when it is not well formed."""
    try:
        return make(content)
    except ValueError as error:
        raise LineRefusalError(HTTP_BAD_REQUEST, f"not sent: {type(error).__name__}") from error


def _request_id(answer: ApiResponse) -> str:
    headers = cast("Mapping[str, str]", answer.headers or {})
    return headers.get(REQUEST_ID_HEADER, "")


class LineClient:
    """The calls to LINE that the bot makes. Every method raises LineRefusalError.

    A request is tried once: urllib3 would else repeat it, and so could say things twice.
    """

    def __init__(self, *, access_token: str, api_base: str, timeout: float = TIMEOUT) -> None:
        # The SDK keeps LINE's two hosts (messages, pictures) apart only when no host is given.
        host = None if api_base.rstrip("/") == OFFICIAL_BASE else api_base.rstrip("/")
        configuration = Configuration(access_token=access_token, host=host)
        cast("_Retrying", configuration).retries = False
        client = ApiClient(configuration)
        self._api = MessagingApi(client)
        self._blob = MessagingApiBlob(client)
        self._timeout = timeout

    def reply(self, ticket: str, messages: list[Json]) -> str:
        """Answer on a reply token; returns LINE's request id."""
        request = _model(
            ReplyMessageRequest.from_dict, {"replyToken": ticket, "messages": messages}
        )
        method = self._api.reply_message_with_http_info
        return _request_id(_call(method, request, _request_timeout=self._timeout))

    def push(self, to: str, messages: list[Json], *, retry_key: str) -> str:
        """Send to a person, group or room; returns LINE's request id."""
        request = _model(PushMessageRequest.from_dict, {"to": to, "messages": messages})
        method = self._api.push_message_with_http_info
        answer = _call(method, request, x_line_retry_key=retry_key, _request_timeout=self._timeout)
        return _request_id(answer)

    def leave(self, chat_id: str) -> None:
        """Leave a group or room."""
        if chat_id.startswith(ROOM_MARK):
            _call(self._api.leave_room, chat_id, _request_timeout=self._timeout)
        else:
            _call(self._api.leave_group, chat_id, _request_timeout=self._timeout)

    def member_count(self, chat_id: str) -> int:
        """Count the people in a group or room, the bot not among them."""
        ask = self._api.get_group_member_count
        if chat_id.startswith(ROOM_MARK):
            return int(
                _call(
                    self._api.get_room_member_count, chat_id, _request_timeout=self._timeout
                ).count
            )
        return int(_call(ask, chat_id, _request_timeout=self._timeout).count)

    def friend_name(self, user_id: str) -> str:
        """Return the name of a person who is a friend of the bot."""
        return str(
            _call(self._api.get_profile, user_id, _request_timeout=self._timeout).display_name
        )

    def member_name(self, chat_id: str, user_id: str) -> str:
        """Return the name of a member of a group or room."""
        if chat_id.startswith(ROOM_MARK):
            in_room = self._api.get_room_member_profile
            return str(
                _call(in_room, chat_id, user_id, _request_timeout=self._timeout).display_name
            )
        in_group = self._api.get_group_member_profile
        return str(_call(in_group, chat_id, user_id, _request_timeout=self._timeout).display_name)

    def bot_info(self) -> BotInfo:
        """Tell who the access token belongs to."""
        info = _call(self._api.get_bot_info, _request_timeout=self._timeout)
        return BotInfo(basic_id=str(info.basic_id), display_name=str(info.display_name))

    def quota(self) -> Quota:
        """Tell what may still be paid for this month."""
        limit = _call(self._api.get_message_quota, _request_timeout=self._timeout).value
        usage = _call(self._api.get_message_quota_consumption, _request_timeout=self._timeout)
        return Quota(limit=None if limit is None else int(limit), used=int(usage.total_usage))

    def webhook_address(self) -> str:
        """Return the webhook address that the channel is set to; "" when it is switched off."""
        answer = _call(self._api.get_webhook_endpoint, _request_timeout=self._timeout)
        return str(answer.endpoint) if answer.active else ""

    def rich_menus(self) -> dict[str, str]:
        """Return the names of the rich menus that exist, by id."""
        answer = _call(self._api.get_rich_menu_list, _request_timeout=self._timeout)
        return {str(menu.rich_menu_id): str(menu.name) for menu in answer.richmenus}

    def add_rich_menu(self, menu: Json, picture: bytes) -> str:
        """Create a rich menu with its PNG and return its id."""
        made = _call(
            self._api.create_rich_menu,
            _model(RichMenuRequest.from_dict, menu),
            _request_timeout=self._timeout,
        )
        menu_id = str(made.rich_menu_id)
        _call(
            self._blob.set_rich_menu_image,
            menu_id,
            picture,
            _headers={"Content-Type": "image/png"},
            _request_timeout=self._timeout,
        )
        return menu_id

    def show_rich_menu(self, menu_id: str) -> None:
        """Make a rich menu the default of every 1:1 chat."""
        _call(self._api.set_default_rich_menu, menu_id, _request_timeout=self._timeout)

    def remove_rich_menu(self, menu_id: str) -> None:
        """Delete a rich menu."""
        _call(self._api.delete_rich_menu, menu_id, _request_timeout=self._timeout)
