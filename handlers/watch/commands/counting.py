"""Hours: counting what was said, and taking each in once when it is over."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.shared.work_calendar import work_calendar
from handlers.watch.commands.of_cases import kept_on
from handlers.watch.commands.ringing import ring, ring_again
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.phase import Phase
from handlers.watch.rules.season import DaysOff, Season
from handlers.watch.rules.state import read_season, read_topic, write_season, write_topic
from handlers.watch.rules.stories import SPAN
from handlers.watch.rules.volume import BACK, DAY, HOUR, Player, hour_of, hours_of, replay
from storage.records.watching import PostHit, Subscription, WatchHour
from storage.unit_of_work import UnitOfWork

GRACE = timedelta(minutes=5)  # after which an hour is over; later posts are late
TOGETHER = 50  # subscriptions in one transaction; others want to write too
ENDED = frozenset({Phase.USUAL, Phase.CALM})


def glance_at(uow: UnitOfWork, found: dict[int, list[PostHit]], *, now: datetime) -> None:
    """Look at the topics that were just talked about; the caller has the turn, and commits."""
    season = read_season(uow.watching.season())
    calendar = work_calendar(uow.calendar.entries())
    for wish in uow.watching.named(found):
        late = [hit.at for hit in found[wish.id] if hit.at < wish.observed_until_at]
        after = _take_in_late(uow, wish, hour_of(min(late)), calendar, now=now) if late else wish
        _glance(uow, after, season, calendar, now=now)


def observe_due(uow: UnitOfWork, *, now: datetime) -> int:
    """Take in the hours that are over; return of how many topics. The caller commits."""
    ended = hour_of(now - GRACE)
    wishes = uow.watching.unobserved(ended, TOGETHER)
    if not wishes:
        return 0
    season = read_season(uow.watching.season())
    calendar = work_calendar(uow.calendar.entries())
    for wish in wishes:
        kept = kept_on(uow, wish, now=now)
        if kept is None:
            continue
        _observe(uow, kept, ended, season, calendar, now=now)
    uow.watching.save_season(write_season(season))
    return len(wishes)


def begin(
    uow: UnitOfWork,
    wish: Subscription,
    hours: Mapping[datetime, WatchHour],
    start: datetime,
    *,
    now: datetime,
) -> Player:
    """Play the past of a new subscription from a moment on, and keep it. The caller commits."""
    calendar = work_calendar(uow.calendar.entries())
    season = read_season(uow.watching.season())
    end = hour_of(now)
    player = Player(*read_topic(""))
    replay(player, hours, (start, end), season, calendar)
    uow.watching.add_first_hours(wish.id, (hours[at] for at in sorted(hours) if at < end))
    uow.watching.save(replace(_standing(wish, player), observed_until_at=end))
    return player


def _standing(wish: Subscription, player: Player) -> Subscription:
    """Return a subscription with what is known of its volume now."""
    state = write_topic(player.topic, player.course)
    return replace(wish, state=state, phase=player.course.phase.value)


def beginning(uow: UnitOfWork, *, now: datetime) -> datetime:
    """Return from when on there are posts at all, at most as far back as is replayed."""
    first = uow.posts.first_posted_at(now - BACK)
    return hour_of(first or now)


def _glance(
    uow: UnitOfWork, wish: Subscription, season: Season, calendar: DaysOff, *, now: datetime
) -> None:
    at = wish.observed_until_at
    before = _voices(uow.watching.hours(wish.id, at - DAY), at - 23 * HOUR, at)
    player = Player(*read_topic(wish.state, wish.strictness), before)
    hours = _count(uow, wish.id, at, at + 2 * HOUR)
    spoke = player.glance(at, _voice_count(hours, at), season, calendar)
    if not spoke and at + HOUR in hours:
        # For some minutes more the hour is kept open for late posts; the next has begun.
        at += HOUR
        ahead = Player(*read_topic(wish.state, wish.strictness), before)
        replay(ahead, hours, (at - HOUR, at), deepcopy(season), calendar)
        spoke = ahead.glance(at, _voice_count(hours, at), season, calendar)
        player.topic.told_at.update(dict.fromkeys(spoke, at))
        player.course = ahead.course if spoke else player.course
    if spoke:
        uow.watching.save(_standing(wish, player))
        ring(uow, wish, at, spoke, now=now)
    else:
        ring_again(uow, wish, now=now)


def _voice_count(hours: Mapping[datetime, WatchHour], at: datetime) -> int:
    hour = hours.get(at)
    return hour.voice_count if hour is not None else 0


def _observe(  # whose, until when, with what is known of time
    uow: UnitOfWork,
    wish: Subscription,
    end: datetime,
    season: Season,
    calendar: DaysOff,
    *,
    now: datetime,
) -> None:
    start = wish.observed_until_at
    hours = _count(uow, wish.id, start, end + HOUR)
    begun = hours.pop(end, None)  # what came in the first minutes was not looked at yet
    uow.watching.save_hours(wish.id, hours.values())
    before = _voices(uow.watching.hours(wish.id, start - DAY), start - 23 * HOUR, start)
    player = Player(*read_topic(wish.state, wish.strictness), before)
    rang = replay(player, hours, (start, end), season, calendar)
    if begun is not None:
        spoke = player.glance(end, begun.voice_count, season, calendar)
        rang += [(end, kind) for kind in spoke]
    wish = replace(
        _standing(wish, player),
        observed_until_at=end,
        event_muted=wish.event_muted and player.course.phase not in ENDED,
    )
    uow.watching.save(wish)
    _ring(uow, wish, rang, now=now)


def _take_in_late(
    uow: UnitOfWork, wish: Subscription, since: datetime, calendar: DaysOff, *, now: datetime
) -> Subscription:
    """Count hours anew that were over, and play the whole past again with them.

    What would have been said within the last day is said now, once.
    """
    end = wish.observed_until_at
    uow.watching.save_hours(wish.id, _count(uow, wish.id, since, end).values())
    start = beginning(uow, now=now)
    hours = {hour.at: hour for hour in uow.watching.hours(wish.id, start)}
    told = read_topic(wish.state)[0].told_at
    player = Player(*read_topic("", wish.strictness))
    season = read_season(uow.watching.season())  # what it learns twice is thrown away
    rang = replay(player, hours, (start, end), season, calendar)
    for kind, at in told.items():
        player.topic.told_at[kind] = max(at, player.topic.told_at.get(kind, at))
    wish = _standing(wish, player)
    uow.watching.save(wish)
    fresh = [(at, kind) for at, kind in rang if not _was_told(told, at, kind)]
    _ring(uow, wish, fresh, now=now)
    return wish


def _was_told(told: dict[AlarmKind, datetime], at: datetime, kind: AlarmKind) -> bool:
    last = told.get(kind)
    return last is not None and abs(at - last) < DAY


def _ring(
    uow: UnitOfWork,
    wish: Subscription,
    rang: Sequence[tuple[datetime, AlarmKind]],
    *,
    now: datetime,
) -> None:
    lately = [(at, kind) for at, kind in rang if now - at <= DAY + HOUR]
    for moment in dict.fromkeys(at for at, _ in lately):
        ring(uow, wish, moment, [kind for at, kind in lately if at == moment], now=now)
    if not lately:
        ring_again(uow, wish, now=now)


def _count(
    uow: UnitOfWork, wish_id: int, since: datetime, until: datetime
) -> dict[datetime, WatchHour]:
    return hours_of(uow.watching.hits(wish_id, since - SPAN, until), since)


def _voices(hours: Iterable[WatchHour], since: datetime, until: datetime) -> list[int]:
    counts = {hour.at: hour.voice_count for hour in hours}
    found: list[int] = []
    while since < until:
        found.append(counts.get(since, 0))
        since += HOUR
    return found
