"""How a card travels through the outbox: as JSON, and back."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import orjson

from bot.manners import for_group, for_person
from bot.message import Button, Card, ChatKind, ChatRef, Fact, IncomingMessage, Item, Platform, Tone
from storage.records.messages import Delivery, DeliveryClass, NewDelivery

# LINE forgets a retry key after 24 hours; a later repeat could arrive twice.
# https://developers.line.biz/en/docs/messaging-api/retrying-api-request/
KEY_LASTS = timedelta(hours=22)
COURTESY_LASTS = timedelta(days=1)  # longer held back, a courtesy is of no use


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
    """Plan the answer to `message` where it was asked: free while its ticket lasts."""
    push = plan_push(card, message.chat, now=now, leave_chat=leave_chat, why=Why.REPLY)
    if message.reply_ticket is None:
        return push
    return replace(
        push,
        delivery_class=DeliveryClass.REPLY,
        reply_ticket=message.reply_ticket,
        reply_by=message.reply_by,
        push_when_late=card.must_arrive,
    )
