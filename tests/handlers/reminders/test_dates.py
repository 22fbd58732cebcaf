"""Every date of a case is shown, and explains itself."""

import pytest

from bot.message import Card
from tests.support.world import World


@pytest.fixture
def passed(world: World) -> World:
    """A petition of 衛福部 that passed on 12/8; it is that morning."""
    desk = world.direct("阿菊")
    desk.says("登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    desk.says("1 成案了 12/8")
    return world


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def test_the_dates_of_a_case_say_who_acts_and_what_is_left(passed: World) -> None:
    card = say(passed, "期限 1")
    assert [(item.title, item.text) for item in card.items] == [
        ("公告期程　12/17（四）", "參考・衛福部・還有 7 個工作天"),
        ("聯繫提案人　12/22（二）", "參考・衛福部・還有 10 個工作天"),
        (
            "正式回應　116/02/08（一）",
            "應辦・衛福部・遇春節，請於 02/03（三）前・還有 39 個工作天",
        ),
    ]
    assert card.body == "成案 12/8（二）（承辦輸入，待 Join 確認）"


@pytest.mark.parametrize("line", ["期限 1", "看期限 1", "期程 1"])
def test_dates_are_asked_for_as_people_do(passed: World, line: str) -> None:
    assert say(passed, line).kind == "期限"


def test_another_ministry_sees_the_dates_of_a_public_case(passed: World) -> None:
    assert len(say(passed, "期限 1", by="阿宏").items) == 3


def test_a_date_explains_itself(passed: World) -> None:
    body = say(passed, "為什麼 1 正式回應").body
    for words in (
        "正式回應（應辦期限）",
        "加 2 個月",
        "107.04.11 修正",
        "期限不順延",
        "待 Join 確認",
    ):
        assert words in body, body


def test_without_a_name_the_next_date_is_explained(passed: World) -> None:
    card = say(passed, "為什麼 1")
    assert card.title == "公告期程 12/17（四）"
    assert "跳過 2 天" in card.body
    assert [b.label for b in card.buttons] == ["聯繫提案人", "正式回應"]


def test_a_typed_deadline_says_that_no_rule_made_it(world: World) -> None:
    say(world, "登記 菸捐那件 長官說下週日前要有說法")
    body = say(world, "為什麼 1").body
    assert "是登記或更新時輸入的" in body
    assert "放假日（週日），請於 12/18（五）前" in body


def test_what_is_not_there_is_told_kindly(passed: World) -> None:
    assert say(passed, "日期依據 1 綜整").body == "沒有「綜整」這個期限"
    assert say(passed, "期限 99").body == "查無 99"
    say(passed, "登記 提點子 別的事 附議中")
    assert say(passed, "期限 2").body == "2 還沒有期限"
