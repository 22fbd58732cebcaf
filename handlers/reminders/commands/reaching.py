"""Who is told of a reminder today, out of the roster and the bindings."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.reminders.rules.supervisors import is_for_supervisor
from handlers.shared.colleagues import in_term
from handlers.shared.reaching import reach
from handlers.shared.roc_date import taipei_date
from storage.on_duty import gather
from storage.records.cases import Case, Secrecy
from storage.records.duties import Reminder, Step
from storage.records.officers import Binding
from storage.records.presence import Absence, Staff
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is told, at which step, and who did not answer before."""

    officer_id: int
    step: Step
    holder_name: str = ""
    absence: Absence | None = None  # the holder's, while somebody else is told


class Roster:
    """The agencies' people of one moment, each read once and several together.

    Half a day's leave does not count: what is told in the morning can wait for the afternoon.
    """

    def __init__(self, uow: UnitOfWork, *, now: datetime) -> None:
        self._uow = uow
        self._now = now
        self._staff: dict[int, Staff] = {}
        self._accounts: dict[int, tuple[Binding, ...]] = {}

    def accounts(self, officer_id: int) -> tuple[Binding, ...]:
        """Return somebody's chat accounts, oldest first."""
        if officer_id not in self._accounts:
            self._accounts[officer_id] = self._uow.bindings.of_officer(officer_id)
        return self._accounts[officer_id]

    def staff(self, agency_id: int) -> Staff:
        """Return an agency's people of today."""
        self.read({agency_id})
        return self._staff[agency_id]

    def read(self, agency_ids: Collection[int]) -> None:
        """Gather the people of several agencies of whom more will be asked."""
        unread = set(agency_ids) - self._staff.keys()
        if unread:
            gathered = gather(self._uow, unread, now=self._now, half_days=False)
            self._staff |= gathered
            for staff in gathered.values():
                self._accounts |= staff.accounts


def reach_for(
    uow: UnitOfWork,
    reminder: Reminder,
    case: Case | None,
    *,
    now: datetime,
    roster: Roster | None = None,
) -> Reach | None:
    """Return who is told; None when nobody can be. Who left hears nothing; the successor does.

    Only what somebody asked for without a case is their own wherever they go.
    """
    people = roster or Roster(uow, now=now)
    if reminder.officer_id is not None and not _has_left(uow, people, reminder, now=now):
        bound = people.accounts(reminder.officer_id)
        return Reach(reminder.officer_id, Step.HOLDER) if bound else None
    named = frozenset[int]()
    if case is not None and case.secrecy is not Secrecy.NORMAL:
        named = uow.cases.named_officers(case.id)
    for staff in _who_may_act(people, reminder.agency_id, case):
        reached = reach(reminder.step, case, staff, named_ids=named)
        if reached is not None:
            usual = reach(Step.HOLDER, case, replace(staff, absences={}), named_ids=named)
            usual_id = usual.officer_id if usual else reached.officer_id
            away = staff.absences.get(usual_id) if usual_id != reached.officer_id else None
            name = staff.officers[usual_id].shown_name
            return Reach(reached.officer_id, reached.step, name, away)
    return None


def _has_left(uow: UnitOfWork, people: Roster, reminder: Reminder, *, now: datetime) -> bool:
    """Whether who wished to hear of a case serves its agency no more; 停用 is no end."""
    if reminder.case_id is None or is_for_supervisor(reminder):
        return False
    if people.staff(reminder.agency_id).serves(reminder.officer_id):
        return False
    today = taipei_date(now)
    held = uow.officers.appointments(officer_id=reminder.officer_id)
    return not any(a.agency_id == reminder.agency_id and in_term(a, today) for a in held)


def _who_may_act(people: Roster, agency_id: int, case: Case | None) -> Iterator[Staff]:
    """Give those who act for an agency, its superior's when it has none.

    Of a 敏感 case perhaps none of them may know: then whoever holds it hears, and passes it on.
    """
    above: int | None = agency_id
    while above is not None:
        staff = people.staff(above)
        yield staff
        above = staff.agency.parent_id
    if case is not None and case.secrecy is not Secrecy.NORMAL:
        yield people.staff(case.agency_id)


def staff_of(uow: UnitOfWork, agency_id: int, *, now: datetime) -> Staff:
    """Gather an agency's people of today."""
    return Roster(uow, now=now).staff(agency_id)
