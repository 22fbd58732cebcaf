"""The index of public posts: own, the same on SQLite and PostgreSQL, written a segment at a time.

A segment holds some thousand posts that follow one another by id. Its words (pairs of characters,
which the caller makes) lie on shelves: one row holds all words of a segment that share 11 bits of
their hash, each with the places of its posts. A search reads one row for each word and segment.
Why not FTS5 or GIN: one is on SQLite alone, the other on PostgreSQL alone and six times as big
(docs/benchmarks.md); FTS5 before SQLite 3.43 forgets a post only when told all its words again.
Posts of the last hours are in no segment yet; a search reads them one by one.

Posts that belong to one agency are never indexed: the same news lies in the open beside them, so
even a keyed hash of each word would give the words away to whoever compares the two. They are few,
and are opened and read.
"""

import hashlib
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
)

from storage.records.post_index import Segment, Trace, Unindexed
from storage.tables.post_index import post_segments, post_words
from storage.tables.posts import posts

SHELVES = 2048
SETTLED = timedelta(minutes=2)  # by so much clocks of machines may differ
TOGETHER = 500  # posts named in one statement
PLACE, NUMBER = "H", "I"  # of two and of four bytes; little-endian on all we run on
COUNT = 2  # bytes of how many words lie on a shelf
OLDEST_WRITER = text(  # age in seconds of the oldest transaction that writes
    "SELECT extract(epoch FROM clock_timestamp() - min(xact_start)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_xid IS NOT NULL"
)
Read: TypeAlias = Select[int, str, str, datetime, datetime]


class PostIndex:
    """Keeps segments, and goes through them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_posts(self, count: int, edition: int, *, now: datetime) -> tuple[Unindexed, ...]:
        """Return the posts that the next segment should hold, by id; () while they are too few.

        First those before the first segment, however few: some of theirs were forgotten.
        """
        first, last = self._span(edition)
        if first is not None:
            before = self._read(_public().where(posts.c.id < first).limit(count))
            if before:
                return before
        if self._newest() - last < count:
            return ()
        later = _public().where(posts.c.id > last, posts.c.id <= self._settled(last, now))
        some = later.with_only_columns(posts.c.id).limit(count).subquery()
        there: int = self._connection.execute(select(func.count()).select_from(some)).scalar_one()
        return self._read(later.limit(count)) if there == count else ()

    def keep(
        self, held: Sequence[Unindexed], words: Mapping[str, Sequence[int]], edition: int
    ) -> bool:
        """Keep a segment: posts by id, and at which places each word is, in order.

        False when another process kept them meanwhile. Segments of other editions are forgotten.
        """
        self._drop(post_segments.c.edition != edition)
        first, last = self._span(edition)
        if first is not None and held[-1].id >= first and held[0].id <= last:
            return False
        first = held[0].id
        made = insert(post_segments).values(
            edition=edition,
            first_post_id=first,
            last_post_id=held[-1].id,
            received_at=min(one.received_at for one in held),
            latest_at=max(one.at for one in held),
            post_ids=array(NUMBER, [one.id - first for one in held]).tobytes(),
            moments=array(NUMBER, [int(one.at.timestamp()) for one in held]).tobytes(),
        )
        made = made.returning(post_segments.c.id)
        segment_id: int = self._connection.execute(made).scalar_one()
        shelves: dict[int, list[tuple[int, Sequence[int]]]] = defaultdict(list)
        for word, places in words.items():
            shelf, number = _key(word)
            shelves[shelf].append((number, places))
        rows = [
            {"segment_id": segment_id, "shelf": shelf, "places": _packed(sorted(shelves[shelf]))}
            for shelf in sorted(shelves)
        ]
        if rows:
            self._connection.execute(insert(post_words), rows)
        return True

    def segments(self, words: Collection[str], since: datetime) -> Iterator[Segment]:
        """Give the segments with posts from a moment on, the latest first."""
        keys = {word: _key(word) for word in words}
        heads = select(
            post_segments.c.id,
            post_segments.c.first_post_id,
            post_segments.c.post_ids,
            post_segments.c.moments,
        ).where(post_segments.c.latest_at >= since)
        on_shelves = self._on_shelves({shelf for shelf, _ in keys.values()}, since)
        ordered = heads.order_by(post_segments.c.last_post_id.desc())
        for segment_id, first, steps, moments in self._connection.execute(ordered):
            where = {
                word: _unpacked(on_shelves.get((segment_id, shelf), b""), number)
                for word, (shelf, number) in keys.items()
            }
            yield Segment(first, array(NUMBER, steps), array(NUMBER, moments), where)

    def unindexed(self, since: datetime, limit: int) -> tuple[Unindexed, ...]:
        """Return the posts that came after the last segment, the latest first, `limit` at most."""
        _, last = self._span()
        chosen = _public(latest_first=True).where(
            posts.c.id > last, posts.c.posted_at >= since, posts.c.received_at >= since
        )
        return self._read(chosen.limit(limit))

    def words_of(self, post_ids: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Give posts and what they say, in no order."""
        for some in _batches(post_ids):
            chosen = select(posts.c.id, posts.c.title, posts.c.text).where(_named(some))
            for post_id, title, said in self._connection.execute(chosen):
                yield post_id, f"{title}\n{said}" if title else said

    def traces(self, post_ids: Sequence[int]) -> Iterator[Trace]:
        """Give what is known of posts without reading them, in no order."""
        for some in _batches(post_ids):
            chosen = select(
                posts.c.id,
                posts.c.source_id,
                posts.c.story_id,
                posts.c.author_key,
                posts.c.reply_count + posts.c.like_count,
            ).where(_named(some))
            for one in self._connection.execute(chosen):
                yield Trace(*one)

    def forget(self, *, before: datetime) -> None:
        """Forget the segments that hold posts which came in before a moment.

        What is left of their posts goes into a new segment when the clock next looks.
        """
        self._drop(post_segments.c.received_at < before)

    def _drop(self, which: ColumnElement[bool]) -> None:
        gone = select(post_segments.c.id).where(which)
        ids = self._connection.execute(gone).scalars().all()
        if ids:
            self._connection.execute(delete(post_words).where(post_words.c.segment_id.in_(ids)))
            self._connection.execute(delete(post_segments).where(post_segments.c.id.in_(ids)))

    def _span(self, edition: int | None = None) -> tuple[int | None, int]:
        """Return the first id that is indexed, and the last; None and 0 when there is none."""
        chosen = select(
            func.min(post_segments.c.first_post_id), func.max(post_segments.c.last_post_id)
        )
        if edition is not None:
            chosen = chosen.where(post_segments.c.edition == edition)
        first, last = self._connection.execute(chosen).one()
        return first, last or 0

    def _settled(self, last: int, now: datetime) -> int:
        """Return up to which id no post can turn up any more: later ids are not to be indexed.

        A post was looked at after it was committed. A transaction with a lower id had begun before
        that; all that had begun before the oldest one that is still open have ended.
        """
        bound = now - SETTLED - self._oldest_writer()
        newest = select(func.max(posts.c.id)).where(posts.c.id > last, posts.c.matched_at <= bound)
        return self._connection.execute(newest).scalar_one() or 0

    def _oldest_writer(self) -> timedelta:
        if self._connection.dialect.name != "postgresql":
            return timedelta(0)  # SQLite has one writer at a time
        age = self._connection.execute(OLDEST_WRITER).scalar_one()
        return timedelta(seconds=max(float(age or 0), 0))

    def _newest(self) -> int:
        return self._connection.execute(select(func.max(posts.c.id))).scalar_one() or 0

    def _on_shelves(
        self, shelves: Collection[int], since: datetime
    ) -> dict[tuple[int, int], bytes]:
        lying = (
            select(post_words.c.segment_id, post_words.c.shelf, post_words.c.places)
            .join(post_segments, post_segments.c.id == post_words.c.segment_id)
            .where(post_segments.c.latest_at >= since, post_words.c.shelf.in_(sorted(shelves)))
        )
        return {(one[0], one[1]): one[2] for one in self._connection.execute(lying)}

    def _read(self, chosen: Read) -> tuple[Unindexed, ...]:
        rows = self._connection.execute(chosen)
        return tuple(
            Unindexed(
                id=row.id,
                words=f"{row.title}\n{row.text}" if row.title else row.text,
                at=min(row.posted_at, row.received_at),
                received_at=row.received_at,
            )
            for row in rows
        )


def _public(*, latest_first: bool = False) -> Read:
    chosen = select(
        posts.c.id, posts.c.title, posts.c.text, posts.c.posted_at, posts.c.received_at
    ).where(posts.c.agency_id.is_(None))
    return chosen.order_by(posts.c.id.desc() if latest_first else posts.c.id)


def _named(post_ids: Sequence[int]) -> ColumnElement[bool]:
    """Say which posts; the numbers are written out, which takes less time than binding each."""
    ids: BindParameter[Sequence[int]] = bindparam(
        "ids", list(post_ids), expanding=True, literal_execute=True
    )
    return posts.c.id.in_(ids)


def _batches(post_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(post_ids), TOGETHER):
        yield post_ids[first : first + TOGETHER]


def _key(word: str) -> tuple[int, int]:
    """Return the shelf of a word, and its number there."""
    made = hashlib.blake2b(word.encode(), digest_size=6).digest()
    return int.from_bytes(made[:2]) % SHELVES, int.from_bytes(made[2:])


def _packed(words: Sequence[tuple[int, Sequence[int]]]) -> bytes:
    """Write a shelf: how many words, their numbers in order, how many places each, the places."""
    numbers = array(NUMBER, [number for number, _ in words])
    counts = array(PLACE, [len(places) for _, places in words])
    places = array(PLACE, chain.from_iterable(places for _, places in words))
    head = len(words).to_bytes(COUNT, "little")
    return b"".join((head, numbers.tobytes(), counts.tobytes(), places.tobytes()))


def _unpacked(shelf: bytes, number: int) -> frozenset[int]:
    """Return the places of one word."""
    count = int.from_bytes(shelf[:COUNT], "little")
    numbers = array(NUMBER, shelf[COUNT : COUNT + count * 4])
    at = bisect_left(numbers, number)
    if at == count or numbers[at] != number:
        return frozenset()
    start = COUNT + count * 4
    counts = array(PLACE, shelf[start : start + count * 2])
    start += (count + sum(counts[:at])) * 2
    return frozenset(array(PLACE, shelf[start : start + counts[at] * 2]))
