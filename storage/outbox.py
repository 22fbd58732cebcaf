"""Messages on their way out: written with what they tell about, sent by the delivery room."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy import (
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.outbox_claim import OutboxClaims
from storage.outbox_ledger import IS_WAITING
from storage.outbox_owners import find_owners
from storage.outbox_rows import (
    AS_PUSH,
    FREE,
    SETTLED,
    new_row,
    settled,
    waiting,
)
from storage.records.messages import Delivery, DeliveryState, NewDelivery
from storage.tables.messages import deliveries, delivery_topics

SUPERSEDED = "superseded"  # how the reason begins of what a later message took the place of


class OutboxStore(OutboxClaims):
    """Gives out deliveries and notes what became of them.

    Each taking has its fence: what an earlier taking brings back after its lease is ignored, and
    the method that was to note it returns False.
    """

    def add(self, delivery: NewDelivery) -> str:
        """Enqueue a message; return its UUID."""
        (added,) = self.add_all([delivery])
        return added

    def add_all(self, several: Iterable[NewDelivery]) -> tuple[str, ...]:
        """Enqueue messages in that order; return their UUIDs."""
        new = tuple(several)
        if not new:
            return ()
        owners = find_owners(self._connection, self._cipher, new)
        rows = [new_row(delivery, self._cipher) for delivery in new]
        for row, delivery in zip(rows, new, strict=True):
            row["officer_id"] = owners.get((delivery.platform, delivery.chat_id))
        self._connection.execute(insert(deliveries), rows)
        ids = tuple(str(row["id"]) for row in rows)
        topics = [
            {"delivery_id": delivery_id, "topic": topic}
            for delivery_id, delivery in zip(ids, new, strict=True)
            for topic in dict.fromkeys(delivery.topics)
        ]
        if topics:
            self._connection.execute(insert(delivery_topics), topics)
        return ids

    def recall(self, topics: Collection[str], *, keys_from: datetime) -> tuple[str, ...]:
        """Take back what waits on a topic, for a later message; return what it told of, sorted.

        What is being sent, was passed on, or was tried with a key made after `keys_from`, so that
        it can still be told whether it arrived, stays as it is.
        """
        on_topic = select(delivery_topics.c.delivery_id).where(
            delivery_topics.c.topic.in_(sorted(topics))
        )
        free = (
            select(deliveries.c.id)
            .where(
                IS_WAITING,
                or_(deliveries.c.request_id.is_(None), deliveries.c.keyed_at <= keys_from),
                deliveries.c.instead_of.is_(None),
                deliveries.c.id.in_(on_topic),
            )
            .with_for_update(skip_locked=True)
        )
        ids = sorted(self._connection.execute(free).scalars())
        if not ids:
            return ()
        over = update(deliveries).where(deliveries.c.id.in_(ids))
        self._connection.execute(over.values(settled(DeliveryState.EXPIRED, SUPERSEDED)))
        found = self._topics_of(ids)
        return tuple(sorted({topic for one in ids for topic in found.get(one, ())}))

    def put_together(self, taken: Sequence[Delivery], request_id: str) -> None:
        """Let what was taken go out in one request, now and at every later try; the first leads."""
        ids = [delivery.id for delivery in taken]
        together = update(deliveries).where(deliveries.c.id.in_(ids))
        keyed_at = func.coalesce(deliveries.c.keyed_at, deliveries.c.tried_at)
        values = {"request_id": request_id, "leads": False, "keyed_at": keyed_at}
        self._connection.execute(together.values(values))
        lead = update(deliveries).where(deliveries.c.id == ids[0])
        self._connection.execute(lead.values(leads=True))

    def settle(
        self, delivery: Delivery, state: DeliveryState, *, now: datetime, reason: str = ""
    ) -> bool:
        """Note that it is never sent again; unless it failed, the card is wiped."""
        values = settled(state, reason)
        if state is DeliveryState.DELIVERED:
            values["delivered_at"] = now
        return self._change(delivery, values)

    def retry(self, delivery: Delivery, due_at: datetime, reason: str) -> bool:
        """Send it again from `due_at` on, with the same request."""
        return self._change(delivery, waiting(due_at, reason, DeliveryState.CREATED))

    def send_anew(self, delivery: Delivery, due_at: datetime, reason: str) -> bool:
        """Send it from `due_at` on with any request: it was not accepted, or may come twice."""
        values = waiting(due_at, reason, delivery.state)
        return self._change(delivery, {**values, **FREE})

    def send_alone(self, delivery: Delivery, due_at: datetime, reason: str, *, key: str) -> bool:
        """Send it from `due_at` on, with a request of its own under `key`."""
        values = waiting(due_at, reason, DeliveryState.CREATED)
        return self._change(
            delivery, {**values, "request_id": key, "leads": True, "keyed_at": due_at}
        )

    def hold(self, delivery: Delivery, due_at: datetime, reason: str) -> bool:
        """Let it wait for the quota and look again at `due_at`; this was no try.

        What was tried before may have been accepted: it keeps its request.
        """
        values = waiting(due_at, reason, DeliveryState.HELD)
        untried = {"attempt_count": deliveries.c.attempt_count - 1}
        free = FREE if delivery.request_id is None else {}
        return self._change(delivery, {**values, **free, **untried})

    def put_back(self, delivery: Delivery, due_at: datetime | None = None) -> bool:
        """Give it back untried as it was, to be taken at once or from `due_at` on."""
        values: dict[str, object] = {
            "state": delivery.state.value,
            "lease_until_at": None,
            "attempt_count": deliveries.c.attempt_count - 1,
        }
        if due_at is not None:
            values["due_at"] = due_at
        if delivery.request_id is None:  # the key it was given meanwhile was not used
            values |= FREE
        return self._change(delivery, values)

    def turn_into_push(self, delivery: Delivery) -> bool:
        """Make an answer whose ticket ran out a binding push, to be sent at once."""
        return self._change(delivery, AS_PUSH)

    def still_has(self, delivery: Delivery) -> bool:
        """Whether no other taking of it began since; it cannot begin before the caller commits."""
        mine = (
            deliveries.c.id == delivery.id,
            deliveries.c.fence == delivery.fence,
            deliveries.c.state == DeliveryState.SENDING.value,
        )
        chosen = select(deliveries.c.id).where(*mine).with_for_update()
        return self._connection.execute(chosen).first() is not None

    def _change(self, delivery: Delivery, values: dict[str, object]) -> bool:
        changed = update(deliveries).where(
            deliveries.c.id == delivery.id,
            deliveries.c.fence == delivery.fence,
            deliveries.c.state == DeliveryState.SENDING.value,
        )
        return self._connection.execute(changed.values(values)).rowcount == 1

    def forget_before(self, moment: datetime) -> int:
        """Remove settled deliveries that were due before `moment`."""
        old = (deliveries.c.state.in_(SETTLED), deliveries.c.due_at < moment)
        ids = select(deliveries.c.id).where(*old)
        topics = delete(delivery_topics).where(delivery_topics.c.delivery_id.in_(ids))
        self._connection.execute(topics)
        return self._connection.execute(delete(deliveries).where(*old)).rowcount
