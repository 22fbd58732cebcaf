"""What a receiver can say, what each side sees of it, and when 手機 and mail appear."""

from dataclasses import replace

import pytest

from storage.records.officers import Role
from storage.records.requests import RequestState
from tests.handlers.requests.conftest import Desk, as_text, commands_of

HANDS = ("0911", "chu@mohw", "hong@moi", "chen@moi")


@pytest.fixture(autouse=True)
def mobiles(desk: Desk) -> None:
    """Give everybody a 手機 that nobody may see yet."""
    with desk.world.database.unit_of_work() as uow:
        for officer in uow.officers.all():
            uow.officers.save(replace(officer, mobile=f"0911-000-{officer.id:03}"))
        uow.commit()


def test_received_is_no_acceptance(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿宏", f"{number} 收到")
    assert desk.request(number).state is RequestState.RECEIVED
    assert "還沒決定" in desk.heard("阿菊")
    seen = as_text(card) + desk.heard("阿菊") + as_text(desk.says("阿菊", number))
    assert not any(hand in seen for hand in HANDS)


def test_taking_it_over_shows_both_sides_how_to_reach_each_other(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿宏", f"{number} 我處理")
    assert "chu@mohw.gov.tw" in as_text(card)
    assert "0911-000-" in as_text(card)
    told = desk.heard("阿菊")
    assert "內政部 阿宏接手" in told
    assert "hong@moi.gov.tw" in told
    assert "0911-000-" in told
    # Neither stands on a lock screen, and the log says who was shown whom
    assert not any("0911" in c.alt or "@" in c.alt for c in desk.world.heard_privately("阿菊"))
    with desk.world.looking() as uow:
        mohw, moi = uow.agencies.by_name("衛福部"), uow.agencies.by_name("內政部")
        assert mohw is not None
        assert moi is not None
        for agency in (mohw, moi):
            actions = [entry.action for entry in uow.audit.of_agency(agency.id, limit=20)]
            assert "exchange-contacts" in actions


def test_i_ask_first_promises_a_day_and_reminds_on_it(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿宏", "我先請示 12/10 分機1234")
    assert "12/10（四） 提醒您" in card.body
    assert "我先請示，12/10（四）回您，分機 1234" in desk.heard("阿菊")
    assert not any(hand in desk.heard("阿菊") for hand in HANDS)
    desk.world.line.sent.clear()
    # Until then nobody is disturbed, neither the deputy
    desk.world.advance(days=2, hours=3)
    assert desk.heard("阿宏") + desk.heard("小陳") == ""
    desk.world.advance(hours=20)  # Thursday 09:00
    assert "說好回覆的日子" in desk.heard("阿宏")
    # A day later it is back with who asks
    desk.world.line.sent.clear()
    desk.world.advance(days=1, hours=1)
    assert commands_of(desk.world.heard_privately("阿菊")[0])[0] == f"{number} 再提醒"


def test_without_a_day_one_is_asked_for(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿宏", f"{number} 我先請示")
    assert f"{number} 我先請示 明天" in commands_of(card)
    desk.says("阿宏", f"{number} 我先請示 明天")
    assert "12/8（二）回您" in desk.heard("阿菊")


def test_not_our_business_and_who_else_is_a_matter_of_two(desk: Desk) -> None:
    number = desk.sent("聯絡 內政部 噪音怎麼量")
    desk.says("阿宏", f"{number} 非本機關業務 建議另洽 環境部")
    told = desk.heard("阿菊")
    assert "不是內政部的業務" in told
    assert "建議另洽：環境部（只有您看得到）" in told
    assert desk.heard("若溪") == ""
    # Going on to the third ministry says nothing of who named it
    preview = desk.says("阿菊", f"{number} 改洽")
    assert preview.title == "送給環境部 若溪？"
    desk.says("阿菊", f"{preview.number} 送出")
    desk.says("若溪", preview.number)
    everything = desk.heard("若溪")
    assert "噪音怎麼量" in everything
    assert "內政部" not in everything
    assert "阿宏" not in everything
    # And it cannot look at the first request
    assert "找不到" in desk.says("若溪", number).body


def test_the_suggestion_may_follow_once(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 非本機關業務")
    desk.world.line.sent.clear()
    assert "查無機關" in desk.says("阿宏", f"{number} 建議另洽 沒有這個").body
    desk.says("阿宏", f"{number} 建議另洽 環境部")
    assert "建議另洽：環境部" in desk.heard("阿菊")
    assert "過一次" in desk.says("阿宏", f"{number} 建議另洽 農業部").body


def test_a_loop_of_agencies_is_not_offered_twice(desk: Desk) -> None:
    first = desk.sent("聯絡 內政部 噪音怎麼量")
    desk.says("阿宏", f"{first} 非本機關業務 建議另洽 環境部")
    second = desk.says("阿菊", f"{first} 改洽").number
    desk.says("阿菊", f"{second} 送出")
    desk.world.line.sent.clear()
    desk.says("若溪", f"{second} 非本機關業務 建議另洽 內政部")
    (card,) = desk.world.heard_privately("阿菊")
    assert "問過了" in card.body
    assert f"{second} 改洽" not in commands_of(card)
    assert f"{second} 請國發會協助" in commands_of(card)


def test_it_is_handed_to_a_colleague_but_not_in_a_circle(desk: Desk) -> None:
    number = desk.sent()
    offered = desk.says("阿宏", f"{number} 轉本機關同仁")
    assert f"{number} 轉 小陳" in commands_of(offered)
    assert f"{number} 轉 督導" not in commands_of(offered)
    desk.says("阿宏", f"{number} 轉 小陳")
    assert "阿宏請您看看" in desk.heard("小陳")
    assert "轉給 小陳" in desk.heard("阿菊")
    assert "看過這張" in desk.says("小陳", f"{number} 轉 阿宏").body
    assert "沒有「督導」" in desk.says("小陳", f"{number} 轉 督導").body
    desk.says("小陳", f"{number} 轉 小組")
    assert "看過這張" in desk.says("小組", f"{number} 轉給小陳").body
    assert desk.says("小組", f"{number} 我處理").title == f"好，{number} 由您處理"


def test_it_goes_from_hand_to_hand_three_times_at_most(desk: Desk) -> None:
    for name in ("甲君", "乙君", "丙君"):
        desk.world.officer(name, "內政部", Role.TEAM)
    number = desk.sent()
    for giver, taker in (("阿宏", "甲君"), ("甲君", "乙君"), ("乙君", "丙君")):
        desk.says(giver, f"{number} 轉 {taker}")
    assert "好幾手" in desk.says("丙君", f"{number} 轉 小陳").body


def test_a_colleague_of_a_business_unit_may_answer_what_was_handed_on(desk: Desk) -> None:
    desk.world.officer("小戶", "內政部", Role.BUSINESS_UNIT)
    number = desk.sent()
    assert "找不到" in desk.says("小戶", number).body  # not before
    desk.says("阿宏", f"{number} 轉 小戶")
    desk.says("小戶", f"{number} 回覆 附件在官網")
    assert "附件在官網" in desk.heard("阿菊")


def test_a_colleague_who_is_not_bound_gets_nothing(desk: Desk) -> None:
    officer = desk.world.officer("小未", "內政部", Role.TEAM)
    desk.unbind(officer)
    number = desk.sent()
    assert "還沒綁定" in desk.says("阿宏", f"{number} 轉 小未").body


def test_a_time_is_agreed_by_one_tap(desk: Desk) -> None:
    desk.sent()
    desk.says("阿宏", "約時間 12/9 14:00 或 12/10 10:00")
    (card,) = desk.world.heard_privately("阿菊")
    assert [b.label for b in card.buttons] == ["12/9（三）14:00", "12/10（四）10:00", "都不行"]
    assert not any(hand in as_text(card) for hand in HANDS)
    desk.world.line.sent.clear()
    agreed = desk.says("阿菊", card.buttons[0].command)
    assert agreed.title == "約好 12/9（三）14:00"
    assert "hong@moi.gov.tw" in as_text(agreed)
    assert "選好了：12/9（三）14:00" in desk.heard("阿宏")
    assert "chu@mohw.gov.tw" in desk.heard("阿宏")
    # An old button is old
    assert "這一步不用了" in desk.says("阿菊", card.buttons[1].command).body


def test_times_that_passed_or_were_replaced_are_not_agreed(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 約時間 12/9 14:00")
    (old,) = desk.world.heard_privately("阿菊")
    desk.world.line.sent.clear()
    desk.says("阿宏", f"{number} 約時間 12/10 15:00")
    assert "換過時間" in desk.says("阿菊", old.buttons[0].command).body
    desk.world.advance(days=4)
    (new,) = [c for c in desk.world.heard_privately("阿菊") if "都不行" in str(c.buttons)]
    assert "已經過了" in desk.says("阿菊", new.buttons[0].command).body


def test_when_no_time_fits_others_are_asked_for(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 約時間 12/9 14:00")
    desk.says("阿菊", f"{number} 都不行")
    assert "再給幾個" in desk.heard("阿宏")
    assert "選" not in str(commands_of(desk.says("阿菊", number)))


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("約時間", "還差日期和幾點"),
        ("約時間 12/9", "還差日期和幾點"),
        ("約時間 12/4 10:00", "已經過了"),
        ("約時間 12/8 9:00 12/9 9:00 12/10 9:00 12/11 9:00", "最多給 3 個"),
        ("我先請示 12/4", "已經過了"),
        ("回覆", "要回覆什麼"),
        ("回覆 打給我 0912-345-678", "手機號碼"),
        ("結果", "結果是什麼"),
    ],
)
def test_what_cannot_be_read_changes_nothing(desk: Desk, says: str, shows: str) -> None:
    number = desk.sent()
    assert shows in desk.says("阿宏", f"{number} {says}").body
    assert desk.request(number).state is RequestState.ASKED
    assert desk.world.heard_privately("阿菊") == []


def test_a_refusal_is_kind_and_needs_no_reason(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿宏", f"{number} 婉拒")
    assert "這次不便協助" in desk.heard("阿菊")
    other = desk.sent()
    desk.says("阿宏", f"{other} 婉拒 這兩週都在備詢")
    (card,) = desk.world.heard_privately("阿菊")
    assert "這兩週都在備詢" in card.body
    assert f"{other} 請國發會協助" in commands_of(card)
    assert "備詢" not in card.alt


def test_each_side_has_one_word_and_no_more(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿菊", f"{number} 補充 週四也可以")
    assert "週四也可以" in desk.heard("阿宏")
    assert "過一次" in desk.says("阿菊", f"補充 {number} 再一句").body
    desk.says("阿宏", f"{number} 回覆 週四十點")
    assert "週四十點" in desk.heard("阿菊")
    assert "過一次" in desk.says("阿宏", f"{number} 回覆 改十一點").body


def test_the_outcome_goes_into_the_cases_history(desk: Desk) -> None:
    desk.says("阿菊", "登記 提點子 健保卡和身分證合成一張")
    number = desk.sent("聯絡 內政部 #1 要一起回應")
    desk.says("阿宏", f"{number} 我處理")
    desk.world.line.sent.clear()
    card = desk.says("阿宏", f"{number} 結果 兩部各回各的部分")
    assert "案件 1 的歷程" in card.body
    assert "兩部各回各的部分" in desk.heard("阿菊")
    history = as_text(desk.says("阿菊", "歷程 1"))
    assert "聯絡內政部：兩部各回各的部分" in history
    assert "阿宏" not in history


def test_a_bare_word_means_the_only_request_that_waits(desk: Desk) -> None:
    assert "還差單號" in desk.says("阿宏", "我處理").body
    first = desk.sent()
    second = desk.sent("聯絡 內政部 另一件")
    card = desk.says("阿宏", "我處理")
    assert card.body == "是哪一張？"
    assert f"{first} 我處理" in commands_of(card)
    desk.says("阿宏", f"我處理 {first}")
    desk.says("阿宏", "我處理")
    assert desk.request(second).state is RequestState.ACCEPTED


def test_the_asker_cannot_answer_and_the_receiver_cannot_withdraw(desk: Desk) -> None:
    number = desk.sent()
    assert "由對方機關按" in desk.says("阿菊", f"{number} 我處理").body
    assert "由提出的機關按" in desk.says("阿宏", f"{number} 收回").body
    assert desk.request(number).state is RequestState.ASKED
