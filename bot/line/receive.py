"""From LINE's webhook to the bot's own message. Pure; the SDK is not used on the way in.

LINE may send event types, fields and values that nobody has seen yet, and its SDK loses the whole
batch on some of them. So every event is read by itself, and what is strange in one is only missing
there. Shapes: https://developers.line.biz/en/reference/messaging-api/#webhook-event-objects
"""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import orjson

from bot.addressing import HANDED, name_of_file, what_is_asked
from bot.message import ChatKind, ChatRef, EventKind, FileRef, IncomingMessage, Platform
from bot.raw import Raw, count_of, id_of, parse_object, part, parts, text_of
from bot.utf16 import without_spans

REPLY_LIFE = timedelta(seconds=60)  # a reply token is good for one minute after receipt
REPLY_LIFE_REDELIVERED = timedelta(minutes=20)  # and, sent again, this long after the event
REPLY_MARGIN = timedelta(seconds=5)  # for the way to LINE
PLAUSIBLE_YEARS = range(2011, 3000)  # LINE began in 2011
DUMMY_TICKETS = frozenset({"0" * 32, "f" * 32})  # the console's 「Verify」 button sends these
PLAIN_KINDS = {
    "join": EventKind.BOT_JOINED,
    "leave": EventKind.BOT_LEFT,
    "follow": EventKind.FOLLOWED,
    "unfollow": EventKind.UNFOLLOWED,
    "unsend": EventKind.UNSENT,
    "memberLeft": EventKind.MEMBER_LEFT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEvent:
    """One event of a webhook body, not interpreted yet."""

    event_id: str
    conversation: str  # the group's, room's or person's id
    occurred_at: datetime | None  # UTC
    raw: Raw

    @property
    def message_id(self) -> str:
        """The id of the message that this event brings; "" for any other event."""
        return id_of(part(self.raw, "message"), "id")

    @property
    def payload(self) -> bytes:
        """The event as JSON, as `read_stored` reads it back."""
        return orjson.dumps(self.raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    kind: EventKind
    chat: ChatRef
    sender_id: str | None
    text: str = ""
    message_id: str | None = None
    file: FileRef | None = None


def signature_is_valid(secret: str, body: bytes, header: bytes | str | None) -> bool:
    """Tell whether `header` is base64(HMAC-SHA256(secret, body)); any junk is simply wrong."""
    if not secret or not header:
        return False
    given = header.encode("utf-8", "replace") if isinstance(header, str) else header
    expected = b64encode(hmac.digest(secret.encode(), body, "sha256"))
    return hmac.compare_digest(expected, given)


def _chat(raw: Raw) -> ChatRef | None:
    source = part(raw, "source")
    for name in ("groupId", "roomId"):  # rooms behave as groups
        if chat_id := id_of(source, name):
            return ChatRef(Platform.LINE, ChatKind.GROUP, chat_id)
    user_id = id_of(source, "userId")
    if user_id and source.get("type", "user") == "user":
        return ChatRef(Platform.LINE, ChatKind.DIRECT, user_id)
    return None


def _moment(raw: Raw) -> datetime | None:
    value = raw.get("timestamp")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = datetime.fromtimestamp(value / 1000, UTC)  # milliseconds
    except (OverflowError, ValueError, OSError):
        return None
    return moment if moment.year in PLAUSIBLE_YEARS else None


def _event_id(raw: Raw) -> str:
    """Return the event's id; one without a usable id is known by its content."""
    if given := id_of(raw, "webhookEventId"):
        return given
    lasting = {name: raw[name] for name in raw if name != "deliveryContext"}
    return "sha256:" + hashlib.sha256(orjson.dumps(lasting)).hexdigest()


def _one_member_each(raw: Raw) -> Iterator[Raw]:
    """Split 「three people left」 into three events with ids of their own."""
    members = parts(part(raw, "left"), "members")
    if raw.get("type") != "memberLeft" or len(members) < 2:  # noqa: PLR2004  # nothing to split
        yield raw
        return
    event_id = _event_id(raw)
    for position, member in enumerate(members):
        yield {**raw, "webhookEventId": f"{event_id}/{position}", "left": {"members": [member]}}


def read_events(body: bytes) -> tuple[RawEvent, ...]:
    """Read a webhook body whose signature was checked.

    Leaves out what no one may answer: events of a standby channel, events without a chat and the
    bot's own. Raises UnreadableBodyError when the body is not JSON at all.
    """
    request = parse_object(body)
    own_id = request.get("destination")
    found: list[RawEvent] = []
    for entry in parts(request, "events"):
        chat = _chat(entry)
        if chat is None or entry.get("mode") == "standby":
            continue
        if own_id and part(entry, "source").get("userId") == own_id:
            continue
        found.extend(
            RawEvent(
                event_id=_event_id(raw),
                conversation=chat.id,
                occurred_at=_moment(raw),
                raw=raw,
            )
            for raw in _one_member_each(entry)
        )
    return tuple(found)


def _mention_of_bot(message: Raw) -> tuple[bool, list[tuple[int, int]]]:
    """Tell whether the bot is mentioned, and where (in UTF-16 units)."""
    mine = [m for m in parts(part(message, "mention"), "mentionees") if m.get("isSelf") is True]
    places = [(m.get("index"), m.get("length")) for m in mine]
    spans = [
        (index, length)
        for index, length in places
        if isinstance(index, int) and isinstance(length, int) and index >= 0 and length > 0
    ]
    return bool(mine), spans


def _file(raw: Raw, *, in_group: bool) -> FileRef | None:
    """Read a file that somebody handed over; in a group none is."""
    message = part(raw, "message")
    if in_group or raw.get("type") != "message" or message.get("type") != "file":
        return None
    name = name_of_file(text_of(message, "fileName"))
    if not name:
        return None
    return FileRef(name=name, key=id_of(message, "id"), size=count_of(message, "fileSize"))


def _text_typed(raw: Raw, *, in_group: bool, verbs: Collection[str]) -> str | None:
    if raw.get("type") == "postback":  # a tap; whoever taps speaks to the bot
        data = text_of(part(raw, "postback"), "data")
        return what_is_asked(data, mentioned=False, direct=True) or None
    message = part(raw, "message")
    if _file(raw, in_group=in_group) is not None:
        return HANDED
    if raw.get("type") != "message" or message.get("type") != "text":
        return None
    mentioned, spans = _mention_of_bot(message)
    text = text_of(message, "text")
    return what_is_asked(
        without_spans(text, spans) if spans else text,
        mentioned=mentioned,
        direct=not in_group,
        verbs=verbs,
    )


def _interpret(raw: Raw, verbs: Collection[str]) -> _Reading | None:
    chat = _chat(raw)
    if chat is None or text_of(raw, "replyToken") in DUMMY_TICKETS:
        return None
    sender_id = id_of(part(raw, "source"), "userId") or None
    kind = PLAIN_KINDS.get(text_of(raw, "type"))
    if kind is None:
        text = _text_typed(raw, in_group=chat.is_group, verbs=verbs)
        if text is None:
            return None
        message_id = id_of(part(raw, "message"), "id") or None
        return _Reading(
            kind=EventKind.TEXT,
            chat=chat,
            sender_id=sender_id,
            text=text,
            message_id=message_id,
            file=_file(raw, in_group=chat.is_group),
        )
    if kind is EventKind.UNSENT:
        message_id = id_of(part(raw, "unsend"), "messageId") or None
        return _Reading(kind=kind, chat=chat, sender_id=sender_id, message_id=message_id)
    if kind is EventKind.MEMBER_LEFT:
        members = parts(part(raw, "left"), "members")
        sender_id = next((id_of(m, "userId") for m in members if id_of(m, "userId")), None)
    return _Reading(kind=kind, chat=chat, sender_id=sender_id)


def concerns_bot(raw: Raw, *, verbs: Collection[str]) -> bool:
    """Tell whether an event is addressed to the bot or changes where the bot is.

    The same as asking whether `to_message` makes something of it, at a quarter of the cost.
    """
    chat = _chat(raw)
    if chat is None or text_of(raw, "replyToken") in DUMMY_TICKETS:
        return False
    if text_of(raw, "type") in PLAIN_KINDS:
        return True
    return _text_typed(raw, in_group=chat.is_group, verbs=verbs) is not None


def to_message(
    raw: Raw, *, received_at: datetime, verbs: Collection[str]
) -> IncomingMessage | None:
    """Read one event; None when it does not concern the bot, or is of a kind we do not know.

    `received_at` is when it came in, in UTC; `verbs` are the words that may follow 「小幫手」.
    """
    reading = _interpret(raw, verbs)
    if reading is None:
        return None
    ticket = text_of(raw, "replyToken") or None
    reply_by = received_at + REPLY_LIFE - REPLY_MARGIN
    occurred_at = _moment(raw)
    if part(raw, "deliveryContext").get("isRedelivery") is True and occurred_at is not None:
        reply_by = min(reply_by, occurred_at + REPLY_LIFE_REDELIVERED - REPLY_MARGIN)
    return IncomingMessage(
        event_id=_event_id(raw),
        kind=reading.kind,
        chat=reading.chat,
        sender_id=reading.sender_id,
        text=reading.text,
        received_at=received_at,
        message_id=reading.message_id,
        reply_ticket=ticket,
        reply_by=reply_by if ticket else None,
        file=reading.file,
    )


def read_stored(
    payload: bytes, *, received_at: datetime, verbs: Collection[str]
) -> IncomingMessage | None:
    """Read an event that the inbox kept: `RawEvent.payload` as it was stored."""
    return to_message(parse_object(payload), received_at=received_at, verbs=verbs)
