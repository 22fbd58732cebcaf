"""Reminders: what waits for its moment, claimed once however many processes look."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, insert, select, text, update

from storage.records.duties import Reminder, ReminderState, Step
from storage.tables.duties import reminders

WAITING = reminders.c.state == ReminderState.WAITING.value
# Ends with the transaction, also when its process is killed. Any number that nothing else uses.
TAKE_TURN = text("SELECT pg_try_advisory_xact_lock(7046001)")


def _reminder(row: RowMapping) -> Reminder:
    return Reminder(
        id=row["id"],
        agency_id=row["agency_id"],
        remind_at=row["remind_at"],
        timed=row["timed"],
        duty_id=row["duty_id"],
        step=Step(row["step"]),
        officer_id=row["officer_id"],
        case_id=row["case_id"],
        chat_id=row["chat_id"],
        text=row["text"],
        about_at=row["about_at"],
        repeats=row["repeats"],
        state=ReminderState(row["state"]),
        snoozed=row["snoozed"],
        sent_at=row["sent_at"],
    )


def _values(reminder: Reminder) -> dict[str, object]:
    names = (column.name for column in reminders.c if column.name != "id")
    values: dict[str, object] = {name: getattr(reminder, name) for name in names}
    return {**values, "step": reminder.step.value, "state": reminder.state.value}


class ReminderStore:
    """Finds and keeps reminders."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def take_turn(self) -> bool:
        """Be the only one who claims until the transaction ends; False when another does.

        So what is due for one person lands on one card. SQLite has one writer anyway.
        """
        if self._connection.dialect.name != "postgresql":
            return True
        return bool(self._connection.execute(TAKE_TURN).scalar_one())

    def add(self, reminder: Reminder) -> Reminder:
        """Keep a new reminder; its id is given here."""
        added = insert(reminders).values(_values(reminder)).returning(reminders.c.id)
        return replace(reminder, id=self._connection.execute(added).scalar_one())

    def claim(self, *, now: datetime, limit: int) -> tuple[Reminder, ...]:
        """Take what is due, the earliest first, and with it all else that is due for its agencies.

        What is claimed counts as sent, unless `put_back`; nobody else is given it again.
        """
        due = (
            select(reminders.c.agency_id)
            .where(WAITING, reminders.c.remind_at <= now)
            .order_by(reminders.c.remind_at)
            .limit(limit)
        )
        agency_ids = sorted(set(self._connection.execute(due).scalars()))
        if not agency_ids:
            return ()
        free = (
            select(reminders.c.id)
            .where(WAITING, reminders.c.remind_at <= now, reminders.c.agency_id.in_(agency_ids))
            .with_for_update(skip_locked=True)
            .cte("free")
        )
        taken = (
            update(reminders)
            .where(reminders.c.id.in_(select(free.c.id)), WAITING)
            .values(state=ReminderState.SENT.value, sent_at=now)
            .returning(*reminders.c)
        )
        rows = self._connection.execute(taken).mappings().all()
        return tuple(
            _reminder(row) for row in sorted(rows, key=lambda row: (row["remind_at"], row["id"]))
        )

    def put_back(self, reminder_ids: Collection[int], remind_at: datetime) -> None:
        """Let claimed reminders wait until another moment."""
        again = {"state": ReminderState.WAITING.value, "remind_at": remind_at, "sent_at": None}
        chosen = reminders.c.id.in_(sorted(reminder_ids))
        self._connection.execute(update(reminders).where(chosen).values(again))

    def drop(self, reminder_ids: Collection[int]) -> None:
        """Note that claimed reminders did not go out: what they told of was over."""
        chosen = update(reminders).where(reminders.c.id.in_(sorted(reminder_ids)))
        gone = chosen.values(state=ReminderState.CANCELLED.value, sent_at=None)
        self._connection.execute(gone)

    def cancel(self, reminder_id: int) -> bool:
        """Let a waiting reminder never go out; False when it waits no longer."""
        gone = update(reminders).where(reminders.c.id == reminder_id, WAITING)
        cancelled = gone.values(state=ReminderState.CANCELLED.value)
        return self._connection.execute(cancelled).rowcount > 0

    def cancel_of_duty(self, duty_id: int, *, escalations_only: bool = False) -> None:
        """Let nothing that waits for a duty go out, or only what goes to deputy and team."""
        chosen = update(reminders).where(reminders.c.duty_id == duty_id, WAITING)
        if escalations_only:
            chosen = chosen.where(reminders.c.step != Step.HOLDER.value)
        self._connection.execute(chosen.values(state=ReminderState.CANCELLED.value))

    def waiting_of_officer(self, officer_id: int) -> tuple[Reminder, ...]:
        """Return the free reminders that somebody asked for, earliest first."""
        return self._waiting(reminders.c.officer_id == officer_id)

    def next_waiting(self) -> Reminder | None:
        """Return the reminder whose moment comes next."""
        return next(iter(self._waiting(limit=1)), None)

    def _waiting(
        self, *wanted: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Reminder, ...]:
        chosen = (
            select(reminders)
            .where(WAITING, *wanted)
            .order_by(reminders.c.remind_at, reminders.c.id)
            .limit(limit)
        )
        return tuple(_reminder(row) for row in self._connection.execute(chosen).mappings())
