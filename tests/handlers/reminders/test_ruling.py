"""規則, 新增規則, 終止規則, 提醒梯次: the rulebook and the rungs, changed in chat."""

from collections.abc import Generator

import pytest

from bot.message import Card
from storage.records.duties import DutyState
from storage.records.officers import Role
from tests.support.world import World

KEEPER = "keeper@ndc.gov.tw"


@pytest.fixture
def world(migrated_url: str) -> Generator[World]:
    """衛福部 and 國發會, and an administrator; a petition that passed on 12/7."""
    made = World(migrated_url, frozenset({KEEPER}))
    made.officer("阿菊", "衛福部")
    made.officer("小發", "國發會", Role.HUB)
    made.officer("管家", "國發會", Role.TEAM, email=KEEPER)
    say(made, "登記 提點子 動物保護法加重罰則 附議中")
    say(made, "1 成案了 12/7")
    yield made
    made.stop()


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def confirm(world: World, card: Card, by: str = "小發") -> Card:
    assert card.buttons[0].label == "確認", card
    return say(world, card.buttons[0].command, by)


def last_days(world: World, number: str = "115-0001") -> dict[str, str]:
    with world.looking() as uow:
        case = uow.cases.by_number(number)
        assert case is not None
        duties = uow.duties.of_case(case.id)
        return {d.name: str(d.last_on) for d in duties if d.state is DutyState.OPEN}


def test_rules_are_listed_by_how_much_they_bind(world: World) -> None:
    card = say(world, "規則")
    listed = {item.title: item.text for item in card.items}
    assert listed["應辦"] == (
        "正式回應（成案後 2 個月）、展延（正式回應期限後 2 個月）、"
        "綜整回應（預告期滿後 14 個工作天）"
    )
    assert listed["內部"].endswith("心智圖、會前會、沙推")
    assert say(world, "規則 沙推").items[0].text.startswith("協作會議前 1 個工作天")
    assert say(world, "規則表 沒這條").body == "沒有「沒這條」這個規則"


def test_a_rule_shows_every_version_with_source_and_days(world: World) -> None:
    items = say(world, "規則 正式回應").items
    assert [item.title for item in items] == [
        "107/04/11 起",
        "106/06/16 到 107/04/10",
        "105/08/18 到 106/06/15",
        "105/08/17 以前",
    ]
    assert items[0].text == (
        "成案後 2 個月，到 23:59:59，各主辦・應辦，"
        "依據：公共政策網路參與實施要點（107.04.11 修正（第1071500579B號））"
    )
    assert [item.strong for item in items] == [True, False, False, False]


def test_a_revision_is_asked_once_more_and_old_cases_keep_theirs(world: World) -> None:
    before = last_days(world)
    asked = say(world, "新增規則 正式回應 3個月 自116/01/01 依據 新要點第6點", by="小發")
    assert {f.label: f.value for f in asked.facts} == {
        "期間": "成案後 3 個月，到 23:59:59",
        "由誰": "各主辦（應辦）",
        "適用": "116/01/01 起",
        "依據": "新要點第6點",
        "案件": "提點子",
    }
    assert asked.body == "原來的版本用到 115/12/31。目前沒有期限要改。"
    assert len(say(world, "規則 正式回應").items) == 4
    confirm(world, asked)
    titles = [item.title for item in say(world, "規則 正式回應").items]
    assert titles[:2] == ["116/01/01 起", "107/04/11 到 115/12/31"]
    assert last_days(world) == before
    world.advance(days=30)
    say(world, "登記 提點子 公園照明改用感應燈 附議中")
    say(world, "116-0001 成案了 116/1/4")
    assert last_days(world, "116-0001")["正式回應"] == "2027-04-04"


def test_a_revision_that_touches_open_cases_says_so_and_tells_the_holder(world: World) -> None:
    asked = say(world, "新增規則 公告期程 5個工作天 自115/12/01 依據 月會決議", by="小發")
    assert asked.body == "原來的版本用到 115/11/30。1 個期限跟著改（衛福部 1）。"
    assert last_days(world)["公告期程"] == "2026-12-16"
    confirm(world, asked)
    assert last_days(world)["公告期程"] == "2026-12-14"
    world.line.sent.clear()
    world.advance(minutes=1)
    heard = [item.title for card in world.heard_privately("阿菊") for item in card.items]
    assert heard == ["1　公告期程改期 12/16（三） → 12/14（一）"]


def test_a_new_rule_needs_all_its_parts(world: World) -> None:
    table = {
        "新增規則": "規則要有名稱，最多 20 個字",
        "新增規則 會後紀錄 開庭 7個工作天 承辦 內部 依據 月會": "「開庭」不是起算的事件",
        "新增規則 會後紀錄 協作會議 7個工作天 承辦 內部": "還差：依據",
        "新增規則 會後紀錄 協作會議 7個工作天 內部 依據 月會": "還差：由誰（主辦、承辦、國發會）",
        "新增規則 正式回應 三個多月 依據 要點": "看不懂「三個多月」，規則沒有動",
        "新增規則 正式回應 3個月 自107/04/11 依據 要點": "107/04/11 起已有一版，沒有新增",
        "新增規則 公告期程 9天 自116/1/1 到115/1/1 依據 要點": "迄日早於起日，沒有新增",
        "新增規則 公告期程 諮詢 9天 自116/1/1 依據 要點": "還差：從什麼起算",
    }
    said = {text: say(world, text, by="小發").body for text in table}
    wrong = {text: said[text] for text in table if not said[text].startswith(table[text])}
    assert wrong == {}
    assert (
        "看各版本：規則表 正式回應"
        in say(world, "新增規則 正式回應 3個月 自107/04/11 依據 要點", by="小發").note
    )


def test_what_is_new_altogether_is_planned_at_once(world: World) -> None:
    asked = say(
        world, "新增規則 首次說明 成案後 10個工作天 主辦 參考 自115/12/1 依據 月會", by="管家"
    )
    assert asked.body == "另外多了 1 個期限。"
    confirm(world, asked, by="管家")
    assert last_days(world)["首次說明"] == "2026-12-21"
    assert say(world, "日期依據 1 首次說明").body.startswith(
        "規則：首次說明（參考期程），辦理：各主辦"
    )


def test_a_rule_is_ended_and_can_come_back(world: World) -> None:
    asked = say(world, "終止規則 聯繫提案人 115/12/01", by="管家")
    assert asked.title == "「聯繫提案人」用到 115/11/30？"
    assert asked.body == "115/12/01 起的事件不再適用。有 1 個期限不再需要。"
    assert "聯繫提案人" in last_days(world)
    confirm(world, asked, by="管家")
    assert "聯繫提案人" not in last_days(world)
    assert say(world, "終止規則 聯繫提案人 115/12/01", by="管家").body == (
        "那一天沒有適用中的「聯繫提案人」可以終止"
    )
    assert say(world, "終止規則 聯繫提案人", by="管家").body == "從哪一天起終止？"
    confirm(world, say(world, "新增規則 聯繫提案人 自115/12/01 依據 月會", by="管家"), by="管家")
    assert last_days(world)["聯繫提案人"] == "2026-12-21"


def test_officers_look_and_the_hub_changes_with_proof(world: World) -> None:
    assert "由國發會處理" in say(world, "新增規則 正式回應 3個月 依據 要點").body
    assert "由國發會處理" in say(world, "終止規則 正式回應 116/1/1").body
    confirm(world, say(world, "終止規則 重提 116/01/01", by="小發"))
    assert say(world, "稽核", by="小發").items[0].title == "小發 終止規則"


def test_rungs_are_shown_and_set_by_administrators(world: World) -> None:
    facts = {f.label: f.value for f in say(world, "提醒梯次", by="管家").facts}
    assert facts == {
        "兩個月的（正式回應）": "前 14、5、1 個工作天",
        "7 到 14 天的": "前 3 個工作天、當天",
        "長官期限": "前 1 個工作天、當天",
        "沒人回覆": "1 個工作天後找代理人，再來工作小組",
    }
    said = say(world, "提醒梯次 短 5 2", by="管家").body
    assert said == "好，7 到 14 天的改為前 5、2 個工作天提醒；進行中的也跟著。"
    assert say(world, "提醒梯次 兩個月 20 10 當天", by="管家").body.startswith(
        "好，兩個月的（正式回應）改為前 20、10 個工作天、當天提醒"
    )
    assert say(world, "無人回覆 兩個工作天", by="管家").body.startswith(
        "好，沒人回覆時，2 個工作天後"
    )
    assert "系統管理者" in say(world, "提醒梯次", by="小發").body


def test_reminders_that_wait_follow_the_new_rungs(world: World) -> None:
    say(world, "提醒梯次 短 5 2", by="管家")
    world.line.sent.clear()
    told: list[str] = []
    for _ in range(12 * 24):
        world.advance(hours=1)
        for card in world.heard_privately("阿菊"):
            told += [f"{world.clock.now():%m-%d}" for i in card.items if i.title == "1　公告期程"]
        world.line.sent.clear()
    assert told == ["12-09", "12-14"]  # five and two working days before 12/16


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("提醒梯次 短 99", "7 到 14 天的要 1 到 5 個數字，各在 0 到 10 之間"),
        ("提醒梯次 長官 1 2 3 4 5 6", "長官期限要 1 到 5 個數字，各在 0 到 20 之間"),
        ("提醒梯次 14 5 1", "要設哪一種看不出來：兩個月、短、長官"),
        ("無人回覆 9個工作天", "要等幾個工作天？1 到 5 之間"),
        ("提醒梯次 沒人回覆 很久", "要等幾個工作天？1 到 5 之間"),
    ],
)
def test_rungs_out_of_bounds_change_nothing(world: World, says: str, shows: str) -> None:
    before = say(world, "提醒梯次", by="管家").facts
    assert say(world, says, by="管家").body == shows
    assert say(world, "提醒梯次", by="管家").facts == before
