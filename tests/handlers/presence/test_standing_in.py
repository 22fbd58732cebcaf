"""On days of leave duties go to who stands in, and the holder hears when back; nothing twice."""

import pytest

from storage.records.officers import Role
from tests.support.waiting import until
from tests.support.world import World


@pytest.fixture
def passed(world: World) -> World:
    """內政部's petition of which the response is due on 116/02/08; it is 12/8, 10:00."""
    world.direct("阿宏").says("登記 提點子 身分證換發 附議中")
    world.advance(days=1)
    world.direct("阿宏").says("1 成案了 12/8")
    world.direct("小發").says("分案 1 主辦 內政部 12/8")
    world.line.sent.clear()
    return world


def heard(world: World, name: str) -> list[str]:
    """Return what a person was told of the case, one text for each line of a card."""
    cards = world.heard_privately(name)
    return [f"{item.title}｜{item.text}" for card in cards for item in card.items]


def test_the_deputy_hears_on_days_of_leave_and_the_holder_when_back(passed: World) -> None:
    passed.direct("阿宏").says("請假 12/14-12/15 代理 小陳")
    until(passed, "2026-12-15 18:00:00")
    assert heard(passed, "阿宏") == []
    assert heard(passed, "小陳") == [
        "1　公告期程｜參考期程到 12/17（四），還有 3 個工作天。阿宏請假，請先代為處理。"
    ]
    assert heard(passed, "阿美") == []
    until(passed, "2026-12-16 12:00:00")
    assert heard(passed, "阿宏") == [
        "1　公告期程｜參考期程到 12/17（四），還有 1 個工作天。您請假時已先告訴代理。"
    ]
    assert len(heard(passed, "小陳")) == 1


def test_what_the_deputy_did_meanwhile_is_not_told_again(passed: World) -> None:
    passed.direct("阿宏").says("請假 12/14-12/15 代理 小陳")
    until(passed, "2026-12-14 10:00:00")
    assert passed.direct("小陳").says("1 公告期程 已辦") is not None
    until(passed, "2026-12-16 12:00:00")
    assert heard(passed, "阿宏") == []


def test_the_holder_back_on_a_day_of_a_rung_hears_once(passed: World) -> None:
    # Given leave on the day of one rung, and the next rung on the day of the return
    passed.direct("阿宏").says("請假 12/14-12/16 代理 小陳")
    until(passed, "2026-12-17 12:00:00")
    told = [line for line in heard(passed, "阿宏") if "公告期程" in line]
    assert len(told) == 1, told


def test_without_a_deputy_the_roster_decides_and_when_all_are_away_the_holder(
    passed: World,
) -> None:
    passed.direct("小陳").says("請假 12/14")
    passed.direct("阿宏").says("請假 12/14")
    until(passed, "2026-12-14 12:00:00")
    assert heard(passed, "小陳") == []
    assert len(heard(passed, "阿美")) == 1
    passed.line.sent.clear()
    for name in ("阿宏", "小陳", "阿美"):
        passed.direct(name).says("請假 12/17")
    passed.line.sent.clear()
    until(passed, "2026-12-17 12:00:00")
    assert heard(passed, "小陳") + heard(passed, "阿美") == []
    assert len(heard(passed, "阿宏")) > 0


def test_half_a_day_moves_no_reminder(passed: World) -> None:
    passed.direct("阿宏").says("請假 12/14 上午 代理 小陳")
    passed.line.sent.clear()
    until(passed, "2026-12-14 12:00:00")
    assert len(heard(passed, "阿宏")) == 1
    assert heard(passed, "小陳") == []


def test_who_stands_in_sees_the_duties_and_who_is_away_still_does(passed: World) -> None:
    passed.direct("阿宏").says("請假 12/9 代理 小陳")
    for when, who, sees in (
        ("2026-12-08 11:00:00", "小陳", False),
        ("2026-12-09 11:00:00", "小陳", True),
        ("2026-12-09 11:30:00", "阿宏", True),
        ("2026-12-10 11:00:00", "小陳", False),
    ):
        until(passed, when)
        card = passed.direct(who).says("我的期限")
        assert card is not None
        assert bool(card.items) is sees, (when, who)


def test_what_cannot_be_delivered_goes_to_a_deputy_who_is_there(passed: World) -> None:
    # Given two deputies of whom one is away, and an officer who blocked the bot
    passed.officer("小張", "內政部", Role.DEPUTY)
    passed.direct("小陳").says("請假 12/14")
    passed.line.strangers.add(passed.account("阿宏"))
    passed.direct("阿宏").happens("unfollow")
    passed.line.sent.clear()
    until(passed, "2026-12-14 12:00:00")
    assert heard(passed, "小陳") == []
    assert len(heard(passed, "小張")) == 1
