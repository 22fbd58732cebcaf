"""One to three replicas: `python -m benchmarks.replicas`.

Real `pobot serve` processes on one PostgreSQL that waits for its disk; LINE is a stand-in whose
answers take up to 80 ms. First 1,000 officers type a line each, to the replicas in turn, a fifth
「登記 …」 (which takes the next number of the year, one after the other), the others 「今天有啥」:
「acknowledged」 is until the last 200, 「handled」 until nothing waits in the inbox. Then 1,000
reminders come due at once: 「told」 is until LINE has taken all. The rounds are interleaved. Where
there are two cores, they are shared with PostgreSQL, LINE and whoever types, so more replicas
cannot be much faster here; they must not be slower, and nothing may be told twice.
"""

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

from benchmarks.disks import durable_postgres, own_folder, show_disk
from benchmarks.inbox_load import measure_all
from benchmarks.reminder_world import OFFICER_COUNT, ReminderWorld
from benchmarks.serving import Served, serving
from benchmarks.start import QUIET, said
from benchmarks.table import Row, judged, show
from bot.clock import SystemClock
from storage.records.duties import Reminder
from tests.chaos.platforms import Platforms, running_platforms
from tests.chaos.world import reminder_words, subject_of

REPLICAS = (1, 2, 3)
PATIENCE = 240.0  # seconds
LOOK_SECONDS = 0.05
WRITING = 5  # one line in so many registers a case
WORDS = re.compile(r"送件\d{5}號")  # of reminders
AGO = timedelta(minutes=1)


@dataclass
class Rates:
    """What one number of replicas managed a second, one of each round."""

    acknowledged: list[float] = field(default_factory=list[float])
    handled: list[float] = field(default_factory=list[float])
    told: list[float] = field(default_factory=list[float])
    event_ms: list[float] = field(default_factory=list[float])  # of a core, all replicas together
    reminder_ms: list[float] = field(default_factory=list[float])
    twice: int = 0
    connections: int = 0


@dataclass
class _Office:
    """The database, LINE, and what was said and told so far."""

    world: ReminderWorld
    line: Platforms
    events: int
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _reminders: int = 0
    _arrived: int = 0  # at LINE, before what is counted

    def typed(self) -> Iterator[bytes]:
        for _ in range(self.events):
            number = next(self._numbers)
            text = f"登記 {subject_of(number, 0)}" if number % WRITING == 0 else "今天有啥"
            yield said(number % OFFICER_COUNT, f"said{number}", text)

    def webhooks(self, served: list[Served], rates: Rates) -> None:
        """Let people type until all is handled."""
        requests = list(self.typed())
        begun = time.perf_counter()
        measured = measure_all([one.port for one in served], requests)
        assert measured.bad_count == 0, measured.bad_count
        _wait(lambda: self._waiting_events() == 0)
        rates.acknowledged.append(measured.rate)
        rates.handled.append(self.events / (time.perf_counter() - begun))
        _wait(self._is_quiet)

    def reminders(self, rates: Rates) -> None:
        """Let one reminder for each of so many officers come due; wait until LINE has all."""
        first, self._reminders = self._reminders, self._reminders + self.events
        self._arrived = len(self.line.taken())
        now = SystemClock().now()
        with self.world.database.unit_of_work() as uow:
            uow.reminders.add_all(
                Reminder(
                    id=0,
                    agency_id=self.world.agency_ids[number % OFFICER_COUNT],
                    officer_id=self.world.officer_ids[number % OFFICER_COUNT],
                    remind_at=now - AGO,
                    timed=True,
                    text=reminder_words(number),
                )
                for number in range(first, self._reminders)
            )
            uow.commit()
        begun = time.perf_counter()
        words = [reminder_words(number) for number in range(first, self._reminders)]
        _wait(lambda: self._told(words) >= len(words))
        rates.told.append(self.events / (time.perf_counter() - begun))
        _wait(self._is_quiet)
        rates.twice += self._told(words) - len(words)

    def _told(self, words: list[str]) -> int:
        """Count how often LINE took one of the words; a message holds each word once or more."""
        wanted, found = set(words), 0
        arrivals = self.line.taken()
        for arrival in arrivals[self._arrived :]:
            found += len(wanted.intersection(WORDS.findall(arrival.content)))
        return found

    def _waiting_events(self) -> int:
        with self.world.database.unit_of_work() as uow:
            return uow.vitals.events().count

    def _is_quiet(self) -> bool:
        with self.world.database.unit_of_work() as uow:
            left = uow.vitals.deliveries(now=SystemClock().now()).count
            return left == 0 and uow.vitals.events().count == 0

    def connections(self) -> int:
        """Count the replicas' connections."""
        with self.world.database.engine.connect() as connection:
            asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            return int(connection.exec_driver_sql(asked).scalar_one()) - 1


def _wait(done: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > give_up_at:
            message = "the replicas did not get through"
            raise RuntimeError(message)
        time.sleep(LOOK_SECONDS)


def _cores(served: list[Served]) -> float:
    return sum(one.cpu_seconds() for one in served)


def _round(office: _Office, url: str, size: int, rates: Rates) -> None:
    with ExitStack() as opened:
        served = [opened.enter_context(serving(url, office.line.base)) for _ in range(size)]
        begun = _cores(served)
        office.webhooks(served, rates)
        between = _cores(served)
        office.reminders(rates)
        rates.event_ms.append(1000 * (between - begun) / office.events)
        rates.reminder_ms.append(1000 * (_cores(served) - between) / office.events)
        rates.connections = max(rates.connections, office.connections())


def _row(size: int, rates: Rates, one: Rates) -> Row:
    found = (rates.acknowledged, rates.handled, rates.told)
    told = ", ".join(f"{median(some):,.0f}" for some in found)
    beside = zip(found, (one.acknowledged, one.handled, one.told), strict=True)
    ratios = ", ".join(f"{median(some) / median(alone):.2f}" for some, alone in beside)
    return Row(
        what=f"{size} replica{'s' if size > 1 else ''}, PostgreSQL:"
        " webhooks acknowledged, handled, reminders told a second",
        aim="none twice",
        measured=f"{told}; {rates.twice} twice; {rates.connections} connections",
        peer=f"times one replica: {ratios}; of a core {median(rates.event_ms):.0f} ms an event,"
        f" {median(rates.reminder_ms):.0f} ms a reminder",
        met=judged(rates.twice == 0),
    )


def rows(*, events: int = OFFICER_COUNT, rounds: int = 2) -> list[Row]:
    """Measure each number of replicas once in every round."""
    with ExitStack() as opened:
        show_disk(Path(opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder()))))
        server = opened.enter_context(durable_postgres())
        if server is None:
            return []
        url = opened.enter_context(server.database())
        line = opened.enter_context(running_platforms(QUIET))
        world = ReminderWorld(url, 0)
        opened.callback(world.database.dispose)
        office = _Office(world, line, events)
        found = {size: Rates() for size in REPLICAS}
        for _ in range(rounds):
            for size, rates in found.items():
                _round(office, url, size, rates)
    return [_row(size, rates, found[REPLICAS[0]]) for size, rates in found.items()]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="one to three replicas")
    parser.add_argument("--events", type=int, default=OFFICER_COUNT)
    parser.add_argument("--rounds", type=int, default=2)
    wanted = parser.parse_args()
    show(rows(events=wanted.events, rounds=wanted.rounds))


if __name__ == "__main__":
    main()
