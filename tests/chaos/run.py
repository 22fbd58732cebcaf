"""One run: replicas, platforms, talkers and faults together, until all is calm; then the books."""

import os
import random
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer

from sqlalchemy import func, select

from bot.clock import SystemClock
from storage.engine import Database
from storage.errors import DatabaseUnavailableError
from storage.migrate import migrate
from storage.outbox_rows import IN_HAND
from storage.records.duties import ReminderState
from storage.tables.duties import reminders
from storage.tables.messages import deliveries, inbox_events
from tests.bot.slack.events import SECRET as SLACK_SECRET
from tests.chaos.books import Kept, Verdict, judge, read_kept
from tests.chaos.plan import Scale
from tests.chaos.platforms import Platforms, running_platforms
from tests.chaos.replicas import Env, Replicas, running_replicas
from tests.chaos.storm import Storm
from tests.chaos.world import open_world, settle_people
from tests.support.postgres import OwnServer
from tests.test_process import KEY, SECRET, free_port

ONE_AT_A_TIME = Lock()  # Alembic keeps its context in the module
LOOK_SECONDS = 0.5
SETTLED_LOOKS = 3  # in a row
BEYOND_LEASE = 2.0  # seconds by which a stop outlasts a lease
OUTAGE_SECONDS = (0.5, 3.0)
NOT_ARRIVED = ("reply/unknown", "reply/expired", "reply/failed")
FIRST_SECONDS = 2.0  # until the first fault: there is something to break by then


@dataclass(frozen=True, slots=True)
class Report:
    """What a run saw."""

    scale: Scale
    seconds: float
    kills: int
    stops: int
    outages: int
    stepped: Sequence[str]  # the failpoints that were stepped on
    unstepped: Sequence[str]
    crashes: Sequence[int]  # exit statuses that nobody asked for
    platforms: Platforms
    storm: Storm
    kept: Kept
    verdict: Verdict
    calm: bool  # whether nothing was left to do in the end

    @property
    def not_arrived_count(self) -> int:
        """Return how many answers the ledger says did not arrive, or may not have."""
        states = self.kept.states
        return sum(n for state, n in states.items() if state in NOT_ARRIVED)


def run(scale: Scale, url: str, folder: Path, server: OwnServer | None = None) -> Report:
    """Live through one storm; `server` is the PostgreSQL that may be stopped."""
    with ONE_AT_A_TIME:
        migrate(url)
    database = open_world(url)
    begun = time.monotonic()
    people = settle_people(database, scale, SystemClock().now())
    ports = [free_port() for _ in range(scale.replicas)]
    storm = Storm(scale, ports)
    chance = random.Random(f"{scale.seed}/faults")  # noqa: S311  # nothing secret
    with running_platforms(scale) as platforms:
        envs = [_environment(url, platforms.base, port, scale) for port in ports]
        with running_replicas(envs, folder, naive=scale.naive) as replicas:
            faults = _faults(scale, replicas, server, chance)
            with ThreadPoolExecutor(scale.talkers) as talkers:
                for number in range(scale.talkers):
                    talkers.submit(storm.talk, number, people[number])
                outages = _live_through(faults)
                still = _Calm(database)
                calm = still.wait(scale.patience_seconds, talkers, storm)
    kept = read_kept(database)
    verdict = judge(scale, platforms.taken(), storm.acknowledged, kept)
    database.dispose()
    return Report(
        scale=scale,
        seconds=time.monotonic() - begun,
        kills=replicas.kills + sum(replicas.stepped.values()),
        stops=replicas.stops,
        outages=outages,
        stepped=sorted(replicas.stepped),
        unstepped=replicas.unstepped(),
        crashes=replicas.crashes,
        platforms=platforms,
        storm=storm,
        kept=kept,
        verdict=verdict,
        calm=calm,
    )


def _environment(url: str, base: str, port: int, scale: Scale) -> Env:
    return {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": url,
        "PORT": str(port),
        "POBOT_SECRET_KEY": KEY,
        "POBOT_LEASE_SECONDS": str(scale.lease_seconds),
        "LINE_CHANNEL_SECRET": SECRET,
        "LINE_CHANNEL_ACCESS_TOKEN": "token",
        "LINE_API_BASE": base,
        "SLACK_BOT_TOKEN": "xoxb-test",
        "SLACK_SIGNING_SECRET": SLACK_SECRET,
        "SLACK_API_BASE": f"{base}/api/",
        "JOIN_BASE": "off",
        "GAZETTE_BASE": "off",
    }


Fault = tuple[float, Callable[[], int]]  # when, and what; it returns how many outages it made


def _faults(
    scale: Scale, replicas: Replicas, server: OwnServer | None, chance: random.Random
) -> list[Fault]:
    def kill() -> int:
        replicas.kill(chance)
        return 0

    def stop() -> int:
        number = replicas.stop(chance)
        if number is not None:
            beyond = Timer(scale.lease_seconds + BEYOND_LEASE, replicas.go_on, (number,))
            beyond.daemon = True
            beyond.start()
        return 0

    def cut() -> int:
        if server is None:
            return 0
        server.stop_at_once()
        time.sleep(chance.uniform(*OUTAGE_SECONDS))
        server.start()
        return 1

    what = [*[kill] * scale.kills, *[stop] * scale.stops, *[cut] * scale.outages]
    faults = [(chance.uniform(FIRST_SECONDS, scale.storm_seconds), one) for one in what]
    return sorted(faults, key=lambda fault: fault[0])


def _live_through(faults: Sequence[Fault]) -> int:
    """Let all of it happen; return how often the database was cut off."""
    begun = time.monotonic()
    outages = 0
    for moment, happen in faults:
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        outages += happen()
    return outages


@dataclass(frozen=True, slots=True)
class _Calm:
    """Knows when nothing is left to do."""

    database: Database

    def wait(self, seconds: float, talkers: ThreadPoolExecutor, storm: Storm) -> bool:
        """Wait until all was said and nothing waits; False when it takes too long."""
        until = time.monotonic() + seconds
        all_said = talkers.submit(_nothing)  # after all talkers, where each has its thread
        looks = 0
        while time.monotonic() < until:
            looks = looks + 1 if all_said.done() and self._is_still() else 0
            if looks == SETTLED_LOOKS:
                return True
            time.sleep(LOOK_SECONDS)
        storm.over.set()
        return False

    def _is_still(self) -> bool:
        waiting = (
            select(func.count())
            .select_from(inbox_events)
            .where(inbox_events.c.finished_at.is_(None)),
            select(func.count()).select_from(deliveries).where(deliveries.c.state.in_(IN_HAND)),
            select(func.count())
            .select_from(reminders)
            .where(reminders.c.state == ReminderState.WAITING.value),
        )
        with suppress(DatabaseUnavailableError), self.database.engine.connect() as connection:
            return not any(connection.execute(one).scalar_one() for one in waiting)
        return False


def _nothing() -> None:
    """Be done."""
