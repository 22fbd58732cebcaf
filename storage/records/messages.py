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
    EXPIRED = "expired"  # too late to be free and not worth a push, or of no use any more
    HELD = "held"  # waits until the month's quota has room for it
    PASSED_ON = "passed_on"  # its person cannot be reached; another delivery took its place


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
    why: str = "-"  # a word for the ledger, never any text of the message
    expires_at: datetime | None = None  # of no use from then on; None: always of use
    instead_of: str | None = None  # id of the delivery that could not reach its person
    agency_id: int | None = None  # whose duty it is; None: the agency of its person
    topics: tuple[str, ...] = ()  # what it tells of (handlers/shared/topics.py)
    thread: str = ""  # the part of the chat it belongs to; "": the chat itself
    only_for: str = ""  # in a group: the one account that may see it; encrypted at rest


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
    why: str = "-"
    state: DeliveryState = DeliveryState.CREATED  # before it was taken
    agency_id: int | None = None
    instead_of: str | None = None
    request_id: str | None = None  # set: it goes out with the others of that request, or alone
    fence: int = 0  # of this taking; what an earlier one brings back too late is ignored
    lease_until: datetime | None = None
    officer_id: int | None = None  # whose account the chat was when it was enqueued
    enqueued_at: datetime | None = None  # its moment
    keyed_at: datetime | None = None  # when its request was made first
    topics: tuple[str, ...] = ()
    thread: str = ""
    only_for: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of the messages on a topic."""

    in_hand: bool  # one of them has not left yet
    delivered_at: datetime | None  # when the last one left


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCount:
    """How many messages of one kind ended, or stand, in one way."""

    why: str
    delivery_class: DeliveryClass
    state: DeliveryState
    count: int
    most_attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One message of the ledger, without what it said."""

    platform: str
    chat_kind: str
    why: str
    delivery_class: DeliveryClass
    state: DeliveryState
    attempts: int
    reason: str
    tried_at: datetime | None
    officer_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """What waits in the outbox, for the operator: numbers and moments, nothing else."""

    waiting_count: int
    held_count: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSigns:
    """When a platform last took a message, and when it last did not."""

    taken_at: datetime | None
    not_taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reachability:
    """Whether messages to an account arrive: LINE says 200 for who is no friend too."""

    reachable: bool
    noted_at: datetime
