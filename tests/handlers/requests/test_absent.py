"""Counterparts who are not there yet: nobody says that something arrived which nobody got."""

from bot.outbound import Outcome
from storage.records.requests import RequestState
from tests.handlers.requests.conftest import Desk, as_text, commands_of


def test_a_counterpart_without_the_bot_gets_a_ready_mail(desk: Desk) -> None:
    desk.hire("林農", "農業部", unit="綜合規劃司", phone="(02)2381-2991 分機 12")
    card = desk.says("阿菊", "聯絡 農業部 想要石虎棲地的圖資")
    assert "尚未使用小幫手" in card.note
    card = desk.says("阿菊", f"{card.number} 送出")
    number = card.number
    assert card.title == "農業部尚未使用小幫手，沒有送出"
    shown = as_text(card)
    assert "綜合規劃司" in shown
    assert "分機 12" in shown
    assert "林農您好" in card.copy_text
    assert "想要石虎棲地的圖資" in card.copy_text
    # It stays open, and is gone on with by hand
    assert desk.request(number).state is RequestState.BY_HAND
    assert "送達：對方尚未使用小幫手" in as_text(desk.says("阿菊", number))
    assert "記為已聯絡" in desk.says("阿菊", f"{number} 已聯絡").body
    assert "已答覆" in desk.says("阿菊", f"{number} 已答覆").body
    desk.says("阿菊", f"{number} 結果 圖資拿到了")
    assert desk.request(number).state is RequestState.DONE
    assert "送達" not in as_text(desk.says("阿菊", number))


def test_once_the_counterpart_joined_a_reminder_reaches_it(desk: Desk) -> None:
    officer = desk.hire("林農", "農業部")
    number = desk.drafted("聯絡 農業部 想要圖資")
    desk.says("阿菊", f"{number} 送出")
    desk.world.advance(days=1)
    again = desk.says("阿菊", f"{number} 再提醒")
    assert "沒有送出" in again.title
    with desk.world.database.unit_of_work() as uow:
        account = desk.world.account("林農")
        uow.bindings.add(desk.world.platform, account, officer.id, now=desk.world.clock.now())
        uow.commit()
    desk.world.advance(days=1)
    desk.says("阿菊", f"{number} 再提醒")
    assert "想要圖資" in desk.heard("林農")


def test_an_agency_without_any_officer_is_said_so(desk: Desk) -> None:
    card = desk.says("阿菊", "聯絡 文化部 想請教展場")
    assert "沒有登錄的窗口" in card.body
    # The hub is one tap away
    hub = desk.says("阿菊", commands_of(card)[0])
    assert hub.title == "送給國發會 小發？"
    assert "文化部的窗口" in hub.body


def test_an_office_below_is_spoken_for_by_its_ministry(desk: Desk) -> None:
    assert desk.says("阿菊", "聯絡 國土署 想請教").title == "送給內政部 阿宏？"
    assert desk.says("阿菊", "聯絡 戶政司 想請教").title == "送給內政部 阿宏？"


def test_the_operator_sees_who_is_missing_but_not_who_asked(desk: Desk) -> None:
    officer = desk.hire("林農", "農業部")
    number = desk.drafted("聯絡 農業部 想要圖資")
    desk.says("阿菊", f"{number} 送出")
    desk.says("阿菊", "聯絡 文化部 展場")
    desk.says("若溪", "聯絡 文化部 展場")
    card = desk.says("小發", "誰還沒加入")
    assert [item.title for item in card.items] == ["文化部", "農業部"]
    assert "2 次" in card.items[0].text
    assert "還沒綁定" in card.items[1].text
    assert not any(word in as_text(card) for word in ("衛福部", "環境部", "展場", "圖資", "阿菊"))
    # Who joined is missing no more, however it went with the slip
    with desk.world.database.unit_of_work() as uow:
        uow.bindings.add("line", desk.world.account("林農"), officer.id, now=desk.world.clock.now())
        uow.commit()
    assert [item.title for item in desk.says("小發", "誰還沒加入").items] == ["文化部"]
    assert "國發會" in desk.says("阿菊", "誰還沒加入").body  # not for everybody


def test_what_could_not_be_delivered_is_not_called_delivered(desk: Desk) -> None:
    number = desk.drafted()
    # The push to 阿宏 goes out before the answer to 阿菊, and LINE has no word of it
    desk.world.line.outcomes = [Outcome.RETRY]
    desk.says("阿菊", f"{number} 送出")
    assert "還在送" in as_text(desk.says("阿菊", number))
    desk.world.advance(minutes=5)
    assert "已送達" in as_text(desk.says("阿菊", number))
