"""Who takes over: an agency's cases belong to it, so a successor holds them from the first day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Protocol

from handlers.shared.colleagues import OfficerShelf, in_term
from handlers.shared.roc_date import taipei_date
from storage.records.cases import Case, HistoryEntry, Secrecy
from storage.records.officers import Appointment
from storage.records.officers import present_po as po_among


class CaseShelf(Protocol):
    """What is asked of the store of cases."""

    def held_by(self, officer_id: int, agency_id: int) -> tuple[Case, ...]:
        """Return an agency's open cases that an officer holds."""
        ...

    def save(self, case: Case) -> Case:
        """Keep what changed."""
        ...

    def name_officer(self, case_id: int, officer_id: int) -> None:
        """Let an officer know of a 敏感 case."""
        ...

    def unname_officer(self, case_id: int, officer_id: int) -> None:
        """Let an officer know of a 敏感 case no more."""
        ...

    def unname_leaver(self, officer_id: int, agency_id: int) -> None:
        """Let an officer know of an agency's 敏感 cases no more."""
        ...


class HistoryShelf(Protocol):
    """What is asked of the store of histories."""

    def add(self, entry: HistoryEntry) -> HistoryEntry:
        """Keep a new entry."""
        ...


class SettingShelf(Protocol):
    """What is asked of the store of settings."""

    def get(self, name: str) -> str | None:
        """Return a value, or None."""
        ...

    def set(self, name: str, value: str, *, now: datetime) -> None:
        """Keep a value."""
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

    @property
    def settings(self) -> SettingShelf:
        """What else is remembered."""
        ...


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
    successor = po_among([a for a in here if a.holds_on(today)], agency_id)
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


def ended_terms(
    appointments: Iterable[Appointment], *, today: date
) -> tuple[tuple[int, date], ...]:
    """Return the officer ids of those who left, each with the last day of the last term."""
    last: dict[int, date] = {}
    for a in appointments:
        last[a.officer_id] = max(last.get(a.officer_id, date.min), a.ends_on or date.max)
    return tuple((officer_id, day) for officer_id, day in last.items() if day < today)


def hand_over_cases(shelves: Shelves, agency_id: int, *, now: datetime) -> int:
    """Give the open cases of those who left the agency to its present PO; return how many.

    Who was in charge before stays in each case's history. The caller commits.
    """
    today = taipei_date(now)
    places = shelves.officers.appointments(agency_id=agency_id)
    leavers = {a.officer_id for a in places if a.ends_on is not None and a.ends_on < today}
    held = [case for leaver_id in leavers for case in shelves.cases.held_by(leaver_id, agency_id)]
    moves = plan_succession(held, places, agency_id, today=today)
    for case, successor_id in moves:
        shelves.cases.save(replace(case, holder_id=successor_id))
        if case.secrecy is Secrecy.SENSITIVE:
            # Only named officers know of it: unnamed, nobody would be left who could see it.
            shelves.cases.name_officer(case.id, successor_id)
            if case.holder_id is not None:
                shelves.cases.unname_officer(case.id, case.holder_id)
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
    for leaver_id, last_day in ended_terms(places, today=today):
        _end_sight(shelves, leaver_id, agency_id, last_day, now=now)
    return len(moves)


def _end_sight(
    shelves: Shelves, leaver_id: int, agency_id: int, last_day: date, *, now: datetime
) -> None:
    """Let who left see the agency's 敏感 cases no more; once a term: 加人 may name them anew."""
    setting = f"sight-ended/{agency_id}/{leaver_id}"
    if shelves.settings.get(setting) != last_day.isoformat():
        shelves.cases.unname_leaver(leaver_id, agency_id)
        shelves.settings.set(setting, last_day.isoformat(), now=now)
