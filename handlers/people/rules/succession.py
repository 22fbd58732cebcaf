"""Who takes over: an agency's cases belong to it, so a successor holds them from the first day."""

from collections.abc import Iterable
from datetime import date

from handlers.shared.colleagues import in_term
from storage.records.cases import Case
from storage.records.officers import Appointment, Role


def present_po(
    appointments: Iterable[Appointment], agency_id: int, *, today: date
) -> Appointment | None:
    """Return the agency's PO of today; of several the one who started last."""
    holding = [
        a
        for a in appointments
        if a.agency_id == agency_id and a.role is Role.PO and a.holds_on(today)
    ]
    return max(holding, key=lambda a: (a.starts_on or date.min, a.id), default=None)


def plan_succession(
    cases: Iterable[Case],
    appointments: Iterable[Appointment],
    agency_id: int,
    *,
    today: date,
) -> tuple[tuple[Case, int], ...]:
    """Find the agency's open cases whose holder has left, with the officer id that takes over.

    A pause (停用) is no end: who is away for a while keeps the cases. Without a PO nobody takes
    over, and the last holder stays named until there is one.
    """
    here = [a for a in appointments if a.agency_id == agency_id]
    successor = present_po(here, agency_id, today=today)
    if successor is None:
        return ()
    serving = {a.officer_id for a in here if in_term(a, today)}
    return tuple(
        (case, successor.officer_id)
        for case in cases
        if case.agency_id == agency_id
        and case.closed_at is None
        and case.cancelled_at is None
        and case.holder_id not in serving
    )
