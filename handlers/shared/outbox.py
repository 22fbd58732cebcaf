"""How a card travels through the outbox: as JSON, and back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from bot.manners import for_group, for_person
from bot.message import (
    Button,
    Card,
    ChatKind,
    ChatRef,
    Fact,
    IncomingMessage,
    Item,
    Picture,
    Platform,
    Tone,
)
from storage.records.messages import Delivery, DeliveryClass, NewDelivery

# LINE forgets a retry key after 24 hours; a later repeat could arrive twice.
# https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
KEY_LASTS = timedelta(hours=22)
COURTESY_LASTS = timedelta(days=1)  # longer held back, a courtesy is of no use
SHOWS_TO_ONE = frozenset({Platform.SLACK})  # a group may hold what only one of its members sees
STILL_THERE = timedelta(minutes=1)  # whoever asked still looks where they asked


class Why(StrEnum):
    """Why a message is sent: the ledger's word, and what may be done with it."""

    REPLY = "reply"  # an answer where it was asked
    PRIVATE = "private-answer"  # an answer that a group must not see
    REMINDER = "reminder"
    ESCALATION = "escalation"  # a reminder that somebody else left without an answer
    CHANGE = "change"  # of a date or a case
    COUNT = "undelivered-count"  # that something did not reach a person
    NEWS = "news"  # good to know, nobody has to act


@dataclass(frozen=True, slots=True)
class Parcel:
    """What lies in the outbox: a card, and whether the bot leaves the group after it."""

    card: Card
    leave_chat: bool = False


def pack(parcel: Parcel) -> bytes:
    """Write a parcel as UTF-8 JSON; `unpack` reads it back unchanged."""
    return orjson.dumps(parcel)


def unpack(data: bytes) -> Parcel:
    """Read a parcel that `pack` wrote."""
    fields = orjson.loads(data)
    card = fields["card"]
    card["tone"] = Tone(card["tone"])
    card["facts"] = tuple(Fact(**fact) for fact in card["facts"])
    card["items"] = tuple(Item(**item) for item in card["items"])
    card["buttons"] = tuple(Button(**button) for button in card["buttons"])
    picture = card.get("picture")  # none in what was packed before there were pictures
    card["picture"] = Picture(**picture) if picture else None
    return Parcel(Card(**card), leave_chat=fields["leave_chat"])


def chat_of(delivery: Delivery) -> ChatRef:
    """Return the chat a delivery goes to."""
    return ChatRef(Platform(delivery.platform), ChatKind(delivery.chat_kind), delivery.chat_id)


def plan_push(
    card: Card,
    chat: ChatRef,
    *,
    now: datetime,
    delivery_class: DeliveryClass = DeliveryClass.BINDING,
    leave_chat: bool = False,
    why: Why = Why.NEWS,
) -> NewDelivery:
    """Plan a card that the bot sends of its own accord; on LINE a push costs money.

    Whatever a job makes, here it is held to the manners of its chat. A binding card goes to the
    deputy of its `agency_id` when its person cannot be reached, unless it is somebody's answer.
    """
    card = for_group(card) if chat.is_group else for_person(card)
    return NewDelivery(
        platform=chat.platform,
        chat_kind=chat.kind,
        chat_id=chat.id,
        card=pack(Parcel(card, leave_chat=leave_chat)),
        delivery_class=delivery_class,
        due_at=now,
        why=why,
        expires_at=now + COURTESY_LASTS if delivery_class is DeliveryClass.COURTESY else None,
    )


def plan_reply(
    card: Card, message: IncomingMessage, *, now: datetime, leave_chat: bool = False
) -> NewDelivery:
    """Plan the answer to `message` where it was asked: free while its ticket lasts.

    To what was said aside the ticket answers aside too; once it is over, the way is one to one.
    A goodbye is for everybody.
    """
    if message.aside and message.sender_id and not leave_chat:
        return _plan_aside(card, message, message.sender_id, now=now)
    push = plan_push(card, message.chat, now=now, leave_chat=leave_chat, why=Why.REPLY)
    if message.reply_ticket is None or leave_chat:
        return replace(push, thread=message.thread)
    return replace(
        push,
        delivery_class=DeliveryClass.REPLY,
        reply_ticket=message.reply_ticket,
        reply_by=message.reply_by,
        push_when_late=card.must_arrive,
        thread=message.thread,
    )


def _plan_aside(
    card: Card, message: IncomingMessage, sender_id: str, *, now: datetime
) -> NewDelivery:
    if message.reply_ticket is None:
        return plan_private(card, message, sender_id, now=now)
    alone = ChatRef(message.chat.platform, ChatKind.DIRECT, sender_id)
    return replace(
        plan_push(card, alone, now=now, why=Why.REPLY),
        delivery_class=DeliveryClass.REPLY,
        reply_ticket=message.reply_ticket,
        reply_by=message.reply_by,
        push_when_late=card.must_arrive,
        thread="" if _begins_thread(message) else message.thread,
        only_for=sender_id,
    )


def _begins_thread(message: IncomingMessage) -> bool:
    """Whether nobody has answered yet: then a thread shows nothing to one person alone."""
    return bool(message.thread) and (message.message_id or "").endswith(f"/{message.thread}")


def plan_private(
    card: Card, message: IncomingMessage, sender_id: str, *, now: datetime
) -> NewDelivery:
    """Plan an answer that only its sender may see: in the group itself, where that is possible.

    What only one member sees does not stay and waits for nobody, so whoever asked some time ago
    is told one to one. A thread shows it only once somebody has answered there.
    """
    chat = message.chat
    push = plan_push(
        card, ChatRef(chat.platform, ChatKind.DIRECT, sender_id), now=now, why=Why.PRIVATE
    )
    is_there = now - message.received_at < STILL_THERE
    if not chat.is_group or chat.platform not in SHOWS_TO_ONE or not is_there:
        return push
    return replace(
        push,
        chat_kind=chat.kind,
        chat_id=chat.id,
        only_for=sender_id,
        thread="" if _begins_thread(message) else message.thread,
    )
