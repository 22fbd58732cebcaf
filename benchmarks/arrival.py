"""How long from a post's arrival on a feed to the alert: `python -m benchmarks.arrival`.

The aim: at most polling interval + group wait + 10 s, with the settings as they are shipped. The
clock is moved second by second and the jobs run on their beats; the real process and real seconds
are in tests/test_arrival.py.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import structlog

from benchmarks.table import Row, judged, show
from bot.message import Platform
from bot.sources.feeds.client import open_feeds
from handlers.lookouts import WATCH_SECONDS
from handlers.shared.opinion_pace import USUAL_LOOKS, USUAL_WAIT
from storage.migrate import migrate
from storage.records.officers import Role
from storage.records.posts import Post, Source, SourceKind
from tests.support.feed_server import FeedServer, item, running_feeds
from tests.support.world import World

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
TOPIC = "健保卡換發"
WORK = timedelta(seconds=10)  # for all the rest
LONGEST = USUAL_LOOKS.longest + USUAL_WAIT + 2 * WORK
BEATS = {"feeds": 1, "posts": round(WATCH_SECONDS), "drain": 1}


def rows() -> list[Row]:
    """Let posts arrive at the worst moment, right after a look."""
    logging.disable(logging.INFO)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    found: list[Row] = []
    for name, apart in (("busy", timedelta(minutes=5)), ("quiet", 24 * HOUR)):
        for platform in (Platform.LINE, Platform.SLACK):
            with TemporaryDirectory() as folder, running_feeds() as feeds:
                told = _measured(folder, feeds, platform, apart)
            found.append(
                Row(
                    what=f"from a {name} feed's post to the alert, {platform.value}, moved clock",
                    aim=f"≤ interval {_s(told.interval)}, group wait {_s(USUAL_WAIT)}, {_s(WORK)}",
                    measured=f"{_s(told.alerted)}; found after {_s(told.found)}",
                    met=judged(told.alerted <= told.interval + USUAL_WAIT + WORK),
                )
            )
    logging.disable(logging.NOTSET)
    return found


@dataclass(frozen=True, slots=True)
class _Told:
    """How long it took."""

    interval: timedelta
    found: timedelta
    alerted: timedelta


def _measured(folder: str, feeds: FeedServer, platform: Platform, apart: timedelta) -> _Told:
    world = _office(f"sqlite:///{Path(folder) / 'pobot.db'}", platform)
    items = [item(n, f"天氣 {n}", world.clock.now() - n * apart) for n in range(30)]
    feeds.shows("/rss", *items)
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        source_id = uow.posts.add_source(
            Source(
                kind=SourceKind.FEED,
                name="新聞",
                url=f"{feeds.base}/rss",
                added_at=now,
                next_look_at=now,
            )
        )
        uow.commit()
    world.assistant.look_at_feeds()
    world.assistant.watch_posts()
    with world.looking() as uow:
        looked = uow.sources.find(source_id)
    if looked is None or looked.next_look_at is None:
        raise LookupError(source_id)
    interval = looked.next_look_at - world.clock.now()
    more = [item(1000 + n, _words(1000 + n), world.clock.now()) for n in range(14)]
    feeds.shows("/rss", *more, *items)
    found, alerted = _waited(world, feeds)
    world.stop()
    return _Told(interval, found, alerted)


def _waited(world: World, feeds: FeedServer) -> tuple[timedelta, timedelta]:
    """Let second after second pass; return when the posts were found, and when it was told."""
    arrived_at, found = world.clock.now(), timedelta()
    world.line.sent.clear()
    asked = len(feeds.asked)
    while (passed := world.clock.now() - arrived_at) < LONGEST:
        world.clock.advance(SECOND)
        second = round(passed.total_seconds())
        if second % BEATS["feeds"] == 0:
            world.assistant.look_at_feeds()
        if not found and len(feeds.asked) > asked:
            found = passed + SECOND
        if second % BEATS["posts"] == 0:
            world.assistant.watch_posts()
        if second % BEATS["drain"] == 0 and found:
            world.assistant.drain()
        if world.line.sent:
            return found, passed + SECOND
    return found, passed


def _office(url: str, platform: Platform) -> World:
    """衛福部 subscribed to a topic of which three weeks were as usual."""
    migrate(url)
    own = open_feeds(trusted_hosts=frozenset({"127.0.0.1"}))
    world = World(url, platforms=(platform,), feeds=own)
    world.officer("阿菊", "衛福部", Role.PO)
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        forum = uow.posts.add_source(Source(kind=SourceKind.VENDOR, name="論壇", added_at=now))
        uow.posts.add(
            Post(
                source_id=forum,
                external_id=str(n),
                text=_words(n),
                posted_at=now - n * 12 * HOUR,
                received_at=now - n * 12 * HOUR,
            )
            for n in range(1, 43)
        )
        uow.commit()
    world.assistant.watch_posts()
    world.direct("阿菊").says(f"訂閱 {TOPIC}")
    return world


def _words(number: int) -> str:
    drawn = Random(number)  # invented posts
    return f"{TOPIC}，" + "".join(chr(drawn.randrange(0x4E00, 0x9000)) for _ in range(40))


def _s(span: timedelta) -> str:
    return f"{span.total_seconds():,.0f} s"


def main() -> None:
    """Print the table."""
    show(rows())


if __name__ == "__main__":
    main()
