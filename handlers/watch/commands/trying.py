"""What a topic would have brought: the last 30 days, played without being kept."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from bot.message import Item
from handlers.shared.roc_date import show_moment, taipei_date
from handlers.shared.work_calendar import work_calendar
from handlers.watch.commands.counting import beginning
from handlers.watch.commands.seeking import hits_of, seek
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.picking import around
from handlers.watch.rules.query import Query
from handlers.watch.rules.state import read_season, read_topic
from handlers.watch.rules.volume import (
    BACK,
    DAY,
    Player,
    events_of,
    hour_of,
    hours_of,
    like,
    replay,
)
from storage.records.posts import Post
from storage.records.watching import PostHit, Subscription, WatchHour
from storage.unit_of_work import UnitOfWork

K = TypeVar("K")
READ = 300  # posts, the latest of those that were found
LINES = 5


@dataclass(frozen=True, slots=True)
class Tried:
    """What a topic would have brought."""

    event_count: int
    post_count: int
    days: int  # 0: nothing fits
    is_rough: bool = False  # counted without all being read

    @property
    def words(self) -> str:
        """「近 30 天會響 2 次，共 61 則」."""
        if not self.days:
            return "還沒有符合的貼文"
        about = "約" if self.is_rough else ""
        return (
            f"近 {self.days} 天{about}會響 {self.event_count} 次，共{about} {self.post_count:,} 則"
        )


@dataclass(frozen=True, slots=True)
class Past(Generic[K]):
    """What of the last 30 days meets queries, the earliest first, and which of them."""

    found: Sequence[tuple[PostHit, frozenset[K]]]  # of very many only the later ones
    counts: Mapping[K, int]  # of all posts that meet a query
    post_count: int  # that there were
    is_rough: bool  # some were counted without being read
    earlier: Mapping[K, Mapping[datetime, int]]  # by the hour, before those that were found

    @property
    def hits(self) -> list[PostHit]:
        """Return all that was found, for whatever query."""
        return [hit for hit, _ in self.found]

    def of(self, keys: Collection[K]) -> "Heard":
        """Return what meets one of some queries."""
        earlier = Counter[datetime]()
        for key in keys:
            earlier.update(self.earlier[key])
        hits = [hit for hit, met in self.found if not met.isdisjoint(keys)]
        return Heard(hits, earlier, is_rough=self.is_rough or bool(earlier))


@dataclass(frozen=True, slots=True)
class Heard:
    """What of the last 30 days a topic would have heard."""

    hits: Sequence[PostHit]  # of very many only the later ones
    earlier: Mapping[datetime, int]  # by the hour, before the hits
    is_rough: bool

    @property
    def post_count(self) -> int:
        """Count all posts."""
        return len(self.hits) + sum(self.earlier.values())

    def hours(self, start: datetime) -> dict[datetime, WatchHour]:
        """Return what was said in each hour from a moment on.

        Before the hits an hour has as many stories and authors for its posts as those have.
        """
        hours = hours_of(self.hits, start)
        return {**like(hours.values(), self.earlier), **hours}


def sift(
    uow: UnitOfWork, listener: Subscription, queries: Mapping[K, Query], *, now: datetime
) -> Past[K]:
    """Return what of the last 30 days meets a query, of what somebody may be told of."""
    sought = seek(uow, listener, queries, now - BACK)
    met: dict[tuple[int, int], set[K]] = {}
    for key, found in sought.found.items():
        for said in found:
            met.setdefault(said, set()).add(key)
    by_id = {post_id: frozenset(keys) for (_, post_id), keys in met.items()}
    since = sought.since
    first = 0 if since is None else int(since.timestamp())
    hits = hits_of(uow, listener, [said for said in met if said[0] >= first])
    return Past(
        found=[(hit, by_id[hit.post_id]) for hit in hits],
        counts={key: sought.count(key) for key in queries},
        post_count=sought.post_count,
        is_rough=sought.is_rough,
        earlier={key: sought.hours_before(key) for key in queries},
    )


def latest_posts(uow: UnitOfWork, hits: Sequence[PostHit]) -> list[Post]:
    """Return the latest of the posts, for their words; the latest last."""
    posts = {post.id: post for post in uow.posts.named([hit.post_id for hit in hits[-READ:]])}
    return [posts[hit.post_id] for hit in hits[-READ:] if hit.post_id in posts]


def tried(uow: UnitOfWork, heard: Heard, *, now: datetime) -> Tried:
    """Play what was found; nothing is kept."""
    if not heard.post_count:
        return Tried(0, 0, 0)
    start = beginning(uow, now=now)
    return seen(played(uow, heard.hours(start), start, now=now), heard, start, now=now)


def seen(player: Player, heard: Heard, start: datetime, *, now: datetime) -> Tried:
    """Count what a player rang for, over as many days as it was played on."""
    days = max(round((now - start) / DAY), 1) if heard.post_count else 0
    return Tried(len(events_of(player.rang)), heard.post_count, days, heard.is_rough)


def played(
    uow: UnitOfWork, hours: Mapping[datetime, WatchHour], start: datetime, *, now: datetime
) -> Player:
    """Play a topic that nobody subscribed to from a moment on; nothing is kept."""
    end = hour_of(now)
    player = Player(*read_topic(""))
    season = read_season(uow.watching.season())
    calendar = work_calendar(uow.calendar.entries())
    replay(player, hours, (start, end), season, calendar)
    open_hour = hours.get(end)
    if open_hour is not None:
        player.glance(end, open_hour.voice_count, season, calendar)
    return player


def latest_lines(found: Sequence[Post], query: Query, *, now: datetime) -> tuple[Item, ...]:
    """Return the latest five stories among the posts, around the words that are meant."""
    matcher = Matcher({0: query})
    latest: dict[int, Post] = {}
    for post in reversed(found):
        latest.setdefault(post.story_id or post.id or 0, post)
        if len(latest) == LINES:
            break
    today = taipei_date(now)
    return tuple(
        Item(around(post.words, matcher.hits(post.words)), show_moment(post.posted_at, today=today))
        for post in latest.values()
    )
