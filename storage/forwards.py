"""轉知: what colleagues pasted, for their own agency alone; sealed like every post of one."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from storage.cipher import Cipher
from storage.posts import PostStore
from storage.records.posts import Post, Source, SourceKind
from storage.tables.posts import opinion_sources, posts

NAME = "轉知"  # of the one source they all come from
KEY = "posts|forward"


class ForwardStore:
    """Finds and keeps them."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._posts = PostStore(connection, cipher)

    def add(self, post: Post, *, now: datetime) -> int:
        """Keep a post of an agency; return its number. The same text again has the same one."""
        said = f"{post.agency_id}\n{post.url}\n{post.words}"
        # Nobody can tell from the id what was said.
        hidden = self._cipher.blind(said, KEY)
        kept = replace(post, source_id=self._source(now), external_id=hidden)
        self._posts.add([kept])
        chosen = select(posts.c.id).where(
            posts.c.source_id == kept.source_id, posts.c.external_id == hidden
        )
        number: int = self._connection.execute(chosen).scalar_one()
        return number

    def add_file(self, whole: Post, rows: Iterable[Post], *, now: datetime) -> int:
        """Keep the posts of a file and what tells of them as one; return the number of that.

        Only the posts meet subscriptions, each counted once; the whole is what people pass on.
        The same file again has the same number.
        """
        number, source_id = self.add(whole, now=now), self._source(now)
        self._posts.add(
            replace(
                row,
                source_id=source_id,
                external_id=self._cipher.blind(f"{row.agency_id}\n{row.external_id}", KEY),
            )
            for row in rows
        )
        seen = update(posts).where(posts.c.id == number, posts.c.matched_at.is_(None))
        self._connection.execute(seen.values(matched_at=now))
        return number

    def find(self, number: int, agency_ids: Collection[int]) -> Post | None:
        """Return what was pasted in one of the agencies, by its number."""
        found = next(iter(self._posts.named([number])), None)
        mine = found is not None and found.brought_by is not None
        return found if found is not None and mine and found.agency_id in agency_ids else None

    def recent(self, agency_ids: Collection[int], limit: int) -> tuple[Post, ...]:
        """Return what was pasted last in the agencies, the latest first."""
        chosen = select(posts.c.id).where(
            posts.c.agency_id.in_(sorted(agency_ids)), posts.c.brought_by.is_not(None)
        )
        ids = self._connection.execute(chosen.order_by(posts.c.id.desc()).limit(limit)).scalars()
        found = {post.id: post for post in self._posts.named(tuple(ids))}
        return tuple(found[i] for i in sorted(found, key=lambda one: one or 0, reverse=True))

    def note_need(self, number: int, *, needs_action: bool) -> None:
        """Note whether somebody has to do something."""
        noted = update(posts).where(posts.c.id == number).values(needs_action=needs_action)
        self._connection.execute(noted)

    def _source(self, now: datetime) -> int:
        """Return the id of the one source; it is made when the first is pasted."""
        chosen = select(opinion_sources.c.id).where(
            opinion_sources.c.kind == SourceKind.FORWARD.value
        )
        found: int | None = self._connection.execute(
            chosen.order_by(opinion_sources.c.id).limit(1)
        ).scalar_one_or_none()
        if found is not None:
            return found
        return self._posts.add_source(Source(kind=SourceKind.FORWARD, name=NAME, added_at=now))
