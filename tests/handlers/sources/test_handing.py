"""A vendor's daily file, handed over one to one as LINE and Slack bring it, and what is answered.

The platforms' servers are real ones on the loopback address, which give the file out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

import pytest
from openpyxl import Workbook

from bot.clock import SystemClock
from bot.config import load_settings
from bot.handed import LARGEST_FILE, FetchFile
from bot.message import Card, FileRef, Platform
from bot.platforms import open_platforms
from storage.records.officers import Role
from tests.support.line_server import running_line
from tests.support.slack_server import running_slack
from tests.support.world import Chat, World, usual_platform

HEAD = ("標題", "內文", "時間", "來源", "網址", "作者")
ROWS = [
    (
        "健保卡換發大排長龍",
        "民眾說等了兩小時",
        "2026-12-07 08:00",
        "某報",
        "https://a.example/1",
        "",
    ),
    ("健保卡窗口只開兩個", "", "2026-12-07 09:00", "論壇", "", "路人"),
    ("請打 0912345678", "個資", "2026-12-07 09:10", "論壇", "", ""),
    ("去年的事", "", "2025-12-07", "某報", "", ""),
    ("時間不對", "", "剛才", "某報", "", ""),
    ("健保卡換發加開時段", "", "2026-12-06 21:00", "某報", "", ""),
]
NAME = "輿情日報 1207.xlsx"
READ = ["健保卡換發大排長龍（某報）", "健保卡窗口只開兩個（論壇）", "健保卡換發加開時段（某報）"]


def said(card: Card | None) -> Card:
    assert card is not None
    return card


def workbook(rows: Sequence[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> bytes:
    book, out = Workbook(), BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(row)
    book.save(out)
    return out.getvalue()


def comma_separated(*rows: str) -> bytes:
    return "\n".join(("標題,內文", *rows)).encode("big5")


@dataclass
class Desk:
    """A world whose platform keeps what people send."""

    world: World
    contents: dict[str, bytes]
    root: str  # of the platform's server
    asked: list[str]  # names of the files that the bot fetched, or tried to

    def hands(
        self,
        name: str,
        content: bytes | None,
        *,
        by: str = "新新",
        chat: Chat | None = None,
        words: str = "",
    ) -> Card | None:
        """Hand a file over one to one, or in a group; on Slack with words beside it."""
        key = f"m{next(self.world.numbers)}"
        if content is not None:
            self.contents[key] = content
        size = len(content or b"x")
        place = chat or self.world.direct(by)
        if self.world.platform is Platform.LINE:
            file: dict[str, object] = {"id": key, "type": "file", "fileName": name}
            return place.happens("message", message={**file, "fileSize": size})
        url = f"{self.root}/files/{key}"
        there = {"id": "F1", "name": name, "size": size, "url_private_download": url}
        return place.happens("message", files=[there], text=words)

    def taps(self, card: Card, label: str, *, by: str) -> Card:
        line = next(button.command for button in card.buttons if button.label == label)
        return said(self.world.direct(by).says(line))


SECRETS = {"LINE_CHANNEL_SECRET": "s", "LINE_CHANNEL_ACCESS_TOKEN": "t"}
SLACK = {"SLACK_BOT_TOKEN": "xoxb-test", "SLACK_SIGNING_SECRET": "s"}


@pytest.fixture
def desk(migrated_url: str) -> Iterator[Desk]:
    on_line = usual_platform(migrated_url) is Platform.LINE
    with running_line() if on_line else running_slack() as server:
        given = SECRETS | {"LINE_API_BASE": server.base}
        if not on_line:
            given = SLACK | {"SLACK_API_BASE": server.base}
        platforms = open_platforms(load_settings(given), verbs=(), clock=SystemClock())
        root = server.base.removesuffix("/api/")
        yield from opened(migrated_url, platforms.files, server.contents, root)
        platforms.stop()


def opened(
    url: str, files: dict[Platform, FetchFile], contents: dict[str, bytes], root: str
) -> Iterator[Desk]:
    asked: list[str] = []

    def noted(fetch: FetchFile) -> FetchFile:
        def noting(file: FileRef) -> bytes:
            asked.append(file.name)
            return fetch(file)

        return noting

    world = World(url, files={platform: noted(fetch) for platform, fetch in files.items()})
    world.officer("林若晴", "衛福部")
    world.officer("新新", "衛福部", Role.PRESS)
    world.officer("國國", "衛福部", Role.PARLIAMENT)
    world.officer("業業", "衛福部", Role.BUSINESS_UNIT)
    world.officer("財財", "財政部")
    yield Desk(world, contents, root, asked)
    world.stop()


def test_a_daily_file_is_read_passed_on_and_stays_in_the_agency(desk: Desk) -> None:
    card = said(desk.hands(NAME, workbook(ROWS)))
    assert card.title == "讀到 3 則（12/6–12/7）"
    assert [item.title for item in card.items] == READ
    assert card.note == "沒收：像密件或有個資 1、超過 90 天 1、看不懂 1。"
    assert (card.flag, card.facts[0].value) == ("僅本機關", NAME)
    assert [button.label for button in card.buttons] == ["需要處理", "僅供參考"]
    assert desk.world.heard_privately("林若晴") == []  # not before it was chosen

    for words in ("", "這是今天的日報", "轉知 這是今天的日報"):
        again = said(desk.hands(NAME, workbook(ROWS), words=words))
        assert again == card  # the same number, and no post twice
    done = desk.taps(card, "僅供參考", by="新新")
    assert done.body == "已私下轉給林若晴（僅供參考）。"
    assert "已經轉過了" in desk.taps(card, "需要處理", by="新新").body
    (told,) = desk.world.heard_privately("林若晴")
    assert told.title == f"{NAME}：3 則（12/6–12/7）"
    assert told.body.split("\n")[:2] == [READ[0], "https://a.example/1"]
    assert desk.world.heard_privately("財財") == []
    assert "找不到這則轉知" in said(desk.world.direct("財財").says(f"轉知 {card.number}")).body

    with desk.world.looking() as uow:
        own = uow.agencies.by_name("衛福部")
        assert own is not None
        posts = uow.posts.own_since(desk.world.clock.now().replace(year=2020), own.id, 99)
        waiting = uow.posts.take_waiting(99, now=desk.world.clock.now()).read
    assert len(posts) == 4  # three, and the whole
    assert {post.title for post in waiting} == {row[0] for row in (*ROWS[:2], ROWS[5])}
    assert {post.agency_id for post in posts} == {own.id}


def test_what_the_parliament_liaison_hands_over_leaves_only_when_confirmed(desk: Desk) -> None:
    rows = comma_separated("王委員辦公室要近三年換發統計資料,屬於索資", "健保卡換發,")
    card = said(desk.hands("索資.csv", rows, by="國國"))
    assert card.title == "讀到 2 則"
    assert "看起來是委員索資，只留在本機關" in card.body
    desk.taps(card, "需要處理", by="國國")
    (told,) = desk.world.heard_privately("林若晴")
    assert "登記成案件" not in [button.label for button in told.buttons]
    asked = said(desk.world.direct("林若晴").says(f"轉出 {card.number} 財政部"))
    assert "委員索資" in asked.body
    assert desk.world.heard_privately("財財") == []


def test_a_file_of_counts_is_shown_and_kept_when_an_officer_says_so(desk: Desk) -> None:
    days = ("12/4,健保卡,12,首長信箱", "12/5,健保卡,9,首長信箱", "12/6,健保卡,很多,1999")
    rows = "\n".join(("日期,話題,件數,管道", *days))
    card = said(desk.hands("件數.csv", rows.encode(), by="林若晴"))
    assert card.title == "讀到 2 筆，還沒存"
    assert ["看不懂" in fact.label for fact in card.facts] == [False, True]
    assert "存好了，2 筆" in desk.taps(card, "存 2 筆", by="林若晴").body
    assert "都記過了" in said(desk.hands("件數.csv", rows.encode(), by="林若晴")).title


MANY = "\n".join(("標題,內文", *(f"第 {i} 則," for i in range(1_001)))).encode()
NOT_TAKEN: list[tuple[str, bytes | None, str]] = [
    ("函.pdf", b"%PDF", "「函.pdf」我讀不懂，沒有存"),
    ("日報.xlsx", None, "「日報.xlsx」已經不在了，沒有存"),
    ("日報.xlsx", b"x" * (LARGEST_FILE + 1), "「日報.xlsx」超過 3 MB，沒有存"),
    ("日報.xlsx", b"PK\3\4 broken", "日報.xlsx 打不開，檔案可能壞了"),
    ("日報.csv", "甲,乙\n1,2".encode(), "日報.csv 沒有「標題或內文」欄"),
    ("日報.csv", "標題\n密件：某案".encode(), "「日報.csv」沒有可以轉的（像密件或有個資 1）"),
    ("日報.csv", MANY, "「日報.csv」有 1,001 列，沒有存"),
]


def test_what_cannot_be_taken_is_told_in_one_sentence(desk: Desk) -> None:
    for name, content, answer in NOT_TAKEN:
        assert answer in said(desk.hands(name, content)).body
    with desk.world.looking() as uow:
        assert not uow.posts.are_waiting()


def test_in_a_group_nothing_is_heard_and_strangers_make_it_fetch_nothing(desk: Desk) -> None:
    group = desk.world.group("衛福部群", enabled_by="林若晴")
    assert desk.hands(NAME, workbook(ROWS), chat=group) is None
    if desk.world.platform is Platform.LINE:  # which tells who sent it, too
        event = group.typed(NAME, by="新新")
        file = {"id": "m0", "type": "file", "fileName": NAME, "fileSize": 9}
        desk.world.deliver({**event, "message": file})
        assert desk.world.line.sent == []
    assert "綁定" in said(desk.hands(NAME, workbook(ROWS), by="路人")).body
    assert desk.asked == []
    card = said(desk.hands(NAME, workbook(ROWS), by="業業"))
    assert "新聞聯絡人、國會聯絡人和 PO" in card.body
    assert "還沒收到檔案" in said(desk.world.direct("新新").says("收到檔案")).body
    with desk.world.looking() as uow:
        assert not uow.posts.are_waiting()
