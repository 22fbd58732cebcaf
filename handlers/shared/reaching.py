"""Whom a reminder of a duty reaches today: who holds the case, else the PO, deputy, team. Pure."""

from dataclasses import dataclass

from storage.records.cases import Case, Secrecy
from storage.records.duties import Step
from storage.records.presence import Staff


@dataclass(frozen=True, slots=True)
class Reached:
    """Who is turned to, and at which step that is."""

    officer_id: int
    step: Step


def reach(
    step: Step, case: Case | None, staff: Staff, *, named_ids: frozenset[int] = frozenset()
) -> Reached | None:
    """Return who is turned to at a step, or at the next one where that has nobody.

    Who is on leave is passed over while anybody else is there. None when nobody of the agency can
    be reached. Of a 敏感 case only the holder and those in `named_ids` hear.
    """
    holders = _holders(case, staff)
    order = list(Step)
    found = [
        Reached(officer_id, later)
        for later in (*order[order.index(step) :], *order)
        for officer_id in staff.step_beside(holders, later)
        if officer_id in staff.accounts and _may_know(officer_id, case, named_ids)
    ]
    present = [one for one in found if not staff.is_away(one.officer_id)]
    return next(iter(present or found), None)


def asked_beside(case: Case | None, staff: Staff) -> tuple[Step, ...]:
    """Return the steps after the holder at which there is somebody who can be asked."""
    holders = _holders(case, staff)
    return tuple(
        step
        for step in (Step.DEPUTY, Step.TEAM)
        if any(staff.may_be_told(i) for i in staff.step_beside(holders, step))
    )


def _holders(case: Case | None, staff: Staff) -> tuple[int, ...]:
    """Return who acts for the agency: who holds its own case, else its PO, else 國發會's staff."""
    own = case is not None and case.agency_id == staff.agency.id
    if own and case is not None and case.holder_id is not None and staff.serves(case.holder_id):
        return (case.holder_id,)
    return staff.of_step(Step.HOLDER)


def _may_know(officer_id: int, case: Case | None, named_ids: frozenset[int]) -> bool:
    if case is None or case.secrecy is Secrecy.NORMAL:
        return True
    return officer_id == case.holder_id or officer_id in named_ids
