"""How long a chart takes: `python -m benchmarks.charts`.

From a picture's key to its PNG, the way a request for it goes: read from SQLite, drawn as SVG,
painted, fonts included. A petition of 60 days looked at every 6 hours, and one looked at every 15
minutes. Then the same picture again (from the cache: still read and drawn).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.table import Row, judged
from bot.painter import Painter
from bot.pictures import PictureKey
from handlers.drawing import drawing
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.migrate import migrate
from storage.records.petitions import Petition
from storage.records.watches import Mark

KEY = "k" * 43
OPENED = datetime(2026, 10, 1, tzinfo=UTC)
DAYS, GOAL, ROUNDS = 60, 5000, 40
AIM_MS = 100.0
PETITIONS = {"every 6 hours": timedelta(hours=6), "every 15 minutes": timedelta(minutes=15)}


def fill(database: Database, join_id: str, every: timedelta) -> datetime:
    """Keep a petition whose count rose at every look; return when the last one was."""
    petition = Petition(
        join_id=join_id,
        added_at=OPENED,
        title="x",
        goal_count=GOAL,
        opened_at=OPENED,
        closes_at=OPENED + timedelta(days=DAYS),
    )
    looks = int(timedelta(days=DAYS) / every)
    with database.unit_of_work() as uow:
        uow.petitions.add(petition)
        for number in range(looks):
            at = OPENED + number * every
            count = 1 + GOAL * number // looks
            uow.petitions.save(_counted(petition, count, at))
        for name, day in (("watch", 20), ("act", 30)):
            at = OPENED + timedelta(days=day)
            uow.watches.mark(Mark(join_id=join_id, name=name, reached_at=at, reached_count=1))
        uow.commit()
    return OPENED + (looks - 1) * every


def _counted(petition: Petition, count: int, at: datetime) -> Petition:
    return Petition(
        join_id=petition.join_id,
        added_at=petition.added_at,
        title=petition.title,
        goal_count=petition.goal_count,
        opened_at=petition.opened_at,
        closes_at=petition.closes_at,
        endorse_count=count,
        counted_at=at,
        count_source="page",
    )


@dataclass(frozen=True, slots=True)
class Taken:
    """What one picture cost."""

    wall: float  # ms by the clock on the wall
    own: float  # ms of this thread alone, whatever else the machine does
    size: int  # bytes


def timed(paint: Callable[[str], bytes | None], key: str) -> Taken:
    """Paint one picture."""
    began, own_began = time.perf_counter(), time.thread_time()
    png = paint(key)
    own, wall = time.thread_time() - own_began, time.perf_counter() - began
    return Taken(wall * 1000, own * 1000, len(png or b""))


def rows() -> list[Row]:
    """Measure, print everything, and return what belongs in the one table."""
    found: list[Row] = []
    print(
        f"{'chart, 60 days':20}{'p50 ms':>8}{'p90 ms':>8}{'p50 own':>9}{'again ms':>10}{'KiB':>6}"
    )
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'charts.db')}"
        migrate(url)
        database = open_database(url, Cipher(KEY))
        for number, (name, every) in enumerate(PETITIONS.items()):
            join_id = f"00000000-0000-4000-8000-{number:012d}"
            key = PictureKey("petition", join_id, fill(database, join_id, every)).text
            draw = drawing(database.unit_of_work)
            first = [timed(Painter(draw).paint, key) for _ in range(ROUNDS)]
            painter = Painter(draw)
            again = [timed(painter.paint, key).wall for _ in range(ROUNDS)][1:]
            wall = sorted(one.wall for one in first)
            print(
                f"{name:20}{median(wall):>8.1f}{wall[len(wall) * 9 // 10]:>8.1f}"
                f"{median(one.own for one in first):>9.1f}{median(again):>10.1f}"
                f"{first[0].size / 1024:>6.0f}"
            )
            found.append(
                Row(
                    what=f"a chart from its key to PNG, {DAYS} days looked at {name}",
                    aim=f"< {AIM_MS:.0f} ms",
                    measured=f"{median(wall):.0f} ms",
                    peer=f"from the cache {median(again):.0f} ms",
                    met=judged(median(wall) < AIM_MS),
                )
            )
        database.dispose()
    return found


def main() -> None:
    """Print one table."""
    rows()


if __name__ == "__main__":
    main()
