"""Reminders: what waits for its moment, claimed once however many processes look."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    delete,
    func,
    insert,
    select,
    text,
    update,
)

from storage.batches import rows_of
from storage.records.duties import Reminder, ReminderState, Step
from storage.tables.duties import reminders

WAITING = reminders.c.state == ReminderState.WAITING.value
# The same in words that do not fit the index of what waits: for a few duties SQLite would walk it.
NOT_OVER = reminders.c.state.not_in([ReminderState.SENT.value, ReminderState.CANCELLED.value])
# Ends with the transaction, also when its process is killed. Any number that nothing else uses.
TAKE_TURN = text("SELECT pg_try_advisory_xact_lock(7046001)")
TOGETHER = 1_000  # reminders in one statement, however many are due
WAIT_TURN = text("SELECT pg_advisory_xact_lock(7046001)")


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
        urgent=row["urgent"],
        sent_at=row["sent_at"],
        meant_at=row["meant_at"],
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

    def wait_turn(self) -> None:
        """Be the only one who claims until the transaction ends; wait while another does."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(WAIT_TURN)

    def add(self, reminder: Reminder) -> Reminder:
        """Keep a new reminder; its id is given here."""
        added = insert(reminders).values(_values(reminder)).returning(reminders.c.id)
        return replace(reminder, id=self._connection.execute(added).scalar_one())

    def add_all(self, several: Iterable[Reminder]) -> None:
        """Keep new reminders."""
        rows = [_values(reminder) for reminder in several]
        if rows:
            self._connection.execute(insert(reminders), rows)

    def due(self, *, now: datetime, limit: int) -> tuple[int, ...]:
        """Return the ids of what is due, unread: the earliest first."""
        ids = select(reminders.c.id).where(WAITING, reminders.c.remind_at <= now)
        earliest = ids.order_by(reminders.c.remind_at, reminders.c.id).limit(limit)
        return tuple(self._connection.execute(earliest).scalars())

    def put_off(self, reminder_ids: Collection[int], remind_at: datetime) -> None:
        """Let waiting reminders wait longer, unread."""
        chosen = update(reminders).where(reminders.c.id.in_(sorted(reminder_ids)), WAITING)
        self._connection.execute(chosen.values(remind_at=remind_at))

    def claim(
        self, *, now: datetime, limit: int, only: Collection[int] | None = None
    ) -> tuple[Reminder, ...]:
        """Take what is due, the earliest first, and with it all else that is due for its agencies.

        What is claimed counts as sent, unless `put_back`; nobody else is given it again. `only`
        leaves out all others.
        """
        is_due = [WAITING, reminders.c.remind_at <= now]
        if only is not None:
            is_due.append(reminders.c.id.in_(sorted(only)))
        due = (
            select(reminders.c.agency_id)
            .where(*is_due)
            .order_by(reminders.c.remind_at)
            .limit(limit)
        )
        agency_ids = sorted(set(self._connection.execute(due).scalars()))
        if not agency_ids:
            return ()
        free = (
            select(reminders.c.id)
            .where(*is_due, reminders.c.agency_id.in_(agency_ids))
            .with_for_update(skip_locked=True)
        )
        ids = self._connection.execute(free).scalars().all()
        rows: list[RowMapping] = []
        for start in range(0, len(ids), TOGETHER):
            # By number, not joined: PostgreSQL would read the whole table for a misjudged join.
            chosen = update(reminders).where(reminders.c.id.in_(ids[start : start + TOGETHER]))
            taken = chosen.values(state=ReminderState.SENT.value, sent_at=now)
            rows += self._connection.execute(taken.returning(*reminders.c)).mappings()
        return tuple(
            _reminder(row) for row in sorted(rows, key=lambda row: (row["remind_at"], row["id"]))
        )

    def by_ids(self, reminder_ids: Collection[int]) -> tuple[Reminder, ...]:
        """Return the reminders with those ids; what there is not is left out."""
        chosen = select(reminders).where(reminders.c.id.in_(sorted(reminder_ids)))
        return tuple(_reminder(row) for row in self._connection.execute(chosen).mappings())

    def retake(self, reminder_ids: Collection[int]) -> tuple[Reminder, ...]:
        """Return reminders whose card did not leave, as if claimed just now, the earliest first.

        When they come again was kept when they were claimed first: they do not repeat any more.
        """
        sent = reminders.c.state == ReminderState.SENT.value
        chosen = update(reminders).where(reminders.c.id.in_(sorted(reminder_ids)), sent)
        taken = chosen.values(repeats="").returning(*reminders.c)
        rows = self._connection.execute(taken).mappings().all()
        return tuple(
            _reminder(row) for row in sorted(rows, key=lambda row: (row["remind_at"], row["id"]))
        )

    def put_back(self, reminder_ids: Collection[int], remind_at: datetime) -> None:
        """Let claimed reminders wait until another moment; the one they were meant for is kept."""
        again = {
            "state": ReminderState.WAITING.value,
            "remind_at": remind_at,
            "sent_at": None,
            "meant_at": func.coalesce(reminders.c.meant_at, reminders.c.remind_at),
        }
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

    def cancel_all(self, reminder_ids: Collection[int]) -> None:
        """Let those of them that wait never go out."""
        if reminder_ids:
            chosen = update(reminders).where(reminders.c.id.in_(sorted(reminder_ids)), NOT_OVER)
            self._connection.execute(chosen.values(state=ReminderState.CANCELLED.value))

    def cancel_of_duties(self, duty_ids: Collection[int]) -> None:
        """Let nothing that waits for duties go out."""
        if duty_ids:
            of_duties = reminders.c.duty_id.in_(sorted(duty_ids)), NOT_OVER
            chosen = update(reminders).where(*of_duties)
            self._connection.execute(chosen.values(state=ReminderState.CANCELLED.value))

    def cancel_escalations(self, duty_ids: Collection[int]) -> None:
        """Let nothing go out to deputy and team that waits for these duties.

        What a supervisor is to hear of by name stays: what it tells was so.
        """
        if not duty_ids:
            return
        of_duties = reminders.c.duty_id.in_(sorted(duty_ids)), NOT_OVER
        # In words that do not fit the index of officers: SQLite would walk all that names nobody.
        unnamed = func.coalesce(reminders.c.officer_id, 0) == 0
        chosen = update(reminders).where(*of_duties, unnamed, reminders.c.step != Step.HOLDER.value)
        self._connection.execute(chosen.values(state=ReminderState.CANCELLED.value))

    def noticed(self, duty_ids: Collection[int]) -> frozenset[tuple[int, int]]:
        """Return of which duties who heard, or is to hear, by name that nobody answered."""
        chosen = select(reminders.c.duty_id, reminders.c.officer_id).where(
            reminders.c.duty_id.in_(sorted(duty_ids)),
            reminders.c.officer_id.is_not(None),
            reminders.c.step == Step.NOBODY.value,
            reminders.c.state != ReminderState.CANCELLED.value,
        )
        rows = self._connection.execute(chosen)
        return frozenset((duty_id, officer_id) for duty_id, officer_id in rows)

    def forget_before(self, moment: datetime) -> int:
        """Delete what went out, or was to go out and was cancelled, before a moment."""
        over = reminders.c.state != ReminderState.WAITING.value, reminders.c.remind_at < moment
        return self._connection.execute(delete(reminders).where(*over)).rowcount

    def forget_officer(self, officer_id: int) -> None:
        """Delete every reminder that somebody asked for, those that wait too."""
        mine = reminders.c.officer_id == officer_id
        self._connection.execute(delete(reminders).where(mine))

    def of_case(self, case_id: int) -> tuple[Reminder, ...]:
        """Return every reminder about a case, whatever became of it, oldest first."""
        chosen = select(reminders).where(reminders.c.case_id == case_id).order_by(reminders.c.id)
        return tuple(_reminder(row) for row in self._connection.execute(chosen).mappings())

    def wipe_of_case(self, case_id: int) -> None:
        """Remove every word about a case: it became a 密件.

        What waits for its agencies or for a group never goes out; what somebody asked for
        themselves still does, without words.
        """
        about = reminders.c.case_id == case_id
        self._connection.execute(update(reminders).where(about).values(text=""))
        told_to_others = reminders.c.officer_id.is_(None), reminders.c.duty_id.is_(None), NOT_OVER
        gone = update(reminders).where(about, *told_to_others)
        self._connection.execute(gone.values(state=ReminderState.CANCELLED.value))

    def waiting_of_officer(self, officer_id: int) -> tuple[Reminder, ...]:
        """Return the free reminders that somebody asked for, earliest first."""
        return self._waiting(reminders.c.officer_id == officer_id)

    def wishes(self, officer_id: int, since: datetime) -> tuple[Reminder, ...]:
        """Return the free reminders of somebody that wait, or went out since a moment."""
        chosen = (
            select(reminders)
            .where(
                reminders.c.officer_id == officer_id,
                reminders.c.duty_id.is_(None),
                reminders.c.state != ReminderState.CANCELLED.value,
                reminders.c.remind_at >= since,
            )
            .order_by(reminders.c.remind_at, reminders.c.id)
        )
        return tuple(_reminder(row) for row in self._connection.execute(chosen).mappings())

    def waiting_of_duties(self, duty_ids: Collection[int]) -> tuple[Reminder, ...]:
        """Return what waits for these duties, earliest first."""
        waiting = select(reminders).where(NOT_OVER)
        found = rows_of(self._connection, reminders, reminders.c.duty_id, duty_ids, chosen=waiting)
        return tuple(sorted(map(_reminder, found), key=lambda r: (r.remind_at, r.id)))

    def waiting_news(self, until: datetime) -> tuple[Reminder, ...]:
        """Return what whoever holds a case is to hear of it before `until`, earliest first."""
        nobodys = reminders.c.officer_id.is_(None), reminders.c.chat_id.is_(None)
        of_cases = reminders.c.duty_id.is_(None), reminders.c.case_id.is_not(None)
        return self._waiting(reminders.c.remind_at < until, *nobodys, *of_cases)

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
