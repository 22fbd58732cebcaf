"""When each petition is looked at next, by what is kept of it."""

from dataclasses import replace
from datetime import datetime

from bot.sources.join.records import Origin
from handlers.petitions.commands.knowing import ends_of
from handlers.petitions.rules.looking import RECENT, Waiting, next_look_at
from handlers.shared.roc_date import taipei_date
from storage.records.petitions import Petition
from storage.unit_of_work import UnitOfWork

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
