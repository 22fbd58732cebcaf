"""Messages on their way out: written with what they tell about, sent by the delivery room."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    and_,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from storage.errors import TamperedDataError
from storage.outbox_ledger import IS_WAITING, LEASE_EXPIRED, OutboxLedger
from storage.outbox_owners import find_owners
from storage.outbox_rows import (
    AS_PUSH,
    FREE,
    SETTLED,
    new_row,
    read_row,
    settled,
    waiting,
)
from storage.records.messages import (
    Delivery,
    DeliveryClass,
    DeliveryState,
    NewDelivery,
)
from storage.tables.messages import deliveries, delivery_topics

TOGETHER = 5  # deliveries that go out in one request, at most
SUPERSEDED = "superseded"  # how the reason begins of what a later message took the place of
IS_REPLY = deliveries.c.delivery_class == DeliveryClass.REPLY.value
# Answers that cost nothing: with a ticket, and where none is needed.
IS_FREE = or_(
    IS_REPLY,
    and_(deliveries.c.why == "reply", deliveries.c.push_when_late.is_(False)),
    deliveries.c.only_for.is_not(None),
)


class OutboxStore(OutboxLedger):
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

    def claim(
        self, *, now: datetime, limit: int, lease_seconds: float, replies_only: bool = False
    ) -> tuple[Delivery, ...]:
        """Take up to `limit` messages that are due, in the order they were enqueued for.

        With each comes what else waits for its chat, held messages too, and the rest of the
        request it was tried with. A sender that stopped leaves an expired lease: a binding message
        is given again, all others become `unknown`, for they may have arrived.
        """
        self._end_leases(now)
        self._expire(now)
        due = (
            select(deliveries.c.position_id, *self._company())
            .where(IS_WAITING, deliveries.c.due_at <= now, deliveries.c.leads)
            .order_by(deliveries.c.due_at, deliveries.c.position_id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        chosen = due.where(IS_FREE) if replies_only else due
        leading = self._connection.execute(chosen).mappings().all()
        if not leading:
            return ()
        states: dict[int, str] = {row["position_id"]: row["state"] for row in leading}
        if not replies_only:
            states |= self._companions(leading, now)
        taken = (
            update(deliveries)
            .where(deliveries.c.position_id.in_(sorted(states)))
            .values(
                state=DeliveryState.SENDING.value,
                lease_until_at=now + timedelta(seconds=lease_seconds),
                attempt_count=deliveries.c.attempt_count + 1,
                fence=deliveries.c.fence + 1,
                tried_at=now,
            )
            .returning(*deliveries.c)
        )
        rows = self._connection.execute(taken).mappings().all()
        ordered = sorted(rows, key=lambda row: (row["due_at"], row["position_id"]))
        return tuple(self._readable(ordered, states))

    def _company(self) -> Sequence[ColumnElement[str]]:
        return (deliveries.c.state, deliveries.c.chat_key, deliveries.c.request_id)

    def _companions(self, rows: Sequence[RowMapping], now: datetime) -> dict[int, str]:
        chats = sorted({row["chat_key"] for row in rows if row["chat_key"]})
        requests = sorted({row["request_id"] for row in rows if row["request_id"]})
        held = deliveries.c.state == DeliveryState.HELD.value
        same_chat = and_(
            deliveries.c.chat_key.in_(chats),
            deliveries.c.request_id.is_(None),
            ~IS_REPLY,
            or_(held, deliveries.c.due_at <= now),
        )
        same_request = and_(deliveries.c.request_id.in_(requests), ~deliveries.c.leads)
        chosen = (
            select(deliveries.c.position_id, deliveries.c.state)
            .where(IS_WAITING, or_(same_chat, same_request))
            # Of a request all must come; false sorts first.
            .order_by(deliveries.c.leads, deliveries.c.due_at, deliveries.c.position_id)
            .limit(len(rows) * TOGETHER)
            .with_for_update(skip_locked=True)
        )
        return {row.position_id: row.state for row in self._connection.execute(chosen)}

    def _topics_of(self, ids: Collection[str]) -> dict[str, tuple[str, ...]]:
        chosen = (
            select(delivery_topics)
            .where(delivery_topics.c.delivery_id.in_(ids))
            .order_by(delivery_topics.c.topic)
        )
        found: dict[str, tuple[str, ...]] = {}
        for row in self._connection.execute(chosen):
            found[row.delivery_id] = (*found.get(row.delivery_id, ()), row.topic)
        return found

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

    def _readable(self, rows: Sequence[RowMapping], states: dict[int, str]) -> Iterator[Delivery]:
        """Give what can be opened; what no key opens is failed, or it would stop the others."""
        topics = self._topics_of([row["id"] for row in rows])
        for row in rows:
            state = DeliveryState(states[row["position_id"]])
            try:
                yield replace(read_row(row, state, self._cipher), topics=topics.get(row["id"], ()))
            except TamperedDataError as error:
                unreadable = update(deliveries).where(deliveries.c.id == row["id"])
                values = {**settled(DeliveryState.FAILED, str(error)), **FREE}
                self._connection.execute(unreadable.values(values))

    def _end_leases(self, now: datetime) -> None:
        binding = deliveries.c.delivery_class == DeliveryClass.BINDING.value
        ended = (
            deliveries.c.state == DeliveryState.SENDING.value,
            deliveries.c.lease_until_at <= now,
        )
        again = {"state": DeliveryState.CREATED.value, "lease_until_at": None}
        self._connection.execute(update(deliveries).where(*ended, binding).values(again))
        lost = settled(DeliveryState.UNKNOWN, LEASE_EXPIRED)
        self._connection.execute(update(deliveries).where(*ended, ~binding).values(lost))

    def _expire(self, now: datetime) -> None:
        """End what nobody needs any more; what may have arrived already is ended by its sender."""
        useless = update(deliveries).where(
            IS_WAITING, deliveries.c.expires_at <= now, deliveries.c.request_id.is_(None)
        )
        values = settled(DeliveryState.EXPIRED, "of no use any more")
        self._connection.execute(useless.values(values))

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
