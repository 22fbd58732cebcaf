"""聯絡: a sentence becomes a draft, a draft is looked at, and only then it goes out."""

from dataclasses import replace

import pytest

from storage.records.cases import Secrecy
from storage.records.requests import RequestKind, RequestState
from tests.handlers.requests.conftest import Desk, as_text, commands_of

WISH = "幫我問內政部 eID跟健保卡重疊 這禮拜講個電話 15分鐘就好"


def test_a_preview_says_to_whom_and_nobody_hears_before_it_is_sent(desk: Desk) -> None:
    # When the officer asks in their own words
    card = desk.says("阿菊", WISH)
    # Then they see to whom and what, and nobody else sees anything
    assert card.title == "送給內政部 阿宏？"
    assert card.body == "eID跟健保卡重疊 這禮拜講個電話 15分鐘就好"
    assert commands_of(card) == ["單1 送出", "單1 改", "單1 類型", "單1 不送"]
    assert desk.world.heard_privately("阿宏") == []
    # When it is sent
    sent = desk.says("阿菊", "單1 送出")
    # Then the officer has it, and nobody claims that it arrived
    assert "送出了，給內政部 阿宏" in sent.body
    assert "送達" not in as_text(sent)
    (got,) = desk.world.heard_privately("阿宏")
    assert got.title == "衛福部 阿菊 想請您幫忙"
    assert commands_of(got) == ["單1 我處理", "單1 我先請示", "單1 收到", "單1 其他"]
    assert "eID" not in got.alt


@pytest.mark.parametrize(
    "says",
    ["聯絡 內政部 要會簽", "請內政部協助要會簽", "連絡內政部 要會簽", "幫我問一下內政部 要會簽"],
)
def test_it_is_asked_in_many_words(desk: Desk, says: str) -> None:
    card = desk.says("阿菊", says)
    assert card.title == "送給內政部 阿宏？"
    assert "要會簽" in card.body


def test_in_a_group_the_preview_goes_privately(desk: Desk) -> None:
    group = desk.world.group("衛福部 PO 群", enabled_by="阿菊")
    said = group.says("#聯絡 內政部 想請教分工", by="阿菊")
    assert said is not None
    assert "想請教分工" not in as_text(said)
    assert [b.command for b in said.buttons] == []
    (preview,) = desk.world.heard_privately("阿菊")
    assert preview.title == "送給內政部 阿宏？"


def test_the_kind_is_guessed_and_changed_by_a_button(desk: Desk) -> None:
    assert desk.says("阿菊", "聯絡 內政部 長官要的資料").flag == "長官交辦"
    offered = desk.says("阿菊", "單1 類型")
    assert "單1 類型 諮詢" in commands_of(offered)
    assert desk.says("阿菊", "單1 類型 諮詢").flag == "諮詢"
    assert desk.request("單1").kind is RequestKind.ENQUIRY


def test_the_words_are_changed_before_it_goes(desk: Desk) -> None:
    number = desk.drafted()
    asks = desk.says("阿菊", f"{number} 改")
    assert f"{number} 改" in asks.note
    assert (
        desk.says("阿菊", f"{number} 改 只要一份函釋，下週給就好").body
        == "只要一份函釋，下週給就好"
    )
    assert desk.request(number).text == "只要一份函釋，下週給就好"


def test_what_is_not_sent_is_forgotten(desk: Desk) -> None:
    number = desk.drafted()
    desk.says("阿菊", f"{number} 不送")
    kept = desk.request(number)
    assert (kept.state, kept.text) == (RequestState.DISCARDED, "")
    assert "不送" in desk.says("阿菊", f"{number} 送出").body


def test_pressing_twice_sends_once(desk: Desk) -> None:
    number = desk.sent()
    assert "您已經按了「送出」" in desk.says("阿菊", f"{number} 送出").body
    assert desk.world.heard_privately("阿宏") == []


def test_an_old_draft_is_asked_anew(desk: Desk) -> None:
    number = desk.drafted()
    desk.world.advance(hours=30)
    assert "放太久了" in desk.says("阿菊", f"{number} 送出").body
    assert desk.request(number).state is RequestState.DRAFT


def test_a_case_is_named_and_gives_the_kind(desk: Desk) -> None:
    desk.says("阿菊", "登記 提點子 健保卡和身分證合成一張")
    card = desk.says("阿菊", "1 聯絡內政部 要一起回應")
    assert card.flag == "提點子"
    assert "1 健保卡和身分證合成一張" in as_text(card)
    # Right after the agency, and marked anywhere
    assert "案件" in as_text(desk.says("阿菊", "聯絡 內政部 1 要會簽"))
    assert "案件" in as_text(desk.says("阿菊", "聯絡 內政部 請看第1案"))
    # But not any number
    assert "案件" not in as_text(desk.says("阿菊", "聯絡 內政部 參加 1 位"))


def test_the_subject_of_a_case_of_one_agency_stays_there(desk: Desk) -> None:
    desk.says("阿菊", "登記 菸捐說法 長官交辦")
    number = desk.drafted("聯絡 內政部 #1 想借一張表")
    desk.says("阿菊", f"{number} 送出")
    assert "想借一張表" in desk.heard("阿宏")
    assert "菸捐說法" not in desk.heard("阿宏")


def test_of_a_sensitive_case_only_numbers_go_out(desk: Desk) -> None:
    desk.says("阿菊", "登記 陳情說法 敏感")
    assert _secrecy(desk) is Secrecy.SENSITIVE
    number = desk.drafted("聯絡 內政部 #1 那位長官的事")
    desk.says("阿菊", f"{number} 送出")
    told = desk.heard("阿宏")
    assert number in desk.world.heard_privately("阿宏")[0].number
    assert "那位長官" not in told
    assert "陳情說法" not in told
    assert desk.request(number).text == ""
    # Nor does any later word
    desk.says("阿菊", f"{number} 補充 就是那位")
    desk.says("阿宏", f"{number} 回覆 我知道是誰")
    assert "那位" not in desk.heard("阿宏")
    assert "知道是誰" not in desk.heard("阿菊")
    # Not even in the database
    other = desk.drafted("聯絡 內政部 #1 那位長官的事")
    desk.says("阿菊", f"{other} 送出")
    desk.says("阿宏", f"{other} 婉拒 備詢太忙")
    kept = (desk.request(number), desk.request(other))
    assert not any(word in str(kept) for word in ("那位", "知道是誰", "備詢太忙"))


def test_a_secret_case_is_refused(desk: Desk) -> None:
    desk.says("阿菊", "登記 一件事")
    desk.says("阿菊", "標記 1 密件 請洽綜規司")
    desk.says("阿菊", "確定標記 1 密件")
    assert _secrecy(desk) is Secrecy.SECRET
    assert "密件" in desk.says("阿菊", "聯絡 內政部 #1 想請教").body


def test_requests_about_a_case_that_becomes_secret_lose_their_words(desk: Desk) -> None:
    desk.says("阿菊", "登記 一件事")
    number = desk.sent("聯絡 內政部 #1 想請教那件事")
    desk.says("阿菊", "標記 1 密件 請洽綜規司")
    desk.says("阿菊", "確定標記 1 密件")
    assert desk.request(number).text == ""
    assert "那件事" not in as_text(desk.says("阿宏", number))


def test_a_case_that_became_secret_is_not_sent(desk: Desk) -> None:
    desk.says("阿菊", "登記 一件事")
    number = desk.drafted("聯絡 內政部 #1 想請教")
    with desk.world.database.unit_of_work() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        uow.cases.save(replace(case, secrecy=Secrecy.SECRET))
        uow.commit()
    assert "密件" in desk.says("阿菊", f"{number} 送出").body
    assert desk.world.heard_privately("阿宏") == []


def test_another_agencys_case_cannot_be_named(desk: Desk) -> None:
    desk.says("若溪", "登記 內部的事")
    assert "找不到案件 1" in desk.says("阿菊", "聯絡 內政部 #1 想請教").body


def _secrecy(desk: Desk) -> Secrecy:
    with desk.world.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        return case.secrecy


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("聯絡", "要聯絡哪個機關"),
        ("聯絡 沒這個機關 一件事", "要聯絡哪個機關"),
        ("聯絡 內政部", "要跟內政部說什麼"),
        ("聯絡 衛福部 一件事", "就是您的機關"),
        ("聯絡 國健署 一件事", "就是您的機關"),
        ("聯絡 內政部 打給我 0912-345-678", "手機號碼"),
        ("聯絡 內政部 " + "很" * 2000, "500 字以內"),
    ],
)
def test_mistakes_are_said_kindly_and_keep_nothing(desk: Desk, says: str, shows: str) -> None:
    card = desk.says("阿菊", says)
    assert shows in card.body
    assert card.note
    with desk.world.looking() as uow:
        assert uow.requests.find(1) is None


def test_a_flood_is_stopped_for_the_day(desk: Desk) -> None:
    with desk.world.database.unit_of_work() as uow:
        uow.settings.set("requests-a-day", "2", now=desk.world.clock.now())
        uow.commit()
    desk.drafted()
    desk.drafted()
    assert "開了 2 張" in desk.says("阿菊", "聯絡 內政部 再一件").body
    assert "送給" in desk.says("若溪", "聯絡 內政部 一件").title  # only who floods is stopped
    desk.world.advance(hours=25)
    assert "送給" in desk.says("阿菊", "聯絡 內政部 再一件").title


def test_officers_say_which_kinds_they_take_and_others_may_still_be_sent(desk: Desk) -> None:
    assert "諮詢、提點子" in desk.says("阿宏", "我接 諮詢 提點子").body
    assert "不接" not in as_text(desk.says("阿菊", "聯絡 內政部 想請教"))
    card = desk.says("阿菊", "聯絡 內政部 長官要的資料")
    assert "不接「長官交辦」" in card.note
    assert "送出了" in desk.says("阿菊", f"{card.number} 送出").body
    assert "您接：諮詢、提點子" in desk.says("阿宏", "接案類型").body
    desk.says("阿宏", "我接全部")
    assert "不接" not in as_text(desk.says("阿菊", "聯絡 內政部 長官要的資料"))


def test_who_is_no_officer_asks_nobody(desk: Desk) -> None:
    card = desk.world.direct("路人").says("聯絡 內政部 一件事")
    assert card is not None
    assert "送給" not in card.title
    with desk.world.looking() as uow:
        assert uow.requests.find(1) is None
