"""步驟改期: a step of a meeting is moved for one case, and stays moved."""

import pytest

from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import World


@pytest.fixture
def planned(world: World) -> World:
    """A meeting on 12/28 with its steps: 會前會 on 12/21, 沙推 on 12/24."""
    say(world, "登記 本機關自辦 健保卡協作會議")
    say(world, "1 協作會議 訂在 12/28")
    heard(world)
    return world


def days(world: World) -> dict[str, str]:
    with world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        return {d.name: f"{d.last_on:%m/%d}" for d in uow.duties.of_case(case.id) if d.is_open}


def test_a_step_moves_for_this_case_and_says_who_moved_it(planned: World) -> None:
    assert days(planned)["會前會"] == "12/21"
    card = say(planned, "1 會前會 改 12/18")
    assert card.body == "好，1 會前會改到 12/18（五）；提醒跟著改。"
    assert days(planned)["會前會"] == "12/18"
    why = say(planned, "為什麼 1 會前會").body
    assert "改定：115/12/18（五）；依規則是 115/12/21（一）" in why
    assert why.splitlines()[-2:] == ["改定的人：阿菊，12/7（一）", "起算日：本機關輸入"]
    group = planned.group("健保群", enabled_by="阿菊")
    told = group.says("#為什麼 1 會前會", by="阿菊")
    assert told is not None
    assert "改定的人：衛福部，12/7（一）" in told.body


def test_its_reminders_move_along(planned: World) -> None:
    say(planned, "1 會前會 改到 12/16")
    heard(planned)
    until(planned, "2026-12-11 09:00:00")
    assert "會前會" in str([c.items for c in planned.heard_privately("阿菊")])


def test_planning_anew_keeps_it_and_another_meeting_day_says_so(planned: World) -> None:
    say(planned, "1 會前會 改到 12/18")
    asked = say(planned, "停班 12/22")
    say(planned, asked.buttons[0].command)
    assert days(planned)["會前會"] == "12/18"
    moved = say(planned, "1 協作會議 改到 12/30")
    assert "會前會是另外改的，沒有跟著動。" in moved.body
    assert (days(planned)["會前會"], days(planned)["沙推"]) == ("12/18", "12/29")


def test_by_the_rule_again(planned: World) -> None:
    card = say(planned, "1 會前會改到12/18")
    back = next(b.command for b in card.buttons if b.label == "照規則")
    assert say(planned, back).body == "好，1 會前會照規則是 12/21（一）；提醒跟著改。"
    assert days(planned)["會前會"] == "12/21"


def test_a_step_that_is_not_held(planned: World) -> None:
    card = say(planned, "1 沙推 取消")
    assert card.body == "好，1 不辦沙推，不再提醒。"
    say(planned, "1 協作會議 改到 12/30")
    assert "沙推" not in days(planned)
    assert say(planned, "1 沙推 改 12/24").body.startswith("好，1 沙推改到 12/24（四）")
    assert days(planned)["沙推"] == "12/24"


def test_what_was_not_to_be_held_is_told_of_again_once_it_is(planned: World) -> None:
    say(planned, "1 沙推 取消")
    say(planned, "1 沙推 改 12/24")  # its day by the rule
    with planned.looking() as uow:
        ids = {d.id for d in uow.duties.of_case(1) if d.name == "沙推"}
        assert uow.reminders.waiting_of_duties(ids)


def test_a_step_whose_day_was_over_is_planned_once_it_is_moved(planned: World) -> None:
    assert "心智圖" not in days(planned) or days(planned)["心智圖"] >= "12/07"
    say(planned, "1 協作會議 改到 12/17")
    assert "心智圖" not in days(planned)
    assert say(planned, "1 心智圖 改 12/10").body.startswith("好，1 心智圖改到 12/10（四）")
    assert days(planned)["心智圖"] == "12/10"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("步驟改期 1 會前會 12/29", "會前會要在協作會議 12/28（一）之前"),
        ("步驟改期 1 會前會 12/1", "12/1（二） 已經過了"),
        ("步驟改期 1 會前會 再說", "要改到哪一天看不出來"),
        ("步驟改期 1 慶功宴 12/18", "沒有「慶功宴」這個期限"),
    ],
)
def test_what_cannot_be_is_said(planned: World, line: str, answer: str) -> None:
    before = days(planned)
    assert say(planned, line).body == answer
    assert days(planned) == before


def test_what_the_rules_fix_is_not_moved(world: World) -> None:
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    assert say(world, "步驟改期 1 正式回應 116/3/1").body == (
        "正式回應照規則算，不能改；部內步驟才能改"
    )


def test_without_a_meeting_a_plain_reminder_is_offered(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    card = say(world, "1 會前會改到下週四")
    assert card.body.startswith("1 還沒有協作會議的日子，所以沒有排會前會。")
    assert "提醒您：會前會" in say(world, card.buttons[0].command).body


def test_another_agency_moves_nothing(planned: World) -> None:
    assert say(planned, "1 會前會 改 12/18", by="阿宏").body in {
        "查無 1",
        "1 由衛福部登記，要請衛福部改",
    }
    assert days(planned)["會前會"] == "12/21"
