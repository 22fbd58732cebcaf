"""From a post as a source gave it to the post that is kept. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.sources.posts import TEXT_LIMIT, TITLE_LIMIT, RawPost
from storage.records.petitions import Petition
from storage.records.posts import Post

JOIN = "Join 提點子"  # the source of petitions
EARLY = timedelta(hours=1)  # a source's clock may be fast by this much
OLD = timedelta(days=90)  # what was said longer ago is not taken


def to_posts(
    raw: Iterable[RawPost],
    source_id: int,
    author_key: Callable[[str], str],
    *,
    now: datetime,
) -> list[Post]:
    """Make posts; what is too old is left out, what is of tomorrow counts as said now."""
    return [
        _post(one, source_id, author_key(one.author), now=now)
        for one in raw
        if not is_old(one, now)
    ]


def is_old(raw: RawPost, now: datetime) -> bool:
    """Whether a post was said so long ago that no count needs it."""
    return raw.said_at is not None and now - raw.said_at > OLD


def _post(raw: RawPost, source_id: int, author_key: str, *, now: datetime) -> Post:
    said_at = raw.said_at if raw.said_at is not None and raw.said_at <= now + EARLY else now
    return Post(
        source_id=source_id,
        external_id=raw.external_id,
        url=raw.link,
        title=raw.title,
        text=raw.text,
        author_key=author_key,
        posted_at=min(said_at, now),
        received_at=now,
        reply_count=raw.reply_count or 0,
    )


def petition_post(petition: Petition) -> RawPost:
    """Make a post of a petition: what is asked for, when it could first be endorsed."""
    return RawPost(
        external_id=petition.join_id,
        title=petition.title[:TITLE_LIMIT],
        text=petition.summary[:TEXT_LIMIT],
        link=f"https://join.gov.tw/idea/detail/{petition.join_id}",
        site=JOIN,
        said_at=petition.opened_at or petition.submitted_at or petition.added_at,
    )
