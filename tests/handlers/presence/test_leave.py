"""Leave is said in one line, asked back where it is not clear, and private in a group."""

import pytest

from bot.message import Card
from bot.outbound import Outcome
from bot.plain import plain_text
from storage.records.officers import Appointment, Officer, Role
from storage.records.presence import Half
from tests.support.world import World


def say(world: World, text: str, by: str = "阿宏") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def kept(world: World, officer_id: int = 1) -> list[tuple[str, str, str, int | None]]:
    """What is stored: first and last day, the half, the deputy's id."""
    with world.looking() as uow:
        found = uow.absences.of_officer(officer_id, since=world.clock.now().date())
    return [(f"{a.starts_on:%m/%d}", f"{a.ends_on:%m/%d}", a.half, a.deputy_id) for a in found]


@pytest.mark.parametrize(
    ("says", "stored", "answer"),
    [
        ("我明天請假", [("12/08", "12/08", "", None)], "沒寫代理，提醒先給小陳"),
        ("請假 12/18-12/22 代理 小陳", [("12/18", "12/22", "", 2)], "代理 小陳。提醒先給小陳"),
        ("下週一到三出差 代理小陳", [("12/14", "12/16", "", 2)], "12/14（一）到 12/16（三）"),
        ("12/9 下午請假", [("12/09", "12/09", Half.AFTERNOON, None)], "12/9（三）下午請假"),
        ("明天上午請假由阿美代理", [("12/08", "12/08", Half.MORNING, 3)], "代理 阿美"),
        ("請假 12/10、12/14", [("12/10", "12/10", "", None), ("12/14", "12/14", "", None)], "、"),
        ("下週 請假", [("12/14", "12/18", "", None)], "12/14（一）到 12/18（五）"),
        ("請假 12/6-12/9", [("12/07", "12/09", "", None)], "12/7（一）到 12/9（三）"),
        ("病假 明天", [], ""),
    ],
)
def test_days_and_deputies_are_read_as_people_write_them(
    world: World, says: str, stored: list[tuple[str, str, str, int | None]], answer: str
) -> None:
    card = say(world, says)
    assert kept(world) == stored
    assert answer in card.body


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("請假", "哪幾天請假？"),
        ("請假 過年", "哪幾天請假？"),
        ("請假 12/1", "12/1（二）已經過了"),
        ("請假 12/12-12/13", "本來就放假"),
        ("請假 12/20-12/18", "結束比開始早"),
        ("請假 明天起三天", "到哪一天？"),
        ("請假 明天半天", "上午還是下午？"),
        ("請假 12/9-116/3/1", "一次最多 8 週"),
        ("請假 117/6/1", "太遠了"),
        ("請假 小陳 明天", "請假只能記自己的"),
        ("請假 明天 代理 阿宏", "代理人不能是自己"),
        ("請假 明天 代理 小林", "小林在名冊是「業務單位」，不能代理"),
        ("請假 明天 代理 阿菊", "貴機關的名冊裡沒有「阿菊」"),
        ("取消請假", "沒有這一筆請假"),
        ("取消請假 3", "沒有這一筆請假"),
    ],
)
def test_what_is_not_clear_is_asked_back_and_nothing_is_kept(
    world: World, says: str, shows: str
) -> None:
    assert shows in plain_text(say(world, says))
    assert kept(world) == []


def test_two_colleagues_of_that_name_are_asked_back(world: World) -> None:
    world.officer("陳大文", "內政部", Role.TEAM)
    world.officer("陳大明", "內政部", Role.TEAM)
    shown = plain_text(say(world, "請假 明天 代理 陳大"))
    assert "不只一位：陳大文（工作小組）、陳大明（工作小組）" in shown
    assert kept(world) == []


def test_a_deputy_without_an_account_is_explained(world: World) -> None:
    with world.database.unit_of_work() as uow:
        officer = uow.officers.add(Officer(id=0, name="林未綁"))
        agency = uow.agencies.by_name("內政部")
        assert agency is not None
        uow.officers.add_appointment(
            Appointment(id=0, officer_id=officer.id, agency_id=agency.id, role=Role.TEAM)
        )
        uow.commit()
    assert "林未綁還沒綁定小幫手，提醒先給小陳" in say(world, "請假 明天 代理 林未綁").body


def test_a_deputy_who_is_away_too_is_pointed_out(world: World) -> None:
    say(world, "請假 12/8-12/9", by="小陳")
    assert "小陳那幾天也請假，提醒先給阿美" in say(world, "請假 12/9 代理 小陳").body
    # And whoever stands in reads it when going away
    assert "那幾天您原本代理阿宏" in say(world, "請假 12/9 代理 阿美", by="小陳").body


def test_when_nobody_else_is_there_that_is_said(world: World) -> None:
    assert "提醒還是傳給您" in say(world, "請假 明天", by="阿菊").body


def test_the_deputy_is_told_once_and_when_it_is_off(world: World) -> None:
    say(world, "請假 12/9 代理 小陳")
    say(world, "請假 12/9 代理 小陳")
    say(world, "取消請假 1")
    assert [card.body for card in world.heard_privately("小陳")] == [
        "阿宏 12/9（三）請假，請您代理；期間他的提醒會先給您。",
        "阿宏 12/9（三）不請假了，不用代理。",
    ]


def test_at_night_the_deputy_is_told_in_the_morning(world: World) -> None:
    world.advance(hours=12)
    say(world, "請假 12/9 代理 小陳")
    assert world.heard_privately("小陳") == []
    world.advance(hours=11)
    assert len(world.heard_privately("小陳")) == 1


def test_the_last_word_counts_and_nothing_overlaps(world: World) -> None:
    say(world, "請假 12/8-12/11 代理 小陳")
    say(world, "請假 12/9-12/10 代理 阿美")
    assert kept(world) == [
        ("12/08", "12/08", "", 2),
        ("12/09", "12/10", "", 3),
        ("12/11", "12/11", "", 2),
    ]
    assert say(world, "請假 12/9-12/10 代理 阿美").body == "這幾天記過了。"
    say(world, "請假 12/15 上午")
    say(world, "請假 12/15 下午")
    assert kept(world)[-1] == ("12/15", "12/15", "", None)


def test_leave_is_listed_and_taken_back(world: World) -> None:
    assert say(world, "我的請假").body.startswith("沒有登錄的請假")
    say(world, "請假 12/9-12/10 代理 小陳")
    say(world, "請假 12/18 下午")
    listed = [(item.title, item.text) for item in say(world, "我的請假").items]
    assert listed == [
        ("1　12/9（三）到 12/10（四）", "代理 小陳"),
        ("2　12/18（五）下午", "沒寫代理"),
    ]
    others = [(item.title, item.text) for item in say(world, "我的請假", by="小陳").items]
    assert others == [("代理阿宏", "12/9（三）到 12/10（四）")]
    which = say(world, "取消請假")
    assert which.body == "取消哪一筆？"
    assert say(world, which.buttons[1].command).body.startswith("好，12/18（五）下午不請假了")
    assert say(world, "取消請假 12/10").body.startswith("好，12/9（三）到 12/10（四）不請假了")
    assert kept(world) == []


def test_who_comes_back_early_keeps_the_days_that_are_over(world: World) -> None:
    say(world, "請假 12/8-12/11 代理 小陳")
    world.advance(days=2)
    assert say(world, "銷假").body == "好，今天起您在，提醒照常給您。"
    with world.looking() as uow:
        (left,) = uow.absences.of_officer(1, since=world.clock.now().date().replace(day=1))
    assert (left.starts_on.day, left.ends_on.day) == (8, 8)


def test_a_group_reads_only_that_it_was_noted(world: World) -> None:
    group = world.group("內政部", enabled_by="阿宏")
    noted = group.says("#我明天請假喔 代理 小陳", by="阿宏")
    assert noted is not None
    assert plain_text(noted).splitlines()[0] == "已記下。"
    assert "明天" not in plain_text(noted)
    assert "12/8" not in plain_text(noted)
    assert kept(world) == [("12/08", "12/08", "", 2)]
    # A mistake is told one to one
    assert group.says("#請假 12/1", by="阿宏") is None
    assert "已經過了" in plain_text(world.heard_privately("阿宏")[-1])


@pytest.mark.parametrize(
    "says", ["我明天請假喔", "阿宏下週請假", "#阿宏下週請假", "#誰明天請假", "#她請假到週五"]
)
def test_talk_of_leave_in_a_group_is_nobodys_order(world: World, says: str) -> None:
    group = world.group("內政部", enabled_by="阿宏")
    assert group.says(says, by="阿宏") is None
    assert world.heard_privately("阿宏") == []
    assert kept(world) == []


def test_why_somebody_is_away_is_not_kept(world: World) -> None:
    say(world, "請假 明天 身體不舒服去看醫生 代理 小陳")
    with world.looking() as uow:
        (absence,) = uow.absences.of_officer(1, since=world.clock.now().date())
    assert "醫生" not in repr(absence)
    assert all("醫生" not in plain_text(card) for card in world.heard_privately("小陳"))


def test_a_business_unit_is_shown_whom_to_ask(world: World) -> None:
    assert "阿宏" in say(world, "請假 明天", by="小林").body


@pytest.mark.parametrize("where", ["direct", "group"])
def test_everybody_who_looks_finds_who_is_there(world: World, where: str) -> None:
    say(world, "請假 今天到明天 代理 小陳")
    group = world.group("跨部會", enabled_by="阿菊", scope="跨部會")
    asked = world.direct("阿菊").says("找 內政部") if where == "direct" else None
    found = asked or group.says("#找 內政部", by="阿菊")
    assert found is not None
    assert found.title == "內政部 阿宏；今明請假，代理 小陳"
    world.advance(days=1)
    found = say(world, "找 內政部", by="阿菊")
    assert found.title == "內政部 阿宏；今天請假，代理 小陳"
    world.advance(days=1)
    assert say(world, "找 內政部", by="阿菊").title == "內政部 阿宏"


def test_half_a_day_and_a_long_leave_in_look_ups(world: World) -> None:
    say(world, "請假 今天下午")
    assert say(world, "找 內政部", by="阿菊").title == "內政部 阿宏；今天下午請假"
    say(world, "請假 今天到下週三 代理 小陳")
    assert say(world, "找 內政部", by="阿菊").title == "內政部 阿宏；請假到 12/16（三），代理 小陳"


def test_a_deputy_whose_term_ended_stands_in_no_more(world: World) -> None:
    say(world, "請假 12/8-12/11 代理 小陳")
    say(world, "結束任期 小陳 12/8")
    world.advance(days=2)
    assert say(world, "找 內政部", by="阿菊").title == "內政部 阿宏；請假到 12/11（五）"


def test_an_erased_person_leaves_no_leave_behind(world: World) -> None:
    say(world, "請假 12/8-12/11 代理 小陳")
    with world.database.unit_of_work() as uow:
        uow.officers.erase(1, now=world.clock.now())
        uow.commit()
    assert kept(world) == []


def test_a_new_deputy_replaces_the_old_one_who_is_told_once(world: World) -> None:
    # Given leave for which somebody stands in
    say(world, "請假 12/15-12/18 代理 小陳")
    world.line.sent.clear()
    # When for some of the days another is named, twice
    say(world, "請假 12/16-12/17 代理 阿美")
    say(world, "請假 12/16-12/17 代理 阿美")
    # Then the first hears it once, with those days only
    told = [card.body for card in world.heard_privately("小陳")]
    assert told == ["阿宏 12/16（三）到 12/17（四）改由別位代理，您不用代理了。"]
    (asked,) = [card.body for card in world.heard_privately("阿美")]
    assert "請您代理" in asked


def test_leave_without_a_deputy_tells_the_named_one_nothing_new(world: World) -> None:
    say(world, "請假 12/15-12/18 代理 小陳")
    world.line.sent.clear()
    say(world, "請假 12/16")
    assert "改由別位" not in str(world.heard_privately("小陳"))


def test_a_wish_to_stand_in_that_waited_is_dropped_when_the_leave_is_off(world: World) -> None:
    world.line.pushes_end = Outcome.RETRY
    say(world, "請假 12/15-12/18 代理 小陳")
    say(world, "取消請假 12/15")
    world.line.pushes_end = None
    world.advance(minutes=30)
    assert "請您代理" not in str(world.heard_privately("小陳"))


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("我下禮拜三請假 小陳代理", "12/16（三）請假，代理 小陳"),
        ("明天請半天 下午", "12/8（二）下午請假"),
        ("12/14~12/16出國 職代小陳", "12/14（一）到 12/16（三）請假，代理 小陳"),
    ],
)
def test_leave_said_the_way_people_say_it(world: World, says: str, shows: str) -> None:
    assert shows in say(world, says).body
