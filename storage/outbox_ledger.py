"""The ledger of what was sent: why, how hard it was tried, what became of it; never contents."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, func, select

from storage.cipher import Cipher
from storage.outbox_rows import IN_HAND, WAITING
from storage.records.messages import (
    Delivery,
    DeliveryClass,
    DeliveryState,
    LedgerCount,
    LedgerRow,
    PlatformSigns,
    Standing,
    WaitingLine,
)
from storage.tables.messages import deliveries, delivery_topics

LEASE_EXPIRED = "the sender stopped before it noted the outcome"
UNREACHABLE = "unreachable"  # how the reason begins of what could not reach its person
TRIED = (DeliveryState.FAILED.value, DeliveryState.UNKNOWN.value, DeliveryState.CREATED.value)
NOT_ARRIVED = (
    DeliveryState.FAILED.value,
    DeliveryState.UNKNOWN.value,
    DeliveryState.PASSED_ON.value,
)
TOLD = (*IN_HAND, DeliveryState.DELIVERED.value, DeliveryState.UNKNOWN.value)
IS_WAITING = deliveries.c.state.in_(WAITING)


class OutboxLedger:
    """Reads what was, is and will be sent."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def counts(self) -> dict[str, int]:
        """Count the deliveries by state; every state is named."""
        counted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        found = {state: count for state, count in self._connection.execute(counted)}  # noqa: C416
        return {state.value: found.get(state.value, 0) for state in DeliveryState}

    def waiting_line(self) -> WaitingLine:
        """Tell what waits, and since when."""
        held = deliveries.c.state == DeliveryState.HELD.value
        counted = select(
            func.count(), func.count().filter(held), func.min(deliveries.c.enqueued_at)
        ).where(IS_WAITING)
        count, held_count, oldest_at = self._connection.execute(counted).one()
        return WaitingLine(waiting_count=count, held_count=held_count, oldest_at=oldest_at)

    def signs(self, platform: str) -> PlatformSigns:
        """Tell when the platform last took a message, and when it last did not."""
        not_taken = and_(
            deliveries.c.reason.not_in(["", LEASE_EXPIRED]),
            deliveries.c.reason.not_like(f"{UNREACHABLE}%"),
            deliveries.c.state.in_(TRIED),
        )
        chosen = select(
            func.max(deliveries.c.delivered_at),
            func.max(deliveries.c.tried_at).filter(not_taken),
        ).where(deliveries.c.platform == platform)
        taken_at, not_taken_at = self._connection.execute(chosen).one()
        return PlatformSigns(taken_at=taken_at, not_taken_at=not_taken_at)

    def tally(self, since: datetime, until: datetime) -> tuple[LedgerCount, ...]:
        """Count what was enqueued for a period, by why, class and outcome."""
        kinds = (deliveries.c.why, deliveries.c.delivery_class, deliveries.c.state)
        counted = (
            select(
                *kinds,
                func.count().label("messages"),
                func.max(deliveries.c.attempt_count).label("tries"),
            )
            .where(deliveries.c.enqueued_at >= since, deliveries.c.enqueued_at < until)
            .group_by(*kinds)
            .order_by(*kinds)
        )
        return tuple(
            LedgerCount(
                why=row.why,
                delivery_class=DeliveryClass(row.delivery_class),
                state=DeliveryState(row.state),
                count=row.messages,
                most_attempts=row.tries,
            )
            for row in self._connection.execute(counted)
        )

    def last_failures(self, since: datetime, limit: int) -> tuple[LedgerRow, ...]:
        """Return what did not arrive where it was meant to, the latest try first."""
        chosen = (
            select(deliveries)
            .where(deliveries.c.state.in_(NOT_ARRIVED), deliveries.c.enqueued_at >= since)
            .order_by(deliveries.c.tried_at.desc().nulls_last(), deliveries.c.position_id.desc())
            .limit(limit)
        )
        return tuple(
            LedgerRow(
                platform=row.platform,
                chat_kind=row.chat_kind,
                why=row.why,
                delivery_class=DeliveryClass(row.delivery_class),
                state=DeliveryState(row.state),
                attempts=row.attempt_count,
                reason=row.reason,
                tried_at=row.tried_at,
                officer_id=row.officer_id,
            )
            for row in self._connection.execute(chosen)
        )

    def standing(self, topics: Collection[str]) -> dict[str, Standing]:
        """Tell of each topic whether a message on it still waits, and when the last one left."""
        in_hand = func.count().filter(deliveries.c.state.in_(IN_HAND))
        told = (
            select(
                delivery_topics.c.topic,
                in_hand.label("waiting"),
                func.max(deliveries.c.delivered_at).label("left_at"),
            )
            .join(deliveries, deliveries.c.id == delivery_topics.c.delivery_id)
            .where(delivery_topics.c.topic.in_(sorted(topics)))
            .group_by(delivery_topics.c.topic)
        )
        return {
            row.topic: Standing(in_hand=row.waiting > 0, delivered_at=row.left_at)
            for row in self._connection.execute(told)
        }

    def told_later(self, delivery: Delivery) -> frozenset[str]:
        """Return what later messages to the same chat tell of, sent or not."""
        this = deliveries.alias("this")
        later = (
            select(delivery_topics.c.topic)
            .join(deliveries, deliveries.c.id == delivery_topics.c.delivery_id)
            .join(this, this.c.id == delivery.id)
            .where(
                deliveries.c.position_id > this.c.position_id,
                deliveries.c.chat_key == this.c.chat_key,
                deliveries.c.state.in_(TOLD),
            )
        )
        return frozenset(self._connection.execute(later).scalars())
