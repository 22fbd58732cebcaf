"""Messages on their way out: written with what they tell about, sent by the delivery room."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from storage.cipher import Cipher
from storage.errors import TamperedDataError
from storage.records.messages import Delivery, DeliveryClass, DeliveryState, NewDelivery
from storage.tables.messages import deliveries

CARD = "deliveries|card"
CHAT_ID = "deliveries|chat_id"
LEASE_EXPIRED = "the sender stopped before it noted the outcome"
SETTLED = (
    DeliveryState.DELIVERED.value,
    DeliveryState.UNKNOWN.value,
    DeliveryState.FAILED.value,
    DeliveryState.EXPIRED.value,
)


class OutboxStore:
    """Gives out deliveries and notes what became of them."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def _delivery(self, row: RowMapping) -> Delivery:
        return Delivery(
            id=row["id"],
            platform=row["platform"],
            chat_kind=row["chat_kind"],
            chat_id=self._cipher.open_text(row["chat_id"], CHAT_ID),
            card=self._cipher.open(row["card"], CARD),
            delivery_class=DeliveryClass(row["delivery_class"]),
            due_at=row["due_at"],
            attempts=row["attempt_count"],
            reply_ticket=row["reply_ticket"],
            reply_by=row["reply_by_at"],
            push_when_late=row["push_when_late"],
        )

    def add(self, delivery: NewDelivery) -> str:
        """Enqueue a message; return its UUID, which is LINE's retry key on pushes."""
        new_id = str(uuid4())
        values = {
            "id": new_id,
            "platform": str(delivery.platform),
            "chat_kind": str(delivery.chat_kind),
            "chat_id": self._cipher.seal_text(delivery.chat_id, CHAT_ID),
            "card": self._cipher.seal(delivery.card, CARD),
            "delivery_class": delivery.delivery_class.value,
            "state": DeliveryState.CREATED.value,
            "due_at": delivery.due_at,
            "attempt_count": 0,
            "reply_ticket": delivery.reply_ticket,
            "reply_by_at": delivery.reply_by,
            "push_when_late": delivery.push_when_late,
            "reason": "",
        }
        self._connection.execute(insert(deliveries).values(values))
        return new_id

    def claim(self, *, now: datetime, limit: int, lease_seconds: float) -> tuple[Delivery, ...]:
        """Take up to `limit` messages that are due, in the order they were enqueued for.

        A sender that stopped leaves an expired lease: a binding message is given again, all
        others become `unknown`, for they may have arrived.
        """
        self._end_leases(now)
        due = (
            select(deliveries.c.position_id)
            .where(deliveries.c.state == DeliveryState.CREATED.value, deliveries.c.due_at <= now)
            .order_by(deliveries.c.due_at, deliveries.c.position_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
            .cte("due")
        )
        taken = (
            update(deliveries)
            .where(deliveries.c.position_id.in_(select(due.c.position_id)))
            .values(
                state=DeliveryState.SENDING.value,
                lease_until_at=now + timedelta(seconds=lease_seconds),
                attempt_count=deliveries.c.attempt_count + 1,
            )
            .returning(*deliveries.c)
        )
        rows = self._connection.execute(taken).mappings().all()
        ordered = sorted(rows, key=lambda row: (row["due_at"], row["position_id"]))
        return tuple(self._readable(ordered))

    def _readable(self, rows: Iterable[RowMapping]) -> Iterator[Delivery]:
        """Give what can be opened; what no key opens is failed, or it would stop the others."""
        for row in rows:
            try:
                yield self._delivery(row)
            except TamperedDataError as error:
                self.failed(row["id"], str(error))

    def _end_leases(self, now: datetime) -> None:
        binding = deliveries.c.delivery_class == DeliveryClass.BINDING.value
        ended = (
            deliveries.c.state == DeliveryState.SENDING.value,
            deliveries.c.lease_until_at <= now,
        )
        again = {"state": DeliveryState.CREATED.value, "lease_until_at": None}
        self._connection.execute(update(deliveries).where(*ended, binding).values(again))
        lost = {**_settled(DeliveryState.UNKNOWN), "reason": LEASE_EXPIRED, "card": None}
        self._connection.execute(update(deliveries).where(*ended, ~binding).values(lost))

    def _change(self, delivery_id: str, values: dict[str, object]) -> None:
        changed = update(deliveries).where(deliveries.c.id == delivery_id)
        self._connection.execute(changed.values(values))

    def delivered(self, delivery_id: str, now: datetime) -> None:
        """Note that the platform accepted it; the card is wiped."""
        done = {**_settled(DeliveryState.DELIVERED), "card": None, "delivered_at": now}
        self._change(delivery_id, done)

    def unknown(self, delivery_id: str, reason: str) -> None:
        """Note that nobody can tell whether it arrived; it is not sent again, the card is wiped."""
        lost = {**_settled(DeliveryState.UNKNOWN), "reason": reason, "card": None}
        self._change(delivery_id, lost)

    def failed(self, delivery_id: str, reason: str) -> None:
        """Give it up."""
        self._change(delivery_id, {**_settled(DeliveryState.FAILED), "reason": reason})

    def expired(self, delivery_id: str) -> None:
        """Note that it is too late to be free and not worth a push; the card is wiped."""
        self._change(delivery_id, {**_settled(DeliveryState.EXPIRED), "card": None})

    def retry(self, delivery_id: str, due_at: datetime, reason: str) -> None:
        """Send it again from `due_at` on."""
        again: dict[str, object] = {
            "state": DeliveryState.CREATED.value,
            "due_at": due_at,
            "lease_until_at": None,
            "reason": reason,
        }
        self._change(delivery_id, again)

    def turn_into_push(self, delivery_id: str) -> None:
        """Make an answer whose ticket ran out a binding push, to be sent at once."""
        push: dict[str, object] = {
            "state": DeliveryState.CREATED.value,
            "delivery_class": DeliveryClass.BINDING.value,
            "lease_until_at": None,
            "reply_ticket": "",
            "reply_by_at": None,
        }
        self._change(delivery_id, push)

    def counts(self) -> dict[str, int]:
        """Count the deliveries by state; every state is named."""
        counted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
        found = {state: count for state, count in self._connection.execute(counted)}  # noqa: C416
        return {state.value: found.get(state.value, 0) for state in DeliveryState}

    def forget_before(self, moment: datetime) -> int:
        """Remove settled deliveries that were due before `moment`."""
        gone = delete(deliveries).where(
            deliveries.c.state.in_(SETTLED), deliveries.c.due_at < moment
        )
        return self._connection.execute(gone).rowcount


def _settled(state: DeliveryState) -> dict[str, object]:
    return {"state": state.value, "lease_until_at": None, "reply_ticket": ""}
