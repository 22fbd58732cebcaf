"""The calls to LINE that the bot makes; the SDK behind it (sdk.py) is loaded by the first one."""
# The SDK declares its keyword arguments and its constructors without types.
# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false
# mypy: disable-error-code="no-untyped-call"

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.line.flex import Json

if TYPE_CHECKING:
    from bot.line.sdk import Sdk

TIMEOUT = 10.0  # seconds for one request; the SDK's own default is 300
ROOM_MARK = "R"  # ids of rooms begin with it, ids of groups with C, of persons with U


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


class LineClient:
    """The calls to LINE that the bot makes. Every method raises LineRefusalError."""

    def __init__(self, *, access_token: str, api_base: str, timeout: float = TIMEOUT) -> None:
        self._access_token = access_token
        self._api_base = api_base
        self._timeout = timeout

    @cached_property
    def _sdk(self) -> "Sdk":
        from bot.line.sdk import Sdk  # noqa: PLC0415  # loaded when there is something to say

        return Sdk(access_token=self._access_token, api_base=self._api_base)

    def reply(self, ticket: str, messages: list[Json]) -> str:
        """Answer on a reply token; returns LINE's request id."""
        request = self._sdk.reply_request({"replyToken": ticket, "messages": messages})
        method = self._sdk.api.reply_message_with_http_info
        return self._sdk.request_id(self._sdk.call(method, request, _request_timeout=self._timeout))

    def push(self, to: str, messages: list[Json], *, retry_key: str) -> str:
        """Send to a person, group or room; returns LINE's request id."""
        request = self._sdk.push_request({"to": to, "messages": messages})
        method = self._sdk.api.push_message_with_http_info
        answer = self._sdk.call(
            method, request, x_line_retry_key=retry_key, _request_timeout=self._timeout
        )
        return self._sdk.request_id(answer)

    def content(self, message_id: str, *, seconds: float) -> bytes:
        """Return what is in a file that somebody sent; LINE forgets it after a while."""
        ask = self._sdk.blob.get_message_content
        return self._sdk.call(lambda: bytes(ask(message_id, _request_timeout=seconds)))

    def leave(self, chat_id: str) -> None:
        """Leave a group or room."""
        if chat_id.startswith(ROOM_MARK):
            self._sdk.call(self._sdk.api.leave_room, chat_id, _request_timeout=self._timeout)
        else:
            self._sdk.call(self._sdk.api.leave_group, chat_id, _request_timeout=self._timeout)

    def member_count(self, chat_id: str) -> int:
        """Count the people in a group or room, the bot not among them."""
        ask = self._sdk.api.get_group_member_count
        if chat_id.startswith(ROOM_MARK):
            in_room = self._sdk.api.get_room_member_count
            return self._sdk.call(
                lambda: int(in_room(chat_id, _request_timeout=self._timeout).count)
            )
        return self._sdk.call(lambda: int(ask(chat_id, _request_timeout=self._timeout).count))

    def friend_name(self, user_id: str) -> str:
        """Return the name of a person who is a friend of the bot."""
        ask = self._sdk.api.get_profile
        return self._sdk.call(
            lambda: str(ask(user_id, _request_timeout=self._timeout).display_name)
        )

    def member_name(self, chat_id: str, user_id: str) -> str:
        """Return the name of a member of a group or room."""
        wait = self._timeout
        if chat_id.startswith(ROOM_MARK):
            in_room = self._sdk.api.get_room_member_profile
            return self._sdk.call(
                lambda: str(in_room(chat_id, user_id, _request_timeout=wait).display_name)
            )
        in_group = self._sdk.api.get_group_member_profile
        return self._sdk.call(
            lambda: str(in_group(chat_id, user_id, _request_timeout=wait).display_name)
        )

    def bot_info(self) -> BotInfo:
        """Tell who the access token belongs to."""

        def ask() -> BotInfo:
            info = self._sdk.api.get_bot_info(_request_timeout=self._timeout)
            return BotInfo(basic_id=str(info.basic_id), display_name=str(info.display_name))

        return self._sdk.call(ask)

    def quota(self) -> Quota:
        """Tell what may still be paid for this month."""

        def ask() -> Quota:
            limit = self._sdk.api.get_message_quota(_request_timeout=self._timeout).value
            usage = self._sdk.api.get_message_quota_consumption(_request_timeout=self._timeout)
            used = int(usage.total_usage)
            return Quota(limit=None if limit is None else int(limit), used=used)

        return self._sdk.call(ask)

    def webhook_address(self) -> str:
        """Return the webhook address that the channel is set to; "" when it is switched off."""

        def ask() -> str:
            answer = self._sdk.api.get_webhook_endpoint(_request_timeout=self._timeout)
            return str(answer.endpoint) if answer.active else ""

        return self._sdk.call(ask)

    def rich_menus(self) -> dict[str, str]:
        """Return the names of the rich menus that exist, by id."""
        answer = self._sdk.call(self._sdk.api.get_rich_menu_list, _request_timeout=self._timeout)
        return {str(menu.rich_menu_id): str(menu.name) for menu in answer.richmenus}

    def add_rich_menu(self, menu: Json, picture: bytes) -> str:
        """Create a rich menu with its PNG and return its id."""
        made = self._sdk.call(
            self._sdk.api.create_rich_menu,
            self._sdk.menu_request(menu),
            _request_timeout=self._timeout,
        )
        menu_id = str(made.rich_menu_id)
        self._sdk.call(
            self._sdk.blob.set_rich_menu_image,
            menu_id,
            picture,
            _headers={"Content-Type": "image/png"},
            _request_timeout=self._timeout,
        )
        return menu_id

    def show_rich_menu(self, menu_id: str) -> None:
        """Make a rich menu the default of every 1:1 chat."""
        self._sdk.call(self._sdk.api.set_default_rich_menu, menu_id, _request_timeout=self._timeout)

    def remove_rich_menu(self, menu_id: str) -> None:
        """Delete a rich menu."""
        self._sdk.call(self._sdk.api.delete_rich_menu, menu_id, _request_timeout=self._timeout)
