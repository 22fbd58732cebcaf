"""How soon a new subscription is heard among 10,000, in every process.

A finder is what each process has; three of them stand for three processes, each with its own
connections. Once the new subscription is committed, a post of it comes in for each of them in turn;
timed is the batch with which a finder takes it in, up to the commit: with the making anew of its
automaton, and the next batch without.
"""

import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

from benchmarks.disks import durable_postgres, own_folder
from benchmarks.opinion_corpus import Writer
from benchmarks.reminder_world import NOW, ReminderWorld
from handlers.watch.commands.finding import Finder
from storage.records.posts import Post, Source, SourceKind
from storage.records.watching import Hearer, Subscription
from storage.unit_of_work import UnitOfWork

SEED, WORDS = 116, 9_000
FINDERS = 3
NEW = "健保卡換發"
AIM = 1.0  # seconds


def show_activation(count: int) -> None:
    """Print how long it takes on both databases."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder())))
        urls = {"SQLite": f"sqlite:///{folder}/watch.db"}
        server = opened.enter_context(durable_postgres())
        if server is not None:
            urls["PostgreSQL"] = opened.enter_context(server.database())
        for engine, url in urls.items():
            first, later = _measure(ReminderWorld(url, 0), count)
            took = ", ".join(f"{seconds:.2f}" for seconds in first)
            print(
                f"{engine}: a new subscription among {count:,} is heard after {took} s in"
                f" {FINDERS} processes (aim {AIM:.0f}); a batch without news takes"
                f" {1000 * max(later):.0f} ms at most"
            )


def _measure(world: ReminderWorld, count: int) -> tuple[list[float], list[float]]:
    writer = Writer(SEED)
    topics = writer.subscriptions(count, writer.words(WORDS, spoken=0.1))
    finders = [Finder() for _ in range(FINDERS)]
    with world.database.unit_of_work() as uow:
        source_id = uow.posts.add_source(Source(kind=SourceKind.FEED, name="論壇", added_at=NOW))
        for topic in topics:
            uow.watching.subscribe(_wish(world, topic))
        uow.commit()
    for finder in finders:
        _come(world, finder, source_id, writer.mixed())
    with world.database.unit_of_work() as uow:
        new = uow.watching.subscribe(_wish(world, NEW))
        uow.commit()
    first = [_come(world, one, source_id, f"{NEW}{writer.mixed()}", new) for one in finders]
    later = [_come(world, one, source_id, f"{NEW}{writer.mixed()}", new) for one in finders]
    world.database.dispose()
    return first, later


def _wish(world: ReminderWorld, topic: str) -> Subscription:
    return Subscription(
        hearer=Hearer.ME,
        officer_id=world.officer_ids[0],
        agency_id=world.agency_ids[0],
        text=topic,
        added_at=NOW,
        observed_until_at=NOW,
    )


def _come(
    world: ReminderWorld, finder: Finder, source_id: int, text: str, wanted: int | None = None
) -> float:
    """Let a post come in and be looked at; return the seconds, and see that it was heard."""
    with world.database.unit_of_work() as uow:
        uow.posts.add([_post(source_id, text)])
        uow.commit()
    begun = time.perf_counter()
    with world.database.unit_of_work() as uow:
        found = _take_in(uow, finder)
        uow.commit()
    seconds = time.perf_counter() - begun
    assert wanted is None or wanted in found, found
    return seconds


def _take_in(uow: UnitOfWork, finder: Finder) -> Sequence[int]:
    assert uow.watching.take_turn()
    return list(finder.take_in(uow, now=NOW + timedelta(minutes=1)) or {})


def _post(source_id: int, text: str) -> Post:
    return Post(
        source_id=source_id, external_id=text[:40], text=text, posted_at=NOW, received_at=NOW
    )
