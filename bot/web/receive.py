"""The sandbox's events: raw JSON, as they lie in the inbox, from and to `IncomingMessage`."""

from datetime import datetime, timedelta
from uuid import uuid4

import orjson

from bot.gate import Arrival
from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform

REPLY_LIFE = timedelta(minutes=1)  # as long as LINE's reply token, so both go the same way


def make_event(
    kind: EventKind,
    chat: ChatRef,
    *,
    sender_id: str | None,
    now: datetime,
    text: str = "",
    message_id: str | None = None,
) -> IncomingMessage:
    """Make the event of something that just happened in a web chat."""
    event_id = uuid4().hex
    answerable = kind in {EventKind.TEXT, EventKind.BOT_JOINED, EventKind.FOLLOWED}
    return IncomingMessage(
        event_id=event_id,
        kind=kind,
        chat=chat,
        sender_id=sender_id,
        text=text,
        received_at=now,
        message_id=message_id,
        reply_ticket=event_id if answerable else None,
        reply_by=now + REPLY_LIFE if answerable else None,
    )


def to_arrival(message: IncomingMessage) -> Arrival:
    """Make what the gate lets in of an event that concerns the bot."""
    return Arrival(
        platform=Platform.WEB,
        event_id=message.event_id,
        conversation=f"{message.chat.kind}:{message.chat.id}",
        occurred_at=message.received_at,
        payload=write_event(message),
        concerns_bot=True,
    )


def write_event(message: IncomingMessage) -> bytes:
    """Write an event as the JSON that `read_event` reads."""
    return orjson.dumps(
        {
            "eventId": message.event_id,
            "type": message.kind.value,
            "chat": {"kind": message.chat.kind.value, "id": message.chat.id},
            "senderId": message.sender_id,
            "text": message.text,
            "receivedAt": message.received_at,
            "messageId": message.message_id,
            "replyTicket": message.reply_ticket,
            "replyBy": message.reply_by,
        }
    )


def read_event(payload: bytes) -> IncomingMessage:
    """Read an event that `write_event` wrote.

    Raises ValueError on anything else.
    """
    raw = orjson.loads(payload)  # JSONDecodeError is a ValueError
    try:
        return IncomingMessage(
            event_id=_text(raw["eventId"]),
            kind=EventKind(raw["type"]),
            chat=ChatRef(Platform.WEB, ChatKind(raw["chat"]["kind"]), _text(raw["chat"]["id"])),
            sender_id=_optional(raw["senderId"]),
            text=_text(raw["text"]),
            received_at=datetime.fromisoformat(raw["receivedAt"]),
            message_id=_optional(raw["messageId"]),
            reply_ticket=_optional(raw["replyTicket"]),
            reply_by=None if raw["replyBy"] is None else datetime.fromisoformat(raw["replyBy"]),
        )
    except (KeyError, TypeError) as error:
        message = "not an event of the web chat"
        raise ValueError(message) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = "not a text"
        raise TypeError(message)
    return value


def _optional(value: object) -> str | None:
    return None if value is None else _text(value)
