"""Finding today's counterpart by chat: one to one in full, in a group no more than allowed."""

from datetime import date

import pytest

from storage.records.officers import Role
from tests.support.office import Office


@pytest.fixture
def office_of_two(office: Office) -> Office:
    """Give an office with 衛福部's PO, 內政部's and an enabled cross-ministry group."""
    office.employ("林若晴", "衛福部", account="chin", office_phone="02-8590-6666", unit="綜規司")
    office.employ("阿宏", "內政部", account="hong", office_phone="02-2356-5000", unit="綜規司")
    office.enable("g")
    return office


def test_one_to_one_shows_the_phone_at_once_and_how_fresh_the_entry_is(
    office_of_two: Office,
) -> None:
    card = office_of_two.says("找 衛福部", by="hong")
    assert card.title == "衛福部 林若晴（綜規司）"
    assert card.facts[0].value == "02-8590-6666"
    assert card.note == "名冊 11/30 本人確認"


def test_a_group_sees_the_phone_only_if_its_owner_allows(office_of_two: Office) -> None:
    hidden = office_of_two.hears("找 衛福部", by="hong", group="g").here
    assert hidden is not None
    assert "8590" not in str(hidden)
    assert [(b.label, b.command) for b in hidden.buttons] == [("私訊處理", "找 衛生福利部")]
    office_of_two.says("公務電話 開放群組", by="chin")
    shown = office_of_two.hears("找 衛福部", by="hong", group="g").here
    assert shown is not None
    assert shown.facts[0].value == "02-8590-6666"
    office_of_two.says("公務電話 不開放", by="chin")
    assert "8590" not in str(office_of_two.hears("找 衛福部", by="hong", group="g"))


def test_only_shown_phones_are_logged_as_looked_at(office_of_two: Office) -> None:
    office_of_two.hears("找 衛福部", by="hong", group="g")
    assert office_of_two.audit("衛福部") == ()
    office_of_two.says("找 衛福部", by="hong")
    assert [entry.action for entry in office_of_two.audit("衛福部")] == ["look-phone"]


@pytest.mark.parametrize(
    "question",
    [
        "健保卡要換eID那個 內政部現在誰在管啊",
        "請問內政部的窗口是誰",
        "moi 窗口",
        "找戶政司",
        "找 阿宏",
    ],
)
def test_sloppy_questions_find_the_same_person(office_of_two: Office, question: str) -> None:
    assert office_of_two.says(question, by="chin").title == "內政部 阿宏（綜規司）"


def test_an_agency_without_a_counterpart_is_led_to_its_parent_and_says_so(
    office_of_two: Office,
) -> None:
    card = office_of_two.says("找 國健署", by="hong")
    assert card.title.startswith("衛福部 林若晴")
    assert "國健署沒有自己的窗口，由衛福部協助" in card.note


def test_an_agency_with_nobody_says_so(office_of_two: Office) -> None:
    card = office_of_two.says("找 環境部", by="hong")
    assert "環境部目前沒有登錄的窗口" in card.body


def test_ended_and_future_appointments_are_never_offered(office_of_two: Office) -> None:
    office_of_two.employ("前任", "環境部", ends_on=date(2026, 12, 7))
    office_of_two.employ("下任", "環境部", starts_on=date(2026, 12, 9))
    assert "沒有登錄的窗口" in office_of_two.says("找 環境部", by="hong").body


def test_several_namesakes_are_choices_one_to_one_and_one_line_in_a_group(
    office_of_two: Office,
) -> None:
    office_of_two.employ("阿宏", "環境部")
    card = office_of_two.says("找 阿宏", by="chin")
    assert len(card.buttons) == 2
    assert "02-" not in str(card)
    chosen = office_of_two.says(card.buttons[1].command, by="chin")
    assert chosen.title.startswith("環境部 阿宏")
    in_group = office_of_two.hears("找 阿宏", by="chin", group="g").here
    assert in_group is not None
    assert "有 2 個可能" in in_group.body
    assert [button.label for button in in_group.buttons] == ["私訊處理"]


def test_nothing_found_is_said_kindly_and_in_a_group_one_to_one(office_of_two: Office) -> None:
    assert "找不到「zxcvb」" in office_of_two.says("找 zxcvb", by="chin").body
    answer = office_of_two.hears("找 zxcvb", by="chin", group="g")
    assert answer.here is None
    assert answer.private is not None


def test_the_others_of_an_agency_are_named_and_one_tap_away(office_of_two: Office) -> None:
    office_of_two.employ("小陳", "內政部", Role.DEPUTY, office_phone="02-2356-5001")
    card = office_of_two.says("找 內政部", by="chin")
    assert "小陳（代理）" in str(card.facts)
    assert office_of_two.says(card.buttons[0].command, by="chin").title == "內政部 小陳"


def test_strangers_and_people_whose_term_ended_see_nothing(office_of_two: Office) -> None:
    office_of_two.employ("前任", "環境部", account="former", ends_on=date(2026, 12, 7))
    for account in ("stranger", "former"):
        shown = str(office_of_two.says("找 衛福部", by=account))
        assert "林若晴" not in shown
        assert "8590" not in shown


def test_the_index_holds_no_numbers(office_of_two: Office) -> None:
    with office_of_two.database.unit_of_work() as uow:
        directory = office_of_two.directory.get(uow, now=office_of_two.clock.now())
    finding = directory.find("衛福部", today=office_of_two.today)
    assert finding.sure is not None
    assert {c.officer.office_phone for c in finding.sure.contacts} == {""}


def test_a_change_is_found_at_once(office_of_two: Office) -> None:
    office_of_two.says("找 環境部", by="chin")
    office_of_two.employ("Momo", "環境部")
    assert office_of_two.says("找 環境部", by="chin").title == "環境部 Momo"


def test_agencies_named_in_a_text_are_given_to_other_rooms(office_of_two: Office) -> None:
    text = "請衛福部和國健署先擬"
    with office_of_two.database.unit_of_work() as uow:
        found = office_of_two.directory.mentions(uow, text, now=office_of_two.clock.now())
    assert [(m.agency.short, text[m.start : m.end]) for m in found] == [
        ("衛福部", "衛福部"),
        ("國健署", "國健署"),
    ]


@pytest.mark.parametrize("text", ["找", "找窗口", "找 窗口", "PO 是誰"])
def test_who_asks_for_nobody_in_particular_is_asked_whom(office_of_two: Office, text: str) -> None:
    card = office_of_two.says(text, by="chin")
    assert card.body == "要找誰呢？"
    assert "林若晴" not in card.note


def test_five_choices_are_listed_and_four_have_a_button(office_of_two: Office) -> None:
    for agency in ("環境部", "文化部", "教育部", "法務部", "財政部", "國防部"):
        office_of_two.employ("江予安", agency)
    card = office_of_two.says("找 江予安", by="chin")
    assert len(card.items) == 5
    assert len(card.buttons) == 4
    last = card.note.partition("：")[2]
    assert office_of_two.says(last, by="chin").title.startswith(card.items[4].title.split()[0])


def test_a_po_who_is_away_is_not_replaced_by_a_business_unit(office_of_two: Office) -> None:
    office_of_two.employ("王小明", "衛福部", Role.BUSINESS_UNIT, office_phone="02-8590-7777")
    office_of_two.says("停用", by="chin")
    card = office_of_two.says("找 衛福部", by="hong")
    assert "衛福部的 PO 暫停中；可以問國發會，或王小明（業務單位）" in card.body
    assert "7777" not in str(card)
    assert [button.label for button in card.buttons] == ["找國發會", "找王小明"]
    assert office_of_two.says(card.buttons[1].command, by="hong").title.startswith("衛福部 王小明")
    in_group = office_of_two.hears("找 衛福部", by="hong", group="g").here
    assert in_group is not None
    assert [button.command for button in in_group.buttons] == ["找 衛生福利部"]
    office_of_two.says("恢復", by="chin")
    assert office_of_two.says("找 衛福部", by="hong").title.startswith("衛福部 林若晴")


def test_the_deputy_of_a_po_who_is_away_answers(office_of_two: Office) -> None:
    office_of_two.employ("小陳", "衛福部", Role.DEPUTY)
    office_of_two.says("停用", by="chin")
    assert office_of_two.says("找 衛福部", by="hong").title == "衛福部 小陳"


def test_a_deputy_of_the_list_is_named_once(office_of_two: Office) -> None:
    office_of_two.employ("小陳", "內政部", Role.DEPUTY)
    office_of_two.says("代理人 小陳", by="hong")
    labels = [fact.label for fact in office_of_two.says("找 內政部", by="chin").facts]
    assert "另有" in labels
    assert "代理人" not in labels
    office_of_two.says("代理人 沒登錄的人", by="hong")
    assert "代理人" in [fact.label for fact in office_of_two.says("找 內政部", by="chin").facts]
