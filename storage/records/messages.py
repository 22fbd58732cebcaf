"""What comes in and goes out: inbox events and deliveries."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event on its way into the inbox; `payload` is wiped once handled."""

    platform: str
    event_id: str  # the platform's own; repeats are dropped by it
    conversation: str  # events of one conversation are handled in order
    occurred_at: datetime  # the platform's timestamp, UTC
    received_at: datetime  # UTC
    payload: bytes  # the raw event, JSON; encrypted at rest
    chat_id: str = ""  # with message_id: what an 「unsend」 names
    message_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEvent:
    """An event taken out of the inbox to be handled."""

    id: int
    platform: str
    event_id: str
    conversation: str
    received_at: datetime
    payload: bytes
    attempts: int


class DeliveryClass(StrEnum):
    """How hard a message is tried (architecture, decision 10)."""

    REPLY = "reply"  # on the reply ticket; an unknown outcome is never sent again
    BINDING = "binding"  # at least once, with the platform's idempotency key
    COURTESY = "courtesy"  # at most once


class DeliveryState(StrEnum):
    """GOV.UK Notify's words."""

    CREATED = "created"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"  # accepted or not, nobody can tell; not sent again
    FAILED = "failed"  # given up, with a reason
    EXPIRED = "expired"  # too late to be free and not worth a push


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDelivery:
    """A message on its way into the outbox; committed with what it tells about."""

    platform: str
    chat_kind: str
    chat_id: str
    card: bytes  # a Card as JSON; encrypted at rest, wiped once delivered
    delivery_class: DeliveryClass
    due_at: datetime
    reply_ticket: str = ""
    reply_by: datetime | None = None
    push_when_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message taken out of the outbox to be sent."""

    id: str  # UUID, made when it was enqueued
    platform: str
    chat_kind: str
    chat_id: str
    card: bytes
    delivery_class: DeliveryClass
    due_at: datetime
    attempts: int
    reply_ticket: str = ""
    reply_by: datetime | None = None
    push_when_late: bool = False
