"""What a roster changes: compared with what is stored, person by person.

An empty cell means that the list does not say, so it changes nothing. People whom the list does
not name stay as they are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from handlers.people.rules.roster import RosterRow, RowProblem
from storage.records.agencies import Agency
from storage.records.officers import Appointment, Officer, Role

BY_IMPORT = "名冊匯入"
FAR_PAST, FAR_FUTURE = date.min, date.max


@dataclass(frozen=True, slots=True)
class AppointmentPlan:
    """One row: the appointment as it is (None: not yet there) and as it shall be."""

    before: Appointment | None
    after: Appointment
    person_changed: bool

    @property
    def changed(self) -> bool:
        """Whether there is anything to write or to report."""
        return self.person_changed or self.before != self.after


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """One person: as stored (None: a new one), as they shall be, and their appointments."""

    before: Officer | None
    after: Officer
    appointments: tuple[AppointmentPlan, ...]


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """All that an import would do. With any problem, nothing may be done."""

    people: tuple[PersonPlan, ...]
    problems: tuple[RowProblem, ...]

    def count(self) -> tuple[int, int, int]:
        """Count rows: new, changed, unchanged."""
        rows = [plan for person in self.people for plan in person.appointments]
        new = sum(plan.before is None for plan in rows)
        changed = sum(plan.changed for plan in rows) - new
        return new, changed, len(rows) - new - changed


class Stored:
    """Who is stored already, looked up the way the roster names people."""

    def __init__(
        self,
        officers: Iterable[Officer],
        appointments: Iterable[Appointment],
        *,
        is_bound: Callable[[int], bool],
    ) -> None:
        """`is_bound` tells whether an officer has a chat account."""
        self.is_bound = is_bound
        people = {o.id: o for o in officers if o.erased_at is None}
        self._by_email = {o.email.lower(): o for o in people.values() if o.email}
        self._by_name: dict[tuple[int, str], Officer] = {}
        self._places: dict[tuple[int, int, Role], list[Appointment]] = {}
        for a in appointments:
            self._places.setdefault((a.officer_id, a.agency_id, a.role), []).append(a)
            if a.officer_id in people:
                person = people[a.officer_id]
                self._by_name.setdefault((a.agency_id, person.name), person)

    def person(self, row: RosterRow) -> Officer | None:
        """Find the person: by e-mail, else by agency and name if no other e-mail is known."""
        if row.email in self._by_email:
            return self._by_email[row.email]
        same_name = self._by_name.get((row.agency.id, row.name))
        if same_name is None or (row.email and same_name.email):
            return None
        return same_name

    def appointment(self, officer_id: int, row: RosterRow) -> Appointment | None:
        """Find the stored appointment that a row speaks of: same start, else overlapping days."""
        places = self._places.get((officer_id, row.agency.id, row.role), [])
        exact = [a for a in places if a.starts_on == row.starts_on]
        overlapping = [a for a in places if row.starts_on is None or _overlap(a, row)]
        found = exact or overlapping
        return max(found, key=lambda a: a.starts_on or FAR_PAST) if found else None


def plan_import(rows: Iterable[RosterRow], stored: Stored, *, now: datetime) -> RosterPlan:
    """Compare the rows of one file with what is stored."""
    by_person: dict[str, list[RosterRow]] = {}
    for row in rows:
        known = stored.person(row)
        by_person.setdefault(f"officer:{known.id}" if known else row.person, []).append(row)
    people: list[PersonPlan] = []
    problems: list[RowProblem] = []
    for group in by_person.values():
        before = stored.person(group[0])
        if before is not None and before.name != group[0].name and stored.is_bound(before.id):
            # Otherwise a successor with the same office mailbox would inherit a chat account.
            reason = (
                f"這個電子郵件在系統裡是「{before.name}」，且已綁定聊天帳號；"
                f"換了人請改用新人的電子郵件，只是改名請先「解除綁定 {before.name}」"
            )
            problems.append(RowProblem(group[0].line, reason))
            continue
        people.append(_plan_person(before, group, stored, now=now))
    return RosterPlan(tuple(people), tuple(problems))


def _plan_person(
    before: Officer | None, rows: list[RosterRow], stored: Stored, *, now: datetime
) -> PersonPlan:
    after = before or Officer(id=0, name=rows[0].name)
    for row in rows:
        after = replace(
            after,
            name=row.name,
            nickname=row.nickname or after.nickname,
            email=row.email or after.email,
            office_phone=row.office_phone or after.office_phone,
            mobile=row.mobile or after.mobile,
        )
    changed = before is not None and after != before
    appointments = tuple(_plan_row(before, row, stored, now=now) for row in rows)
    return PersonPlan(
        before, after, tuple(replace(plan, person_changed=changed) for plan in appointments)
    )


def _plan_row(
    person: Officer | None, row: RosterRow, stored: Stored, *, now: datetime
) -> AppointmentPlan:
    before = stored.appointment(person.id, row) if person else None
    base = before or Appointment(
        id=0, officer_id=person.id if person else 0, agency_id=row.agency.id, role=row.role
    )
    after = replace(
        base,
        title=row.title or base.title,
        unit=row.unit or base.unit,
        deputy=row.deputy or base.deputy,
        supervisor=row.supervisor or base.supervisor,
        handles=row.handles or base.handles,
        declines=row.declines or base.declines,
        starts_on=row.starts_on or base.starts_on,
        ends_on=row.ends_on or base.ends_on,
    )
    if before is None or after != before:
        after = replace(after, confirmed_at=now, confirmed_by=BY_IMPORT)
    return AppointmentPlan(before, after, person_changed=False)


def overlapping_pos(
    agencies: Iterable[Agency], appointments: Iterable[Appointment], *, today: date
) -> tuple[Agency, ...]:
    """Find agencies with more than one PO in force today: seldom meant."""
    counts: dict[int, set[int]] = {}
    for a in appointments:
        if a.role is Role.PO and a.holds_on(today):
            counts.setdefault(a.agency_id, set()).add(a.officer_id)
    return tuple(agency for agency in agencies if len(counts.get(agency.id, ())) > 1)


def _overlap(a: Appointment, row: RosterRow) -> bool:
    starts = max(a.starts_on or FAR_PAST, row.starts_on or FAR_PAST)
    ends = min(a.ends_on or FAR_FUTURE, row.ends_on or FAR_FUTURE)
    return starts <= ends
