"""Several topics, one story: what was told of already is not told again."""

from datetime import datetime

from handlers.watch.commands.ringing import is_rise
from handlers.watch.rules.volume import DAY
from storage.records.watching import Alarm, Hearer, Subscription
from storage.unit_of_work import UnitOfWork

SHARED = 0.5  # of the stories of the smaller one: both are about the same


def stories_of(
    uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime
) -> frozenset[int]:
    """Return the stories that an alarm tells of."""
    hits = uow.watching.hits(wish.id, alarm.since_at, now + DAY)
    return frozenset(hit.story_id for hit in hits)


def are_alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two alarms tell of the same."""
    return bool(one and other) and len(one & other) >= SHARED * min(len(one), len(other))


def was_told(uow: UnitOfWork, wish: Subscription, alarm: Alarm, *, now: datetime) -> bool:
    """Whether whoever hears of a topic was told of the same stories for another one today."""
    if not is_rise(alarm):
        return False
    stories = stories_of(uow, wish, alarm, now=now)
    for other in _heard_by_same(uow, wish):
        told = uow.watching.alarms_of(other.id, now - DAY) if other.id != wish.id else ()
        for one in told:
            is_told = one.told_at is not None and is_rise(one)
            if is_told and are_alike(stories, stories_of(uow, other, one, now=now)):
                return True
    return False


def _heard_by_same(uow: UnitOfWork, wish: Subscription) -> tuple[Subscription, ...]:
    if wish.hearer is Hearer.GROUP:
        return uow.watching.of_chat(wish.chat_id or 0)
    if wish.hearer is Hearer.AGENCY:
        return uow.watching.of_agencies([wish.agency_id])
    return tuple(w for w in uow.watching.of_officer(wish.officer_id) if w.hearer is Hearer.ME)
