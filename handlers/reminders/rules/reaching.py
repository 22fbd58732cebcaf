"""Whom a reminder of a duty reaches today: who holds the case, else the PO, deputy, team. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handlers.shared.succession import present_po
from storage.records.agencies import Agency, Level
from storage.records.cases import Case, Secrecy
from storage.records.duties import Step
from storage.records.officers import Appointment, Officer, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """One agency's people of today, and which of them can be reached."""

    agency: Agency
    appointments: tuple[Appointment, ...]  # of the agency and its units, in force and not 停用
    officers: Mapping[int, Officer]
    reachable_ids: frozenset[int]  # those with an account that is bound

    def with_role(self, *roles: Role) -> tuple[int, ...]:
        """Return the ids of those with a role, in the order of the roster."""
        return tuple(dict.fromkeys(a.officer_id for a in self.appointments if a.role in roles))

    def named(self, name: str) -> tuple[int, ...]:
        """Return the ids of those with that name: rosters name deputies."""
        return tuple(i for i, o in self.officers.items() if name and name in {o.name, o.nickname})

    def serves(self, officer_id: int | None) -> bool:
        """Whether somebody is in office."""
        return any(a.officer_id == officer_id for a in self.appointments)


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is turned to, and at which step that is."""

    officer_id: int
    step: Step


def reach(
    step: Step,
    case: Case | None,
    staff: Staff,
    *,
    today: date,
    named_ids: frozenset[int] = frozenset(),
) -> Reached | None:
    """Return who is turned to at a step, or at the next one where that has nobody.

    None when nobody of the agency can be reached. Of a 敏感 case only the holder and those in
    `named_ids` hear.
    """
    order = list(Step)
    for later in (*order[order.index(step) :], *order):
        for officer_id in _means(later, case, staff, today=today):
            if officer_id in staff.reachable_ids and _may_know(officer_id, case, named_ids):
                return Reached(officer_id, later)
    return None


def _may_know(officer_id: int, case: Case | None, named_ids: frozenset[int]) -> bool:
    if case is None or case.secrecy is Secrecy.NORMAL:
        return True
    return officer_id == case.holder_id or officer_id in named_ids


def _means(step: Step, case: Case | None, staff: Staff, *, today: date) -> tuple[int, ...]:
    """Return whom a step means, the likeliest first."""
    holders = _holders(case, staff, today=today)
    match step:
        case Step.HOLDER | Step.NOBODY:
            return holders
        case Step.DEPUTY:
            places = [a for a in staff.appointments if a.officer_id in holders]
            named = [i for a in places for i in staff.named(a.deputy)]
            wanted = (*named, *staff.with_role(Role.DEPUTY))
        case _:
            wanted = staff.with_role(Role.TEAM, Role.PROMOTER)
    return tuple(i for i in dict.fromkeys(wanted) if i not in holders)


def _holders(case: Case | None, staff: Staff, *, today: date) -> tuple[int, ...]:
    """Return who acts for the agency: who holds its own case, else its PO, else 國發會's staff."""
    own = case is not None and case.agency_id == staff.agency.id
    if own and case is not None and case.holder_id is not None and staff.serves(case.holder_id):
        return (case.holder_id,)
    po = present_po(staff.appointments, staff.agency.id, today=today)
    return (po.officer_id,) if po is not None else staff.with_role(Role.HUB)


def family(agency_id: int, agencies: Iterable[Agency]) -> frozenset[int]:
    """Return an agency and the units in it, whose people act for it."""
    units = (a.id for a in agencies if a.parent_id == agency_id and a.level is Level.UNIT)
    return frozenset({agency_id, *units})
