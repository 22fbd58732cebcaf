"""門檻: shown to everybody, changed by 國發會 with a day; a petition keeps that of its day."""

import pytest

from bot.message import Card
from storage.records.officers import Role
from tests.support.join_server import JoinServer, millis
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World, moment

NEW = "門檻 成案 6000 自 116/1/1"
LATE = {
    "approvedTime": millis(moment("2027-01-04 10:00:00")),
    "endorseDueDate": millis(moment("2027-03-06 00:00:00")),
    "endorseGoal": 0,  # Join does not say it
}


@pytest.fixture
def hub(world: World) -> World:
    world.officer("小發", "國發會", Role.HUB)
    return world


def says(world: World, text: str, name: str = "小發") -> Card:
    card = world.direct(name).says(text)
    assert card is not None
    return card


def test_the_thresholds_are_shown_with_day_and_source(hub: World) -> None:
    card = says(hub, "門檻", "林若晴")
    assert [item.title for item in card.items] == [
        "成案　5,000 份",
        "分案　1,000 份",
        "過半　2,500 份",
    ]
    assert card.items[1].text.startswith("107/01/01 起，依據：月會逐字稿")
    assert says(hub, "成案門檻是多少", "林若晴").title == card.title


@pytest.mark.parametrize(
    "text",
    [
        NEW,
        "門檻 成案 6,000 份 從 116/1/1 起",
        "成案門檻改成 6000 自 116/1/1",
        "設定門檻 成案 6000 116/1/1",
    ],
)
def test_a_change_is_asked_once_more_and_begins_on_its_day(hub: World, text: str) -> None:
    asked = says(hub, text)
    assert {f.label: f.value for f in asked.facts} == {
        "份數": "5,000 → 6,000 份",
        "適用": "116/01/01 起開始附議的",
        "依據": "國發會登記",
    }
    assert asked.body == "原來的 5,000 份用到 115/12/31。附議中的都不受影響。"
    assert len(says(hub, "門檻").items) == 3
    assert "116/01/01 起「成案」是 6,000 份" in says(hub, asked.buttons[0].command).body
    items = says(hub, "門檻").items
    assert [item.title for item in items][:2] == ["成案　5,000 份", "成案　6,000 份"]
    assert items[0].text.startswith("104/07/17 到 115/12/31")
    assert [item.strong for item in items][:2] == [True, False]
    assert says(hub, "稽核").items[0].title == "小發 改提點子門檻"


def test_a_petition_keeps_the_threshold_of_its_day(hub: World, join: JoinServer) -> None:
    says(hub, says(hub, f"{NEW} 依據 新要點第4點").buttons[0].command)
    old = {**TIMES, "endorseGoal": 0}
    join.shows(ONE, 5200, title="健保卡換發", **old)
    watch(hub)
    hub.clock.advance(moment("2027-01-10 10:00:00") - hub.clock.now())
    join.shows(TWO, 5200, title="公園", **LATE)
    watch(hub)
    passed = says(hub, f"追蹤 https://join.gov.tw/idea/detail/{ONE} 到 4000 叫我")
    open_yet = says(hub, f"追蹤 https://join.gov.tw/idea/detail/{TWO} 到 5900 叫我")
    assert "已經成案了，5,200 份" in passed.body
    assert "到 5,900 份時私訊叫您" in open_yet.body


def test_a_new_name_is_a_new_threshold(hub: World) -> None:
    asked = says(hub, "門檻 送議 3000 自 115/12/1")
    assert asked.title == "新增「送議」？"
    says(hub, asked.buttons[0].command)
    assert "送議　3,000 份" in [item.title for item in says(hub, "門檻").items]


@pytest.mark.parametrize(
    ("says_it", "shows"),
    [
        ("設定門檻 成案 6000", "從哪一天起適用？"),
        ("門檻 成案 6000", "從哪一天起適用？"),
        ("設定門檻 過半 自 116/1/1", "幾份看不出來"),
        ("設定門檻 6000 自 116/1/1", "要改哪一個門檻看不出來"),
        ("門檻 成案 5000 自 116/1/1", "已經是 5,000 份，沒有改"),
        ("設定門檻 成案 0 自 116/1/1", "幾份看不出來"),
    ],
)
def test_what_cannot_be_read_changes_nothing(hub: World, says_it: str, shows: str) -> None:
    card = says(hub, says_it)
    assert shows in card.body
    assert card.note
    assert len(says(hub, "門檻").items) == 3


def test_only_the_hub_changes_it(hub: World) -> None:
    assert "由國發會處理" in says(hub, NEW, "林若晴").body


def test_a_threshold_is_ended_and_passing_is_not(hub: World) -> None:
    asked = says(hub, "終止門檻 過半 116/1/1")
    assert asked.title == "「過半」2,500 份用到 115/12/31？"
    assert says(hub, "門檻").items[2].text.startswith("104/07/17 起")
    said = says(hub, asked.buttons[0].command)
    assert said.body == "好，「過半」2,500 份用到 115/12/31。"
    assert says(hub, "門檻").items[2].text.startswith("104/07/17 到 115/12/31")
    assert "沒有適用中的「過半」" in says(hub, "終止門檻 過半 116/1/1").body
    assert "不能終止" in says(hub, "終止門檻 成案 116/1/1").body
    assert "從哪一天起" in says(hub, "終止門檻 過半").body
    back = says(hub, "門檻 過半 2500 自 116/6/1")
    says(hub, back.buttons[0].command)
    assert [i.title for i in says(hub, "門檻").items].count("過半　2,500 份") == 2
