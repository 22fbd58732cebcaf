"""Who gets in: strangers, members of groups, people whose term ended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage.records.officers import Role
from tests.support.office import Office


@pytest.fixture
def group(office: Office) -> Office:
    """Give an office with 衛福部's PO and a group that is enabled."""
    office.employ("林若晴", "衛福部", account="chin", office_phone="02-8590-6666")
    office.enable("g")
    return office


@pytest.mark.parametrize("text", ["找 衛福部", "同仁", "我的資料", "稽核", "保存期限", "清除個資"])
def test_a_stranger_is_told_how_to_bind_and_nothing_else(group: Office, text: str) -> None:
    card = group.says(text, by="stranger")
    assert "綁定 AB3D-7KMN" in card.body
    assert "林若晴" not in str(card)


def test_a_stranger_may_read_the_manual_which_shows_only_what_a_stranger_may(
    group: Office,
) -> None:
    shown = str(group.says("說明", by="stranger"))
    assert "綁定" in shown
    assert "稽核" not in shown


def test_an_unbound_member_is_told_once_in_each_group_then_silence(group: Office) -> None:
    group.enable("other")
    first = group.hears("找 衛福部", by="stranger", group="g")
    assert first.here is not None
    assert first.here.body.startswith("請先私訊我綁定")
    assert group.hears("找 衛福部", by="stranger", group="g").here is None
    assert group.hears("找 衛福部", by="second", group="g").here is not None
    assert group.hears("找 衛福部", by="stranger", group="other").here is not None


def test_a_group_that_nobody_enabled_gets_nothing_aloud(group: Office) -> None:
    answer = group.hears("找 衛福部", by="chin", group="unknown")
    assert answer.here is None
    assert answer.private is not None
    assert "#啟用" in answer.private.body
    assert group.hears("說明", by="chin", group="unknown").here is not None


def test_a_silenced_group_is_still_answered_when_it_asks(group: Office) -> None:
    with group.work() as uow:
        chat = uow.chats.find("line", "g")
        assert chat is not None
        until = group.clock.now() + timedelta(hours=1)
        uow.chats.save(replace(chat, muted_until=until))
    assert group.hears("找 衛福部", by="chin", group="g").here is not None


def test_a_term_counts_from_its_first_to_its_last_day(office: Office) -> None:
    office.employ(
        "阿宏", "內政部", account="hong", starts_on=date(2026, 12, 9), ends_on=date(2026, 12, 10)
    )
    admitted: list[bool] = []
    for _ in range(4):
        admitted.append(office.says("同仁", by="hong").kind == "同仁")
        office.clock.advance(timedelta(days=1))
    assert admitted == [False, True, True, False]


def test_a_day_begins_at_midnight_in_taipei(office: Office) -> None:
    office.employ("阿宏", "內政部", account="hong", starts_on=date(2026, 12, 9))
    office.clock.advance(timedelta(hours=14, minutes=59))  # 23:59 in Taipei
    assert "不在名冊的任期內" in office.says("同仁", by="hong").body
    office.clock.advance(timedelta(minutes=1))
    assert office.says("同仁", by="hong").kind == "同仁"


def test_somebody_of_an_internal_unit_acts_for_the_ministry(office: Office) -> None:
    office.employ("小戶", "戶政司", Role.BUSINESS_UNIT, account="hu")
    office.employ("阿宏", "內政部", account="hong")
    assert office.says("同仁", by="hu").title.startswith("內政部")


def test_who_lacks_the_standing_is_told_who_has_it(group: Office) -> None:
    group.employ("觀察員", "衛福部", Role.OBSERVER, account="eye")
    card = group.says("新增同仁 王小明 業務單位", by="eye")
    assert card.body == "「新增同仁」請找衛福部的 PO 林若晴。"
    assert [button.command for button in card.buttons] == ["找 衛福部"]
    assert "系統管理者" in group.says("保存期限", by="eye").body


def test_a_unit_below_is_sent_to_the_po_of_its_ministry(group: Office) -> None:
    group.employ("小禾", "國健署", Role.BUSINESS_UNIT, account="he")
    assert "衛福部的 PO 林若晴" in group.says("新增同仁 王小明 業務單位", by="he").body


def test_where_nobody_holds_the_post_the_hub_is_named(office: Office) -> None:
    office.employ("小戶", "內政部", Role.BUSINESS_UNIT, account="hu")
    assert "國發會" in office.says("新增同仁 王小明 業務單位", by="hu").body


@pytest.mark.parametrize("hello", ["嗨", "你好", "我是新來的", "說明", "今天吃什麼"])
def test_a_stranger_is_always_told_where_a_code_comes_from(office: Office, hello: str) -> None:
    assert "向貴機關的 PO 或國發會" in office.says(hello, by="stranger").body
