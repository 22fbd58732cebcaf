"""What cards show of a topic: counts of a span, and the posts that stand for the others."""

from collections.abc import Sequence
from datetime import datetime

from handlers.watch.cards import Said, Shown
from handlers.watch.commands.counting import beginning
from handlers.watch.commands.wishes import query_of
from handlers.watch.rules.matching import Matcher
from handlers.watch.rules.picking import around, representatives
from handlers.watch.rules.volume import DAY, authors, usual_day
from storage.records.posts import Post
from storage.records.watching import PostHit, Subscription
from storage.unit_of_work import UnitOfWork

MOST_POSTS = 300  # that three are chosen from


def said_of(
    uow: UnitOfWork, wish: Subscription, hits: Sequence[PostHit], since: datetime, *, now: datetime
) -> Said:
    """Count what was found since a moment, beside what is usual."""
    return Said(
        post_count=len(hits),
        story_count=len({hit.story_id for hit in hits}),
        author_count=authors(hits),
        span=now - since,
        usual=usual_day_of(uow, wish, since, now=now) * ((now - since) / DAY),
    )


def usual_day_of(uow: UnitOfWork, wish: Subscription, until: datetime, *, now: datetime) -> float:
    """Return how many posts a day usually had before a moment."""
    since = beginning(uow, now=now)
    return usual_day(uow.watching.hours(wish.id, since), since, until)


def posts_of(uow: UnitOfWork, hits: Sequence[PostHit]) -> tuple[Post, ...]:
    """Return the posts that three are chosen from: the first and the last ones."""
    ids = [hit.post_id for hit in hits]
    half = MOST_POSTS // 2
    return uow.posts.named({*ids[:half], *ids[-half:]})


def shown(
    uow: UnitOfWork, text: str, posts: Sequence[Post], hits: Sequence[PostHit]
) -> list[Shown]:
    """Return the three that stand for all, around the words that are meant."""
    names = {one.id: one.name for one in uow.posts.sources()}
    tellers: dict[int, set[int]] = {}
    for hit in hits:
        tellers.setdefault(hit.story_id, set()).add(hit.source_id)
    query = query_of(text)
    matcher = Matcher({0: query} if query is not None else {})
    return [
        Shown(
            source=names.get(post.source_id, ""),
            text=around(post.words, matcher.hits(post.words)),
            at=min(post.posted_at, post.received_at),
            copies=len(tellers.get(post.story_id or 0, ())),
        )
        for post in representatives(posts)
    ]
