"""A million invented posts of 90 days in a database, for `python -m benchmarks.posts`."""

import random
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, update

from benchmarks.opinion_corpus import Writer
from handlers.watch.commands.indexing import index_some
from storage.engine import Database
from storage.records.posts import Post, Source, SourceKind
from storage.tables.posts import posts

NOW = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
SPAN = timedelta(days=90)
WRITTEN = 3_000  # posts of chains of character pairs, whose clauses all others are put together of
CLAUSE = re.compile("(?<=[，。、？！；：])")
SHORTEST, LONGEST = 10, 35  # clauses of a post: about 200 characters on average
NAMES = 3  # in each post: words that hardly any other post has
AUTHORS = 60_000
LIVE = 20_000  # posts that come in as they do live, in transactions of TOGETHER
TOGETHER = 500
BULK = 5_000
PLANTED = {"量子": 0.00005, "區塊鏈": 0.00005, "虛擬貨幣": 0.001, "數位憑證": 0.01, "eSIM": 0.002}


class Public:
    """Writes posts, the earliest first."""

    def __init__(self, count: int, seed: int = 115) -> None:
        self.count = count
        self._random = random.Random(seed)
        writer = Writer(seed)
        written = [writer.mixed() for _ in range(WRITTEN)]
        clauses = [one for post in written for one in CLAUSE.split(post)]
        self._clauses = [one for one in clauses if len(one) > 3]  # noqa: PLR2004  # no word alone

    def text(self) -> str:
        """What one says."""
        draw = self._random
        parts = draw.choices(self._clauses, k=draw.randint(SHORTEST, LONGEST))
        for _ in range(NAMES):
            name = "".join(chr(draw.randrange(0x4E00, 0x8E00)) for _ in range(3))
            parts.insert(draw.randrange(len(parts)), name)
        for word, share in PLANTED.items():
            if draw.random() < share:
                parts.insert(draw.randrange(len(parts)), word)
        return "".join(parts)

    def post(self, number: int, source_ids: list[int]) -> Post:
        """The n-th post; of the last days more than one may tell the same story."""
        at = NOW - SPAN + SPAN * (number / self.count)
        return Post(
            source_id=source_ids[number % len(source_ids)],
            external_id=str(number),
            url=f"https://forum.example.tw/{number}",
            text=self.text(),
            author_key=f"{self._random.randrange(AUTHORS):064x}",
            posted_at=at,
            received_at=at + timedelta(seconds=30),
        )


def fill(databases: Mapping[str, Database], public: Public) -> Iterator[tuple[str, float]]:
    """Fill databases with the same posts; give what was measured, and how many a second."""
    source_ids: list[int] = []
    for database in databases.values():
        with database.unit_of_work() as uow:
            made = [Source(kind=SourceKind.FEED, name=f"來源{n}", added_at=NOW) for n in range(12)]
            source_ids = [uow.posts.add_source(one) for one in made]
            uow.commit()
    live = [public.post(number, source_ids) for number in range(min(LIVE, public.count))]
    for name, database in databases.items():
        yield f"{name}: posts/s kept as they come in", _keep_live(database, live)
    for first in range(len(live), public.count, BULK):
        numbers = range(first, min(first + BULK, public.count))
        many = [public.post(number, source_ids) for number in numbers]
        for database in databases.values():
            _keep_many(database, many)
    for name, database in databases.items():
        begun, worked = time.perf_counter(), time.process_time()
        while index_some(database.unit_of_work, now=NOW):
            pass
        yield f"{name}: posts/s indexed", public.count / (time.perf_counter() - begun)
        yield f"{name}: of our own time", public.count / (time.process_time() - worked)


def _keep_live(database: Database, live: list[Post]) -> float:
    begun = time.perf_counter()
    for first in range(0, len(live), TOGETHER):
        with database.unit_of_work() as uow:
            uow.posts.add(live[first : first + TOGETHER])
            uow.commit()
    took = time.perf_counter() - begun
    with database.engine.begin() as connection:
        connection.execute(update(posts).values(matched_at=NOW, story_id=posts.c.id))
    return len(live) / took


def _keep_many(database: Database, many: list[Post]) -> None:
    """Keep posts that were looked at already."""
    rows = [
        {
            "source_id": one.source_id,
            "external_id": one.external_id,
            "url": one.url,
            "title": one.title,
            "text": one.text,
            "sealed": b"",
            "author_key": one.author_key,
            "posted_at": one.posted_at,
            "received_at": one.received_at,
            "reply_count": 0,
            "like_count": 0,
            "story_id": int(one.external_id) + 1,
            "matter": "",
            "needs_action": False,
            "matched_at": one.received_at,
        }
        for one in many
    ]
    with database.engine.begin() as connection:
        connection.execute(insert(posts), rows)
