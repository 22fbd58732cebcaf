"""Slack's Web API behind a small typed door: plain values in and out, one kind of exception.

Safe to call from several threads. Every method raises SlackRefusalError.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from urllib.parse import urlsplit

from bot.logs import get_logger
from bot.raw import Raw, id_of, part, parts, text_of
from bot.slack.requests import Call
from bot.slack.wire import OFFICIAL_BASE, TIMEOUT, SlackRefusalError, Wire

Json = Mapping[str, object]

SHORT = 5.0  # seconds for what precedes a message; with it, the message stays within its lease
PAGE = 200  # messages of a history at a time
PAGES = 5
METADATA_TYPE = "pobot_delivery"  # marks our messages, so that they are found again
UPLOAD_HOSTS = ".slack.com"
RESPONSE_HOST = "hooks.slack.com"
NO_MEMBER = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
SCOPES_HEADER = "x-oauth-scopes"

_log = get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the bot's token belongs to."""

    user_id: str
    team_id: str
    team: str  # name of the workspace
    user: str
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What Slack tells of an account."""

    user_id: str
    team_id: str
    email: str  # "" where Slack does not tell
    name: str
    is_member: bool  # no guest, no bot, nobody of another company, not deactivated


def mark(key: str) -> Json:
    """Return the metadata by which a message is found again."""
    return {"event_type": METADATA_TYPE, "event_payload": {"key": key}}


class SlackClient:
    """The calls that the bot makes."""

    def __init__(
        self, *, token: str, api_base: str = OFFICIAL_BASE, timeout: float = TIMEOUT
    ) -> None:
        self.wire = Wire(token=token, api_base=api_base, timeout=timeout)
        self._short = min(SHORT, timeout / 2)
        self._lock = Lock()
        self._direct: dict[str, str] = {}  # the channel of each one-to-one talk, by user
        self._identity: Identity | None = None

    # Messages

    def post_message(self, channel: str, message: Json) -> str:
        """Send; returns the message's ts."""
        answer = self.wire.call("chat.postMessage", json={**message, "channel": channel})
        return id_of(answer, "ts")

    def post_ephemeral(self, channel: str, user_id: str, message: Json) -> None:
        """Show a message in a channel to one person, until they reload."""
        body = {**message, "channel": channel, "user": user_id}
        self.wire.call("chat.postEphemeral", json=body)

    def delete_message(self, channel: str, ts: str) -> None:
        """Take a message of ours back."""
        self.wire.call("chat.delete", json={"channel": channel, "ts": ts})

    def respond(self, url: str, message: Json) -> None:
        """Answer a command at its response_url, which `is_slacks` must have allowed."""
        self.wire.run(self.wire.post(url, json=dict(message)), seconds=self.wire.timeout)

    def is_slacks(self, url: str) -> bool:
        """Whether an address that came with a request is Slack's own, or that of its API."""
        base = urlsplit(self.wire.api_base)
        try:
            given = urlsplit(url)
        except ValueError:  # unbalanced brackets
            return False
        place = (given.scheme, given.netloc)
        return place in {("https", RESPONSE_HOST), (base.scheme, base.netloc)}

    def find_posted(self, channel: str, key: str, *, since: datetime, thread: str = "") -> str:
        """Return the ts of our message with that key since a moment; "" when there is none."""
        method = "conversations.replies" if thread else "conversations.history"
        asked: dict[str, object] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "include_all_metadata": True,
            "limit": PAGE,
            **({"ts": thread} if thread else {}),
        }
        return self.wire.run(self._search(method, asked, key), seconds=self._short)

    async def _search(self, method: str, asked: dict[str, object], key: str) -> str:
        for _ in range(PAGES):
            answer = await self.wire.acall(method, form=asked)
            for message in parts(answer, "messages"):
                if _key_of(message) == key:
                    return id_of(message, "ts")
            cursor = text_of(part(answer, "response_metadata"), "next_cursor")
            if not cursor:
                break
            asked["cursor"] = cursor
        return ""

    # Places

    def open_direct(self, user_id: str) -> str:
        """Return the channel of the one-to-one talk with a person; asked for once."""
        with self._lock:
            known = self._direct.get(user_id)
        if known is not None:
            return known
        answer = self.wire.call("conversations.open", json={"users": user_id}, seconds=self._short)
        channel = id_of(part(answer, "channel"), "id")
        if not channel:
            raise SlackRefusalError(200, "channel_not_found")
        with self._lock:
            self._direct[user_id] = channel
        return channel

    def leave(self, channel: str) -> None:
        """Leave a channel."""
        self.wire.call("conversations.leave", json={"channel": channel})

    def publish_home(self, user_id: str, view: Json) -> None:
        """Show a person the bot's front page."""
        self.wire.call("views.publish", json={"user_id": user_id, "view": view})

    def call_soon(self, call: Call, instead: Callable[[], None]) -> None:
        """Make a call that nobody waits for; when it is refused do what comes `instead`."""
        self.wire.loop.submit(self._called(call, instead))

    async def _called(self, call: Call, instead: Callable[[], None]) -> None:
        try:
            await self.wire.acall(call.method, json=call.arguments)
        except SlackRefusalError as refusal:
            _log.warning("slack_call_refused", method=call.method, reason=refusal.reason)
            instead()

    # People

    def person(self, user_id: str) -> Person:
        """Return what Slack tells of an account."""
        answer = self.wire.call("users.info", form={"user": user_id}, seconds=self._short)
        return _person(part(answer, "user"))

    def person_with(self, email: str) -> Person:
        """Return the account with an e-mail address."""
        answer = self.wire.call("users.lookupByEmail", form={"email": email}, seconds=self._short)
        return _person(part(answer, "user"))

    def identity(self) -> Identity:
        """Tell who the token belongs to; asked until known."""
        with self._lock:
            if self._identity is not None:
                return self._identity
        answer = self.wire.call("auth.test", json={}, seconds=self._short)
        scopes = text_of(part(answer, "headers"), SCOPES_HEADER)
        identity = Identity(
            user_id=id_of(answer, "user_id"),
            team_id=id_of(answer, "team_id"),
            team=text_of(answer, "team"),
            user=text_of(answer, "user"),
            scopes=frozenset(word.strip() for word in scopes.split(",") if word.strip()),
        )
        with self._lock:
            self._identity = identity
        return identity

    def open_socket(self, app_token: str) -> str:
        """Return a fresh address for Socket Mode."""
        answer = self.wire.call("apps.connections.open", json={}, seconds=SHORT, token=app_token)
        return text_of(answer, "url")

    # Pictures and files

    def share_picture(
        self, channel: str, png: bytes, *, name: str, alt: str, thread: str = ""
    ) -> None:
        """Put a picture into a chat: three calls, within SHORT seconds each."""
        wanted = {"filename": name, "length": len(png), "alt_txt": alt[:1000]}
        place = self.wire.call("files.getUploadURLExternal", form=wanted, seconds=self._short)
        url, file_id = text_of(place, "upload_url"), id_of(place, "file_id")
        if not self.holds_files(url) or not file_id:
            raise SlackRefusalError(200, detail="no address to upload to")
        self.wire.run(self.wire.post(url, data=png), seconds=self._short)
        shared: dict[str, object] = {
            "files": [{"id": file_id, "title": alt[:100]}],
            "channel_id": channel,
            **({"thread_ts": thread} if thread else {}),
        }
        self.wire.call("files.completeUploadExternal", json=shared, seconds=self._short)

    def download(self, url: str, most: int, *, seconds: float) -> bytes | None:
        """Return what is at an address that `holds_files`; None when it is more than `most`."""
        return self.wire.run(self.wire.get(url, most), seconds=seconds)

    def holds_files(self, url: str) -> bool:
        """Whether an address is one of Slack's servers, which may be shown the bot's token."""
        if self.is_slacks(url):
            return True
        try:
            given = urlsplit(url)
        except ValueError:
            return False
        return given.scheme == "https" and given.netloc.endswith(UPLOAD_HOSTS)

    def close(self) -> None:
        """End the session and its thread."""
        self.wire.close()


def _key_of(message: Raw) -> str:
    metadata = part(message, "metadata")
    if metadata.get("event_type") != METADATA_TYPE:
        return ""
    return text_of(part(metadata, "event_payload"), "key")


def _person(user: Raw) -> Person:
    profile = part(user, "profile")
    return Person(
        user_id=id_of(user, "id"),
        team_id=id_of(user, "team_id"),
        email=text_of(profile, "email"),
        name=text_of(profile, "display_name") or text_of(profile, "real_name"),
        is_member=not any(user.get(name) for name in NO_MEMBER),
    )
