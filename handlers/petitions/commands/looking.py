"""When each petition is looked at next, by what is kept of it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.sources.errors import SourceError
from bot.sources.join.records import Origin
from handlers.petitions.commands.knowing import ends_of
from handlers.petitions.rules.looking import (
    RECENT,
    Waiting,
    failed,
    next_look_at,
    retry_in,
    succeeded,
)
from handlers.shared.roc_date import taipei_date
from storage.records.petitions import Petition, PetitionSource
from storage.unit_of_work import UnitOfWork

PAUSE = timedelta(seconds=2)  # between two pages: 「要等，不然會被 Join 擋掉」
PAGES = Origin.PAGE.value  # the source that stands for all petitions' pages together
STRANGE = 3  # pages gone in a row: then it is Join's addresses, not the petitions


def only_lists(uow: UnitOfWork) -> bool:
    """Whether the pages cannot be read, so that the lists are all there is."""
    pages = uow.petitions.source(PAGES)
    return pages is not None and pages.trouble_count >= STRANGE


def waiting_of(uow: UnitOfWork, *, now: datetime) -> Waiting:
    """Return how long petitions may wait: a threshold counts as long as one of its day may run."""
    marks = {one.count for one in uow.thresholds.since(taipei_date(now - RECENT))}
    goal = uow.thresholds.passing(taipei_date(now)) or uow.petitions.usual_goal()
    return Waiting((*marks, *uow.watches.awaited_counts()), goal, now)


def planned(uow: UnitOfWork, petition: Petition, *, now: datetime) -> Petition:
    """Give the petition back, with the moment of its next look; a pause puts off its end."""
    spans = uow.petitions.spans([petition.join_id]).get(petition.join_id, ())
    case = uow.cases.by_join_id(petition.join_id)
    has_case = case is not None and case.closed_at is None
    wait = waiting_of(uow, now=now).of_petition(petition, spans)
    ending = replace(petition, closes_at=ends_of(uow).of(petition).at)
    look_at = next_look_at(ending, wait, has_case=has_case, now=now)
    return replace(petition, next_look_at=look_at, lease_until_at=None)


def note_pages(uow: UnitOfWork, error: SourceError | None, *, now: datetime) -> PetitionSource:
    """Keep how the looking at pages goes, for all petitions together."""
    known = uow.petitions.source(PAGES) or PetitionSource(name=PAGES, next_look_at=now)
    pages = failed(known, error.trouble, now=now) if error else succeeded(known, now=now)
    uow.petitions.save_source(pages)
    return pages


def leave_alone(
    uow: UnitOfWork, source: PetitionSource, error: SourceError, *, now: datetime
) -> timedelta:
    """Let no process ask Join for a while; return for how long."""
    wait = retry_in(source.trouble_count)
    if error.wait_seconds is not None:
        wait = max(timedelta(seconds=error.wait_seconds), PAUSE)
    uow.petitions.hold_back(now + wait)
    return wait
