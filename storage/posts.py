"""Posts of public opinion and their sources: kept once each, found by time, forgotten."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import cast

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from storage.cipher import Cipher
from storage.records.posts import Post, Source, SourceKind
from storage.tables.posts import WAITING, opinion_sources, posts
from storage.upserts import insert_those_not_there

PLACE = "posts|sealed"
AUTHOR = "posts|author"
WORDS = ("url", "title", "text")
BATCH = 200  # rows in one statement


class PostStore:
    """Finds and keeps posts and sources."""

    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def author_key(self, name: str) -> str:
        """Return what an author is counted by; nobody can tell the name from it."""
        return self._cipher.blind(name, AUTHOR) if name else ""

    # 來源

    def add_source(self, source: Source) -> int:
        """Keep a new source; return its id."""
        made = insert(opinion_sources).values(_source_values(source))
        source_id: int = self._connection.execute(made.returning(opinion_sources.c.id)).scalar_one()
        return source_id

    def save_source(self, source: Source) -> None:
        """Keep what changed."""
        changed = update(opinion_sources).where(opinion_sources.c.id == source.id)
        self._connection.execute(changed.values(_source_values(source)))

    def sources(self) -> tuple[Source, ...]:
        """Return all sources, the oldest first."""
        chosen = select(opinion_sources).order_by(opinion_sources.c.id)
        return tuple(map(_source, self._connection.execute(chosen).mappings()))

    # 貼文

    def add(self, new: Iterable[Post]) -> int:
        """Keep those that are not known yet; return how many that were."""
        rows = [self._values(one) for one in new]
        count = 0
        for first in range(0, len(rows), BATCH):
            count += self._insert(rows[first : first + BATCH])
        return count

    def take_waiting(self, limit: int, *, now: datetime) -> tuple[Post, ...]:
        """Return posts that no process has looked at yet, the oldest first; they are claimed.

        The claim holds when the transaction commits.
        """
        chosen = select(posts).where(WAITING).order_by(posts.c.id).limit(limit)
        rows = self._connection.execute(chosen.with_for_update(skip_locked=True)).mappings().all()
        taken = tuple(map(self._read, rows))
        if taken:
            ids = [one.id for one in taken]
            claimed = update(posts).where(posts.c.id.in_(ids)).values(matched_at=now)
            self._connection.execute(claimed)
        return taken

    def named(self, ids: Collection[int]) -> tuple[Post, ...]:
        """Return posts by their ids, the earliest first."""
        chosen = select(posts).where(posts.c.id.in_(sorted(ids)))
        chosen = chosen.order_by(posts.c.posted_at, posts.c.id)
        return tuple(map(self._read, self._connection.execute(chosen).mappings()))

    def since(self, moment: datetime, agency_ids: Collection[int], limit: int) -> Iterator[Post]:
        """Give posts since a moment that these agencies may see, `limit` at most; latest first."""
        visible = posts.c.agency_id.is_(None) | posts.c.agency_id.in_(sorted(agency_ids))
        chosen = select(posts).where(posts.c.posted_at >= moment, visible)
        chosen = chosen.order_by(posts.c.posted_at.desc(), posts.c.id.desc()).limit(limit)
        few = chosen.execution_options(yield_per=BATCH)  # they do not all fit into memory
        rows = self._connection.execute(few).mappings()
        return map(self._read, rows)

    def told_after(self, post_id: int, *, since: datetime) -> tuple[Post, ...]:
        """Return posts whose story is known, with a greater id and from a moment on, by id."""
        chosen = select(posts).where(
            posts.c.id > post_id, posts.c.posted_at >= since, posts.c.story_id.is_not(None)
        )
        rows = self._connection.execute(chosen.order_by(posts.c.id)).mappings()
        return tuple(map(self._read, rows))

    def are_waiting(self) -> bool:
        """Whether there are posts nobody looked at."""
        waiting = select(posts.c.id).where(WAITING).limit(1)
        return self._connection.execute(waiting).first() is not None

    def first_posted_at(self, since: datetime) -> datetime | None:
        """Return when the earliest post from a moment on was posted."""
        earliest = select(func.min(posts.c.posted_at)).where(posts.c.posted_at >= since)
        return self._connection.execute(earliest).scalar_one_or_none()

    def tell_story(self, story_of: Iterable[tuple[int, int]]) -> None:
        """Note which story each post belongs to: pairs of post and story id."""
        rows = [{"post": post_id, "story": story_id} for post_id, story_id in story_of]
        if rows:
            told = update(posts).where(posts.c.id == bindparam("post"))
            self._connection.execute(told.values(story_id=bindparam("story")), rows)

    def forget(self, *, before: datetime) -> int:
        """Remove posts that came in before a moment; return how many."""
        gone = delete(posts).where(posts.c.received_at < before)
        return self._connection.execute(gone).rowcount

    def _insert(self, rows: Sequence[dict[str, object]]) -> int:
        return len(insert_those_not_there(self._connection, posts, rows))

    def _values(self, post: Post) -> dict[str, object]:
        values: dict[str, object] = {
            name: value for name, value in asdict(post).items() if name != "id"
        }
        if post.agency_id is None:
            return values | {"sealed": b""}
        words = {name: values[name] for name in WORDS}
        nothing: dict[str, object] = dict.fromkeys(WORDS, "")
        sealed = self._cipher.seal_text(json.dumps(words, ensure_ascii=False), PLACE)
        values.update(nothing, sealed=sealed)
        return values

    def _read(self, row: RowMapping) -> Post:
        fields = {
            name: value for name, value in row.items() if name not in {"sealed", "matched_at"}
        }
        if row["sealed"]:
            opened = self._cipher.open_text(row["sealed"], PLACE)
            fields |= cast("dict[str, str]", json.loads(opened))
        return Post(**fields)


def _source_values(source: Source) -> dict[str, object]:
    values: dict[str, object] = {
        name: value for name, value in asdict(source).items() if name != "id"
    }
    return {**values, "kind": source.kind.value}


def _source(row: RowMapping) -> Source:
    plain = {name: value for name, value in row.items() if name != "kind"}
    return Source(**plain, kind=SourceKind(row["kind"]))
