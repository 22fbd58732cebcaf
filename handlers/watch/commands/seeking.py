"""Finding posts of the past: what a subscription would have brought, what a search brings.

The index bounds which posts can be meant (rules/seeking.py); those it is not sure of are read and
matched as new posts are, so that searching and subscribing mean the same. Of a wide topic only the
latest are named and read; the earlier are counted by the hour, as far as those that were read are
right.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Generic, TypeVar

from handlers.watch.commands.wishes import may_see
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.query import Query
from handlers.watch.rules.seeking import Bounds, bounds_of, grams_for
from handlers.watch.rules.volume import HOUR
from storage.records.post_index import Segment
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork

K = TypeVar("K")
Said = tuple[int, int]  # when, in seconds since 1970, and the post's id
MOST_FOUND = 2_500  # posts of a topic that are named; earlier ones are only counted
MOST_READ = 1_000  # posts that the index is not sure of; earlier ones are only counted
MOST_UNINDEXED = 4_000  # the latest; what an import brought meanwhile is found when it is indexed
MOST_OWN = 10_000  # of one agency, the latest: they are opened one by one
HOUR_SECONDS = int(HOUR.total_seconds())


@dataclass(slots=True)
class Sought(Generic[K]):
    """Which posts each topic means, the latest first; of very many the earlier are only counted."""

    found: dict[K, list[Said]]
    post_count: int = 0  # that were looked through
    is_whole: bool = True  # False: of earlier posts only the count is known
    is_rough: bool = False  # some were counted without being read, or not even looked at
    earlier: dict[K, Counter[int]] = field(default_factory=dict[K, Counter[int]])  # by the hour

    @property
    def since(self) -> datetime | None:
        """Return from when on all are named; None: from the moment that was asked for."""
        last = max((max(hours) for hours in self.earlier.values() if hours), default=None)
        return None if last is None else _hour(last + 1)

    def count(self, key: K, since: datetime | None = None) -> int:
        """Count the posts that a topic means, of all that was sought or from a moment on."""
        first = 0 if since is None else int(since.timestamp())
        named = sum(moment >= first for moment, _ in self.found[key])
        hours = self.earlier.get(key, Counter[int]())
        return named + sum(n for hour, n in hours.items() if hour * HOUR_SECONDS >= first)

    def hours_before(self, key: K) -> dict[datetime, int]:
        """Return how many there were in each hour before all are named."""
        since = self.since
        if since is None:
            return {}
        hours = Counter(self.earlier.get(key, Counter[int]()))
        end = since.timestamp()
        hours.update(moment // HOUR_SECONDS for moment, _ in self.found[key] if moment < end)
        return {_hour(hour): count for hour, count in hours.items()}

    def ids(self, key: K) -> list[int]:
        """Return the ids of the posts that a topic means, the latest first."""
        return [post_id for _, post_id in self.found[key]]


def seek(
    uow: UnitOfWork, wish: Subscription, queries: Mapping[K, Query], since: datetime
) -> Sought[K]:
    """Find the posts since a moment that topics mean, of those a subscription's hearers may see."""
    matches = Matcher(queries).matches
    sought = Sought[K]({key: [] for key in queries})
    for moment, post_id, words in _unindexed(uow, wish, since, sought):
        sought.post_count += 1
        for key in matches(words):
            sought.found[key].append((moment, post_id))
    indexed = _Indexed(sought, queries, int(since.timestamp()))
    grams = set[str]().union(*map(grams_for, queries.values()))
    for segment in uow.post_index.segments(grams, since):
        indexed.take(segment)
    indexed.read(matches, uow.post_index.words_of(indexed.unread()))
    for kept in sought.found.values():
        kept.sort(reverse=True)
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


class _Indexed(Generic[K]):
    """Goes through segments, the latest first, until enough is named; then it counts."""

    def __init__(self, sought: Sought[K], queries: Mapping[K, Query], earliest: int) -> None:
        self._sought, self._queries, self._earliest = sought, queries, earliest
        self._unsure: defaultdict[Said, list[K]] = defaultdict(list)
        self._asked, self._right = Counter[K](), Counter[K]()
        self._sure = {key: Counter[int]() for key in queries}  # by the hour
        self._maybe = {key: Counter[int]() for key in queries}  # the sure ones too

    def take(self, segment: Segment) -> None:
        """Take in what one tells."""
        sought = self._sought
        sought.post_count += len(segment.steps)
        everything = _everything(len(segment.steps))
        for key, query in self._queries.items():
            bounds = bounds_of(query, segment.where, everything)
            if sought.is_whole:
                self._name(key, segment, bounds)
            else:
                self._sure[key].update(self._hours(segment, bounds.sure))
                self._maybe[key].update(self._hours(segment, bounds.maybe))
        named = max(map(len, sought.found.values()), default=0)
        sought.is_whole &= named < MOST_FOUND and len(self._unsure) < MOST_READ

    def unread(self) -> list[int]:
        """Return the posts that must be read."""
        return [post_id for _, post_id in self._unsure]

    def read(self, matches: Callable[[str], Iterable[K]], words: Iterable[tuple[int, str]]) -> None:
        """Tell by their words which are meant, and by those how many of the earlier ones are."""
        sought = self._sought
        at = {post_id: moment for moment, post_id in self._unsure}
        for post_id, text in words:
            said = (at[post_id], post_id)
            asked = self._unsure[said]
            right = set(matches(text)).intersection(asked)
            self._asked.update(asked)
            self._right.update(right)
            for key in right:
                sought.found[key].append(said)
        for key, maybe in self._maybe.items():
            sure = self._sure[key]
            share = self._right[key] / self._asked[key] if self._asked[key] else 1.0
            hours = {
                hour: round(sure[hour] + (n - sure[hour]) * share) for hour, n in maybe.items()
            }
            sought.earlier[key] = Counter({hour: count for hour, count in hours.items() if count})
            sought.is_rough |= sure != maybe

    def _name(self, key: K, segment: Segment, bounds: Bounds) -> None:
        earliest, moments = self._earliest, segment.moments
        for place in bounds.sure:
            if moments[place] >= earliest:
                self._sought.found[key].append(segment.said(place))
        if len(bounds.maybe) != len(bounds.sure):
            for place in bounds.maybe - bounds.sure:
                if moments[place] >= earliest:
                    self._unsure[segment.said(place)].append(key)

    def _hours(self, segment: Segment, places: Iterable[int]) -> list[int]:
        earliest, moments = self._earliest, segment.moments
        return [moments[n] // HOUR_SECONDS for n in places if moments[n] >= earliest]


def _unindexed(
    uow: UnitOfWork, wish: Subscription, since: datetime, sought: Sought[K]
) -> list[tuple[int, int, str]]:
    """Return the posts that are in no segment: the latest, and the agency's own.

    Whoever is not on duty for an agency is told nothing of its own.
    """
    fresh = uow.post_index.unindexed(since, MOST_UNINDEXED)
    sought.is_rough |= len(fresh) == MOST_UNINDEXED
    rows = [(int(post.at.timestamp()), post.id, post.words) for post in fresh]
    if wish.hearer is Hearer.AGENCY:
        for post in uow.posts.own_since(since, wish.agency_id, MOST_OWN):
            if may_see(wish, post):
                at = min(post.posted_at, post.received_at)
                rows.append((int(at.timestamp()), post.id or 0, post.words))
    return rows


@lru_cache(maxsize=4)
def _everything(count: int) -> frozenset[int]:
    """Return all places of a segment; nearly all segments have as many."""
    return frozenset(range(count))


def _hour(number: int) -> datetime:
    return datetime.fromtimestamp(number * HOUR_SECONDS, UTC)
