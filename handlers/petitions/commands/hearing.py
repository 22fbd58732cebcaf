"""Who hears of a petition: the agencies of its case, else whom Join names, else the guess."""

from collections.abc import Iterable
from datetime import datetime

from handlers.petitions.commands.knowing import guesses_of, leads_of
from handlers.shared.colleagues import in_term
from handlers.shared.reaching import reach
from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import WARNINGS_OFF
from storage.on_duty import gather
from storage.records.cases import Case, Part
from storage.records.duties import Step
from storage.records.petitions import Petition
from storage.records.presence import Staff
from storage.unit_of_work import UnitOfWork


def hearers(
    uow: UnitOfWork, petition: Petition, case: Case | None, *, now: datetime
) -> dict[int, int]:
    """Return who is told unasked, with the agency each acts for; silent ones are left out.

    Of a registered petition those of its case; who said that it is not theirs hears nothing.
    """
    if case is not None:
        return hearers_of_case(uow, case, now=now)
    agency_ids = [a.id for a in leads_of(uow, petition)]
    agency_ids = agency_ids or [one.agency_id for one in guesses_of(uow, petition)[:1]]
    staff = gather(uow, agency_ids, now=now, half_days=False)
    turns = {agency_id: one.turn_to() for agency_id, one in staff.items()}
    found = {turn.officer_id: i for i, turn in turns.items() if turn is not None}
    return _who_listen(uow, found)


def hearers_of_case(uow: UnitOfWork, case: Case, *, now: datetime) -> dict[int, int]:
    """Return who of the agencies of a case is told unasked, with the agency each acts for."""
    return _who_listen(uow, _of_case(uow, case, now=now))


def _who_listen(uow: UnitOfWork, found: dict[int, int]) -> dict[int, int]:
    names = {f"{WARNINGS_OFF}{officer_id}": officer_id for officer_id in found}
    silent = {names[name] for name, value in uow.settings.by_names(names).items() if value}
    return {i: agency_id for i, agency_id in found.items() if i not in silent}


def is_in_office(uow: UnitOfWork, officer_id: int, *, now: datetime) -> bool:
    """Whether somebody holds an appointment today; who left is told nothing more."""
    held = uow.officers.appointments(officer_id=officer_id)
    return any(in_term(a, taipei_date(now)) for a in held)


def partners(
    uow: UnitOfWork, case: Case, *, but: int, now: datetime
) -> tuple[tuple[Staff, str], ...]:
    """Return the other agencies of a case, each with the name of who is there today, or ""."""
    ids = [i for i in _agencies(uow, case) if i != but]
    staff = gather(uow, ids, now=now, half_days=False)
    return tuple((staff[i], _name(staff[i])) for i in ids)


def _of_case(uow: UnitOfWork, case: Case, *, now: datetime) -> dict[int, int]:
    agency_ids = _agencies(uow, case)
    staff = gather(uow, agency_ids, now=now, half_days=False)
    named = uow.cases.named_officers(case.id)
    turned = {i: reach(Step.HOLDER, case, staff[i], named_ids=named) for i in agency_ids}
    return {one.officer_id: i for i, one in reversed(turned.items()) if one is not None}


def _agencies(uow: UnitOfWork, case: Case) -> list[int]:
    acting = {Part.LEAD, Part.CO_ORGANISER}
    parts: Iterable[int] = (p.agency_id for p in uow.cases.agencies(case.id) if p.part in acting)
    return list(dict.fromkeys((case.agency_id, *parts)))


def _name(staff: Staff) -> str:
    turn = staff.turn_to()
    return staff.officers[turn.officer_id].shown_name if turn is not None else ""
