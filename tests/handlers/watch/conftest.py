"""A ministry that listens: posts come in through the store, and the clock is moved."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from random import Random

import pytest

from bot.message import Card
from storage.records.officers import Role
from storage.records.posts import Post, Source, SourceKind
from tests.support.world import World

TOPIC = "健保卡換發"
SOON = 4  # hours: of longer spans not every half hour is looked at
PIECES = (
    *("早上去窗口換新卡等了很久", "櫃台說照片規格不符要重拍", "家裡長輩不知道要帶什麼文件"),
    *("藥局說舊卡還能用到年底", "網路預約的時段全部滿了", "換卡費用為什麼要兩百元"),
    *("診所讀不到晶片只能先自費", "同事請假半天才辦好手續", "希望可以跟身分證一起更換"),
    *("鄉下地方根本沒有服務據點", "掛號的時候被退件兩次", "不知道什麼時候才寄到家裡"),
    *("小孩的卡片遺失要怎麼補", "系統當機整個下午停擺", "說明文件寫得看不太懂"),
)


@dataclass
class Talk:
    """What the public says in a test: every post is different unless told."""

    world: World
    source_ids: dict[str, int] = field(default_factory=dict[str, int])
    is_heard: bool = True  # its sources are looked at
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def source(self, name: str) -> int:
        """A source, made when it is first named."""
        if name not in self.source_ids:
            with self.world.database.unit_of_work() as uow:
                now = self.world.clock.now()
                made = Source(kind=SourceKind.FEED, name=name, added_at=now, last_ok_at=now)
                self.source_ids[name] = uow.posts.add_source(made)
                uow.commit()
        return self.source_ids[name]

    def words(self, about: str) -> str:
        """Something about a topic that nobody said before."""
        number = next(self.numbers)
        drawn = Random(number)  # noqa: S311  # test data
        some = "".join(chr(drawn.randrange(0x4E00, 0x9000)) for _ in range(40))
        return f"{PIECES[number % len(PIECES)]}，{about}，{some}"

    def post(  # what may differ
        self,
        about: str,
        at: datetime | None = None,
        *,
        source: str = "論壇",
        text: str = "",
        author: str = "",
        agency: str = "",
    ) -> Post:
        """A post, not kept yet."""
        now = self.world.clock.now()
        source_id = self.source(source)
        with self.world.looking() as uow:
            number = next(self.numbers)
            place = uow.agencies.by_name(agency) if agency else None
            return Post(
                source_id=source_id,
                external_id=str(number),
                text=text or self.words(about),
                author_key=uow.posts.author_key(author or f"某人{number}"),
                posted_at=at or now,
                received_at=now,
                agency_id=place.id if place else None,
            )

    def come(self, *posts: Post) -> int:
        """Let posts come in, and the bot look at them."""
        with self.world.database.unit_of_work() as uow:
            new = uow.posts.add(posts)
            uow.commit()
        self.look()
        return new

    def usual(self, about: str, days: int, a_day: int) -> Sequence[Post]:
        """The past: some posts in the daytime of each day until now."""
        now = self.world.clock.now()
        posts: list[Post] = []
        for day in range(days, 0, -1):
            for place in range(a_day):
                at = now - timedelta(days=day) + timedelta(hours=(place * 5 + day) % 10)
                posts.append(self.post(about, min(at, now)))
        self.come(*posts)
        return posts

    def look(self) -> None:
        """Let the clock's job run, and what it says leave."""
        for source_id in self.source_ids.values() if self.is_heard else ():
            self._look_at(source_id)
        self.world.assistant.watch_posts()
        self.world.assistant.drain()

    def _look_at(self, source_id: int) -> None:
        with self.world.database.unit_of_work() as uow:
            source = next(one for one in uow.posts.sources() if one.id == source_id)
            uow.posts.save_source(replace(source, last_ok_at=self.world.clock.now()))
            uow.commit()

    def pass_hours(self, hours: float) -> None:
        """Let time pass; the job runs now and then, over a night or days more seldom."""
        steps = max(1, round(hours * 2 if hours <= SOON else hours / 2))
        for _ in range(steps):
            self.world.clock.advance(timedelta(hours=hours / steps))
            self.look()


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """衛福部 with a PO and a deputy; 內政部 with a PO. It is 115/12/07（一）10:00."""
    made = World(migrated_url)
    made.officer("阿菊", "衛福部")
    made.officer("小代", "衛福部", Role.DEPUTY)
    made.officer("阿宏", "內政部")
    yield made
    made.stop()


@pytest.fixture
def talk(world: World) -> Talk:
    """The public."""
    return Talk(world)


def alerts(world: World, name: str) -> list[Card]:
    """The cards about opinion that somebody got by themselves."""
    return [card for card in world.heard_privately(name) if card.kind == "輿情" and card.flag]


def subscribed(world: World, talk: Talk, text: str = f"訂閱 {TOPIC}") -> None:
    """Three weeks of usual talk, and a PO who subscribed."""
    talk.usual(TOPIC, days=21, a_day=2)
    answer = world.direct("阿菊").says(text)
    assert answer is not None
    assert TOPIC in answer.title
    world.line.sent.clear()


def burst(talk: Talk, count: int = 14) -> None:
    """Much more is said than usual, now."""
    talk.come(*(talk.post(TOPIC, source=f"來源{n % 4}") for n in range(count)))
