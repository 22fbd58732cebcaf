"""What a topic would have brought: the last 30 days, played without being kept."""

from collections.abc import Mapping, Sequence
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
from handlers.watch.rules.volume import BACK, DAY, Player, events_of, hour_of, hours_of, replay
from storage.records.posts import Post
from storage.records.watching import PostHit, Subscription
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

    @property
    def words(self) -> str:
        """「近 30 天會響 2 次，共 61 則」."""
        if not self.days:
            return "還沒有符合的貼文"
        return f"近 {self.days} 天會響 {self.event_count} 次，共 {self.post_count} 則"


@dataclass(frozen=True, slots=True)
class Past(Generic[K]):
    """What of the last 30 days meets queries, the earliest first, and which of them."""

    found: Sequence[tuple[PostHit, frozenset[K]]]
    counts: Mapping[K, int]  # of all posts that meet a query
    post_count: int  # that there were
    since: datetime | None = None  # of very many only the later ones are found: from then on

    @property
    def hits(self) -> list[PostHit]:
        """Return all that was found, for whatever query."""
        return [hit for hit, _ in self.found]


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
    hits = hits_of(uow, listener, list(met))
    since = sought.since
    kept = [(hit, by_id[hit.post_id]) for hit in hits if since is None or hit.at >= since]
    return Past(kept, sought.counts, sought.post_count, since)


def latest_posts(uow: UnitOfWork, hits: Sequence[PostHit]) -> list[Post]:
    """Return the latest of the posts, for their words; the latest last."""
    posts = {post.id: post for post in uow.posts.named([hit.post_id for hit in hits[-READ:]])}
    return [posts[hit.post_id] for hit in hits[-READ:] if hit.post_id in posts]


def tried(
    uow: UnitOfWork, hits: Sequence[PostHit], since: datetime | None, *, now: datetime
) -> Tried:
    """Play what was found; nothing is kept."""
    if not hits:
        return Tried(0, 0, 0)
    start = since or beginning(uow, now=now)
    return seen(played(uow, hits, start, now=now), len(hits), start, now=now)


def seen(player: Player, post_count: int, start: datetime, *, now: datetime) -> Tried:
    """Count what a player rang for, over as many days as it was played on."""
    days = max(round((now - start) / DAY), 1) if post_count else 0
    return Tried(len(events_of(player.rang)), post_count, days)


def played(uow: UnitOfWork, hits: Sequence[PostHit], start: datetime, *, now: datetime) -> Player:
    """Play a topic that nobody subscribed to from a moment on; nothing is kept."""
    end = hour_of(now)
    hours = hours_of(hits, start)
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
