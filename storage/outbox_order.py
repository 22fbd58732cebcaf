"""What waits for what: messages to one chat leave one after the other, whoever sends them.

Answers wait for answers, and what the bot sends of its own accord for the like: who asked does
not wait for a reminder. Nothing waits without end, see `PATIENT`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    tuple_,
)

from storage.outbox_rows import WAITING
from storage.records.messages import DeliveryClass, DeliveryState
from storage.tables.messages import deliveries
from storage.tables.types import UtcDateTime

ANSWERS = ("reply", "private-answer")  # why
# How long a message waits for an earlier one, in leases: for the end of a try, or for the next.
# Two outlast a sender that was killed, and four tries while a platform is down. The ticket of an
# answer is over within a minute, so late it would not arrive at all: it rather overtakes.
PATIENT, HURRIED = 2.0, 0.25
TRIES = 5  # what was tried more often holds nobody up
EARLIER = deliveries.alias("earlier")


def is_reply(table: FromClause) -> ColumnElement[bool]:
    """Whether it goes out on a ticket."""
    return table.c.delivery_class == DeliveryClass.REPLY.value


def is_free(table: FromClause) -> ColumnElement[bool]:
    """Whether it is an answer that costs nothing: with a ticket, or where none is needed."""
    return or_(
        is_reply(table),
        and_(table.c.why == "reply", table.c.push_when_late.is_(False)),
        table.c.only_for.is_not(None),
    )


def place(table: FromClause) -> tuple[ColumnElement[datetime], ColumnElement[int]]:
    """Return its place in the line: by the moment it was meant for."""
    return func.coalesce(table.c.enqueued_at, table.c.due_at), table.c.position_id


def is_behind(
    *,
    now: datetime,
    lease_seconds: float,
    replies_only: bool = False,
    among: Collection[int] | None = None,
) -> ColumnElement[bool]:
    """Whether an earlier message to the same chat is being sent, or is to be sent first.

    `among` are the positions of what one sender takes: none of these is in the way of another.
    Before that is known, only what cannot be among them counts: it is due later.
    """
    earlier, this = EARLIER.c, deliveries.c
    lease = timedelta(seconds=lease_seconds)
    since = case(
        (is_reply(deliveries), literal(now - lease * HURRIED, UtcDateTime)),
        else_=literal(now - lease * PATIENT, UtcDateTime),
    )
    before = (
        earlier.chat_key == this.chat_key,
        tuple_(*place(EARLIER)) < tuple_(*place(deliveries)),
        earlier.why.in_(ANSWERS) == this.why.in_(ANSWERS),
        earlier.attempt_count <= TRIES,
    )
    sending = and_(earlier.state == DeliveryState.SENDING.value, earlier.tried_at > since, *before)
    next_try = and_(earlier.attempt_count > 0, place(EARLIER)[0] > since)
    # Written out, so that SQLite finds the index of what waits.
    states: BindParameter[Sequence[str]] = bindparam(
        "waits", WAITING, expanding=True, literal_execute=True
    )
    first = and_(
        earlier.state.in_(states),
        earlier.state == DeliveryState.CREATED.value,
        earlier.due_at > this.due_at if among is None else earlier.position_id.not_in(among),
        or_(earlier.due_at <= now, next_try),
        *before,
    )
    if replies_only:
        first = and_(first, is_free(EARLIER))
    return or_(exists().where(sending), exists().where(first))
