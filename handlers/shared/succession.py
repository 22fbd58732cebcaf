"""Who takes over: an agency's cases belong to it, so a successor holds them from the first day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from handlers.shared.colleagues import OfficerShelf, in_term
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, CasePage, CaseQuery, HistoryEntry, Secrecy
from storage.records.officers import Appointment, Role

PAGE = 200  # cases read at a time


class CaseShelf(Protocol):
    """What is asked of the store of cases."""

    def find(self, query: CaseQuery) -> CasePage:
        """Return one page of cases."""
        ...

    def save(self, case: Case) -> Case:
        """Keep what changed."""
        ...

    def name_officer(self, case_id: int, officer_id: int) -> None:
        """Let an officer know of a 敏感 case."""
        ...


class HistoryShelf(Protocol):
    """What is asked of the store of histories."""

    def add(self, entry: HistoryEntry) -> HistoryEntry:
        """Keep a new entry."""
        ...


class Shelves(Protocol):
    """The unit of work, as far as a handover needs it."""

    @property
    def officers(self) -> OfficerShelf:
        """The officers."""
        ...

    @property
    def cases(self) -> CaseShelf:
        """The cases."""
        ...

    @property
    def history(self) -> HistoryShelf:
        """What happened to the cases."""
        ...


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


def hand_over_cases(shelves: Shelves, agency_id: int, *, now: datetime) -> int:
    """Give the open cases of those who left the agency to its present PO; return how many.

    Who was in charge before stays in each case's history. The caller commits.
    """
    today = taipei_date(now)
    places = shelves.officers.appointments(agency_id=agency_id)
    leavers = {a.officer_id for a in places if a.ends_on is not None and a.ends_on < today}
    held = [
        case
        for officer_id in leavers
        for case in _open_cases(shelves.cases, agency_id, officer_id)
    ]
    moves = plan_succession(held, places, agency_id, today=today)
    for case, successor_id in moves:
        shelves.cases.save(replace(case, holder_id=successor_id))
        if case.secrecy is Secrecy.SENSITIVE:
            # Only named officers know of it: unnamed, nobody would be left who could see it.
            shelves.cases.name_officer(case.id, successor_id)
        shelves.history.add(
            HistoryEntry(
                id=0,
                case_id=case.id,
                at=now,
                officer_id=None,
                agency_id=agency_id,
                action="交接",
                summary="任期交替，改由現任 PO 承辦",
                before={"holder_id": case.holder_id},
            )
        )
    return len(moves)


def _open_cases(shelf: CaseShelf, agency_id: int, holder_id: int) -> Iterable[Case]:
    query = CaseQuery(
        agency_ids=frozenset({agency_id}),
        holder_id=holder_id,
        open_only=True,
        viewer_agency_id=agency_id,
        viewer_officer_id=holder_id,
        include_sensitive=True,
        limit=PAGE,
    )
    while True:
        page = shelf.find(query)
        yield from page.cases
        if not page.has_more:
            return
        query = replace(query, offset=query.offset + PAGE)
