"""How somebody comes in: an invitation, a code, the first welcome; and how a lost phone goes."""

from datetime import date, timedelta

import pytest

from bot.message import Card, EventKind, Platform
from handlers.bindings.errors import NoSuchEmailError
from handlers.bindings.jobs import invite
from handlers.bindings.rules import FAILED_TRIES, INVITATIONS_A_DAY, hash_code, read_code
from storage.records.cases import Secrecy
from storage.records.officers import Officer, Role
from tests.support.office import ADMIN_MAIL, Office


def code_on(card: Card) -> str:
    code = read_code(card.title)
    assert code is not None
    return code


def invited(office: Office, email: str) -> str:
    with office.work() as uow:
        return invite(uow, email, now=office.clock.now())


def bound_to(office: Office, account: str, platform: str = "line") -> str:
    with office.database.unit_of_work() as uow:
        binding = uow.bindings.find(platform, account)
        return uow.officers.get(binding.officer_id).name if binding else ""


@pytest.fixture
def mohw(office: Office) -> Office:
    """Give an office in which 林若晴 is 衛福部's PO."""
    office.employ("林若晴", "衛福部", account="chin")
    return office


def test_a_new_friend_is_greeted_once_with_how_to_bind(office: Office) -> None:
    answer = office.hears("", by="stranger", kind=EventKind.FOLLOWED)
    assert answer.here is not None
    assert "綁定" in answer.here.body


def test_a_colleague_is_invited_and_binds(mohw: Office) -> None:
    # When the PO invites somebody who is not yet in the list
    card = mohw.says("邀請同仁 王小明 業務單位 菸害組", by="chin")
    code = code_on(card)
    assert code not in card.alt.replace("-", "")
    # Then the code, typed sloppily, binds that person, and only once
    welcome = mohw.says(f"綁定　{code[:4].lower()} － {code[4:]}", by="ming")
    assert welcome.title == "王小明，歡迎（衛福部）"
    assert bound_to(mohw, "ming") == "王小明"
    assert "不對、用過了，或已過期" in mohw.says(f"綁定 {code}", by="other").body
    assert bound_to(mohw, "other") == ""


def test_a_code_that_is_only_pasted_binds_too(mohw: Office) -> None:
    code = code_on(mohw.says("邀請同仁 王小明 業務單位 菸害組", by="chin"))
    welcome = mohw.says(f"{code[:4]}-{code[4:]}", by="ming")
    assert welcome.title == "王小明，歡迎（衛福部）"


def test_a_new_po_gets_the_agencys_cases_dates_predecessor_and_three_lines(
    office: Office,
) -> None:
    # Given a predecessor who left a note and a case
    chin = office.employ("林若晴", "衛福部", account="chin", ends_on=date(2026, 12, 8))
    office.says("交接備註 名冊在共用資料夾", by="chin")
    office.open_case("菸捐怎麼用", chin, "衛福部")
    office.open_case("不能說的事", chin, "衛福部", secrecy=Secrecy.SENSITIVE)
    # When the successor binds for the first time
    momo = office.employ("Momo", "衛福部", email="momo@mohw.gov.tw", starts_on=date(2026, 12, 1))
    card = office.says(f"綁定 {invited(office, 'momo@mohw.gov.tw')}", by="momo")
    # Then everything is on one card, and nothing of the sensitive case
    facts = {fact.label: fact.value for fact in card.facts}
    assert momo.name in card.title
    assert facts["未結案件"] == "1 件"
    assert facts["最近期限"].startswith("12/16（三）")
    assert facts["前任"] == "林若晴，任期到 12/8（二）"
    assert facts["交接備註"] == "名冊在共用資料夾"
    assert card.body.count("\n") == 2
    assert "不能說的事" not in str(card)


def test_a_successor_learns_of_a_predecessor_who_is_still_in_office(office: Office) -> None:
    # Given a PO whose term ends with the month, with a note and two open cases
    chin = office.employ("林若晴", "衛福部", account="chin", ends_on=date(2026, 12, 31))
    office.says("交接備註 名冊在共用資料夾", by="chin")
    office.open_case("菸捐怎麼用", chin, "衛福部")
    office.open_case("長照接送", chin, "衛福部")
    # When the successor comes while both are in office
    office.employ("Momo", "衛福部", email="momo@mohw.gov.tw", starts_on=date(2026, 12, 8))
    card = office.says(f"綁定 {invited(office, 'momo@mohw.gov.tw')}", by="momo")
    # Then the first card names the predecessor, shows the note, and counts the open cases
    facts = {fact.label: fact.value for fact in card.facts}
    assert facts["前任"] == "林若晴，任期到 12/31（四）"
    assert facts["交接備註"] == "名冊在共用資料夾"
    assert facts["未結案件"] == "2 件"
    assert [item.title for item in card.items] == ["2 長照接送", "1 菸捐怎麼用"]
    # And it can be had again
    again = office.says("交接資料", by="momo")
    assert (again.title, again.facts) == ("交接資料（衛福部）", card.facts)


def test_cases_of_who_left_are_the_successors_from_the_binding_on(office: Office) -> None:
    chin = office.employ("林若晴", "衛福部", ends_on=date(2026, 12, 7))
    case = office.open_case("菸捐怎麼用", chin, "衛福部")
    momo = office.employ("Momo", "衛福部", email="momo@mohw.gov.tw", starts_on=date(2026, 12, 1))
    card = office.says(f"綁定 {invited(office, 'momo@mohw.gov.tw')}", by="momo")
    assert office.holder(case) == momo.id
    assert card.facts[0].value == "1 件，您承辦 1 件"


def test_who_binds_before_the_first_day_is_told_when_it_begins(office: Office) -> None:
    office.employ("Momo", "衛福部", email="momo@mohw.gov.tw", starts_on=date(2026, 12, 9))
    card = office.says(f"綁定 {invited(office, 'momo@mohw.gov.tw')}", by="momo")
    assert "任期從 12/9（三） 開始" in card.body


def test_one_person_may_bind_line_and_slack_but_one_account_of_each(mohw: Office) -> None:
    mohw.employ("阿宏", "內政部", email="hong@moi.gov.tw")
    mohw.says(f"綁定 {invited(mohw, 'hong@moi.gov.tw')}", by="hong")
    slack = f"綁定 {invited(mohw, 'hong@moi.gov.tw')}"
    assert "Slack 帳號綁定好了" in mohw.says(slack, by="U1", platform=Platform.SLACK).body
    mohw.says(f"綁定 {invited(mohw, 'hong@moi.gov.tw')}", by="new-phone")
    assert bound_to(mohw, "hong") == ""
    assert bound_to(mohw, "new-phone") == bound_to(mohw, "U1", "slack") == "阿宏"


def test_an_account_of_somebody_else_is_not_taken_over_and_the_code_stays_good(
    mohw: Office,
) -> None:
    mohw.employ("阿宏", "內政部", email="hong@moi.gov.tw")
    code = invited(mohw, "hong@moi.gov.tw")
    refusal = mohw.says(f"綁定 {code}", by="chin")
    assert "已綁定為林若晴" in refusal.body
    assert bound_to(mohw, "chin") == "林若晴"
    mohw.says(f"綁定 {code}", by="hong")
    assert bound_to(mohw, "hong") == "阿宏"


def test_a_code_dies_after_a_day(mohw: Office) -> None:
    code = code_on(mohw.says("邀請同仁 王小明 業務單位", by="chin"))
    mohw.clock.advance(timedelta(hours=24))
    assert "已過期" in mohw.says(f"綁定 {code}", by="ming").body


def test_a_code_shown_to_a_group_is_void_and_that_is_said_one_to_one(mohw: Office) -> None:
    mohw.enable("g")
    code = code_on(mohw.says("邀請同仁 王小明 業務單位", by="chin"))
    answer = mohw.hears(f"綁定 {code}", by="ming", group="g")
    assert answer.here is None
    assert answer.private is not None
    assert "已作廢" in answer.private.body
    assert "不對、用過了" in mohw.says(f"綁定 {code}", by="ming").body


def test_guessing_is_stopped_even_for_the_right_code(mohw: Office) -> None:
    code = code_on(mohw.says("邀請同仁 王小明 業務單位", by="chin"))
    for number in range(FAILED_TRIES):
        assert "不對" in mohw.says(f"綁定 AAAA-AAA{number + 2}", by="thief").body
    assert "先休息一下" in mohw.says(f"綁定 {code}", by="thief").body
    mohw.clock.advance(timedelta(hours=1, seconds=1))
    assert "歡迎" in mohw.says(f"綁定 {code}", by="thief").title


@pytest.mark.parametrize("code", ["ABCD-EF3Q", "ABCD-EFXD", "HBZN-TTKS"])
def test_a_code_that_ends_like_a_courtesy_comes_through(mohw: Office, code: str) -> None:
    with mohw.work() as uow:
        momo = uow.officers.add(Officer(id=0, name="Momo"))
        later = mohw.clock.now() + timedelta(hours=1)
        uow.invitations.add(
            momo.id, hash_code(code), expires_at=later, now=mohw.clock.now(), created_by="operator"
        )
    mohw.says(f"綁定 {code}", by="momo")
    assert bound_to(mohw, "momo") == "Momo"


def test_one_inviter_makes_only_so_many_codes_a_day(mohw: Office) -> None:
    for number in range(INVITATIONS_A_DAY):
        code_on(mohw.says(f"邀請同仁 同仁{number} 業務單位", by="chin"))
    assert "今天已給出" in mohw.says("邀請同仁 再一位 業務單位", by="chin").body
    mohw.clock.advance(timedelta(days=1, seconds=1))
    code_on(mohw.says("邀請同仁 再一位 業務單位", by="chin"))


def test_codes_are_not_handed_out_in_a_group(mohw: Office) -> None:
    mohw.enable("g")
    answer = mohw.hears("邀請同仁 王小明 業務單位", by="chin", group="g")
    assert "綁定碼" not in str(answer)
    with mohw.database.unit_of_work() as uow:
        assert [officer.name for officer in uow.officers.all()] == ["林若晴"]


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("邀請同仁", "看不出要邀請哪一位"),
        ("邀請同仁 王小明", "看不出要邀請哪一位"),
        ("邀請同仁 王小明 PO", "「PO」的綁定碼由國發會或管理者給"),
        ("邀請同仁 王小明 業務單位 內政部", "由國發會或管理者給"),
        ("邀請同仁 小陳", "「代理」的綁定碼由國發會或管理者給"),
        ("邀請同仁 系管", "「工作小組」的綁定碼由國發會或管理者給"),
    ],
)
def test_an_agency_invites_business_units_and_team_only(
    mohw: Office, says: str, shows: str
) -> None:
    mohw.employ("小陳", "衛福部", Role.DEPUTY)
    mohw.employ("系管", "衛福部", Role.TEAM, email=ADMIN_MAIL)
    assert shows in mohw.says(says, by="chin").body


def test_the_hub_invites_officers_of_every_agency(mohw: Office) -> None:
    mohw.employ("小國", "國發會", Role.HUB, account="hub")
    code = code_on(mohw.says("邀請同仁 阿宏 PO 內政部", by="hub"))
    assert "歡迎（內政部）" in mohw.says(f"綁定 {code}", by="hong").title


def test_a_business_unit_invites_nobody(mohw: Office) -> None:
    mohw.employ("王小明", "衛福部", Role.BUSINESS_UNIT, account="ming")
    assert "綁定碼" not in mohw.says("邀請同仁 阿宏 業務單位", by="ming").title


def test_somebody_of_the_same_name_elsewhere_is_asked_about_first(mohw: Office) -> None:
    mohw.employ("小禾", "國健署", Role.BUSINESS_UNIT)
    # Who may not be invited anyway is refused, not asked about
    assert "由國發會或管理者給" in mohw.says("邀請同仁 小禾 代理", by="chin").body
    asked = mohw.says("邀請同仁 小禾 業務單位 菸害組", by="chin")
    assert asked.title == "國健署已有小禾，是同一位嗎？"
    with mohw.database.unit_of_work() as uow:
        assert len(uow.officers.all()) == 2
    code_on(mohw.says(asked.buttons[1].command, by="chin"))
    with mohw.database.unit_of_work() as uow:
        added = uow.officers.all_appointments()[-1]
    assert (added.role, added.unit) == (Role.BUSINESS_UNIT, "菸害組")


def test_the_operator_invites_by_email_only_who_is_in_the_list(mohw: Office) -> None:
    with pytest.raises(NoSuchEmailError):
        invited(mohw, "nobody@moi.gov.tw")


def test_a_lost_phone_is_unbound_by_oneself_or_the_own_agencys_po(mohw: Office) -> None:
    mohw.employ("小陳", "衛福部", Role.TEAM, account="chen")
    assert "由本機關的 PO 或管理者解除" in mohw.says("解除綁定 林若晴", by="chen").body
    asked = mohw.says("解除綁定 小陳", by="chin")
    assert asked.title == "解除小陳的 LINE 帳號？"
    assert "小陳的 LINE 帳號已解除綁定" in mohw.says(asked.buttons[0].command, by="chin").body
    assert "請向貴機關的 PO" in mohw.says("同仁", by="chen").body
    assert "您的 LINE 帳號已解除綁定" in mohw.says("解除綁定 確定", by="chin").body
    assert [entry.action for entry in mohw.audit("衛福部")].count("unbind") == 1


@pytest.mark.parametrize("text", ["解除綁定", "解綁", "手機掉了"])
def test_unbinding_is_asked_a_second_time_and_may_be_left(mohw: Office, text: str) -> None:
    asked = mohw.says(text, by="chin")
    assert asked.title == "解除您的 LINE 帳號？"
    assert [button.label for button in asked.buttons] == ["確定解除", "先不要"]
    assert bound_to(mohw, "chin") == "林若晴"
    mohw.says(asked.buttons[1].command, by="chin")
    assert bound_to(mohw, "chin") == "林若晴"
    mohw.says(asked.buttons[0].command, by="chin")
    assert bound_to(mohw, "chin") == ""


def test_the_only_po_is_told_who_gives_the_next_code(mohw: Office) -> None:
    assert "貴機關沒有別的 PO，得請國發會給綁定碼" in mohw.says("解除綁定", by="chin").body
    mohw.employ("Momo", "衛福部", account="momo")
    assert "請貴機關的 PO 或國發會" in mohw.says("解除綁定", by="chin").body


def test_somebody_with_two_accounts_is_asked_which(mohw: Office) -> None:
    mohw.employ("阿宏", "內政部", account="hong", email="hong@moi.gov.tw")
    mohw.says(f"綁定 {invited(mohw, 'hong@moi.gov.tw')}", by="U1", platform=Platform.SLACK)
    card = mohw.says("手機掉了", by="U1", platform=Platform.SLACK)
    assert [button.label for button in card.buttons] == ["LINE", "Slack", "全部", "先不要"]
    mohw.says(card.buttons[0].command, by="U1", platform=Platform.SLACK)
    assert bound_to(mohw, "hong") == ""
    assert bound_to(mohw, "U1", "slack") == "阿宏"


def test_neither_code_nor_account_is_in_the_audit_log(mohw: Office) -> None:
    code = code_on(mohw.says("邀請同仁 王小明 業務單位", by="chin"))
    mohw.says(f"綁定 {code}", by="account-of-ming")
    log = str(mohw.audit("衛福部"))
    assert "'bind'" in log
    assert "account-of-ming" not in log
    assert code not in log.replace("-", "")
