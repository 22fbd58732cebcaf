"""Events of cases, and the duties that follow from them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.errors import RecordNotFoundError
from storage.records.duties import CaseEvent, Duty, DutyState, EventStanding
from storage.records.rules import Event, Force
from storage.tables.cases import cases
from storage.tables.duties import case_events, duties

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


class DutyStore:
    """Finds and keeps events and duties. Which duties follow is decided in the reminders room."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def events(self, case_id: int) -> tuple[CaseEvent, ...]:
        """Return the events of a case, one of each kind, by day."""
        chosen = (
            select(case_events)
            .where(case_events.c.case_id == case_id)
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

    def of_case(self, case_id: int) -> tuple[Duty, ...]:
        """Return the duties of a case, answered ones too, superseded ones not; earliest first."""
        chosen = (
            select(duties)
            .where(duties.c.case_id == case_id, duties.c.state != DutyState.SUPERSEDED.value)
            .order_by(duties.c.due_at, duties.c.id)
        )
        return tuple(_duty(row) for row in self._connection.execute(chosen).mappings())

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
