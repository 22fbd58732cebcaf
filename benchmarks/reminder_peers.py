"""Two job queues on the same PostgreSQL: procrastinate and pgqueuer take what is due and finish it.

Both run their own worker over jobs that do nothing. What they do and we do not: a job of theirs may
be any function, they wake up by NOTIFY, keep a log of every change, run jobs side by side. What
they do not: decide whom to tell, keep what is to be sent in the same transaction.

procrastinate takes and finishes job by job, a transaction each; here ten side by side. pgqueuer
takes BATCH at once and finishes as many at once. Neither was made faster by other settings than
these (no job is deleted by procrastinate; pgqueuer always takes what is done out of its table).
"""
# asyncpg is annotated in part only.
# pyright: reportUnknownMemberType=false

import asyncio
import time
from contextlib import suppress
from datetime import timedelta

import asyncpg  # type: ignore[import-untyped]  # it has no py.typed
import procrastinate
from pgqueuer.domain.types import QueueExecutionMode
from pgqueuer.models import Job
from pgqueuer.qm import QueueManager
from pgqueuer.queries import Queries
from procrastinate.types import JSONDict
from sqlalchemy import make_url

SIDE_BY_SIDE = 10  # procrastinate's jobs, and its connections
BATCH = 100  # pgqueuer's; tasks may be so many at a time, twice
LOOK_AGAIN = timedelta(seconds=0.01)  # pgqueuer, when it found nothing more
NAME = "remind"


def _plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def install(url: str) -> None:
    """Make the tables of both."""
    asyncio.run(_install(url))


async def _install(url: str) -> None:
    async with _procrastinate(url).open_async() as app:
        await app.schema_manager.apply_schema_async()
    async with asyncpg.create_pool(_plain(url), min_size=1, max_size=2) as pool:
        await Queries.from_asyncpg_pool(pool).install()


def _procrastinate(url: str) -> procrastinate.App:
    connector = procrastinate.PsycopgConnector(
        conninfo=_plain(url), min_size=SIDE_BY_SIDE, max_size=SIDE_BY_SIDE
    )
    return procrastinate.App(connector=connector)


def procrastinate_seconds(url: str, count: int) -> float:
    """Let procrastinate take and finish `count` due jobs; return the seconds."""
    return asyncio.run(_procrastinate_seconds(url, count))


async def _procrastinate_seconds(url: str, count: int) -> float:
    app, done = _procrastinate(url), 0

    @app.task(name=NAME)
    async def remind(officer: int) -> None:
        nonlocal done
        done += officer >= 0

    jobs: list[JSONDict] = [{"officer": n} for n in range(count)]
    async with app.open_async():
        await remind.batch_defer_async(*jobs)
        begun = time.perf_counter()
        await app.run_worker_async(
            wait=False,
            concurrency=SIDE_BY_SIDE,
            listen_notify=False,
            install_signal_handlers=False,
        )
        seconds = time.perf_counter() - begun
    assert done == count, done
    return seconds


def pgqueuer_seconds(url: str, count: int) -> float:
    """Let pgqueuer take and finish `count` due jobs; return the seconds."""
    return asyncio.run(_pgqueuer_seconds(url, count))


async def _pgqueuer_seconds(url: str, count: int) -> float:
    done = 0
    async with asyncpg.create_pool(_plain(url), min_size=2, max_size=SIDE_BY_SIDE) as pool:
        queries = Queries.from_asyncpg_pool(pool)
        await queries.enqueue([NAME] * count, [b"officer"] * count, [0] * count)
        manager = QueueManager(queries)

        @manager.entrypoint(NAME)
        async def remind(job: Job) -> None:
            nonlocal done
            done += job.payload is not None

        begun = time.perf_counter()
        with suppress(asyncio.CancelledError):
            await manager.run(LOOK_AGAIN, batch_size=BATCH, mode=QueueExecutionMode.drain)
        seconds = time.perf_counter() - begun
    assert done == count, done
    return seconds
