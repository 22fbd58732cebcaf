"""What waiting reminders cost: `python -m benchmarks.reminders`.

1,000 reminders of 1,000 officers are due, each a card of its own, while 10,000 or 1,000,000 others
wait. Two things are timed, each from begin to durable commit: 「claim and record」, the claim and
one message in the outbox for each; and 「the whole job」, `handlers.reminders.jobs.remind` as the
clock starts it, with whom to tell, cards, ledger and whom to ask next. Beside them APScheduler's
job store adds and fires 1,000 jobs; on PostgreSQL procrastinate and pgqueuer take and finish 1,000
(benchmarks/reminder_peers.py). All take turns in every round, so that a busy machine is busy
for all of them. Aims: with 1,000,000 at most 1.3 times what it costs with 10,000; claim and record
at least 15 times as fast as APScheduler adding and firing.
"""

import argparse
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.apscheduler_store import add_and_fire
from benchmarks.disks import durable_postgres, own_folder, show_disk
from benchmarks.reminder_peers import install, pgqueuer_seconds, procrastinate_seconds
from benchmarks.reminder_world import NOW, OFFICER_COUNT, ReminderWorld
from benchmarks.table import Row, judged
from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.reminders.jobs import remind
from handlers.shared.outbox import Why, plan_push
from storage.records.messages import NewDelivery

FEW, MANY = 10_000, 1_000_000
AIM_OF_MANY = 1.3
AIM_OF_APSCHEDULER = 15.0


@dataclass
class Timed:
    """Seconds, one of each round."""

    record: dict[int, list[float]] = field(default_factory=dict[int, list[float]])
    job: dict[int, list[float]] = field(default_factory=dict[int, list[float]])
    add: list[float] = field(default_factory=list[float])  # APScheduler's
    fire: list[float] = field(default_factory=list[float])
    procrastinate: list[float] = field(default_factory=list[float])  # taken and finished
    pgqueuer: list[float] = field(default_factory=list[float])


def claim_and_record(world: ReminderWorld, messages: Sequence[NewDelivery]) -> float:
    """Claim what is due, one message for each into the outbox, commit; return the seconds."""
    begun = time.perf_counter()
    with world.database.unit_of_work() as uow:
        assert uow.reminders.take_turn()
        claimed = uow.reminders.claim(now=NOW, limit=len(messages))
        uow.outbox.add_all(messages)
        uow.commit()
    seconds = time.perf_counter() - begun
    assert len(claimed) == len(messages), len(claimed)
    return seconds


def whole_job(world: ReminderWorld, count: int) -> float:
    """Do what the clock starts; return the seconds."""
    begun = time.perf_counter()
    cards = remind(world.database.unit_of_work, now=NOW)
    seconds = time.perf_counter() - begun
    assert cards == count, cards
    return seconds


def _messages(count: int) -> list[NewDelivery]:
    card = Card(alt="今天有 1 件提醒", body="1　正式回應　應辦期限 12/21（一），還有 10 個工作天。")
    chats = (ChatRef(Platform.LINE, ChatKind.DIRECT, f"U{number:032x}") for number in range(count))
    return [plan_push(card, chat, now=NOW, why=Why.REMINDER) for chat in chats]


def _measure(worlds: Mapping[int, ReminderWorld], *, count: int, rounds: int) -> Timed:
    found = Timed({size: [] for size in worlds}, {size: [] for size in worlds})
    messages = _messages(count)
    few = worlds[FEW]
    on_postgres = few.database.engine.dialect.name == "postgresql"
    if on_postgres:
        install(few.url)
    for _ in range(rounds):
        for size, world in worlds.items():
            world.make_due(count)
            found.record[size].append(claim_and_record(world, messages))
            world.make_due(count)
            found.job[size].append(whole_job(world, count))
        adding, firing = add_and_fire(few.database.engine, count)
        found.add.append(adding)
        found.fire.append(firing)
        if on_postgres:
            found.procrastinate.append(procrastinate_seconds(few.url, count))
            found.pgqueuer.append(pgqueuer_seconds(few.url, count))
    return found


def _row(engine: str, what: str, seconds: Sequence[float], count: int) -> None:
    ms = sorted(1000 * one for one in seconds)
    rate = count / median(seconds)
    print(f"{engine:<12}{what:<46}{median(ms):>9.1f}{ms[0]:>9.1f}{ms[-1]:>9.1f}{rate:>12,.0f}")


def _print(engine: str, found: Timed, *, count: int, many: int) -> None:
    both = [adding + firing for adding, firing in zip(found.add, found.fire, strict=True)]
    for size in (FEW, many):
        _row(engine, f"claim and record, {size:,} waiting", found.record[size], count)
    for size in (FEW, many):
        _row(engine, f"the whole job, {size:,} waiting", found.job[size], count)
    _row(engine, "APScheduler 3 job store, add", found.add, count)
    _row(engine, "APScheduler 3 job store, fire", found.fire, count)
    if found.pgqueuer:
        _row(engine, "procrastinate, take and finish", found.procrastinate, count)
        _row(engine, "pgqueuer, take and finish", found.pgqueuer, count)
    record, job = median(found.record[many]), median(found.job[many])
    print(
        f"{engine}: {many:,} waiting cost {record / median(found.record[FEW]):.2f} (claim and"
        f" record) and {job / median(found.job[FEW]):.2f} (the whole job) times {FEW:,}"
        f" (aim {AIM_OF_MANY})\n"
        f"{engine}: claim and record is {median(both) / record:.1f} times as fast as APScheduler"
        f" adding and firing (aim {AIM_OF_APSCHEDULER:.0f}), {median(found.fire) / record:.1f}"
        f" times firing alone; the whole job {median(both) / job:.1f} times adding and firing"
    )


def _times(slower: Sequence[float], faster: Sequence[float]) -> float:
    return median(slower) / median(faster)


def _rows_of(engine: str, found: Timed, *, count: int, many: int) -> list[Row]:
    record, job = found.record[many], found.job[many]
    both = [adding + firing for adding, firing in zip(found.add, found.fire, strict=True)]
    waiting, ahead = _times(record, found.record[FEW]), _times(both, record)
    rate = count / median(record)
    rows = [
        Row(
            what=f"{count:,} due, {engine}: {many:,} waiting against {FEW:,}, claim and record",
            aim=f"≤ {AIM_OF_MANY} times",
            measured=f"{waiting:.2f} times",
            peer=f"the whole job {_times(job, found.job[FEW]):.2f} times",
            met=judged(waiting <= AIM_OF_MANY),
        ),
        Row(
            what=f"reminders claimed and recorded a second, {engine}",
            aim=f"≥ {AIM_OF_APSCHEDULER:.0f} times APScheduler, adding and firing",
            measured=f"{rate:,.0f} ({ahead:.1f} times); the whole job {count / median(job):,.0f}",
            peer=f"APScheduler {count / median(both):,.0f},"
            f" firing {count / median(found.fire):,.0f}",
            met=judged(ahead >= AIM_OF_APSCHEDULER),
        ),
    ]
    if found.pgqueuer:
        one, other = found.procrastinate, found.pgqueuer
        rows.append(
            Row(
                what=f"the same beside two job queues, {engine}",
                measured=f"{_times(one, record):.1f} and {_times(other, record):.2f} times",
                peer=f"procrastinate {count / median(one):,.0f},"
                f" pgqueuer {count / median(other):,.0f}",
            )
        )
    return rows


def rows(*, due: int = OFFICER_COUNT, waiting: int = MANY, rounds: int = 5) -> list[Row]:
    """Measure, print everything, and return what belongs in the one table."""
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder())))
        show_disk(folder)
        urls = {"sqlite": [f"sqlite:///{folder}/{name}.db" for name in ("few", "many")]}
        server = opened.enter_context(durable_postgres())
        if server is not None:
            urls["postgresql"] = [opened.enter_context(server.database()) for _ in range(2)]
        found: dict[str, Timed] = {}
        for engine, (few, many) in urls.items():
            worlds = {
                FEW: ReminderWorld(few, FEW),
                waiting: ReminderWorld(many, waiting),
            }
            for world in worlds.values():
                world.fill()
            found[engine] = _measure(worlds, count=due, rounds=rounds)
            for world in worlds.values():
                world.database.dispose()
        print(f"{due:,} due:{'ms: median':>67}{'least':>9}{'most':>9}{'a second':>12}")
        for engine, timed in found.items():
            _print(engine, timed, count=due, many=waiting)
    return [
        row
        for engine, timed in found.items()
        for row in _rows_of(engine, timed, count=due, many=waiting)
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="claiming among many waiting reminders")
    parser.add_argument("--due", type=int, default=OFFICER_COUNT)
    parser.add_argument("--waiting", type=int, default=MANY)
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    rows(due=wanted.due, waiting=wanted.waiting, rounds=wanted.rounds)


if __name__ == "__main__":
    main()
