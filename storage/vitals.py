"""How the work stands: what waits and since when, and what is in whose hands. Counts only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table, func, select

from storage.records.duties import ReminderState
from storage.records.messages import DeliveryState
from storage.tables.duties import reminders
from storage.tables.messages import deliveries, inbox_events
from storage.tables.petitions import petitions
from storage.tables.posts import opinion_sources
from storage.tables.turns import turns

LEASED: dict[str, Table] = {
    "event": inbox_events,
    "delivery": deliveries,
    "petition": petitions,
    "feed": opinion_sources,
    "turn": turns,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Something that is due and was not done yet."""

    count: int
    since_at: datetime | None  # when the one that waits longest was due


@dataclass(frozen=True, slots=True, kw_only=True)
class Leases:
    """What is in a process's hands, and what was in those of one that stopped."""

    held_count: int
    ended_count: int  # nobody took it over yet


class VitalStore:
    """Counts; reads no contents."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def events(self) -> Backlog:
        """Count the events that are not handled."""
        waiting = select(func.count(), func.min(inbox_events.c.received_at)).where(
            inbox_events.c.finished_at.is_(None)
        )
        count, since_at = self._connection.execute(waiting).one()
        return Backlog(count=count, since_at=since_at)

    def failed_events(self) -> int:
        """Count the events that were given up and are not forgotten yet."""
        failed = select(func.count()).where(inbox_events.c.fail_reason != "")
        return self._connection.execute(failed).scalar_one()

    def deliveries(self, *, now: datetime) -> Backlog:
        """Count the messages that are due and were not sent."""
        due = select(func.count(), func.min(deliveries.c.due_at)).where(
            deliveries.c.state == DeliveryState.CREATED.value, deliveries.c.due_at <= now
        )
        count, since_at = self._connection.execute(due).one()
        return Backlog(count=count, since_at=since_at)

    def reminders(self, *, now: datetime) -> Backlog:
        """Count the reminders that are due and were not put into the outbox."""
        due = select(func.count(), func.min(reminders.c.remind_at)).where(
            reminders.c.state == ReminderState.WAITING.value, reminders.c.remind_at <= now
        )
        count, since_at = self._connection.execute(due).one()
        return Backlog(count=count, since_at=since_at)

    def leases(self, *, now: datetime) -> dict[str, Leases]:
        """Count the leases by what they are of."""
        return {name: self._leases(table, now) for name, table in LEASED.items()}

    def _leases(self, table: Table, now: datetime) -> Leases:
        until = table.c.lease_until_at
        counted = select(func.count().filter(until > now), func.count().filter(until <= now)).where(
            until.is_not(None)
        )
        if table is inbox_events:  # a finished one has none; so the index of the others is enough
            counted = counted.where(inbox_events.c.finished_at.is_(None))
        if table is deliveries:
            counted = counted.where(deliveries.c.state == DeliveryState.SENDING.value)
        held_count, ended_count = self._connection.execute(counted).one()
        return Leases(held_count=held_count, ended_count=ended_count)
