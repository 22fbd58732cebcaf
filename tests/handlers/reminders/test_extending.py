"""已公告展延: the response has until the day that was announced, never longer than the rule."""

import pytest

from tests.handlers.reminders.test_jobs import say
from tests.support.world import World


@pytest.fixture
def passed(world: World) -> World:
    """A petition that passed on 12/7: its response is due on 116/2/7, extended at most to 4/7."""
    say(world, "登記 提點子 動物保護法加重罰則 成案 12/7")
    return world


def last_days(world: World) -> dict[str, str]:
    with world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        return {d.name: str(d.last_on) for d in uow.duties.of_case(case.id) if d.is_open}


def test_the_announced_day_is_the_last_one(passed: World) -> None:
    card = say(passed, "已公告展延 1 到 3/8 需跨部會會商")
    assert card.body == "記下了。1 展延到 116/03/08（一），照公告的日子，以一次為限。"
    assert last_days(passed)["展延"] == "2027-03-08"
    why = say(passed, card.buttons[0].command)
    assert "公告的日子：116/03/08（一）；依規則最晚可到 116/04/07（三）" in why.body
    assert why.body.splitlines()[-1] == "登記的人：阿菊，12/7（一）"


def test_planning_anew_keeps_the_announced_day(passed: World) -> None:
    say(passed, "已公告展延 1 到 3/8 需跨部會會商")
    asked = say(passed, "停班 12/9")
    say(passed, asked.buttons[0].command)
    say(passed, "部內步驟 會PO 10")
    assert last_days(passed)["展延"] == "2027-03-08"
    assert last_days(passed)["會PO"] == "2027-02-19"  # ten working days before that day


def test_without_a_day_it_is_the_longest(passed: World) -> None:
    card = say(passed, "已公告展延 1 待 12/20 協調會議有結論")  # a day of the reasons only
    assert card.body == "記下了。1 展延到 116/04/07（三），這是最晚的一天，以一次為限。"
    assert last_days(passed)["展延"] == "2027-04-07"


def test_a_slip_is_put_right_with_another_day(passed: World) -> None:
    say(passed, "已公告展延 1 到 3/18 需跨部會會商")
    assert "3/8" in say(passed, "已公告展延 1 到 3/8").body.replace("03/08", "3/8")
    assert last_days(passed)["展延"] == "2027-03-08"
    assert say(passed, "已公告展延 1 還要再久一點").body == "展延過一次了"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("已公告展延 1 到 116/5/1 跨部會", "展延最多到 116/04/07（三）"),
        ("已公告展延 1 到 2/5 跨部會", "展延要比原期限 116/02/07（日）晚"),
        ("已公告展延 1", "還差理由"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_kept(passed: World, line: str, answer: str) -> None:
    assert say(passed, line).body == answer
    assert last_days(passed)["正式回應"] == "2027-02-07"
    assert "展延" not in last_days(passed)


def test_what_is_missing_is_shown_by_an_example(passed: World) -> None:
    assert say(passed, "已公告展延 1").note == "例如：已公告展延 1 到 3/8 需跨部會會商"


def test_each_lead_has_its_own_day(passed: World) -> None:
    say(passed, "分案 1 主辦 衛福部 主辦 內政部 12/7", by="小發")
    theirs = say(passed, "已公告展延 1 到 3/15 等縣市意見", by="阿宏")
    assert "116/03/15（一）" in theirs.body
    assert last_days(passed)["正式回應"] == "2027-02-07"
