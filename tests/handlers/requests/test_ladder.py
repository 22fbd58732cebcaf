"""Officer, deputy, team, and back to who asked: by the clock of working hours, never by night."""

from dataclasses import replace
from datetime import date

import pytest

from bot.message import Fact, Platform
from storage.records.calendar import Closure
from storage.records.duties import Step
from storage.records.officers import Role
from storage.records.presence import Absence
from storage.records.requests import RequestState
from tests.handlers.requests.conftest import Desk, commands_of

CHOICES = ["再提醒", "打電話", "請國發會協助"]
INSIDE = ("阿宏", "小陳", "小組")


def _heard(desk: Desk) -> list[str]:
    """Who of 內政部 was told something since the last look."""
    told = [name for name in (*INSIDE, "督導") if desk.heard(name)]
    desk.world.line.sent.clear()
    return told


def test_one_working_day_each_then_it_is_the_askers_choice(desk: Desk) -> None:
    number = desk.sent()  # Monday 10:00
    desk.world.advance(hours=23, minutes=50)
    assert _heard(desk) == []
    desk.world.advance(minutes=15)
    assert _heard(desk) == ["小陳"]
    desk.world.advance(days=1)
    assert _heard(desk) == ["小組"]
    desk.world.advance(days=1)
    (card,) = desk.world.heard_privately("阿菊")
    assert commands_of(card)[:3] == [
        f"{number} 再提醒",
        f"{number} 打電話",
        f"{number} 請國發會協助",
    ]
    assert "可能正忙" in card.title
    assert _heard(desk) == []  # and never a supervisor
    desk.world.advance(days=9)
    assert desk.world.line.sent == []  # it waits for a person
    assert desk.request(number).state is RequestState.ASKED


def test_nothing_goes_out_at_night_or_on_a_weekend(desk: Desk) -> None:
    # Given a Friday evening
    desk.world.advance(days=4, hours=10)  # 12/11 20:00
    desk.world.line.sent.clear()
    card = desk.drafted()
    sent = desk.says("阿菊", f"{card} 送出")
    assert "12/14（一）08:30送到" in sent.body
    desk.world.advance(days=2, hours=12)  # Monday 08:00
    assert _heard(desk) == []
    desk.world.advance(minutes=31)
    assert _heard(desk) == ["阿宏"]
    # The answer in the evening is told in the morning
    desk.world.advance(hours=12)
    desk.says("阿宏", f"{card} 我處理")
    assert "接手" not in desk.heard("阿菊")
    desk.world.advance(hours=12)
    assert "接手" in desk.heard("阿菊")


def test_over_a_weekend_no_hour_counts(desk: Desk) -> None:
    desk.world.advance(days=4, hours=6)  # Friday 16:00
    desk.sent()
    desk.world.advance(days=3)  # Monday 16:00
    assert _heard(desk) == ["小陳"]


@pytest.mark.parametrize(("patience", "hours"), [("0.5", 5), ("3h", 3.5), ("沒設好", 24.2)])
def test_the_patience_is_a_setting(desk: Desk, patience: str, hours: float) -> None:
    with desk.world.database.unit_of_work() as uow:
        uow.settings.set("request-patience", patience, now=desk.world.clock.now())
        uow.commit()
    desk.sent()
    desk.world.advance(hours=hours)
    assert _heard(desk) == ["小陳"]


def test_any_answer_stops_it(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 我處理")
    desk.world.line.sent.clear()
    desk.world.advance(days=9)
    assert _heard(desk) == []


def test_the_deputy_answers_for_the_officer(desk: Desk) -> None:
    number = desk.sent()
    desk.world.advance(days=1, minutes=5)
    assert "可能正忙" in desk.heard("小陳")
    desk.says("小陳", f"{number} 我處理")
    assert "小陳已經按了「我處理」" in desk.says("阿宏", f"{number} 我處理").body


def test_after_a_mere_received_they_are_asked_once(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 收到")
    desk.world.line.sent.clear()
    desk.world.advance(days=1, minutes=5)
    assert "方便時請回一下" in desk.heard("阿宏")
    assert _heard(desk) == ["阿宏"]
    desk.world.advance(days=1)
    assert "要怎麼做" in desk.heard("阿菊")


def test_reminding_again_begins_anew_but_not_twice_a_day(desk: Desk) -> None:
    number = desk.sent()
    assert "提醒過了" in desk.says("阿菊", f"{number} 再提醒").body
    desk.world.advance(days=1)
    desk.world.advance(days=1)
    desk.world.advance(days=1, hours=1)
    desk.world.line.sent.clear()
    desk.says("阿菊", f"{number} 再提醒")
    assert desk.request(number).step is Step.HOLDER
    assert _heard(desk) == ["阿宏"]
    assert "提醒過了" in desk.says("阿菊", f"{number} 再提醒").body


def test_the_telephone_shows_office_numbers_and_is_logged(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿菊", f"{number} 打電話")
    assert card.facts[0] == Fact("阿宏（窗口）", "(02)2356-0201")
    assert "督導" not in str(card.facts)
    with desk.world.looking() as uow:
        moi = uow.agencies.by_name("內政部")
        assert moi is not None
        assert "look-phone" in [e.action for e in uow.audit.of_agency(moi.id, limit=9)]


def test_the_hub_helps_when_a_person_asks_and_both_sides_know(desk: Desk) -> None:
    number = desk.sent()
    assert "找不到" in desk.says("小發", number).body  # before, it is none of its business
    desk.says("阿菊", f"{number} 請國發會協助")
    assert "衛福部想請國發會協助聯絡內政部" in desk.heard("小發")
    assert "不是究責" in desk.heard("阿宏")
    assert "過一次" in desk.says("阿菊", f"{number} 請國發會協助").body
    desk.world.line.sent.clear()
    desk.says("小發", f"{number} 我來協調")
    assert "小發 會協助" in desk.heard("阿菊")
    assert "小發 會協助" in desk.heard("阿宏")
    assert "過一次" in desk.says("小發", f"{number} 我來協調").body
    assert "由對方機關按" in desk.says("小發", f"{number} 我處理").body


def test_who_is_on_leave_is_not_disturbed(desk: Desk) -> None:
    _leave(desk, "阿宏", date(2026, 12, 7), date(2026, 12, 8))
    card = desk.says("阿菊", "聯絡 內政部 想請教")
    assert card.title == "送給內政部代理窗口 小陳？"
    assert card.note == "阿宏請假中"
    desk.says("阿菊", f"{card.number} 送出")
    assert "阿宏請假中，請您代看" in desk.heard("小陳")
    assert _heard(desk) == ["小陳"]
    desk.world.advance(days=1, minutes=5)
    assert _heard(desk) == ["小組"]


def test_when_all_are_on_leave_it_waits_until_one_is_back(desk: Desk) -> None:
    _leave(desk, "若溪", date(2026, 12, 7), date(2026, 12, 8))
    card = desk.says("阿菊", "聯絡 環境部 想請教")
    assert "12/9（三） 上班後才會看到" in card.note
    desk.says("阿菊", f"{card.number} 送出")
    desk.world.advance(days=1)
    assert desk.heard("若溪") == ""
    desk.world.advance(hours=23)  # Wednesday 09:00
    assert "想請教" in desk.heard("若溪")


def _leave(desk: Desk, name: str, first: date, last: date) -> None:
    with desk.world.database.unit_of_work() as uow:
        officer = next(o for o in uow.officers.all() if o.name == name)
        uow.absences.add(Absence(id=0, officer_id=officer.id, starts_on=first, ends_on=last))
        uow.commit()


def test_a_typhoon_day_does_not_count(desk: Desk) -> None:
    desk.sent()
    with desk.world.database.unit_of_work() as uow:
        uow.calendar.close(
            Closure(
                county="臺北市",
                on=date(2026, 12, 8),
                reason="颱風",
                entered_at=desk.world.clock.now(),
            )
        )
        uow.commit()
    desk.world.advance(days=1, minutes=5)
    assert _heard(desk) == []
    desk.world.advance(days=1)
    assert _heard(desk) == ["小陳"]


def test_open_requests_go_to_the_successor(desk: Desk) -> None:
    number = desk.sent()
    mine = desk.sent("聯絡 環境部 想請教噪音", by="阿宏")
    _succeed(desk)
    assert "現在由您接手" in desk.heard("新來的")
    assert desk.says("新來的", f"{number} 我處理").title == f"好，{number} 由您處理"
    desk.world.line.sent.clear()
    desk.says("若溪", f"{mine} 回覆 量測方法在網站上")
    assert "量測方法" in desk.heard("新來的")
    assert "不在名冊的任期內" in desk.says("阿宏", mine).body


def test_a_receiver_who_left_the_platform_is_passed_over_at_once(desk: Desk) -> None:
    desk.world.is_told_on(Platform.LINE, "it tells at once who left")
    desk.sent()
    desk.world.direct("阿宏").happens("unfollow")
    desk.world.advance(minutes=1)
    assert _heard(desk) == ["小陳"]


def test_who_blocked_the_bot_before_is_not_asked(desk: Desk) -> None:
    desk.world.direct("阿宏").happens("unfollow")
    card = desk.says("阿菊", "聯絡 內政部 想請教")
    assert card.title == "送給內政部代理窗口 小陳？"


def test_the_team_is_asked_at_once_where_nobody_else_is(desk: Desk) -> None:
    desk.world.officer("農組", "農業部", Role.TEAM)
    card = desk.says("阿菊", "聯絡 農業部 想請教")
    assert card.title == "送給農業部工作小組窗口 農組？"


def test_times_that_wait_for_a_choice_are_shown_once_more(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 約時間 12/9 14:00")
    desk.world.line.sent.clear()
    desk.world.advance(days=1, minutes=5)
    (card,) = desk.world.heard_privately("阿菊")
    assert f"{number} 都不行" in commands_of(card)
    desk.world.line.sent.clear()
    desk.world.advance(days=5)
    assert desk.heard("阿菊") == ""


def test_the_hub_sets_how_long_is_waited(desk: Desk) -> None:
    assert "等 1 個工作天換下一位；一人一天最多 20 張" in desk.says("小發", "聯絡單設定").body
    assert "等 4 小時換下一位" in desk.says("小發", "聯絡單設定 等候 4小時").body
    assert "最多 3 張" in desk.says("小發", "聯絡單設定 每天 3張").body
    assert "看不懂" in desk.says("小發", "聯絡單設定 隨便").body
    assert "國發會處理" in desk.says("阿菊", "聯絡單設定 等候 9天").body
    desk.sent()
    desk.world.advance(hours=4, minutes=5)
    assert _heard(desk) == ["小陳"]


def test_who_took_it_over_is_asked_how_far_it_is_and_keeps_it(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 我處理")
    desk.world.advance(days=2)
    desk.world.line.sent.clear()
    desk.says("阿菊", f"{number} 再提醒")
    assert "想知道單1的進度" in desk.heard("阿宏")
    assert desk.request(number).state is RequestState.ACCEPTED


def test_nobody_on_leave_is_handed_a_request(desk: Desk) -> None:
    number = desk.sent()
    _leave(desk, "小陳", date(2026, 12, 7), date(2026, 12, 8))
    assert "小陳請假中" in desk.says("阿宏", f"{number} 轉 小陳").body
    # And what concerns who went on leave meanwhile goes to who stands in
    _leave(desk, "阿宏", date(2026, 12, 7), date(2026, 12, 8))
    desk.says("阿菊", f"{number} 補充 週四也可以")
    assert "週四也可以" in desk.heard("小組")
    assert desk.heard("阿宏").count("週四") == 0


def _succeed(desk: Desk) -> None:
    """阿宏 leaves 內政部, and the next morning 新來的 is its PO."""
    with desk.world.database.unit_of_work() as uow:
        officer = next(o for o in uow.officers.all() if o.name == "阿宏")
        (place,) = uow.officers.appointments(officer_id=officer.id)
        uow.officers.save_appointment(replace(place, ends_on=date(2026, 12, 7)))
        uow.commit()
    desk.world.officer("新來的", "內政部")
    desk.world.advance(hours=23)
    desk.world.line.sent.clear()
    desk.world.assistant.catch_up()
    desk.world.assistant.drain()


def test_what_was_promised_keeps_its_day_when_the_officer_changes(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 我先請示 12/10")
    _succeed(desk)
    assert "現在由您接手" in desk.heard("新來的")
    desk.world.line.sent.clear()
    desk.world.advance(days=1)
    assert desk.heard("新來的") == ""
    desk.world.advance(days=1)  # Thursday 09:00
    assert "說好回覆的日子" in desk.heard("新來的")
