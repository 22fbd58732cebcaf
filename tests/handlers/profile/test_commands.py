"""One's own entry: seen in full by oneself, changed by oneself, fresh from then on."""

from dataclasses import replace

import pytest

from tests.support.office import Office


@pytest.fixture
def mohw(office: Office) -> Office:
    """Give an office with 衛福部's PO and 內政部's."""
    office.employ("林若晴", "衛福部", account="chin", office_phone="02-8590-6666", unit="綜規司")
    office.employ("阿宏", "內政部", account="hong")
    return office


def test_one_sees_all_that_is_stored(mohw: Office) -> None:
    with mohw.work() as uow:
        (chin,) = [officer for officer in uow.officers.all() if officer.name == "林若晴"]
        uow.officers.save(replace(chin, mobile="0900-000-000", email="chin@mohw.gov.tw"))
    shown = str(mohw.says("我的資料", by="chin"))
    for stored in ("02-8590-6666", "0900-000-000", "chin@mohw.gov.tw", "LINE", "11/30", "綜規司"):
        assert stored in shown


def test_what_one_handles_leads_others_here_and_the_entry_is_fresh(mohw: Office) -> None:
    mohw.says("負責事項 菸捐；健保卡", by="chin")
    card = mohw.says("找 菸捐", by="hong")
    assert "林若晴" in str(card)
    assert "12/8 本人確認" in str(card)


def test_a_new_number_is_kept_and_not_repeated(mohw: Office) -> None:
    card = mohw.says("公務電話 02-8590-7777#12", by="chin")
    assert "7777" not in str(card)
    assert mohw.says("找 衛福部", by="hong").facts[0].value == "02-8590-7777#12"


def test_deputy_and_confirmation(mohw: Office) -> None:
    assert "名冊裡還沒有這一位" in mohw.says("代理人 小陳", by="chin").body
    facts = {fact.label: fact.value for fact in mohw.says("找 衛福部", by="hong").facts}
    assert facts["代理人"] == "小陳"
    assert "本人確認" in mohw.says("資料無誤", by="chin").body


def test_a_deputy_who_is_in_another_agencys_list_is_known_from_there(mohw: Office) -> None:
    mohw.employ("小禾", "國健署")
    assert "名冊裡國健署有這一位，貴機關沒有" in mohw.says("代理人 小禾", by="chin").body


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("公務電話", "請把內容一起傳"),
        ("公務電話 0912-345-678", "這像手機號碼，我沒存"),
        ("公務電話 請洽總機", "公務電話不像電話"),
        ("負責事項", "請把內容一起傳"),
        ("負責事項 聯絡我 0912345678", "裡面有手機號碼，我沒存"),
        ("負責事項 " + "長" * 31, "太長了"),
        ("代理人", "請把內容一起傳"),
        ("交接備註 打 0912345678 給我", "裡面有手機號碼，我沒存"),
    ],
)
def test_mistakes_change_nothing(mohw: Office, says: str, shows: str) -> None:
    before = str(mohw.says("我的資料", by="chin"))
    card = mohw.says(says, by="chin")
    assert shows in card.body
    assert card.note
    assert str(mohw.says("我的資料", by="chin")) == before


def test_the_phone_can_only_be_opened_when_there_is_one(mohw: Office) -> None:
    assert "還沒有您的公務電話" in mohw.says("公務電話 開放群組", by="hong").body
