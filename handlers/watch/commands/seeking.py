"""Finding posts of the past: what a subscription would have brought, what a search brings.

The index bounds which posts can be meant (rules/seeking.py); those it is not sure of are read and
matched as new posts are, so that searching and subscribing mean the same.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from handlers.watch.commands.wishes import may_see
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import Query
from handlers.watch.rules.seeking import bounds_of, grams_for
from handlers.watch.rules.volume import HOUR, hour_of
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork

K = TypeVar("K")
Said = tuple[int, int]  # when, in seconds since 1970, and the post's id
MOST_FOUND = 6_000  # posts of a topic that are named; earlier ones are only counted
MOST_READ = 4_000  # posts that the index is not sure of; earlier ones are believed
MOST_UNINDEXED = 20_000  # the latest
MOST_OWN = 10_000  # of one agency, the latest: they are opened one by one


@dataclass(slots=True)
class Sought(Generic[K]):
    """Which posts each topic means, the latest first; of very many the earlier are only counted."""

    found: dict[K, list[Said]]
    counts: dict[K, int]
    post_count: int = 0  # that were looked through
    is_whole: bool = True  # False: of earlier posts only the count is known
    is_rough: bool = False  # some were believed without being read

    @property
    def since(self) -> datetime | None:
        """Return from when on all are named; None: from the moment that was asked for."""
        if self.is_whole:
            return None
        earliest = max(kept[-1][0] for kept in self.found.values() if kept)
        return hour_of(datetime.fromtimestamp(earliest, UTC)) + HOUR

    def ids(self, key: K) -> list[int]:
        """Return the ids of the posts that a topic means, the latest first."""
        return [post_id for _, post_id in self.found[key]]


def seek(
    uow: UnitOfWork, wish: Subscription, queries: Mapping[K, Query], since: datetime
) -> Sought[K]:
    """Find the posts since a moment that topics mean, of those a subscription's hearers may see."""
    matcher = Matcher(queries)
    sought = Sought[K]({key: [] for key in queries}, dict.fromkeys(queries, 0))
    for moment, post_id, words in _unindexed(uow, wish, since):
        sought.post_count += 1
        for key in matcher.matches(words):
            sought.found[key].append((moment, post_id))
    unread = _seek_indexed(uow, queries, since, sought)
    at = {post_id: moment for moment, post_id in unread}
    for post_id, words in uow.post_index.words_of(list(at)):
        said = (at[post_id], post_id)
        for key in set(matcher.matches(words)).intersection(unread[said]):
            sought.found[key].append(said)
    for key, kept in sought.found.items():
        kept.sort(reverse=True)
        sought.counts[key] += len(kept)
    return sought


def hits_of(uow: UnitOfWork, wish: Subscription, found: Sequence[Said]) -> list[PostHit]:
    """Return posts that were found as hits of a subscription, the earliest first."""
    at = {post_id: moment for moment, post_id in found}
    hits = [
        PostHit(
            subscription_id=wish.id,
            post_id=one.id,
            source_id=one.source_id,
            story_id=one.story_id or one.id,
            author_key=one.author_key,
            at=datetime.fromtimestamp(at[one.id], UTC),
        )
        for one in uow.post_index.traces(list(at))
    ]
    return sorted(hits, key=lambda hit: (hit.at, hit.post_id))


def _seek_indexed(
    uow: UnitOfWork, queries: Mapping[K, Query], since: datetime, sought: Sought[K]
) -> Mapping[Said, list[K]]:
    """Take in what the index is sure of; return what must be read, and what for."""
    earliest = int(since.timestamp())
    grams = set[str]().union(*map(grams_for, queries.values()))
    unread: defaultdict[Said, list[K]] = defaultdict(list)
    for segment in uow.post_index.segments(grams, since):
        sought.post_count += len(segment.steps)
        everything = frozenset(range(len(segment.steps)))
        late = everything
        if min(segment.moments) < earliest:
            late = frozenset(n for n, at in enumerate(segment.moments) if at >= earliest)
        for key, query in queries.items():
            bounds = bounds_of(query, segment.where, everything)
            if not sought.is_whole:
                sought.counts[key] += len(bounds.maybe & late)
                sought.is_rough |= bounds.maybe != bounds.sure
                continue
            sought.found[key] += map(segment.said, bounds.sure & late)
            for place in (bounds.maybe - bounds.sure) & late:
                unread[segment.said(place)].append(key)
        named = max(map(len, sought.found.values()), default=0)
        sought.is_whole &= named < MOST_FOUND and len(unread) < MOST_READ
    return unread


def _unindexed(uow: UnitOfWork, wish: Subscription, since: datetime) -> list[tuple[int, int, str]]:
    """Return the posts that are in no segment: the latest, and the agency's own.

    Whoever is not on duty for an agency is told nothing of its own.
    """
    fresh = uow.post_index.unindexed(since, MOST_UNINDEXED)
    rows = [(int(post.at.timestamp()), post.id, post.words) for post in fresh]
    if wish.hearer is Hearer.AGENCY:
        for post in uow.posts.own_since(since, wish.agency_id, MOST_OWN):
            if may_see(wish, post):
                at = min(post.posted_at, post.received_at)
                rows.append((int(at.timestamp()), post.id or 0, post.words))
    return rows
