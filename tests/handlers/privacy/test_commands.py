"""Who looked is seen by the own agency; a person is erased in one command, on record."""

from datetime import date, timedelta

import pytest

from handlers.privacy.jobs import sweep
from storage.records.officers import Role
from storage.records.presence import Absence
from tests.support.office import ADMIN_MAIL, Office


@pytest.fixture
def office_of_two(office: Office) -> Office:
    """Give an office with 衛福部's PO, 內政部's and an administrator."""
    office.employ("林若晴", "衛福部", account="chin", office_phone="02-8590-6666")
    office.employ("阿宏", "內政部", account="hong", office_phone="02-2356-5000")
    office.employ("系管", "國發會", Role.HUB, account="keeper", email=ADMIN_MAIL)
    return office


def test_each_look_at_a_phone_is_told_to_its_owners_agency(office_of_two: Office) -> None:
    office_of_two.says("找 衛福部", by="hong")
    card = office_of_two.says("稽核", by="chin")
    assert [item.title for item in card.items] == ["阿宏 查看公務電話：林若晴"]
    assert office_of_two.says("稽核", by="hong").body == "沒有紀錄。"
    with office_of_two.database.unit_of_work() as uow:
        assert uow.audit.verify() is None


def test_no_number_is_in_the_audit_log(office_of_two: Office) -> None:
    office_of_two.says("找 衛福部", by="hong")
    assert "8590" not in str(office_of_two.audit("衛福部"))


def test_a_long_log_goes_on_with_more(office_of_two: Office) -> None:
    for _ in range(7):
        office_of_two.says("找 衛福部", by="hong")
    first = office_of_two.says("稽核", by="chin")
    assert len(first.items) == 5
    assert len(office_of_two.says(first.buttons[0].command, by="chin").items) == 2


@pytest.mark.parametrize("text", ["清除個資", "刪掉我的資料", "請把我的資料刪掉"])
def test_one_erases_oneself_after_one_question(office_of_two: Office, text: str) -> None:
    question = office_of_two.says(text, by="chin")
    assert "無法復原" in question.body
    assert office_of_two.says("找 衛福部", by="hong").facts[0].value == "02-8590-6666"
    office_of_two.says(question.buttons[0].command, by="chin")
    # The person is gone, the account is a stranger's, the record stays
    assert "沒有登錄的窗口" in office_of_two.says("找 衛福部", by="hong").body
    assert "要一組綁定碼" in office_of_two.says("我的資料", by="chin").body
    assert office_of_two.audit("衛福部")[0].action == "erase"
    assert "林若晴" not in str(office_of_two.audit("衛福部"))


def test_others_are_erased_by_an_administrator_only(office_of_two: Office) -> None:
    assert "由管理者做" in office_of_two.says("清除個資 林若晴 確定", by="hong").body
    question = office_of_two.says("清除個資 林若晴", by="keeper")
    assert "林若晴" in question.title
    done = office_of_two.says(question.buttons[0].command, by="keeper")
    assert "林若晴" not in str(done)
    assert "沒有登錄的窗口" in office_of_two.says("找 衛福部", by="hong").body


def test_the_leave_of_who_is_erased_is_erased(office_of_two: Office) -> None:
    monday, friday = date(2026, 12, 14), date(2026, 12, 18)
    with office_of_two.database.unit_of_work() as uow:
        hong = next(officer.id for officer in uow.officers.all() if officer.name == "阿宏")
        uow.absences.add(Absence(id=0, officer_id=hong, starts_on=monday, ends_on=friday))
        uow.commit()
    office_of_two.says(office_of_two.says("清除個資", by="hong").buttons[0].command, by="hong")
    with office_of_two.database.unit_of_work() as uow:
        assert uow.absences.of_officer(hong, since=monday) == ()


def test_somebody_who_left_and_has_a_namesake_is_erased_and_nobody_else(
    office_of_two: Office,
) -> None:
    office_of_two.employ("林若晴", "內政部", ends_on=date(2026, 12, 1))
    assert "不只一位" in office_of_two.says("清除個資 林若晴", by="keeper").body
    question = office_of_two.says("清除個資 林若晴 內政部", by="keeper")
    office_of_two.says(question.buttons[0].command, by="keeper")
    assert office_of_two.audit("內政部")[0].action == "erase"
    assert office_of_two.says("找 衛福部", by="hong").title == "衛福部 林若晴"


def test_retention_is_seen_and_set_by_an_administrator(office_of_two: Office) -> None:
    assert "系統管理者" in office_of_two.says("保存期限 離任 100", by="hong").body
    office_of_two.says("保存期限 離任 100", by="keeper")
    assert "離任 100 天" in str(office_of_two.says("保存期限", by="keeper").items)


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("保存期限 火星 30", "看不出是哪一種資料"),
        ("保存期限 訊息", "看不出是哪一種資料"),
        ("保存期限 訊息 0", "要在 2 到 365 天之間"),
        ("保存期限 離任 99999", "要在 90 到 3650 天之間"),
    ],
)
def test_a_retention_that_makes_no_sense_is_refused(
    office_of_two: Office, says: str, shows: str
) -> None:
    assert shows in office_of_two.says(says, by="keeper").body


def test_who_left_long_ago_is_erased_by_the_clock(office_of_two: Office) -> None:
    office_of_two.employ("小陳", "衛福部", Role.TEAM, ends_on=date(2026, 12, 1))
    office_of_two.says("保存期限 離任 100", by="keeper")
    office_of_two.clock.advance(timedelta(days=90))
    assert (
        sweep(office_of_two.database.unit_of_work, now=office_of_two.clock.now()).erased_count == 0
    )
    office_of_two.clock.advance(timedelta(days=30))
    report = sweep(office_of_two.database.unit_of_work, now=office_of_two.clock.now())
    assert report.erased_count == 1
    with office_of_two.database.unit_of_work() as uow:
        names = [officer.name for officer in uow.officers.all()]
    assert "小陳" not in names
    assert "林若晴" in names
