"""Posts of public opinion and their sources: kept once each, found by time, forgotten."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, update

from storage.cipher import Cipher
from storage.errors import TamperedDataError
from storage.post_index import PostIndex
from storage.records.posts import Post, Source, SourceKind
from storage.tables.posts import WAITING, opinion_sources, posts
from storage.upserts import insert_those_not_there

PLACE = "posts|sealed"
AUTHOR = "posts|author"
WORDS = ("url", "title", "text")
BATCH = 200  # rows in one statement


@dataclass(frozen=True, slots=True)
class Taken:
    """Posts that were claimed, and the ids of claimed ones that no key opens."""

    read: tuple[Post, ...]
    shut: tuple[int, ...]


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

    def take_waiting(self, limit: int, *, now: datetime) -> Taken:
        """Return posts that no process has looked at yet, the oldest first; they are claimed.

        Those that no key opens are claimed too, so that they do not hold up the others. The claim
        holds when the transaction commits.
        """
        chosen = select(posts).where(WAITING).order_by(posts.c.id).limit(limit)
        rows = self._connection.execute(chosen.with_for_update(skip_locked=True)).mappings().all()
        if rows:
            ids = [row["id"] for row in rows]
            claimed = update(posts).where(posts.c.id.in_(ids)).values(matched_at=self._turn(now))
            self._connection.execute(claimed)
        return Taken(*self._readable(rows))

    def named(self, ids: Collection[int]) -> tuple[Post, ...]:
        """Return posts by their ids, the earliest first; those that no key opens are left out."""
        chosen = select(posts).where(posts.c.id.in_(sorted(ids)))
        chosen = chosen.order_by(posts.c.posted_at, posts.c.id)
        return self._readable(self._connection.execute(chosen).mappings())[0]

    def own_since(self, moment: datetime, agency_id: int, limit: int) -> tuple[Post, ...]:
        """Return posts since a moment that one agency alone may see, `limit` at most.

        What no key opens any more is left out.
        """
        chosen = select(posts).where(posts.c.posted_at >= moment, posts.c.agency_id == agency_id)
        chosen = chosen.order_by(posts.c.posted_at.desc(), posts.c.id.desc()).limit(limit)
        return self._readable(self._connection.execute(chosen).mappings())[0]

    def told_after(self, moment: datetime | None, *, since: datetime) -> dict[int, datetime]:
        """Return posts from `since` on whose story was told after a moment, and when it was."""
        chosen = select(posts.c.id, posts.c.matched_at).where(
            posts.c.posted_at >= since, posts.c.story_id.is_not(None)
        )
        if moment is not None:
            chosen = chosen.where(posts.c.matched_at > moment)
        return {one[0]: one[1] for one in self._connection.execute(chosen)}

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
        PostIndex(self._connection).forget(before=before)
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

    def _turn(self, now: datetime) -> datetime:
        """Return a moment after all at which posts were claimed: clocks of machines differ."""
        last = self._connection.execute(select(func.max(posts.c.matched_at))).scalar_one_or_none()
        return now if last is None else max(now, last + timedelta(microseconds=1))

    def _readable(self, rows: Iterable[RowMapping]) -> tuple[tuple[Post, ...], tuple[int, ...]]:
        """Return posts, and the ids of those that no key opens."""
        read: list[Post] = []
        shut: list[int] = []
        for row in rows:
            try:
                read.append(self._read(row))
            except TamperedDataError:
                shut.append(row["id"])
        return tuple(read), tuple(shut)

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
