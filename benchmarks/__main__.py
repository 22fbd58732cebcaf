"""All benchmarks: `make bench` prints what each part finds, then one table of all, as markdown.

The long parts are shorter here; each runs in full alone. `--out` writes the table to a file too,
`--only` takes some of the parts.
"""

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import sqlalchemy

from benchmarks import (
    arrival,
    chaos,
    charts,
    finding,
    inbox,
    matching,
    month,
    posts,
    reminders,
    replicas,
    scale,
    start,
    stories,
)
from benchmarks.disks import own_folder, show_disk
from benchmarks.table import Row, heading, line
from bot.clock import SystemClock

Part = Callable[[], list[Row]]
PARTS: Mapping[str, Part] = {
    "finding": finding.rows,
    "inbox": inbox.rows,
    "reminders": partial(reminders.rows, waiting=300_000, rounds=3),
    "replicas": partial(replicas.rows, events=300, rounds=2),
    "start": start.rows,
    "arrival": arrival.rows,
    "matching": matching.rows,
    "stories": stories.rows,
    "posts": partial(posts.rows, posts=50_000),
    "charts": charts.rows,
    "month": partial(month.rows, seeds=(1, 2)),
    "chaos": chaos.rows,
    "scale": scale.rows,
}


def machine() -> str:
    """Describe what all this ran on, and how busy it was."""
    with tempfile.TemporaryDirectory(dir=own_folder()) as folder:
        disk = show_disk(Path(folder))
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{SystemClock().now():%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores, {gib:.0f} GiB;"
        f" {platform.system()} {platform.machine()}, Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}, SQLAlchemy {sqlalchemy.__version__};"
        f" {disk}; load {os.getloadavg()[0]:.1f}"
    )


def main() -> None:
    """Run every part, the one after the other; one that fails does not keep the others away."""
    parser = argparse.ArgumentParser(description="all benchmarks")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    wanted = parser.parse_args()
    told = [f"Begun {machine()}.", "", heading()]
    failed: list[str] = []
    for name in wanted.only:
        print(f"\n# {name}", flush=True)
        begun = time.monotonic()
        try:
            found = [line(row) for row in PARTS[name]()]
            told += found
            print("\n".join(found))
        except Exception:  # noqa: BLE001  # shown, and the exit status tells
            traceback.print_exc()
            failed.append(name)
        print(f"({name}: {time.monotonic() - begun:.0f} s)", flush=True)
    told += ["", f"Ended {machine()}."]
    told += [f"Failed: {', '.join(failed)}."] if failed else []
    text = "\n".join(told)
    print(f"\n{text}")
    if wanted.out is not None:
        wanted.out.write_text(f"{text}\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
