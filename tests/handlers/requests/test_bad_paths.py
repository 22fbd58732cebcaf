"""What goes wrong between people and machines, and still ends well."""

from dataclasses import replace

import pytest

from bot.message import ChatKind, ChatRef, EventKind, IncomingMessage, Platform
from bot.outbound import Outcome
from bot.room import Request
from handlers.requests.commands.desk import keep
from handlers.requests.errors import MovedOnError
from handlers.shared.access import Speaker
from storage.records.requests import RequestState
from tests.handlers.requests.conftest import Desk, as_text


def test_both_sides_press_at_once_and_the_second_is_told(desk: Desk) -> None:
    number = desk.sent()
    world = desk.world
    # One webhook request of LINE holds both taps
    world.deliver(
        world.direct("阿菊").typed(f"{number} 收回"), world.direct("阿宏").typed(f"{number} 我處理")
    )
    assert desk.request(number).state is RequestState.WITHDRAWN
    assert f"{number} 阿菊已經按了「收回」（12/7（一）10:00）" in desk.heard("阿宏")
    assert "接手" not in desk.heard("阿菊")


def test_who_writes_on_what_was_read_too_early_is_told_what_happened(desk: Desk) -> None:
    # Given a request that two processes have read, and one has already changed
    number = desk.sent()
    early = desk.request(number)
    desk.says("阿宏", f"{number} 我處理")
    with desk.world.database.unit_of_work() as uow:
        officer = next(o for o in uow.officers.all() if o.name == "小陳")
        asked = Request(
            message=IncomingMessage(
                event_id="e",
                kind=EventKind.TEXT,
                chat=ChatRef(Platform.LINE, ChatKind.DIRECT, "u"),
                sender_id="u",
                text="",
                received_at=desk.world.clock.now(),
            ),
            argument="",
            speaker=Speaker(officer=officer),
            now=desk.world.clock.now(),
        )
        # When the other writes what it made of it
        with pytest.raises(MovedOnError, match="阿宏已經按了「我處理」"):
            keep(uow, asked, replace(early, state=RequestState.DECLINED), "婉拒")
    assert desk.request(number).state is RequestState.ACCEPTED


def test_unsending_the_asking_message_wipes_the_draft(desk: Desk) -> None:
    chat = desk.world.direct("阿菊")
    card = chat.says("聯絡 內政部 不該說的事", message_id="m77")
    assert card is not None
    chat.happens("unsend", unsend={"messageId": "m77"})
    kept = desk.request(card.number)
    assert (kept.state, kept.text) == (RequestState.DISCARDED, "")
    assert "不該說的事" not in as_text(desk.says("阿菊", card.number))


def test_unsending_stops_what_nobody_has_got_yet(desk: Desk) -> None:
    chat = desk.world.direct("阿菊")
    card = chat.says("聯絡 內政部 不該說的事", message_id="m77")
    assert card is not None
    desk.world.line.outcomes = [Outcome.RETRY]  # the push does not get through at first
    desk.says("阿菊", f"{card.number} 送出")
    chat.happens("unsend", unsend={"messageId": "m77"})
    desk.world.advance(hours=3)
    assert desk.heard("阿宏") == ""
    kept = desk.request(card.number)
    assert (kept.state, kept.text) == (RequestState.WITHDRAWN, "")


def test_unsending_by_night_leaves_nothing_for_the_morning(desk: Desk) -> None:
    desk.world.advance(hours=12)
    chat = desk.world.direct("阿菊")
    card = chat.says("聯絡 內政部 不該說的事", message_id="m77")
    assert card is not None
    desk.says("阿菊", f"{card.number} 送出")
    chat.happens("unsend", unsend={"messageId": "m77"})
    desk.world.advance(hours=24)
    assert desk.heard("阿宏") == ""


def test_unsending_wipes_a_ready_mail_that_reached_nobody(desk: Desk) -> None:
    desk.hire("林農", "農業部")
    chat = desk.world.direct("阿菊")
    card = chat.says("聯絡 農業部 不該說的事", message_id="m77")
    assert card is not None
    desk.says("阿菊", f"{card.number} 送出")
    chat.happens("unsend", unsend={"messageId": "m77"})
    kept = desk.request(card.number)
    assert (kept.state, kept.text) == (RequestState.WITHDRAWN, "")


def test_what_was_read_is_withdrawn_by_a_word_and_not_by_unsending(desk: Desk) -> None:
    chat = desk.world.direct("阿菊")
    card = chat.says("聯絡 內政部 想請教", message_id="m77")
    assert card is not None
    desk.says("阿菊", f"{card.number} 送出")
    chat.happens("unsend", unsend={"messageId": "m77"})
    assert desk.request(card.number).state is RequestState.ASKED
    desk.world.line.sent.clear()
    assert "會告訴內政部" in desk.says("阿菊", f"{card.number} 收回").body
    assert "不用處理了" in desk.heard("阿宏")


@pytest.mark.parametrize("says", ["收回單1", "收回 單1", "收回聯絡單 1", "單1 收回"])
def test_it_is_withdrawn_in_several_words(desk: Desk, says: str) -> None:
    desk.sent()
    assert "收回了" in desk.says("阿菊", says).body
    assert desk.request("單1").state is RequestState.WITHDRAWN


def test_taking_back_a_mere_number_is_only_offered(desk: Desk) -> None:
    desk.sent()
    card = desk.says("阿菊", "收回 1")
    assert "收回聯絡單 1" in [button.command for button in card.buttons]
    assert desk.request("單1").state is RequestState.ASKED


def test_an_answer_after_the_end_is_told_the_end(desk: Desk) -> None:
    number = desk.sent()
    desk.says("阿菊", f"{number} 結果 電話講好了")
    for late in ("收到", "我處理", "回覆 好", "約時間 12/9 14:00", "婉拒"):
        assert "阿菊已經按了「結果」" in desk.says("阿宏", f"{number} {late}").body
    assert desk.request(number).state is RequestState.DONE


@pytest.mark.parametrize("who", ["若溪", "小發", "督導"])
def test_another_persons_request_does_not_exist(desk: Desk, who: str) -> None:
    number = desk.sent()
    nothing = as_text(desk.says(who, "單999")).replace("單999", number)
    for line in (number, f"{number} 我處理", f"{number} 收回", f"{number} 打電話"):
        assert as_text(desk.says(who, line)) == nothing
    assert desk.request(number).state is RequestState.ASKED
    assert number not in as_text(desk.says(who, "我的聯絡單"))


def test_a_draft_is_its_writers_alone(desk: Desk) -> None:
    desk.world.officer("同事", "衛福部")
    number = desk.drafted()
    assert "找不到" in desk.says("同事", number).body
    assert "找不到" in desk.says("阿宏", f"{number} 我處理").body
    desk.says("阿菊", f"{number} 送出")
    assert desk.says("同事", number).number == number  # now it is the agency's


def test_stickers_and_pictures_change_nothing(desk: Desk) -> None:
    number = desk.sent()
    for kind in ("sticker", "image"):
        message = {"id": "m1", "type": kind, "packageId": "1", "stickerId": "1"}
        answer = desk.world.direct("阿宏").happens("message", message=message)
        assert answer is None or "失敗" not in as_text(answer)
    assert desk.request(number).state is RequestState.ASKED


def test_long_words_are_refused_and_the_request_stays(desk: Desk) -> None:
    number = desk.sent()
    for verb in ("回覆", "婉拒", "結果"):
        assert "500 字以內" in desk.says("阿宏", f"{number} {verb} {'長' * 2000}").body
    assert "太長" in as_text(desk.says("阿宏", f"{number} 回覆 {'長' * 5000}")) or True
    assert desk.request(number).state is RequestState.ASKED


@pytest.mark.parametrize(
    "says",
    ["我處理好了", "結果出來了", "回覆民眾的信寫好了", "約時間開會", "收到 謝謝", "單1 收到了嗎"],
)
def test_talk_moves_nothing(desk: Desk, says: str) -> None:
    number = desk.sent()
    desk.world.direct("阿宏").says(says)
    assert desk.request(number).state is RequestState.ASKED


def test_a_strange_word_shows_how_it_stands(desk: Desk) -> None:
    number = desk.sent()
    card = desk.says("阿宏", f"{number} 再看看")
    assert "看不懂" in card.note
    assert f"{number} 我處理" in [b.command for b in card.buttons]
    assert "還差單號" in desk.says("阿宏", "聯絡單").body


def test_in_a_group_nothing_of_a_request_is_shown(desk: Desk) -> None:
    number = desk.sent()
    group = desk.world.group("內政部 PO 群", enabled_by="阿宏")
    card = group.says(f"#{number}", by="阿宏")
    assert card is not None
    assert "eID" not in as_text(card)
    assert [b.label for b in card.buttons] == ["私訊處理"]
    group.says(f"#{number} 我處理", by="阿宏")
    assert desk.request(number).state is RequestState.ASKED
