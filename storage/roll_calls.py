"""Roll-calls (點名): questions, and what became of them at each agency."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from storage.errors import RecordNotFoundError
from storage.records.coordination import AnswerKind, RollCall, RollEntry
from storage.tables.coordination import roll_calls, roll_entries
from storage.upserts import insert_or_update


def _roll_call(row: RowMapping) -> RollCall:
    return RollCall(
        id=row["id"],
        case_id=row["case_id"],
        serial=row["serial"],
        agency_id=row["agency_id"],
        officer_id=row["officer_id"],
        question=row["question"],
        kind=AnswerKind(row["kind"]),
        due_at=row["due_at"],
        asked_at=row["asked_at"],
        report_at=row["report_at"],
        closed_at=row["closed_at"],
        withdrawn_at=row["withdrawn_at"],
    )


def _values(roll: RollCall) -> dict[str, object]:
    names = (column.name for column in roll_calls.c if column.name != "id")
    values: dict[str, object] = {name: getattr(roll, name) for name in names}
    return {**values, "kind": roll.kind.value}


def _entry(row: RowMapping) -> RollEntry:
    return RollEntry(
        roll_call_id=row["roll_call_id"],
        agency_id=row["agency_id"],
        next_at=row["next_at"],
        told_at=row["told_at"],
        told_officer_id=row["told_officer_id"],
        nudged_at=row["nudged_at"],
        answer=row["answer"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
        is_late=row["is_late"],
    )


class RollCallStore:
    """Finds and keeps roll-calls."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, roll: RollCall, agency_ids: Iterable[int]) -> RollCall:
        """Keep a new question to these agencies, to be asked at once; id and serial are given here.

        The caller has taken the turn of the case.
        """
        highest = select(func.max(roll_calls.c.serial)).where(roll_calls.c.case_id == roll.case_id)
        serial = (self._connection.execute(highest).scalar_one() or 0) + 1
        numbered = replace(roll, serial=serial)
        added = insert(roll_calls).values(_values(numbered)).returning(roll_calls.c.id)
        kept = replace(numbered, id=self._connection.execute(added).scalar_one())
        for agency_id in agency_ids:
            self.save_entry(
                RollEntry(roll_call_id=kept.id, agency_id=agency_id, next_at=roll.asked_at)
            )
        return kept

    def get(self, roll_call_id: int, *, lock: bool = False) -> RollCall:
        """Return the question with that id; with `lock` nobody else changes it meanwhile.

        Raises RecordNotFoundError.
        """
        chosen = select(roll_calls).where(roll_calls.c.id == roll_call_id)
        if lock:
            chosen = chosen.with_for_update()
        row = self._connection.execute(chosen).mappings().one_or_none()
        if row is None:
            kind = "roll-call"
            raise RecordNotFoundError(kind, roll_call_id)
        return _roll_call(row)

    def of_case(self, case_id: int) -> tuple[RollCall, ...]:
        """Return the questions of a case, newest first."""
        chosen = (
            select(roll_calls)
            .where(roll_calls.c.case_id == case_id)
            .order_by(roll_calls.c.serial.desc())
        )
        return tuple(_roll_call(row) for row in self._connection.execute(chosen).mappings())

    def count_asked(self, officer_id: int, since: datetime) -> int:
        """Count the questions that somebody asked since a moment."""
        mine = roll_calls.c.officer_id == officer_id, roll_calls.c.asked_at >= since
        chosen = select(func.count()).select_from(roll_calls).where(*mine)
        return self._connection.execute(chosen).scalar_one()

    def forget_answers(self, *, before: datetime) -> int:
        """Forget what was answered to questions whose day was before a moment; return how many.

        That an agency answered, and when, stays.
        """
        ids = select(roll_calls.c.id).where(roll_calls.c.due_at < before)
        old = roll_entries.c.roll_call_id.in_(ids), roll_entries.c.answer != ""
        return self._connection.execute(update(roll_entries).where(*old).values(answer="")).rowcount

    def save(self, roll: RollCall) -> None:
        """Keep what changed."""
        changed = update(roll_calls).where(roll_calls.c.id == roll.id).values(_values(roll))
        self._connection.execute(changed)

    def entries(self, roll_call_id: int) -> tuple[RollEntry, ...]:
        """Return what became of a question, by agency id."""
        chosen = (
            select(roll_entries)
            .where(roll_entries.c.roll_call_id == roll_call_id)
            .order_by(roll_entries.c.agency_id)
        )
        return tuple(_entry(row) for row in self._connection.execute(chosen).mappings())

    def save_entry(self, entry: RollEntry) -> None:
        """Keep what became of a question at one agency."""
        names = (column.name for column in roll_entries.c)
        values: dict[str, object] = {name: getattr(entry, name) for name in names}
        insert_or_update(self._connection, roll_entries, values)

    def claim_entries(self, *, now: datetime, limit: int) -> tuple[RollEntry, ...]:
        """Take what is to be asked or nudged; nobody else is given it unless `next_at` is set."""
        due = (
            select(roll_entries.c.roll_call_id, roll_entries.c.agency_id)
            .where(roll_entries.c.next_at <= now)
            .order_by(roll_entries.c.next_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        taken: list[RollEntry] = []
        for roll_call_id, agency_id in self._connection.execute(due).all():
            claimed = (
                update(roll_entries)
                .where(
                    roll_entries.c.roll_call_id == roll_call_id,
                    roll_entries.c.agency_id == agency_id,
                    roll_entries.c.next_at <= now,
                )
                .values(next_at=None)
                .returning(*roll_entries.c)
            )
            row = self._connection.execute(claimed).mappings().one_or_none()
            if row is not None:
                taken.append(_entry(row))
        return tuple(taken)

    def claim_reports(self, *, now: datetime, limit: int) -> tuple[RollCall, ...]:
        """Take the questions whose asker is to be told how they stand."""
        due = (
            select(roll_calls.c.id)
            .where(roll_calls.c.report_at <= now)
            .order_by(roll_calls.c.report_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        taken: list[RollCall] = []
        for roll_call_id in self._connection.execute(due).scalars().all():
            claimed = (
                update(roll_calls)
                .where(roll_calls.c.id == roll_call_id, roll_calls.c.report_at <= now)
                .values(report_at=None)
                .returning(*roll_calls.c)
            )
            row = self._connection.execute(claimed).mappings().one_or_none()
            if row is not None:
                taken.append(_roll_call(row))
        return tuple(taken)

    def next_moment(self) -> datetime | None:
        """Return when the next question, nudge or report is due; None when nothing waits."""
        moments = (
            self._connection.execute(select(func.min(column))).scalar_one()
            for column in (roll_entries.c.next_at, roll_calls.c.report_at)
        )
        return min((m for m in moments if m is not None), default=None)

    def wipe(self, case_id: int) -> None:
        """Remove every question of a case, with the answers: it became a 密件."""
        ids = select(roll_calls.c.id).where(roll_calls.c.case_id == case_id)
        self._connection.execute(delete(roll_entries).where(roll_entries.c.roll_call_id.in_(ids)))
        self._connection.execute(delete(roll_calls).where(roll_calls.c.case_id == case_id))
