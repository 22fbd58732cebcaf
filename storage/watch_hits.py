"""What was found for each subscription (訂閱): which posts, when they were said."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, case, func, insert, literal, select

from storage.records.watching import PostHit
from storage.tables.posts import posts
from storage.tables.watching import watch_hits
from storage.upserts import insert_those_not_there

TOGETHER = 200  # rows in one statement
MANY = 1_000  # rows that nothing comes back of
HIT = ("subscription_id", "post_id", "source_id", "story_id", "author_key", "at")


class HitStore:
    """Finds and keeps hits."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_hits(self, hits: Iterable[PostHit]) -> tuple[PostHit, ...]:
        """Keep them; return those that were not known."""
        by_key: dict[tuple[object, ...], PostHit] = {
            (hit.subscription_id, hit.post_id): hit for hit in hits
        }
        keys = list(by_key)
        fresh: list[PostHit] = []
        for first in range(0, len(keys), TOGETHER):
            rows = [asdict(by_key[key]) for key in keys[first : first + TOGETHER]]
            made = insert_those_not_there(self._connection, watch_hits, rows)
            fresh += [by_key[key] for key in made]
        return tuple(fresh)

    def add_first_hits(self, subscription_id: int, hits: Sequence[PostHit]) -> None:
        """Keep what was found for a subscription that has nothing yet; the posts are kept too."""
        own, one = literal(subscription_id), posts.c
        at = case((one.posted_at < one.received_at, one.posted_at), else_=one.received_at)
        story = func.coalesce(one.story_id, one.id)
        rows = select(own, one.id, one.source_id, story, one.author_key, at)
        for first in range(0, len(hits), MANY):
            some = rows.where(one.id.in_([hit.post_id for hit in hits[first : first + MANY]]))
            self._connection.execute(insert(watch_hits).from_select(HIT, some))

    def hits(self, subscription_id: int, since: datetime, until: datetime) -> tuple[PostHit, ...]:
        """Return what was found from a moment on, before another; the earliest first."""
        chosen = select(watch_hits).where(_within(subscription_id, since, until))
        chosen = chosen.order_by(watch_hits.c.at, watch_hits.c.post_id)
        return tuple(PostHit(**row) for row in self._connection.execute(chosen).mappings())

    def moments(self, subscription_id: int, since: datetime, until: datetime) -> Sequence[datetime]:
        """Return when each of what was found was said, from a moment on, before another."""
        chosen = select(watch_hits.c.at).where(_within(subscription_id, since, until))
        return self._connection.execute(chosen).scalars().all()


def _within(subscription_id: int, since: datetime, until: datetime) -> ColumnElement[bool]:
    c = watch_hits.c
    return and_(c.subscription_id == subscription_id, c.at >= since, c.at < until)
