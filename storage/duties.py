"""Events of cases, and the duties that follow from them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import RowMapping, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.batches import rows_of
from storage.chosen_days import ChosenDayStore
from storage.errors import RecordNotFoundError
from storage.records.cases import CaseKind, Secrecy
from storage.records.duties import CaseEvent, Duty, DutyState, EventStanding
from storage.records.rules import Event, Force
from storage.tables.cases import cases
from storage.tables.duties import case_events, duties

SAID = "："  # between an answer and why
OPEN = duties.c.state == DutyState.OPEN.value


def _event(row: RowMapping) -> CaseEvent:
    return CaseEvent(
        id=row["id"],
        case_id=row["case_id"],
        event=Event(row["event"]),
        on=row["happens_on"],
        standing=EventStanding(row["standing"]),
        source=row["source"],
        said_at=row["said_at"],
        said_by=row["said_by"],
    )


def _duty(row: RowMapping) -> Duty:
    return Duty(
        id=row["id"],
        case_id=row["case_id"],
        agency_id=row["agency_id"],
        name=row["name"],
        force=Force(row["force"]),
        last_on=row["last_on"],
        due_at=row["due_at"],
        safe_on=row["safe_on"],
        planned_at=row["planned_at"],
        rule_key=row["rule_key"],
        event=None if row["event"] is None else Event(row["event"]),
        event_on=row["event_on"],
        day_off=row["day_off"],
        provisional=row["provisional"],
        state=DutyState(row["state"]),
        reason=row["reason"],
        told_at=row["told_at"],
        seen_at=row["seen_at"],
        answered_at=row["answered_at"],
        answered_by=row["answered_by"],
    )


def _values(duty: Duty) -> dict[str, object]:
    names = (column.name for column in duties.c if column.name != "id")
    values: dict[str, object] = {name: getattr(duty, name) for name in names}
    return {
        **values,
        "force": duty.force.value,
        "event": None if duty.event is None else duty.event.value,
        "state": duty.state.value,
    }


class DutyStore(ChosenDayStore):
    """Finds and keeps events and duties. Which duties follow is decided in the reminders room."""

    def events(self, case_id: int) -> tuple[CaseEvent, ...]:
        """Return the events of a case, one of each kind, by day."""
        chosen = (
            select(case_events)
            .where(case_events.c.case_id == case_id)
            .order_by(case_events.c.happens_on, case_events.c.id)
        )
        return tuple(_event(row) for row in self._connection.execute(chosen).mappings())

    def events_of_cases(self, case_ids: Collection[int]) -> tuple[CaseEvent, ...]:
        """Return the events of several cases, by day."""
        found = rows_of(self._connection, case_events, case_events.c.case_id, case_ids)
        return tuple(sorted(map(_event, found), key=lambda event: (event.on, event.id)))

    def events_of(self, agency_ids: Collection[int], event: Event) -> tuple[CaseEvent, ...]:
        """Return the events of a kind of the open cases that agencies own, by day."""
        is_open = cases.c.closed_at.is_(None), cases.c.cancelled_at.is_(None)
        chosen = (
            select(case_events)
            .join(cases, cases.c.id == case_events.c.case_id)
            .where(case_events.c.event == event.value)
            .where(cases.c.agency_id.in_(sorted(agency_ids)), *is_open)
            .order_by(case_events.c.happens_on, case_events.c.id)
        )
        return tuple(_event(row) for row in self._connection.execute(chosen).mappings())

    def say(self, event: CaseEvent) -> None:
        """Keep an event in place of the one of its kind that the case had."""
        values: dict[str, object] = {
            "case_id": event.case_id,
            "event": event.event.value,
            "happens_on": event.on,
            "standing": event.standing.value,
            "source": event.source,
            "said_at": event.said_at,
            "said_by": event.said_by,
        }
        keys = ["case_id", "event"]
        fresh = {name: value for name, value in values.items() if name not in keys}
        if self._connection.dialect.name == "postgresql":
            row = postgresql.insert(case_events).values(values)
            self._connection.execute(row.on_conflict_do_update(index_elements=keys, set_=fresh))
        else:
            other = sqlite.insert(case_events).values(values)
            self._connection.execute(other.on_conflict_do_update(index_elements=keys, set_=fresh))

    def unsay(self, case_id: int, event: Event) -> None:
        """Take an event back; nothing happens when there is none."""
        kind = case_events.c.case_id == case_id, case_events.c.event == event.value
        self._connection.execute(case_events.delete().where(*kind))

    def add(self, duty: Duty) -> Duty:
        """Keep a new duty; its id is given here."""
        added = insert(duties).values(_values(duty)).returning(duties.c.id)
        return replace(duty, id=self._connection.execute(added).scalar_one())

    def save(self, duty: Duty) -> None:
        """Keep what changed.

        Raises RecordNotFoundError.
        """
        changed = update(duties).where(duties.c.id == duty.id).values(_values(duty))
        if self._connection.execute(changed).rowcount == 0:
            kind = "duty"
            raise RecordNotFoundError(kind, duty.id)

    def supersede(self, duty_ids: Collection[int]) -> None:
        """Note that something else took their place, or nothing did."""
        if duty_ids:
            chosen = update(duties).where(duties.c.id.in_(sorted(duty_ids)))
            self._connection.execute(chosen.values(state=DutyState.SUPERSEDED.value))

    def get(self, duty_id: int) -> Duty:
        """Return the duty with that id.

        Raises RecordNotFoundError.
        """
        chosen = select(duties).where(duties.c.id == duty_id)
        row = self._connection.execute(chosen).mappings().one_or_none()
        if row is None:
            kind = "duty"
            raise RecordNotFoundError(kind, duty_id)
        return _duty(row)

    def by_ids(self, duty_ids: Collection[int]) -> dict[int, Duty]:
        """Return the duties with those ids; what there is not is left out."""
        chosen = select(duties).where(duties.c.id.in_(sorted(duty_ids)))
        found = (_duty(row) for row in self._connection.execute(chosen).mappings())
        return {duty.id: duty for duty in found}

    def note_told(self, duty_ids: Collection[int], *, now: datetime) -> None:
        """Keep that somebody was reminded of them."""
        chosen = update(duties).where(duties.c.id.in_(sorted(duty_ids)))
        self._connection.execute(chosen.values(told_at=now))

    def of_case(self, case_id: int) -> tuple[Duty, ...]:
        """Return the duties of a case, answered ones too, superseded ones not; earliest first."""
        chosen = (
            select(duties)
            .where(duties.c.case_id == case_id, duties.c.state != DutyState.SUPERSEDED.value)
            .order_by(duties.c.due_at, duties.c.id)
        )
        return tuple(_duty(row) for row in self._connection.execute(chosen).mappings())

    def of_cases(self, case_ids: Collection[int]) -> tuple[Duty, ...]:
        """Return the duties of several cases, as `of_case` does of one."""
        known = select(duties).where(duties.c.state != DutyState.SUPERSEDED.value)
        found = rows_of(self._connection, duties, duties.c.case_id, case_ids, chosen=known)
        return tuple(sorted(map(_duty, found), key=lambda duty: (duty.due_at, duty.id)))

    def open_of(self, agency_ids: Collection[int], until: datetime) -> tuple[Duty, ...]:
        """Return the open duties of agencies that end before `until`, earliest first."""
        chosen = (
            select(duties)
            .where(OPEN, duties.c.agency_id.in_(sorted(agency_ids)), duties.c.due_at < until)
            .order_by(duties.c.due_at, duties.c.id)
        )
        return tuple(_duty(row) for row in self._connection.execute(chosen).mappings())

    def open_cases(self) -> tuple[int, ...]:
        """Return the ids of the cases that are neither closed nor cancelled, to be planned anew."""
        is_open = cases.c.closed_at.is_(None), cases.c.cancelled_at.is_(None)
        chosen = select(cases.c.id).where(*is_open).order_by(cases.c.id)
        return tuple(self._connection.execute(chosen).scalars())

    def done_between(
        self,
        since: datetime,
        until: datetime,
        *,
        agency_id: int | None = None,
        case_id: int | None = None,
        kinds: Collection[CaseKind] = (),
    ) -> tuple[int, int]:
        """Count the cases closed and the duties done from a moment to another, of 一般 cases only.

        Of one agency, of one case, of some kinds of case, or of all.
        """
        about = [cases.c.secrecy == Secrecy.NORMAL.value, cases.c.cancelled_at.is_(None)]
        if case_id is not None:
            about.append(cases.c.id == case_id)
        if kinds:
            about.append(cases.c.kind.in_(sorted(kind.value for kind in kinds)))
        closed = [*about, cases.c.closed_at >= since, cases.c.closed_at < until]
        done = [
            *about,
            duties.c.state == DutyState.DONE.value,
            duties.c.answered_at >= since,
            duties.c.answered_at < until,
        ]
        if agency_id is not None:
            closed.append(cases.c.agency_id == agency_id)
            done.append(duties.c.agency_id == agency_id)
        count_cases = select(func.count()).select_from(cases).where(*closed)
        joined = duties.join(cases, cases.c.id == duties.c.case_id)
        count_duties = select(func.count()).select_from(joined).where(*done)
        return (
            self._connection.execute(count_cases).scalar_one(),
            self._connection.execute(count_duties).scalar_one(),
        )

    def forget_answers(
        self,
        *,
        before: datetime | None = None,
        officer_id: int | None = None,
        case_id: int | None = None,
    ) -> int:
        """Forget what was said with an answer, 「免辦：理由」, but not the answer: 「免辦」.

        Of answers before a moment, or by one person, or about one case. Returns how many.
        """
        said = select(duties.c.id, duties.c.reason).where(duties.c.reason.contains(SAID))
        if before is not None:
            said = said.where(duties.c.answered_at < before)
        if officer_id is not None:
            said = said.where(duties.c.answered_by == officer_id)
        if case_id is not None:
            said = said.where(duties.c.case_id == case_id)
        kept: dict[str, list[int]] = {}
        for duty_id, reason in self._connection.execute(said):
            kept.setdefault(reason.partition(SAID)[0], []).append(duty_id)
        for word, ids in kept.items():
            chosen = update(duties).where(duties.c.id.in_(ids))
            self._connection.execute(chosen.values(reason=word))
        return sum(map(len, kept.values()))
