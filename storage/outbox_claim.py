"""Who gets which message to send: each once, and those of one chat one after the other."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    RowMapping,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
    update,
)

from storage.outbox_ledger import IS_WAITING, LEASE_EXPIRED, OutboxLedger
from storage.outbox_order import is_behind, is_free, is_reply
from storage.outbox_rows import FREE, UNREADABLE, read_row, settled
from storage.records.messages import Delivery, DeliveryClass, DeliveryState
from storage.tables.messages import deliveries, delivery_topics
from storage.tables.types import UtcDateTime

TOGETHER = 5  # deliveries that go out in one request, at most
COMPANY = tuple(deliveries.c[name] for name in ("position_id", "state", "chat_key", "request_id"))
HEAD = 10  # times as many as are asked for
CHAT_TURN = 7046004  # any number that nothing else uses


Moment = datetime | BindParameter[datetime]


def _due(moment: Moment) -> tuple[ColumnElement[bool], ...]:
    return IS_WAITING, deliveries.c.due_at <= moment, deliveries.c.leads


def _ended(moment: Moment) -> tuple[ColumnElement[bool], ...]:
    return deliveries.c.state == DeliveryState.SENDING.value, deliveries.c.lease_until_at <= moment


def _useless(moment: Moment) -> tuple[ColumnElement[bool], ...]:
    return IS_WAITING, deliveries.c.expires_at <= moment, deliveries.c.request_id.is_(None)


AT = bindparam("moment", type_=UtcDateTime())
WHAT_THERE_IS = select(
    exists().where(*_due(AT)), exists().where(*_ended(AT)), exists().where(*_useless(AT))
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a sender asked for."""

    now: datetime
    limit: int
    lease_seconds: float
    replies_only: bool

    def is_behind(self, among: Collection[int] | None = None) -> ColumnElement[bool]:
        """Whether a message is not to be given out yet."""
        return is_behind(
            now=self.now,
            lease_seconds=self.lease_seconds,
            replies_only=self.replies_only,
            among=among,
        )


class OutboxClaims(OutboxLedger):
    """Gives out what is due."""

    def claim(
        self, *, now: datetime, limit: int, lease_seconds: float, replies_only: bool = False
    ) -> tuple[Delivery, ...]:
        """Take up to `limit` messages that are due; those of one chat come in their order.

        With each comes what else waits for its chat, held messages too, and the rest of the
        request it was tried with. What is behind another message (`is_behind`) waits. A sender
        that stopped leaves an expired lease: a binding message is given again, all others become
        `unknown`, for they may have arrived.
        """
        # Most beats find nothing: that costs this one short question.
        due, ended, useless = self._connection.execute(WHAT_THERE_IS, {"moment": now}).one()
        if ended:
            self._end_leases(now)
        if useless:
            self._expire(now)
        if not due and not ended:
            return ()
        chosen = self._choose(_Asked(now, limit, lease_seconds, replies_only))
        if not chosen:
            return ()
        taken = (
            update(deliveries)
            .where(deliveries.c.position_id.in_(sorted(chosen)))
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
        return tuple(self._readable(sorted(rows, key=_place), chosen))

    def _choose(self, asked: _Asked) -> dict[int, str]:
        """Lock what is to be taken; return the states of it, by position."""
        leading = self._leading(asked)
        if not leading:
            return {}
        company = () if asked.replies_only else self._companions(leading, asked.now)
        chosen = {row["position_id"]: row for row in (*leading, *company)}
        # Another sender may have taken what is earlier before these were locked, or be about to.
        while behind := self._behind(chosen, asked):
            left = {chosen[one]["request_id"] for one in behind} - {None}
            chosen = {
                position: row
                for position, row in chosen.items()
                if position not in behind and row["request_id"] not in left
            }
        return {position: row["state"] for position, row in chosen.items()}

    def _leading(self, asked: _Asked) -> Sequence[RowMapping]:
        """Lock what leads its request, each chat's by one sender at a time.

        Of a long line only the head is looked at, unless all of that is behind something.
        """
        found = self._leading_of(asked, asked.limit * HEAD) or self._leading_of(asked, None)
        return [row for row in found if row["is_ours"]]

    def _leading_of(self, asked: _Asked, head: int | None) -> Sequence[RowMapping]:
        due = [*_due(asked.now)]
        if asked.replies_only:
            due.append(is_free(deliveries))
        line = (deliveries.c.due_at, deliveries.c.position_id)
        first = select(deliveries.c.position_id).where(*due).order_by(*line).limit(head).cte()
        chosen = (
            select(*COMPANY)
            .where(
                deliveries.c.position_id.in_(select(first.c.position_id)),
                *due,
                ~asked.is_behind(),
            )
            .order_by(*line)
            .limit(asked.limit)
            .with_for_update(skip_locked=True, of=deliveries)
            .cte("due")
        )
        ours: ColumnElement[bool] = true()  # SQLite has one writer
        if self._connection.dialect.name == "postgresql":
            key = func.hashtext(chosen.c.chat_key)
            ours = func.coalesce(func.pg_try_advisory_xact_lock(CHAT_TURN, key), true())
        return self._connection.execute(select(chosen, ours.label("is_ours"))).mappings().all()

    def _behind(self, chosen: Mapping[int, RowMapping], asked: _Asked) -> frozenset[int]:
        positions = sorted(chosen)
        if not positions:
            return frozenset()
        late = select(deliveries.c.position_id).where(
            deliveries.c.position_id.in_(positions),
            deliveries.c.leads,
            asked.is_behind(positions),
        )
        return frozenset(self._connection.execute(late).scalars())

    def _companions(self, rows: Sequence[RowMapping], now: datetime) -> Sequence[RowMapping]:
        """Lock what goes along with what was chosen."""
        chats = sorted({row["chat_key"] for row in rows if row["chat_key"]})
        requests = sorted({row["request_id"] for row in rows if row["request_id"]})
        held = deliveries.c.state == DeliveryState.HELD.value
        same_chat = and_(
            deliveries.c.chat_key.in_(chats),
            deliveries.c.request_id.is_(None),
            ~is_reply(deliveries),
            or_(held, deliveries.c.due_at <= now),
        )
        same_request = and_(deliveries.c.request_id.in_(requests), ~deliveries.c.leads)
        chosen = (
            select(*COMPANY)
            .where(IS_WAITING, or_(same_chat, same_request))
            # Of a request all must come; false sorts first.
            .order_by(deliveries.c.leads, deliveries.c.due_at, deliveries.c.position_id)
            .limit(len(rows) * TOGETHER)
            .with_for_update(skip_locked=True)
        )
        return self._connection.execute(chosen).mappings().all()

    def _readable(self, rows: Sequence[RowMapping], states: dict[int, str]) -> Iterator[Delivery]:
        """Give what can be opened; what no key opens is failed, or it would stop the others."""
        topics = self._topics_of([row["id"] for row in rows])
        for row in rows:
            state = DeliveryState(states[row["position_id"]])
            try:
                yield replace(read_row(row, state, self._cipher), topics=topics.get(row["id"], ()))
            except UNREADABLE as error:
                unreadable = update(deliveries).where(deliveries.c.id == row["id"])
                values = {**settled(DeliveryState.FAILED, str(error)), **FREE}
                self._connection.execute(unreadable.values(values))

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

    def _end_leases(self, now: datetime) -> None:
        binding = deliveries.c.delivery_class == DeliveryClass.BINDING.value
        ended = _ended(now)
        again = {"state": DeliveryState.CREATED.value, "lease_until_at": None}
        self._update_free(again, *ended, binding)
        self._update_free(settled(DeliveryState.UNKNOWN, LEASE_EXPIRED), *ended, ~binding)

    def _expire(self, now: datetime) -> None:
        """End what nobody needs any more; what may have arrived already is ended by its sender."""
        self._update_free(settled(DeliveryState.EXPIRED, "of no use any more"), *_useless(now))

    def _update_free(self, values: Mapping[str, object], *which: ColumnElement[bool]) -> None:
        """Change what nobody else is changing: several who wait for each other would deadlock."""
        chosen = select(deliveries.c.position_id).where(*which)
        free = select(chosen.with_for_update(skip_locked=True).cte("free").c.position_id)
        changed = update(deliveries).where(deliveries.c.position_id.in_(free))
        self._connection.execute(changed.values(values))


def _place(row: RowMapping) -> tuple[datetime, int]:
    """Return what `outbox_order.place` does."""
    return row["enqueued_at"] or row["due_at"], row["position_id"]
