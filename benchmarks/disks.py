"""The disk under a benchmark, and a PostgreSQL that waits for it."""

import os
import sqlite3
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres
from tests.support.postgres import PostgresServer

PROBE_SECONDS = 0.5


def own_folder() -> Path:
    """Return where the files of a run go: on the disk that holds the checkout, out of its sight."""
    folder = Path("var")
    folder.mkdir(exist_ok=True)
    return folder


def show_disk(folder: Path) -> str:
    """Print how fast this disk says that something is kept; the durable figures hang on it."""
    probes = f"{_fsyncs_a_second(folder):,.0f} fsyncs/s, {_commits_a_second(folder):,.0f}"
    told = f"{probes} SQLite commits/s (WAL, synchronous=FULL)"
    print(f"this disk: {told}")
    return told


def _fsyncs_a_second(folder: Path) -> float:
    done = 0
    with (folder / "probe").open("wb") as file:
        begun = time.perf_counter()
        while time.perf_counter() - begun < PROBE_SECONDS:
            file.write(b"x" * 512)
            file.flush()
            os.fsync(file.fileno())
            done += 1
    return done / PROBE_SECONDS


def _commits_a_second(folder: Path) -> float:
    connection = sqlite3.connect(folder / "probe.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE probe (value BLOB)")
    done = 0
    begun = time.perf_counter()
    while time.perf_counter() - begun < PROBE_SECONDS:
        connection.execute("INSERT INTO probe VALUES (zeroblob(512))")
        done += 1
    connection.close()
    return done / PROBE_SECONDS


@contextmanager
def durable_postgres() -> Generator[PostgresServer | None]:
    """Yield a PostgreSQL that waits for its disk; None where none is brought."""
    postgres.SPEED = "-c fsync=on -c synchronous_commit=on"  # the tests' server does not wait
    try:
        with postgres.running_postgres() as server:
            yield server
    except postgres.PostgresMissingError as error:
        print(f"PostgreSQL left out: {error}", file=sys.stderr)
        yield None
