"""What the index of posts is compared with: what the databases bring along."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from benchmarks.posts_world import NOW
from handlers.watch.rules.grams import grams_of
from handlers.watch.rules.volume import BACK

PAIRED = 10_000  # posts that the databases' own indexes are made for: all would take an hour
TOGETHER = 1_000
SHOWN = 5
LATELY = {"since": NOW - BACK}
LEAST_OF_TRIGRAM = 3  # characters


@dataclass(frozen=True, slots=True)
class Peer:
    """Another way to find the posts with one word."""

    ask: Callable[[Connection, str], object]
    can: Callable[[str], bool]


def _is_word(topic: str) -> bool:
    return " " not in topic


def _like(connection: Connection, word: str) -> object:
    """Count the posts of 30 days with a word, and read the last ones."""
    asked = text(
        "SELECT id, text FROM posts WHERE posted_at >= :since AND text LIKE :word"
        " ORDER BY posted_at DESC"
    )
    since = LATELY["since"].replace(tzinfo=None)
    found = connection.execute(asked, {"since": since, "word": f"%{word}%"}).all()
    connection.rollback()
    return len(found), found[:SHOWN]


def _trigram(connection: Connection, word: str) -> object:
    asked = text("SELECT rowid FROM peer.trigrams WHERE trigrams MATCH :word ORDER BY rowid DESC")
    found = connection.execute(asked, {"word": f'"{word}"'}).scalars().all()
    shown = text("SELECT id, text FROM posts WHERE id = :id")
    last = [connection.execute(shown, {"id": one}).one() for one in found[:SHOWN]]
    connection.rollback()
    return len(found), last


def _batches(connection: Connection, most: int) -> Sequence[Sequence[tuple[int, str]]]:
    asked = text("SELECT id, text FROM posts WHERE posted_at >= :since ORDER BY id LIMIT :most")
    since = LATELY["since"].replace(tzinfo=None)
    rows = [(one[0], one[1]) for one in connection.execute(asked, {"since": since, "most": most})]
    return [rows[first : first + TOGETHER] for first in range(0, len(rows), TOGETHER)]


def _build_trigrams(connection: Connection) -> None:
    connection.rollback()
    driver = connection.connection.driver_connection
    assert driver is not None  # it is open
    driver.execute("ATTACH '' AS peer")
    made = "CREATE VIRTUAL TABLE peer.trigrams USING fts5(said, tokenize='trigram', content='')"
    driver.execute(made)
    batches = _batches(connection, PAIRED)
    begun, worked = time.perf_counter(), time.process_time()
    for some in batches:
        driver.executemany("INSERT INTO peer.trigrams (rowid, said) VALUES (?, ?)", some)
    driver.commit()
    count = sum(map(len, batches))
    _tell("FTS5 trigram", count, time.perf_counter() - begun, time.process_time() - worked)
    size = driver.execute("SELECT sum(length(block)) FROM peer.trigrams_data").fetchone()[0]
    print(f"FTS5 trigram: {size / count:,.0f} bytes a post")


def _tell(name: str, count: int, took: float, own: float) -> None:
    print(f"{name}: {count / took:,.0f} posts/s indexed, {count / own:,.0f} of our own time")


def _build_gin(connection: Connection) -> None:
    batches = _batches(connection, PAIRED)
    connection.rollback()  # who stands still in a transaction loses it
    grams = [[(one, sorted(grams_of(said))) for one, said in some] for some in batches]
    connection.execute(text("CREATE TEMP TABLE pairs (id bigint PRIMARY KEY, grams text[])"))
    connection.execute(text("CREATE INDEX ON pairs USING gin (grams)"))
    begun = time.perf_counter()
    for some in grams:
        rows = [{"id": one, "grams": words} for one, words in some]
        connection.execute(text("INSERT INTO pairs VALUES (:id, :grams)"), rows)
    count = sum(map(len, batches))
    took = time.perf_counter() - begun
    print(f"GIN over pairs, {count:,} posts: {count / took:,.0f} posts/s, the pairs made before")
    size = connection.execute(text("SELECT pg_total_relation_size('pairs')")).scalar_one()
    print(f"GIN over pairs: {size / count:,.0f} bytes a post")
    connection.rollback()


def peers_of(connection: Connection) -> Mapping[str, Peer]:
    """Make the peers of a database."""
    if connection.dialect.name == "postgresql":
        _build_gin(connection)
        return {"LIKE": Peer(_like, _is_word)}
    _build_trigrams(connection)
    can = Peer(_trigram, lambda topic: _is_word(topic) and len(topic) >= LEAST_OF_TRIGRAM)
    return {"LIKE": Peer(_like, _is_word), "trigram": can}
