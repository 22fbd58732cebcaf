"""What waiting does to a message: when it counts as late, when its key is too old. Pure."""

from datetime import datetime, timedelta

from handlers.shared.outbox import KEY_LASTS, Why
from storage.records.messages import Delivery, DeliveryClass, DeliveryState

PERSONAL = frozenset({Why.REPLY, Why.PRIVATE})  # answers: nobody else's business, at any hour
FRESH = timedelta(seconds=30)  # nobody answers sooner: what it tells of cannot be over
LATE = timedelta(hours=1)  # so long after its moment a message says that it comes late


def is_answer(delivery: Delivery) -> bool:
    """Whether somebody asked for it and waits."""
    return delivery.delivery_class is DeliveryClass.REPLY or delivery.why in PERSONAL


def has_waited(delivery: Delivery, *, now: datetime) -> bool:
    """Whether what it tells of may have changed since it was enqueued."""
    tried = delivery.attempts > 1 or delivery.state is DeliveryState.HELD
    return tried or age(delivery, now=now) > FRESH


def is_late(delivery: Delivery, *, now: datetime) -> bool:
    """Whether it says that it comes late."""
    return delivery.delivery_class is not DeliveryClass.REPLY and age(delivery, now=now) > LATE


def age(delivery: Delivery, *, now: datetime) -> timedelta:
    """Return how long ago its moment was."""
    return now - (delivery.enqueued_at or delivery.due_at)


def is_key_old(delivery: Delivery, *, now: datetime) -> bool:
    """Whether its request was made so long ago that the platform may not know it any more."""
    made_at = delivery.keyed_at
    tried = delivery.request_id is not None and made_at is not None
    return tried and made_at is not None and now - made_at >= KEY_LASTS
