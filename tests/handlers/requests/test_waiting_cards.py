"""Cards that waited in the outbox, because LINE was away: what is over does not arrive."""

from dataclasses import replace

import pytest

from bot.outbound import Outcome
from handlers.shared.topics import Topic, topic
from storage.records.cases import Secrecy
from tests.handlers.requests.conftest import Desk


def outage(desk: Desk) -> None:
    desk.world.line.pushes_end = Outcome.RETRY


def back_again(desk: Desk) -> None:
    desk.world.line.pushes_end = None
    desk.world.advance(minutes=30)


@pytest.mark.parametrize("said", ["婉拒", "我處理", "結果 電話講好了", "我先請示 12/10"])
def test_what_a_colleague_answered_meanwhile_is_not_asked_any_more(desk: Desk, said: str) -> None:
    # Given a card to the officer that LINE does not take
    outage(desk)
    number = desk.sent()
    # When the deputy finds the request and answers it before LINE is back
    desk.says("小陳", f"{number} {said}")
    back_again(desk)
    # Then the officer is not asked, and who asked hears the answer
    assert desk.heard("阿宏") == ""
    assert desk.heard("阿菊")


def test_what_was_taken_back_is_never_asked(desk: Desk) -> None:
    outage(desk)
    number = desk.sent()
    desk.world.advance(days=1)  # the deputy's card waits too
    desk.says("阿菊", f"{number} 收回")
    back_again(desk)
    assert "想請您幫忙" not in desk.heard("阿宏") + desk.heard("小陳")


def test_what_nobody_answered_is_asked_when_line_is_back(desk: Desk) -> None:
    outage(desk)
    desk.sent()
    back_again(desk)
    assert "想請您幫忙" in desk.heard("阿宏")


def test_who_asked_need_not_decide_once_there_is_an_answer(desk: Desk) -> None:
    # Given that nobody answered, and the card about it does not get through
    number = desk.sent()
    desk.world.advance(days=1)
    desk.world.advance(days=1)
    outage(desk)
    desk.world.advance(days=1)
    # When somebody takes it over after all
    desk.says("小組", f"{number} 我處理")
    back_again(desk)
    heard = desk.heard("阿菊")
    assert "要怎麼做" not in heard
    assert "接手" in heard


def test_times_that_were_settled_are_not_offered(desk: Desk) -> None:
    number = desk.sent()
    outage(desk)
    desk.says("阿宏", f"{number} 約時間 12/9 14:00")
    desk.says("阿菊", f"{number} 選 1 12/9（三）14:00")
    back_again(desk)
    assert "請選一個" not in desk.heard("阿菊")


def test_of_a_case_that_became_sensitive_only_the_number_leaves(desk: Desk) -> None:
    # Given a request about a case, whose card waits
    desk.says("阿菊", "登記 藥價談判")
    outage(desk)
    number = desk.drafted("1 聯絡 內政部 藥價底線")
    desk.says("阿菊", f"{number} 送出")
    desk.says("阿菊", "標記 1 敏感")
    back_again(desk)
    # Then it arrives without what it said
    heard = desk.heard("阿宏")
    assert "115-0001" in heard
    assert "藥價" not in heard


def test_a_card_names_what_it_tells_of(desk: Desk) -> None:
    desk.says("阿菊", "登記 菸捐")
    outage(desk)
    number = desk.drafted("1 聯絡 內政部 想請教")
    desk.says("阿菊", f"{number} 送出")
    kept = desk.request(number)
    assert kept.case_id is not None
    with desk.world.looking() as uow:
        wanted = {topic(Topic.CASE, kept.case_id), topic(Topic.REQUEST, kept.id)}
        assert set(uow.outbox.standing(wanted)) == wanted
        case = uow.cases.get(kept.case_id)
        uow.cases.save(replace(case, secrecy=Secrecy.SENSITIVE))
        uow.commit()
    # Of what is 敏感 the card holds only numbers: it keeps its buttons
    second = desk.drafted("1 聯絡 環境部 想請教")
    desk.says("阿菊", f"{second} 送出")
    back_again(desk)
    assert "敏感案件：內容不在這裡" in desk.heard("若溪")


def test_a_suggestion_that_goes_in_a_circle_is_refused_when_typed(desk: Desk) -> None:
    # Given 內政部 that named 環境部, which names 內政部
    first = desk.sent()
    desk.says("阿宏", f"{first} 非本機關業務 建議另洽 環境部")
    second = desk.says("阿菊", f"{first} 改洽").number
    desk.says("阿菊", f"{second} 送出")
    desk.says("若溪", f"{second} 非本機關業務 建議另洽 內政部")
    # Then neither a button nor the typed word leads back there
    shown = desk.says("阿菊", second)
    assert not [b for b in shown.buttons if "改洽" in b.command]
    assert "內政部這件問過了" in desk.says("阿菊", f"{second} 改洽").body


def test_an_old_draft_is_neither_changed_nor_sent(desk: Desk) -> None:
    number = desk.drafted()
    desk.world.advance(days=2)
    assert "放太久了" in desk.says("阿菊", f"{number} 改 別的話").body
    assert "放太久了" in desk.says("阿菊", f"{number} 類型 提點子").body


def test_a_deputy_who_is_asked_first_is_not_named_again_as_next(desk: Desk) -> None:
    desk.says("阿宏", "請假 今天 代理 小陳")
    number = desk.drafted()
    assert desk.says("阿菊", f"{number} 送出").note == "沒人回時會再問工作小組，最後回來問您。"


@pytest.mark.parametrize(
    ("says", "by", "shows"),
    [
        ("請環境部幫忙看一下空污那件", "阿菊", "送給環境部 若溪？"),
        ("可不可以請內政部給個戶籍統計", "阿菊", "送給內政部 阿宏？"),
        ("麻煩轉告內政部 明天會議改時間", "阿菊", "送給內政部 阿宏？"),
        ("發聯絡單給內政部 想問戶籍", "阿菊", "送給內政部 阿宏？"),
        ("再催一下單1", "阿菊", "這個工作天提醒過了"),
        ("回覆單1 資料已上網", "阿宏", "會轉給衛福部"),
        ("我先請示長官 12/10", "阿宏", "12/10（四） 提醒您"),
        ("收到 我先問長官 12/10 回", "阿宏", "12/10（四） 提醒您"),
        ("單1 不是我們業務 建議問數位部", "阿宏", "建議只有衛福部看得到"),
    ],
)
def test_people_say_it_their_own_way(desk: Desk, says: str, by: str, shows: str) -> None:
    desk.sent()
    card = desk.says(by, says)
    assert shows in card.title + card.body


def test_who_saw_it_hears_that_it_is_off_although_the_deputys_card_never_left(desk: Desk) -> None:
    # Given an officer who got the request, and a deputy's card that LINE does not take
    number = desk.sent()
    outage(desk)
    desk.world.advance(days=1)
    # When it is taken back
    said = desk.says("阿菊", f"{number} 收回").body
    back_again(desk)
    assert "也會告訴內政部不用處理了" in said
    assert f"衛福部收回{number}" in desk.heard("阿宏")
    assert desk.heard("小陳") == ""


def test_nobody_is_announced_who_is_not_there(desk: Desk) -> None:
    number = desk.drafted("聯絡 環境部 想請教")  # one officer, no deputy, no team
    assert desk.says("阿菊", f"{number} 送出").note == "沒人回時會回來問您。"
