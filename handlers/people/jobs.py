"""What the operator and the clock start: importing a roster, handing over cases."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.sources.tables import read_table
from handlers.people.errors import RosterRefusedError
from handlers.people.rules.agency_names import AgencyNames
from handlers.people.rules.roster import Roster, read_roster
from handlers.people.rules.roster_plan import (
    PersonPlan,
    RosterPlan,
    Stored,
    overlapping_pos,
    plan_import,
)
from handlers.shared.roc_date import taipei_date
from handlers.shared.succession import hand_over_cases
from storage.engine import Database
from storage.unit_of_work import UnitOfWork

OPERATOR, SYSTEM = "operator", "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What an import did."""

    new_count: int
    changed_count: int
    unchanged_count: int
    handed_over_count: int  # cases that went to a successor
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the operator reads: Chinese, one line for each thing."""
        lines = [
            f"新增 {self.new_count}、變更 {self.changed_count}、未變 {self.unchanged_count}",
            *self.notes,
        ]
        if self.handed_over_count:
            lines.append(f"{self.handed_over_count} 件未結案件已交給現任 PO")
        return "\n".join(lines)


def import_roster(database: Database, data: bytes, name: str, *, now: datetime) -> RosterReport:
    """Take over a roster, the bytes of the file `name` (CSV, XLSX, ODS): all of it or nothing.

    Raises UnreadableTableError, RosterRefusedError; both are UserErrors in Chinese.
    """
    table = read_table(data, name)
    with database.unit_of_work() as uow:
        roster = read_roster(table.rows, AgencyNames(uow.agencies.all(), uow.agencies.by_name))
        plan = _plan(uow, roster, now=now)
        for person in plan.people:
            _write(uow, person)
        touched = {a.after.agency_id for p in plan.people for a in p.appointments if a.changed}
        handed_over = sum(hand_over_cases(uow, agency_id, now=now) for agency_id in touched)
        new, changed, unchanged = plan.count()
        uow.audit.append(
            at=now,
            actor=OPERATOR,
            agency_id=None,
            action="import-roster",
            target="roster",
            detail=f"new {new}, changed {changed}, unchanged {unchanged}",
        )
        doubles = overlapping_pos(
            uow.agencies.all(), uow.officers.all_appointments(), today=taipei_date(now)
        )
        uow.commit()
    return RosterReport(
        new_count=new,
        changed_count=changed,
        unchanged_count=unchanged,
        handed_over_count=handed_over,
        notes=(
            *table.notes,
            *roster.notes,
            *(f"請確認：{agency.short}今天有不只一位 PO" for agency in doubles),
        ),
    )


def _plan(uow: UnitOfWork, roster: Roster, *, now: datetime) -> RosterPlan:
    if roster.problems:
        raise RosterRefusedError(roster.problems)
    stored = Stored(
        uow.officers.all(),
        uow.officers.all_appointments(),
        is_bound=lambda officer_id: bool(uow.bindings.of_officer(officer_id)),
    )
    plan = plan_import(roster.rows, stored, now=now)
    if plan.problems:
        raise RosterRefusedError(plan.problems)
    return plan


def _write(uow: UnitOfWork, person: PersonPlan) -> None:
    officer = person.after
    if person.before is None:
        officer = uow.officers.add(officer)
    elif officer != person.before:
        uow.officers.save(officer)
    for row in person.appointments:
        if row.before is None:
            uow.officers.add_appointment(replace(row.after, officer_id=officer.id))
        elif row.after != row.before:
            uow.officers.save_appointment(row.after)


def sweep(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Hand over wherever a term ended; to be started daily. Return the number of cases moved."""
    today = taipei_date(now)
    with unit_of_work() as uow:
        ended = {
            a.agency_id
            for a in uow.officers.all_appointments()
            if a.ends_on is not None and a.ends_on < today
        }
        count = sum(hand_over_cases(uow, agency_id, now=now) for agency_id in sorted(ended))
        uow.commit()
    return count
