"""Officers keep the list of their own agency's people by chat."""

from datetime import date, timedelta

import pytest

from storage.records.officers import Role
from tests.support.office import ADMIN_MAIL, Office


@pytest.fixture
def mohw(office: Office) -> Office:
    """Give an office in which 林若晴 is 衛福部's PO."""
    office.employ("林若晴", "衛福部", account="chin", unit="綜規司")
    return office


def names_on(card_items: tuple[object, ...]) -> str:
    return " ".join(map(str, card_items))


def test_a_colleague_is_added_moved_and_ended(mohw: Office) -> None:
    card = mohw.says("新增同仁 王小明 業務單位 國健署菸害組", by="chin")
    assert (card.title, card.facts[0].value, card.facts[1].value) == (
        "已登錄",
        "王小明",
        "業務單位",
    )
    moved = mohw.says("調動 王小明 單位 長照司", by="chin")
    assert "長照司" in moved.facts[2].value
    ended = mohw.says("結束任期 王小明 115/12/10", by="chin")
    assert [(fact.label, fact.value) for fact in ended.facts[2:]] == [
        ("單位", "長照司"),
        ("迄日", "12/10（四）"),
    ]
    assert "王小明" in names_on(mohw.says("同仁", by="chin").items)
    mohw.clock.advance(timedelta(days=3))
    assert "王小明" not in names_on(mohw.says("同仁", by="chin").items)


def test_another_role_is_a_new_appointment_and_the_old_one_stays_in_the_record(
    mohw: Office,
) -> None:
    mohw.employ("小陳", "衛福部", Role.TEAM)
    mohw.says("調動 小陳 代理", by="chin")
    with mohw.database.unit_of_work() as uow:
        places = [a for a in uow.officers.all_appointments() if a.role is not Role.PO]
    assert [(a.role, a.ends_on) for a in places] == [
        (Role.TEAM, date(2026, 12, 7)),
        (Role.DEPUTY, None),
    ]


def test_ending_a_term_hands_the_cases_over(mohw: Office) -> None:
    momo = mohw.employ("Momo", "衛福部", account="momo", starts_on=date(2026, 12, 8))
    old = mohw.employ("阿宏", "衛福部")
    case = mohw.open_case("菸捐", old, "衛福部")
    card = mohw.says("結束任期 阿宏 115/12/07", by="chin")
    assert card.note == "1 件未結案件已交給現任 PO。"
    assert mohw.holder(case) == momo.id


@pytest.mark.parametrize(
    ("says", "shows", "hint"),
    [
        ("新增同仁 王小明", "看不出是哪一位、什麼身分", "業務單位"),
        ("新增同仁", "看不出是哪一位、什麼身分", "業務單位"),
        ("新增同仁 林若晴 代理", "名冊裡已有林若晴（PO）", "調動"),
        ("新增同仁 王小明 國發會", "「國發會」由管理者登錄", "管理者"),
        ("新增同仁 王小明 業務單位 內政部", "內政部的人員由該機關的 PO 或管理者更新", "同仁"),
        ("新增同仁 王小明 業務單位 115/02/30", "115/02/30", ""),
        ("調動 Ghost 單位 國會組", "貴機關的名冊裡沒有「Ghost」", "同仁"),
        ("調動 林若晴", "看不出要改什麼", "調動 林若晴"),
        ("結束任期", "請加上姓名", "結束任期 王小明"),
        ("結束任期 小晴 115/11/01", "任期從 11/20（五） 開始", "之後的日期"),
        ("結束任期 晴", "不只一位", "完整姓名"),
    ],
)
def test_mistakes_get_one_sentence_and_a_hint(
    mohw: Office, says: str, shows: str, hint: str
) -> None:
    mohw.employ("小晴", "衛福部", Role.TEAM, starts_on=date(2026, 11, 20))
    card = mohw.says(says, by="chin")
    assert shows in card.body
    assert hint in card.note
    with mohw.database.unit_of_work() as uow:
        assert len(uow.officers.all()) == 2


def test_namesakes_are_told_apart_by_their_unit(mohw: Office) -> None:
    mohw.employ("王小明", "衛福部", Role.TEAM, unit="菸害組")
    mohw.employ("王小明", "衛福部", Role.TEAM, unit="長照司")
    assert "加上單位" in mohw.says("結束任期 王小明", by="chin").note
    assert "長照司" in mohw.says("結束任期 王小明 長照司", by="chin").facts[2].value


def test_an_administrator_keeps_other_agencies_too(mohw: Office) -> None:
    mohw.employ("系管", "國發會", Role.HUB, account="keeper", email=ADMIN_MAIL)
    assert mohw.says("新增同仁 阿宏 PO 內政部", by="keeper").title == "已登錄"
    assert mohw.says("找 內政部", by="chin").title == "內政部 阿宏"


def test_a_pause_hides_from_finding_and_takes_no_rights(mohw: Office) -> None:
    mohw.employ("阿宏", "內政部", account="hong")
    paused = mohw.says("停用", by="chin")
    assert paused.title == "已停用"
    assert [fact.value for fact in paused.facts] == ["林若晴", "PO，停用中", "綜規司"]
    assert "PO 暫停中" in mohw.says("找 衛福部", by="hong").body
    assert mohw.says("恢復", by="chin").title == "已恢復"
    assert mohw.says("找 衛福部", by="hong").title == "衛福部 林若晴（綜規司）"


def test_a_colleague_may_not_pause_others(mohw: Office) -> None:
    mohw.employ("小陳", "衛福部", Role.TEAM, account="chen")
    assert "由該機關的 PO 或管理者更新" in mohw.says("停用 林若晴", by="chen").body


def test_every_change_is_in_the_agencys_audit_log(mohw: Office) -> None:
    mohw.says("新增同仁 王小明 業務單位", by="chin")
    mohw.says("結束任期 王小明", by="chin")
    assert [entry.action for entry in mohw.audit("衛福部")] == ["end-term", "add-officer"]


def test_a_long_list_goes_on_with_more(mohw: Office) -> None:
    for number in range(6):
        mohw.employ(f"同仁{number}", "衛福部", Role.TEAM)
    first = mohw.says("同仁", by="chin")
    assert (first.title, len(first.items)) == ("衛福部 7 位", 5)
    (more,) = first.buttons
    assert len(mohw.says(more.command, by="chin").items) == 2
