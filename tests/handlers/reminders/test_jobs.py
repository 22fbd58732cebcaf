"""Reminders reach the one who must act: in the morning, merged, once, until somebody answers."""

from dataclasses import replace
from datetime import date

import pytest

from bot.message import Card
from handlers.reminders.commands.replanning import plan_everything
from handlers.reminders.jobs import remind
from storage.records.calendar import Closure
from storage.records.officers import Role
from tests.support.waiting import until
from tests.support.world import TAIPEI, World, moment


@pytest.fixture
def passed(world: World) -> World:
    """A petition of 衛福部 that passed on 12/8, as 國發會 confirmed; it is that morning, 10:00."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    say(world, "分案 1 主辦 衛福部 12/8", by="小發")
    world.line.sent.clear()
    return world


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def heard(world: World, name: str = "阿菊") -> list[tuple[str, ...]]:
    """What a person was told since it was last asked: the titles on each card."""
    cards = world.heard_privately(name)
    world.line.sent.clear()
    return [tuple(item.title for item in card.items) or (card.body,) for card in cards]


def test_each_rung_is_told_once_in_the_morning_to_who_must_act(passed: World) -> None:
    told: dict[str, tuple[str, ...]] = {}
    while passed.clock.now() < moment("2026-12-23 00:00:00"):
        passed.advance(minutes=30)
        for titles in heard(passed):
            told[f"{passed.clock.now().astimezone(TAIPEI):%m-%d %H:%M}"] = titles
        assert passed.heard_privately("阿宏") == []
    assert told == {
        "12-14 08:30": ("1　公告期程",),
        "12-17 08:30": ("1　公告期程", "1　聯繫提案人"),
        "12-22 08:30": ("1　聯繫提案人",),
    }


def test_a_card_says_until_when_and_answers_by_buttons(passed: World) -> None:
    until(passed, "2026-12-14 08:30:00")
    (card,) = passed.heard_privately("阿菊")
    assert card.items[0].text == "參考期程到 12/17（四），還有 3 個工作天。"
    assert (card.kind, card.flag, card.alt) == ("今天　12/14（一）", "要做 1 件", "今天有 1 件提醒")
    assert [b.label for b in card.buttons] == ["1 已辦", "收到", "稍後提醒", "免辦"]
    assert "動物" not in str(card)
    answer = say(passed, card.buttons[0].command)
    assert answer.body == "1 公告期程已辦，不再提醒。接下來是聯繫提案人 12/22（二）。"
    again = say(passed, card.buttons[0].command)
    assert again.body == "公告期程已辦，這個按鈕過期了"
    passed.line.sent.clear()
    until(passed, "2026-12-17 12:00:00")
    assert heard(passed) == [("1　聯繫提案人",)]


def test_nobody_answers_so_the_deputy_the_team_and_then_the_holder_hear(passed: World) -> None:
    until(passed, "2027-01-13 23:00:00")
    heard(passed)
    ladder = [
        ("2027-01-14 09:00:00", "阿菊"),
        ("2027-01-15 09:00:00", "小代"),
        ("2027-01-18 09:00:00", "小組"),
        ("2027-01-19 09:00:00", "阿菊"),
    ]
    texts: list[str] = []
    for when, name in ladder:
        until(passed, when)
        texts += [card.items[0].text for card in passed.heard_privately(name)]
        passed.line.sent.clear()
    assert len(texts) == 4, texts
    assert "請代為確認" in texts[1]
    assert "阿菊還沒有回覆" in texts[2]
    assert "代理人和工作小組也還沒有回覆" in texts[3]


def test_who_says_that_it_was_read_is_not_gone_around(passed: World) -> None:
    until(passed, "2027-01-14 09:00:00")
    assert say(passed, "全部收到").body == "好，3 件都收到了。"
    until(passed, "2027-01-20 18:00:00")
    assert passed.heard_privately("小代") == []


def test_a_snooze_comes_back_on_a_working_morning(passed: World) -> None:
    until(passed, "2026-12-17 09:00:00")
    question = say(passed, "稍後提醒 1 公告期程")
    assert [b.label for b in question.buttons] == ["一天", "三天", "下週一", "自訂"]
    assert "12/21（一）" in say(passed, "稍後提醒 1 公告期程 三天").body
    heard(passed)
    until(passed, "2026-12-21 12:00:00")
    (card,) = passed.heard_privately("阿菊")
    assert card.items[0].text == "參考期程到 12/17（四），已過參考期程，補辦即可。"


def test_the_successor_gets_the_ladder_and_the_predecessor_nothing(passed: World) -> None:
    with passed.looking() as uow:
        agency = uow.agencies.by_name("衛福部")
        assert agency is not None
        (place,) = [a for a in uow.officers.appointments(agency_id=agency.id) if a.role is Role.PO]
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 10)))
        uow.commit()
    passed.officer("新來的", "衛福部")
    until(passed, "2026-12-14 12:00:00")
    assert heard(passed, "新來的") == [("1　公告期程",)]
    assert passed.heard_privately("阿菊") == []


def test_after_an_outage_everything_goes_once_and_says_that_it_is_late(passed: World) -> None:
    passed.advance(days=14)  # to 12/22: nobody looked in between
    (card,) = passed.heard_privately("阿菊")
    assert [item.title for item in card.items] == ["1　公告期程", "1　聯繫提案人"]
    assert "補昨天以前該說的" in card.items[0].text
    passed.line.sent.clear()
    passed.advance(hours=1)
    assert passed.heard_privately("阿菊") == []


def test_what_was_superseded_does_not_go_out(passed: World) -> None:
    say(passed, "註銷 1")
    passed.line.sent.clear()
    until(passed, "2026-12-23 00:00:00")
    assert passed.heard_privately("阿菊") == []


def test_a_sensitive_case_is_told_by_its_number_alone(passed: World) -> None:
    say(passed, "標記 1 敏感")
    passed.line.sent.clear()
    until(passed, "2026-12-14 09:00:00")
    (card,) = passed.heard_privately("阿菊")
    assert [(i.title, i.text) for i in card.items] == [("1", "有一項提醒；內容請看案件。")]
    assert "公告" not in str(card)


def test_of_a_sensitive_case_who_holds_it_hears_what_another_agency_owes(passed: World) -> None:
    say(passed, "分案 1 主辦 衛福部 主辦 內政部 12/8", by="小發")
    say(passed, "標記 1 敏感")
    passed.clock.advance(moment("2027-01-29 08:00:00") - passed.clock.now())
    passed.line.sent.clear()
    passed.advance(hours=1)
    (card,) = passed.heard_privately("阿菊")
    # 公告期程, 聯繫提案人, and the response of either agency.
    assert [item.title for item in card.items] == ["115-0001"] * 4
    assert passed.heard_privately("阿宏") == []


def test_the_superiors_deadline_is_told_the_day_before_and_at_its_hour(world: World) -> None:
    say(world, "登記 菸捐那件 期限 12/16 下午三點")
    heard(world)
    until(world, "2026-12-15 09:00:00")
    (card,) = world.heard_privately("阿菊")
    assert card.items[0].text == "期限 12/16（三）15:00，還有 1 個工作天。"
    say(world, "收到 1")
    heard(world)
    until(world, "2026-12-16 14:00:00")
    assert heard(world) == []
    until(world, "2026-12-16 15:00:00")
    assert len(heard(world)) == 1


def test_an_extension_takes_the_responses_place_once(passed: World) -> None:
    assert say(passed, "已公告展延 1 需跨部會會商").body == (
        "記下了。1 展延到 116/04/08（四），這是最晚的一天，以一次為限。"
    )
    assert say(passed, "已公告展延 1").body == "展延過一次了"


def test_what_binds_cannot_be_waived_and_a_reference_needs_a_reason(passed: World) -> None:
    assert say(passed, "免辦 1 正式回應 不想回").body == "正式回應是應辦期限，不能免辦"
    assert say(passed, "免辦 1 聯繫提案人").body == "還差理由"
    assert "理由記下了" in say(passed, "免辦 1 聯繫提案人 附議時已聯繫").body


def test_done_without_a_duty_offers_to_close(world: World) -> None:
    say(world, "登記 公園夜間噪音")
    card = say(world, "1 已辦")
    assert card.body == "1 沒有待辦的期限。要結案嗎？"
    assert say(world, card.buttons[0].command).body.endswith("已結案。")


def test_two_processes_send_nothing_twice(passed: World) -> None:
    now = moment("2026-12-14 09:00:00")
    first = remind(passed.database.unit_of_work, now=now)
    second = remind(passed.database.unit_of_work, now=now)
    assert (first, second) == (1, 0)


def test_a_closure_moves_what_it_touches_and_tells_the_holder_once(passed: World) -> None:
    with passed.looking() as uow:
        uow.calendar.close(
            Closure(
                county="臺北市",
                on=date(2026, 12, 10),
                reason="颱風",
                entered_at=passed.clock.now(),
            )
        )
        uow.commit()
    assert plan_everything(passed.database.unit_of_work, now=passed.clock.now()) == 1
    assert plan_everything(passed.database.unit_of_work, now=passed.clock.now()) == 0
    passed.advance(minutes=1)
    assert heard(passed) == [("1　公告期程改期 12/17（四） → 12/18（五）",)]
    until(passed, "2026-12-14 12:00:00")
    assert heard(passed) == []
    until(passed, "2026-12-15 12:00:00")
    assert heard(passed) == [("1　公告期程",)]


def test_nobody_is_reminded_on_a_day_that_is_closed(passed: World) -> None:
    with passed.looking() as uow:
        uow.calendar.close(
            Closure(
                county="臺北市",
                on=date(2026, 12, 14),
                reason="颱風",
                entered_at=passed.clock.now(),
            )
        )
        uow.commit()
    until(passed, "2026-12-14 20:00:00")
    assert heard(passed) == []
    until(passed, "2026-12-15 12:00:00")
    assert heard(passed) == [("1　公告期程",)]


def test_an_answer_that_was_a_slip_is_taken_back(passed: World) -> None:
    card = say(passed, "已辦 1 公告期程")
    slip = next(b.command for b in card.buttons if b.label == "還沒辦")
    assert say(passed, slip).body == "好，1 公告期程還沒辦，期限 12/17（四），照常提醒。"
    heard(passed)
    until(passed, "2026-12-14 09:00:00")
    assert heard(passed) == [("1　公告期程",)]


def test_a_group_reads_how_many_and_not_what(passed: World) -> None:
    group = passed.group("衛福部 PO 群", enabled_by="阿菊")
    card = group.says("#我的期限", by="阿菊")
    assert card is not None
    assert (card.body, card.items) == ("共 3 件。", ())


def test_an_agency_without_a_deputy_is_not_told_that_one_kept_silent(world: World) -> None:
    say(world, "登記 長官交辦 菸捐說帖 期限 12/9", by="阿宏")
    world.line.sent.clear()
    until(world, "2026-12-08 09:00:00")
    assert heard(world, "阿宏")
    until(world, "2026-12-09 09:00:00")
    (card,) = world.heard_privately("阿宏")
    assert "也還沒有回覆" not in str(card)
    world.line.sent.clear()
    until(world, "2026-12-10 09:00:00")
    (card,) = world.heard_privately("阿宏")
    assert "貴機關還沒有代理人可以問；要加一位：新增同仁 姓名 代理人。" in card.items[0].text
    assert "也還沒有回覆" not in str(card)


def test_what_is_told_late_on_its_own_day_says_by_how_much(world: World) -> None:
    say(world, "提醒 今天10:10 打電話")
    say(world, "提醒 今天10:30 寄信")
    world.line.sent.clear()
    world.advance(minutes=32)
    (card,) = world.heard_privately("阿菊")
    assert [i.text for i in card.items] == ["12/7（一）10:10（晚了 22 分鐘）", "12/7（一）10:30"]
