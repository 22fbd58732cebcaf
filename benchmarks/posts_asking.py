"""Asks one database of the posts benchmark: `python -m benchmarks.posts_asking URL [FILE]`.

The slowest of each question goes into the file, for the table of all benchmarks.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from operator import itemgetter
from pathlib import Path
from statistics import median

from sqlalchemy import Connection, text

from benchmarks.posts_peers import Peer, peers_of
from benchmarks.posts_world import NOW
from bot.pictures import PictureKey
from handlers.watch.commands.counting import begin, beginning
from handlers.watch.commands.drawing import KIND, draw_topic
from handlers.watch.commands.searching import searched
from handlers.watch.commands.seeking import seek
from handlers.watch.commands.trying import latest_posts, played, sift
from handlers.watch.rules.chart import SPAN
from handlers.watch.rules.query import read_query
from handlers.watch.rules.searching import Search
from handlers.watch.rules.volume import BACK
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.records.watching import Hearer, PostHit, Subscription
from storage.unit_of_work import UnitOfWork
from tests.storage.samples import officer

TOPICS = (
    *("量子", "虛擬貨幣", "eSIM", "數位憑證", "身分", "健保卡"),
    *("健保卡 (換發 或 eID) -廣告", "量子 或 區塊鏈 或 虛擬貨幣"),
)
ROUNDS, PEER_ROUNDS = 20, 2
CHARTED = 20_000  # posts of two weeks
Step = Callable[[UnitOfWork, Subscription], object]


def _hottest(uow: UnitOfWork, wish: Subscription) -> object:
    hot = Search(wish.text, by_heat=True)
    return searched(uow, wish, hot, read_query(wish.text), now=NOW)


def _search(uow: UnitOfWork, wish: Subscription) -> object:
    return searched(uow, wish, Search(wish.text), read_query(wish.text), now=NOW)


def _subscribe(uow: UnitOfWork, wish: Subscription) -> object:
    kept = replace(wish, id=uow.watching.subscribe(wish))
    heard = sift(uow, kept, {0: read_query(wish.text)}, now=NOW).of([0])
    uow.watching.add_first_hits(kept.id, heard.hits)
    start = beginning(uow, now=NOW)
    return begin(uow, kept, heard.hours(start), start, now=NOW), latest_posts(uow, heard.hits)


def _still(uow: UnitOfWork, wish: Subscription) -> object:
    heard = sift(uow, wish, {0: read_query(wish.text)}, now=NOW).of([0])
    start = beginning(uow, now=NOW)
    return played(uow, heard.hours(start), start, now=NOW)


STEPS: Mapping[str, Step] = {
    "搜尋": _search,
    "最熱": _hottest,
    "還在吵嗎": _still,
    "訂閱": _subscribe,
}


def _took(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long it took by the clock, and of this process's own time; in ms."""
    begun, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _ask(database: Database, wish: Subscription, step: Step) -> tuple[float, float]:
    with database.unit_of_work() as uow:  # nothing is kept
        return _took(lambda: step(uow, wish))


def _found(database: Database, wish: Subscription) -> int:
    with database.unit_of_work() as uow:
        return seek(uow, wish, {0: read_query(wish.text)}, NOW - BACK).count(0)


def _questions(
    database: Database, wish: Subscription, peers: Mapping[str, Peer], connection: Connection
) -> dict[str, tuple[float, float]]:
    """Ask ours and the peers in turns, so that a busy machine is busy for all.

    Returns what each question took: own time and by the clock, medians.
    """
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in (*STEPS, *peers)}
    for turn in range(ROUNDS):
        for name, step in STEPS.items():
            took[name].append(_ask(database, wish, step))
        for name, peer in peers.items():
            if turn < PEER_ROUNDS and peer.can(wish.text):
                took[name].append(_peer(peer, connection, wish.text))
    ours = "".join(_shown(took[name]) for name in STEPS)
    others = "".join(
        f"{median(one[0] for one in took[name]):>12.0f}" if took[name] else " " * 11 + "-"
        for name in peers
    )
    print(f"{wish.text:<20}{_found(database, wish):>8,}{ours}{others}", flush=True)
    return {name: _medians(took[name]) for name in STEPS}


def _peer(peer: Peer, connection: Connection, word: str) -> tuple[float, float]:
    return _took(lambda: peer.ask(connection, word))


def _medians(took: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(own for _, own in took), median(clock for clock, _ in took)


def _shown(took: Sequence[tuple[float, float]]) -> str:
    """Write own time, then by the clock: the median and the longest."""
    clock, own = sorted(one[0] for one in took), median(one[1] for one in took)
    return f"  {own:>5.0f}|{median(clock):>5.0f}{clock[-1]:>6.0f}"


def _chart(database: Database, wish: Subscription) -> tuple[float, float]:
    """Draw a topic that has been listened to for two weeks, and is much talked about."""
    with database.unit_of_work() as uow:
        wish_id = uow.watching.subscribe(wish)
        hits = [
            PostHit(
                subscription_id=wish_id,
                post_id=n,
                source_id=1,
                story_id=n,
                author_key="",
                at=NOW - SPAN * (n / CHARTED),
            )
            for n in range(1, CHARTED)
        ]
        uow.watching.add_hits(hits)
        key = PictureKey(KIND, str(wish_id), NOW)
        took = [_took(lambda: draw_topic(uow, key)) for _ in range(ROUNDS)]
    print(f"chart of {CHARTED:,} posts: {_shown(took)}")
    return _medians(took)


def _sizes(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        asked = "SELECT pg_total_relation_size('{}')"
    else:
        asked = "SELECT sum(pgsize) FROM dbstat WHERE name = '{}'"
    for table in ("posts", "post_segments", "post_words"):
        with suppress(Exception):
            size = connection.execute(text(asked.format(table))).scalar_one()
            print(f"{table}: {size / 1e6:,.0f} MB")


def main() -> None:
    """Measure and print."""
    database = open_database(sys.argv[1], Cipher("the benchmark's own secret key, of no use"))
    with database.unit_of_work() as uow:
        known = uow.officers.all()
        someone = (known[0] if known else officer(uow, "阿菊")).id
        agency_id = uow.agencies.all()[0].id
        uow.commit()
    wish = Subscription(
        hearer=Hearer.ME,
        officer_id=someone,
        agency_id=agency_id,
        text="",
        added_at=NOW,
        observed_until_at=NOW - timedelta(hours=1),
    )
    with database.engine.connect() as connection:
        _sizes(connection)
        connection.rollback()
        peers = peers_of(connection)
        print(f"{'topic':<20}{'posts':>8}", *(f" {name} own| p50 max" for name in STEPS), *peers)
        asked = [_questions(database, replace(wish, text=one), peers, connection) for one in TOPICS]
    slowest = {name: max((one[name] for one in asked), key=itemgetter(1)) for name in STEPS}
    slowest["圖"] = _chart(database, replace(wish, text="健保卡"))
    for file in sys.argv[2:]:
        Path(file).write_text(json.dumps(slowest), encoding="utf-8")
    database.dispose()


if __name__ == "__main__":
    main()
