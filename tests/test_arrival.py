"""From arrival to alert: the real process, a feed of ours, and LINE as it would be told."""

import struct
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import monotonic

import orjson

from bot.clock import SystemClock
from bot.message import Platform
from storage.cipher import Cipher
from storage.engine import open_database
from storage.migrate import migrate
from storage.records.calendar import OfficialDay
from storage.records.officers import Appointment, Officer, Role
from storage.records.posts import Post, Source, SourceKind
from tests.support.feed_server import FeedServer, item, running_feeds
from tests.support.line_server import LineServer, running_line
from tests.test_process import ACCOUNT, KEY, environment, free_port, post, serving, typed

TOPIC = "健保卡換發"
POLLING, GATHERING, WORK = 1, 1, 10  # seconds: between two looks, to group, and all the rest
MORNING = timedelta(hours=10)


def words(number: int) -> str:
    """Say something about the topic that nobody said before."""
    drawn = Random(number)  # noqa: S311  # test data
    return f"{TOPIC}，" + "".join(chr(drawn.randrange(0x4E00, 0x9000)) for _ in range(40))


def where_it_is_ten(folder: Path) -> date:
    """Write a zone by the name of ours in which it is ten in the morning; return its day.

    Nobody is told at night, and this must be seen at every hour.
    """
    now = SystemClock().now()
    offset = MORNING - timedelta(hours=now.hour, minutes=now.minute)
    offset += timedelta(days=1) if offset <= timedelta(hours=-12) else timedelta()
    seconds = round(offset.total_seconds())
    counts = struct.pack(">6l", 0, 0, 0, 0, 1, 4)
    zone = b"TZif" + bytes(16) + counts + struct.pack(">lBB", seconds, 0, 0) + b"TST\0"
    (folder / "Asia").mkdir(parents=True)
    (folder / "Asia" / "Taipei").write_bytes(zone)
    return (now + offset).date()


def an_office_that_knows_the_topic(url: str, today: date) -> None:
    """國發會 has somebody on LINE, today is a working day, and three weeks were as usual."""
    now = SystemClock().now()
    database = open_database(url, Cipher(KEY))
    with database.unit_of_work() as uow:
        agency = uow.agencies.by_name("國發會")
        assert agency is not None
        person = uow.officers.add(Officer(id=0, name="管管"))
        uow.officers.add_appointment(
            Appointment(id=0, officer_id=person.id, agency_id=agency.id, role=Role.HUB)
        )
        uow.bindings.add(Platform.LINE, ACCOUNT, person.id, now=now)
        first = date(today.year, 1, 1)
        days = [OfficialDay(on=first + timedelta(days=n), working=True) for n in range(365)]
        uow.calendar.replace_year(today.year, days, now=now)
        forum = uow.posts.add_source(Source(kind=SourceKind.VENDOR, name="論壇", added_at=now))
        uow.posts.add(
            Post(
                source_id=forum,
                external_id=str(half_days),
                text=words(half_days),
                posted_at=now - half_days * timedelta(hours=12),
                received_at=now - half_days * timedelta(hours=12),
            )
            for half_days in range(1, 43)
        )
        uow.commit()
    database.dispose()


def told(line: LineServer) -> list[str]:
    """What LINE was asked to push, as it is read."""
    pushed = [body for path, body in line.messages() if path.endswith("/push")]
    return [orjson.dumps(body).decode() for body in pushed]


def looks_at(feeds: FeedServer, count: int) -> None:
    """Wait until a feed was looked at so often."""
    ends_at = monotonic() + 10
    while len(feeds.asked) < count:
        feeds.was_asked.clear()
        assert feeds.was_asked.wait(max(0.0, ends_at - monotonic()))


def test_from_arrival_to_alert_it_takes_the_polling_and_the_gathering_and_little_more(
    tmp_path: Path,
) -> None:
    url, port = f"sqlite:///{tmp_path}/pobot.db", free_port()
    migrate(url)
    an_office_that_knows_the_topic(url, where_it_is_ten(tmp_path / "zones"))
    with running_line() as line, running_feeds() as feeds:
        feeds.shows("/rss", item(0, "天氣晴", SystemClock().now()))
        env = environment(
            url,
            line,
            port,
            FEED_OWN_HOSTS="127.0.0.1",
            PYTHONTZPATH=str(tmp_path / "zones"),
        )
        # Given a process whose keeper set both spans, added the feed, and subscribed
        with serving(env):
            wishes = (
                f"輿情設定 讀取 {POLLING}秒到{POLLING}秒",
                f"輿情設定 彙整 {GATHERING}秒",
                f"確認新增來源 測試新聞 {feeds.base}/rss",
                f"訂閱 {TOPIC}",
            )
            for number, wish in enumerate(wishes, start=1):
                assert post(port, typed(number, wish)) == 200
            replies = line.wait_for_messages(len(wishes))
            assert TOPIC in orjson.dumps(replies[-1][1]).decode()
            looks_at(feeds, 2)
            # When much more is said than usual
            now = SystemClock().now()
            feeds.shows("/rss", *(item(n, words(1000 + n), now) for n in range(1, 15)))
            arrived_at = monotonic()
            line.wait_for_messages(len(wishes) + 1)
            took = monotonic() - arrived_at
    # Then LINE is asked to tell of it, once, not before what belongs together could come in
    (alert,) = told(line)
    assert f"「{TOPIC}」升溫" in alert
    assert "14 則" in alert
    assert GATHERING <= took <= POLLING + GATHERING + WORK
