"""The past of a petition that was first seen late: asked for once, kept as counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.sources.join.endorsements import EndorsementCounts
from handlers.petitions.rules.history import LATE, past_of
from handlers.petitions.rules.outlook import ENOUGH
from handlers.shared.roc_date import taipei_date
from storage.records.petitions import CountSpan, Petition
from storage.unit_of_work import UnitOfWork

LOOKED_THROUGH = 20  # candidates at a time


def claim_past(uow: UnitOfWork, *, now: datetime) -> Petition | None:
    """Take a petition whose past is worth asking for; it is never taken again.

    Below what an outlook needs the past tells nothing, and most petitions stay there.
    """
    goal = uow.thresholds.passing(taipei_date(now)) or uow.petitions.usual_goal() or 0
    least = max(round(ENOUGH * goal), 1)
    some = uow.petitions.without_past(least=least, now=now, limit=LOOKED_THROUGH)
    spans = uow.petitions.spans([one.join_id for one in some])
    late = [one for one in some if _is_late(one, spans.get(one.join_id, ()))]
    uow.petitions.note_past_asked({one.join_id for one in some if one not in late}, now=now)
    uow.petitions.note_past_asked([one.join_id for one in late[:1]], now=now)
    return late[0] if late else None


def keep_past(uow: UnitOfWork, join_id: str, counts: EndorsementCounts, *, now: datetime) -> None:
    """Keep the counts before the first look, and look again soon: the pace is now known."""
    petition = uow.petitions.find(join_id, to_change=True)
    if petition is None or petition.opened_at is None:
        return
    known = uow.petitions.spans([join_id]).get(join_id, ())
    past = past_of(counts, known, opened_at=petition.opened_at)
    if past:
        uow.petitions.add_past(join_id, past)
        if petition.next_look_at is not None:
            uow.petitions.save(replace(petition, next_look_at=min(petition.next_look_at, now)))


def _is_late(petition: Petition, spans: Sequence[CountSpan]) -> bool:
    if not spans or petition.opened_at is None:
        return False
    return spans[0].first_at - petition.opened_at > LATE
