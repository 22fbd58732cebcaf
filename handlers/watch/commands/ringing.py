"""What a topic rings for: what is worth telling at all, and when it may be told."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta

from handlers.shared.opinion_pace import WAIT_SETTING, read_wait
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.source_state import is_stale
from handlers.shared.windows import Window
from handlers.telling import calendar_of, window_of
from handlers.watch.rules.detectors import AlarmKind
from handlers.watch.rules.volume import DAY, HOUR
from storage.records.watching import Alarm, Hearer, Subscription
from storage.unit_of_work import UnitOfWork

LOOKS_BACK = 5 * HOUR  # before the hour that rang: what the card counts
APART = HOUR  # between two cards about the same
MORE_TIMES, MORE_POSTS = 2, 5  # so many times what was told, and at least so many posts more
BIG_STORY = 5  # posts
UPDATE, STORY = "update", "story"
URGENT_HOURS = (time(7), time(22))  # nobody is woken, not even on request
RISES = frozenset({AlarmKind.BURST.value, AlarmKind.HIGH.value})
SOURCES_OF = timedelta(days=14)


def is_rise(alarm: Alarm) -> bool:
    """Whether an alarm says that more is said; not only that it went on."""
    return bool(RISES & set(alarm.kind.split("+")))


def ring(
    uow: UnitOfWork,
    wish: Subscription,
    at: datetime,
    kinds: Collection[AlarmKind],
    *,
    now: datetime,
) -> None:
    """Keep what the detectors said, unless it is told already or nobody wants it now."""
    if wish.event_muted or (wish.muted_until_at is not None and wish.muted_until_at > now):
        return
    if AlarmKind.DECLINE in kinds:
        if not _is_deaf(uow, wish, now=now):
            _add(uow, wish, AlarmKind.DECLINE.value, (at, at - 2 * DAY), now=now)
        return  # that it calms down is no hurry: it goes with the next morning's
    lately = [one for one in uow.watching.alarms_of(wish.id, at - DAY) if is_rise(one)]
    if not lately:
        kind = "+".join(one.value for one in AlarmKind if one in kinds)
        _add(uow, wish, kind, (at, at - LOOKS_BACK), now=now)
    elif lately[-1].told_at is None:
        both = {*lately[-1].kind.split("+"), *(one.value for one in kinds)}
        kind = "+".join(one.value for one in AlarmKind if one.value in both)
        uow.watching.save_alarm(replace(lately[-1], kind=kind))


def ring_again(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> None:
    """Keep that what was told of has doubled, or that a new story joined it."""
    if wish.event_muted or (wish.muted_until_at is not None and wish.muted_until_at > now):
        return
    alarms = [
        one
        for one in uow.watching.alarms_of(wish.id, now - DAY)
        if one.kind != AlarmKind.DECLINE.value
    ]
    if not any(map(is_rise, alarms)) or any(one.told_at is None for one in alarms):
        return
    last = alarms[-1]
    if last.told_at is None or now - last.told_at < APART:
        return
    hits = uow.watching.hits(wish.id, last.since_at, now + HOUR)
    grown = len(hits) >= max(MORE_TIMES * last.told_count, last.told_count + MORE_POSTS)
    first: dict[int, datetime] = {}
    sizes: dict[int, int] = {}
    for hit in hits:
        first.setdefault(hit.story_id, hit.at)
        sizes[hit.story_id] = sizes.get(hit.story_id, 0) + 1
    fresh = [i for i, began in first.items() if began > last.told_at and sizes[i] >= BIG_STORY]
    if grown or fresh:
        kind = UPDATE if grown else STORY
        _add(uow, wish, kind, (last.rang_at, last.since_at), now=now)


def may_tell_at(uow: UnitOfWork, wish: Subscription, moment: datetime) -> datetime:
    """Return when somebody may be told of a topic: a moment, or when their hours begin."""
    calendar = calendar_of(uow, wish.agency_id)
    if wish.morning_only:
        return window_of_wish(uow, wish).next_opening(_next_midnight(moment), calendar)
    if wish.urgent:
        return _waking(moment)
    return window_of_wish(uow, wish).next_opening(moment, calendar)


def next_morning(uow: UnitOfWork, wish: Subscription, now: datetime) -> datetime:
    """Return when the next digest is: today's, while its hour has not come."""
    calendar = calendar_of(uow, wish.agency_id)
    today = window_of_wish(uow, wish).next_opening(now, calendar)
    return today if today > now else tomorrow_morning(uow, wish, now)


def tomorrow_morning(uow: UnitOfWork, wish: Subscription, now: datetime) -> datetime:
    """Return when the next working day's digest is."""
    opening = window_of_wish(uow, wish)
    return opening.next_opening(_next_midnight(now), calendar_of(uow, wish.agency_id))


def window_of_wish(uow: UnitOfWork, wish: Subscription) -> Window:
    """Return the hours of whoever hears of it."""
    return window_of(uow, wish.officer_id) if wish.hearer is Hearer.ME else Window()


def _add(
    uow: UnitOfWork,
    wish: Subscription,
    kind: str,
    span: Sequence[datetime],
    *,
    now: datetime,
) -> None:
    rang_at, since_at = span
    soon = now + read_wait(uow.settings.get(WAIT_SETTING))
    calms = kind == AlarmKind.DECLINE.value
    uow.watching.add_alarm(
        Alarm(
            subscription_id=wish.id,
            kind=kind,
            rang_at=rang_at,
            since_at=since_at,
            due_at=next_morning(uow, wish, now) if calms else may_tell_at(uow, wish, soon),
        )
    )


def _is_deaf(uow: UnitOfWork, wish: Subscription, *, now: datetime) -> bool:
    """Whether a source that told of the topic brings nothing: then it did not calm down."""
    heard = {hit.source_id for hit in uow.watching.hits(wish.id, now - SOURCES_OF, now)}
    return any(one.id in heard and is_stale(one, now=now) for one in uow.posts.sources())


def _next_midnight(moment: datetime) -> datetime:
    tomorrow = taipei_date(moment) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), TAIPEI)


def _waking(moment: datetime) -> datetime:
    local = moment.astimezone(TAIPEI)
    opens, closes = URGENT_HOURS
    if opens <= local.time() <= closes:
        return moment
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return datetime.combine(day, opens, TAIPEI)
