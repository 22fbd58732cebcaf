"""Telling whoever looks after a source that nothing comes from it, once. No command."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.shared.source_state import is_stale
from handlers.shared.topics import Topic, topic
from handlers.shared.work_calendar import work_calendar
from handlers.sources.cards import nothing_comes
from handlers.sources.rules.rhythm import silent_from
from handlers.telling import NEWS, tell
from storage.on_duty import gather
from storage.records.posts import Source
from storage.unit_of_work import UnitOfWork

KEEPER = "國發會"  # of what is everybody's
LATEST = 500  # posts of a source from which its rhythm is known
AGAIN = timedelta(days=1)  # when too little is known, it is looked at again
LOCK = "opinion-silence"  # the setting that lets one process at a time report


def judged(uow: UnitOfWork, source: Source, new_count: int, *, now: datetime) -> Source:
    """Return a feed that was looked at with whether it is silent; asked seldom, as it costs."""
    if new_count:
        source = replace(source, silent_since_at=None)
    elif source.silent_since_at is not None:
        return source
    if source.judge_at is not None and source.judge_at > now:
        return source
    moments = uow.sources.moments_of(source.id or 0, LATEST)
    silent_at = silent_from(moments, work_calendar(uow.calendar.entries()))
    if silent_at is None:
        return replace(source, judge_at=now + AGAIN)
    if silent_at > now:
        return replace(source, judge_at=silent_at)
    return replace(source, judge_at=now, silent_since_at=moments[-1])


def report_silence(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> bool:
    """Tell of sources from which nothing comes, each once until it comes again.

    False: there was nothing to tell, or nobody to tell it to.
    """
    with unit_of_work() as uow:
        if not _news(uow, now=now):
            return False
    with unit_of_work() as uow:
        uow.settings.set(LOCK, "", now=now)  # another process may have been first
        silent: dict[int | None, list[Source]] = {}
        for source in _news(uow, now=now):
            if source.stale_told_at is None:
                silent.setdefault(source.agency_id, []).append(source)
            else:
                uow.sources.note_told(source.id or 0, at=None)
        told = [_tell(uow, agency_id, them, now=now) for agency_id, them in silent.items()]
        uow.commit()
    return any(told)


def _news(uow: UnitOfWork, *, now: datetime) -> list[Source]:
    """Return what fell silent and was not told, and what was told and speaks again."""
    return [
        source
        for source in uow.posts.sources()
        if is_stale(source, now=now) == (source.stale_told_at is None)
        and (source.on or source.stale_told_at is not None)
    ]


def _tell(uow: UnitOfWork, agency_id: int | None, sources: list[Source], *, now: datetime) -> bool:
    if agency_id is None:
        keeper = uow.agencies.by_name(KEEPER)
        agency_id = keeper.id if keeper is not None else None
    if agency_id is None:
        return False
    turn = gather(uow, [agency_id], now=now)[agency_id].turn_to()
    if turn is None:
        return False
    about = [topic(Topic.SOURCE, source.id or 0) for source in sources]
    manner = replace(NEWS, courtesy=True, topics=about)
    card = nothing_comes(sources, now=now)
    if tell(uow, turn.officer_id, card, agency_id, now=now, manner=manner) is None:
        return False
    for source in sources:
        uow.sources.note_told(source.id or 0, at=now)
    return True
