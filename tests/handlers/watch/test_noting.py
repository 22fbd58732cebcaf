"""記件數 and its like: typed, asked before replaced, pasted, and seen by the own agency only."""

import pytest

from bot.message import Card
from handlers.drawing import drawing
from tests.handlers.watch.conftest import TOPIC, Talk, subscribed
from tests.support.world import World

WEEKS = "\n".join(
    f"{month}/{day} {count}"
    for month, day, count in (
        *((11, 9 + n, (12, 11, 9, 10, 9, 4, 3)[n % 7]) for n in range(22)),
        *((12, 1 + n, (11, 10, 9, 8, 4, 3)[n]) for n in range(6)),
    )
)


def says(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None
    return card


def counts(world: World, agency: str = "衛福部") -> list[tuple[str, str, int]]:
    """What an agency keeps: channel, first day, count."""
    with world.looking() as uow:
        place = uow.agencies.by_name(agency)
        assert place is not None
        series = {one.id: one for one in uow.tallies.series_of([place.id])}
        first = world.clock.now().date().replace(year=2020)
        return [
            (series[one.series_id].channel, f"{one.first_on:%m/%d}", one.count)
            for one in uow.tallies.counts(series, first)
        ]


def test_a_count_is_kept_once_replaced_after_asking_and_seen_by_no_other_agency(
    world: World, talk: Talk
) -> None:
    # Given a PO who types today's letters, twice
    del talk
    card = says(world, "首長信箱 健保卡 12 件")
    assert card.title == "記下了：首長信箱「健保卡」12/7（一）12 件"
    assert "沒有再記" in says(world, "首長信箱 健保卡 12 件").body
    # When another number is typed, nothing changes until it is confirmed
    ask = says(world, "健保卡 部長信箱 今天 15 件")
    assert "已經記了 12/7（一）12 件" in ask.title
    assert counts(world) == [("首長信箱", "12/07", 12)]
    says(world, ask.buttons[0].command)
    assert counts(world) == [("首長信箱", "12/07", 15)]
    # And a correction and a deletion are one line each
    assert says(world, "更正 首長信箱 健保卡 12/7 為 10").title.startswith("改好了")
    says(world, "1999 健保卡 昨天 8 通")
    week = says(world, "1999 健保卡 12/1-12/7 35 通")
    assert "已經記了 12/6（日）8 通" in week.title
    says(world, week.buttons[0].command)
    assert counts(world) == [("首長信箱", "12/07", 10), ("1999", "12/01", 35)]
    assert "刪掉了" in says(world, "刪件數 首長信箱 健保卡 12/7").body
    assert counts(world) == [("1999", "12/01", 35)]
    # And another agency sees nothing of it, nor does a group
    assert "還沒有記件數" in says(world, "件數紀錄", by="阿宏").body
    group = world.group("衛福部PO群", enabled_by="阿菊")
    answer = group.says("#1999 健保卡 昨天 8 通", by="阿菊")
    assert answer is not None
    assert "私訊" in answer.body
    log = says(world, "稽核")
    assert "記件數" in str(log)


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("首長信箱有3件", "看不出"),
        ("首長信箱 健保卡 12/9 3 件", "12/9 還沒到"),
        ("記件數 首長信箱 A123456789 12/1 3 件", "身分證字號"),
    ],
)
def test_what_cannot_be_kept_is_said_with_a_hint(world: World, text: str, shows: str) -> None:
    card = says(world, text)
    assert shows in card.body
    assert card.note
    assert counts(world) == []


def test_a_pasted_table_is_shown_first_and_still_heated_is_answered_with_both(
    world: World, talk: Talk
) -> None:
    # Given usual talk, a subscription, and four weeks of letters pasted into the chat
    subscribed(world, talk)
    preview = says(world, f"記件數 首長信箱 健保卡\n{WEEKS}\n剛才 很多")
    assert preview.title == "讀到 28 筆，還沒存"
    assert counts(world) == []
    says(world, preview.buttons[0].command)
    assert len(counts(world)) == 28
    assert "已經存過" in says(world, preview.buttons[0].command).body
    # When today's letters are many more than usual
    card = says(world, "首長信箱 健保卡 45 件")
    assert card.facts[0].value == "約 9 件"
    assert card.facts[1].value == "比平常明顯多（異常升溫）"
    # Then 還在吵嗎 answers with posts and letters, and draws both, to the own agency alone
    state = says(world, f"{TOPIC}還在吵嗎")
    assert state.facts[0].label == "24 小時"
    assert state.facts[-1].value == "12/7（一）45 件，平常一天約 9 件，升溫"
    assert "不代表原因" in state.note
    assert state.picture is not None
    svg = drawing(world.database.unit_of_work)(state.picture.key)
    assert svg is not None
    assert ">45</text>" in svg
    assert svg.count("<path") == 2
    group = world.group("衛福部PO群", enabled_by="阿菊")
    answer = group.says(f"#{TOPIC}還在吵嗎", by="阿菊")
    assert answer is not None
    assert "45 件" in answer.facts[-1].value
    for other in (
        world.group("跨部會群", enabled_by="阿菊", scope="跨部會").says(
            f"#{TOPIC}還在吵嗎", by="阿菊"
        ),
        world.direct("阿宏").says(f"{TOPIC}還在吵嗎"),
    ):
        assert other is not None
        assert "45 件" not in str(other)
