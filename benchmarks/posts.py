"""Searching a million posts: `python -m benchmarks.posts`.

Aims: searching, playing the past on subscribing and a topic's chart take less than 200 ms; posts
are kept and indexed faster than feeds and a night's import bring them. Posts are invented
(benchmarks/posts_world.py). Beside it in the same run, over the same posts of 30 days: LIKE on
both databases, SQLite's own trigram index, PostgreSQL's GIN over the same pairs of characters.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import orjson
from sqlalchemy import text

from benchmarks.disks import durable_postgres, own_folder, show_disk
from benchmarks.posts_world import Public, fill
from benchmarks.table import Row, judged
from storage.cipher import Cipher
from storage.engine import Database, open_database
from storage.migrate import migrate

AIM = 200  # ms
SECRET = "the benchmark's own secret key, of no use"  # noqa: S105  # protects nothing


def _tidy(database: Database) -> None:
    """Let the database know its tables, as it does by itself in time."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        is_postgres = database.engine.dialect.name == "postgresql"
        connection.execute(text("VACUUM ANALYZE" if is_postgres else "PRAGMA optimize"))


def rows(*, posts: int = 1_000_000) -> list[Row]:
    """Fill both databases with the same posts, and ask each."""
    found: list[Row] = []
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(dir=own_folder())))
        show_disk(folder)
        urls = {"sqlite": f"sqlite:///{folder}/posts.db"}
        server = opened.enter_context(durable_postgres())
        if server is not None:
            urls["postgresql"] = opened.enter_context(server.database())
        databases: dict[str, Database] = {}
        for name, url in urls.items():
            migrate(url)
            databases[name] = open_database(url, Cipher(SECRET))
        for what, rate in fill(databases, Public(posts)):
            print(f"{what}: {rate:,.0f}", flush=True)
            found.append(Row(what=f"{posts:,} posts: {what}", measured=f"{rate:,.0f}"))
        for database in databases.values():
            _tidy(database)
            database.dispose()
        for name, url in urls.items():  # in a process of its own: its memory is not full of posts
            print(f"\n{name}", flush=True)
            slowest = folder / f"{name}.json"
            command = [sys.executable, "-m", "benchmarks.posts_asking", url, str(slowest)]
            subprocess.run(command, check=True)  # noqa: S603
            found += _asked(posts, name, orjson.loads(slowest.read_bytes()))
    return found


def _asked(posts: int, name: str, slowest: Mapping[str, tuple[float, float]]) -> list[Row]:
    """Say how long the slowest of each question took."""
    return [
        Row(
            what=f"{posts:,} posts, {name}: {question}, the slowest topic (own time)",
            aim=f"< {AIM} ms",
            measured=f"{clock:.0f} ms ({own:.0f})",
            met=judged(clock < AIM),
        )
        for question, (own, clock) in slowest.items()
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="searching many posts")
    parser.add_argument("--posts", type=int, default=1_000_000)
    rows(posts=parser.parse_args().posts)


if __name__ == "__main__":
    main()
