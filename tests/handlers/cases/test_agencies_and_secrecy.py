"""確認, 分案, 邀請機關, 標記, 加人: who belongs to a case, and who may know."""

import pytest

from storage.records.cases import Secrecy
from tests.handlers.cases.conftest import Floor, facts, labels

LEAD = "主辦＝負責聯絡提案人與定期回應，與政策主責無關。"


@pytest.fixture
def named(floor: Floor) -> Floor:
    floor.says("登記 提點子 健保卡換發 主辦 內政部 協辦 財政部")
    return floor


def test_the_named_agency_confirms_its_own_part(named: Floor) -> None:
    card = named.says("案件 1", by="大毛")
    assert labels(card)[:2] == ["確認", "非本機關"]
    confirmed = named.taps(card, "確認", by="大毛")
    assert facts(confirmed)["主辦"] == "內政部"
    assert confirmed.note == LEAD
    assert "確認" not in labels(confirmed)


def test_or_says_that_it_is_not_its_matter(named: Floor) -> None:
    card = named.taps(named.says("案件 1", by="大毛"), "非本機關", by="大毛")
    assert facts(card)["主辦"] == "尚未分案"
    assert card.body == "內政部表示非本機關業務。"


def test_nobody_confirms_for_another_agency(named: Floor) -> None:
    assert "沒有衛福部待確認的分工" in named.says("確認 1").body


def test_the_councils_notice_makes_parts_sure(named: Floor) -> None:
    card = named.says("分案 1 主辦 內政部、財政部 12/7", by="小發")
    assert facts(card)["共同主辦"] == "內政部、財政部；內政部聯繫提案人"
    assert card.body.startswith("國發會 115/12/07 通知：")
    assert "處理" in named.says("分案 1 主辦 衛福部").body


def test_what_is_sure_is_not_changed_by_the_registering_agency(named: Floor) -> None:
    named.says("確認 1", by="大毛")
    for line in ("更新 1 協辦 內政部", "更新 1 移除 內政部"):
        assert named.says(line).body == "內政部的分工已經確認", line
    assert facts(named.says("更新 1 移除 財政部")) == {
        "主辦": "內政部",
        "階段": "檢核中",
        "承辦": "阿菊",
    }


def test_an_invited_agency_sees_the_case(floor: Floor) -> None:
    floor.says("登記 長官交辦 菸捐說明")
    assert floor.says("案件 1", by="大毛").body.startswith("查無")
    assert floor.says("邀請機關 1 內政部").flag == "限相關機關"
    assert floor.says("案件 1", by="大毛").title == "菸捐說明"
    assert floor.says("更新 1 移除 內政部").flag == "僅本機關"
    assert floor.says("案件 1", by="大毛").body.startswith("查無")
    assert "不認得" in floor.says("邀請機關 1 某某部").body


def test_a_sensitive_case_is_seen_by_named_officers_only(floor: Floor) -> None:
    floor.says("登記 校長遴選爭議")
    assert floor.says("標記 1 敏感").flag == "敏感"
    assert floor.says("案件 1", by="小陳").body.startswith("查無")
    floor.says("加人 1 小陳")
    assert floor.says("案件 1", by="小陳").title == "校長遴選爭議"
    floor.says("加人 1 內政部 大毛")
    assert floor.says("案件 1", by="大毛").flag == "敏感"
    floor.says("移人 1 小陳")
    assert floor.says("案件 1", by="小陳").body.startswith("查無")
    assert floor.says("移人 1 阿菊").body == "阿菊是承辦，不能移除"


def test_changes_of_secrecy_are_in_the_audit_log(floor: Floor) -> None:
    floor.says("登記 校長遴選爭議")
    floor.says("標記 1 敏感")
    floor.says("加人 1 小陳")
    floor.says("標記 1 一般")
    log = [(e.action, e.detail) for e in floor.office.audit("衛福部")]
    assert log[0] == ("mark-secrecy", "敏感 → 一般")
    assert log[1][0] == "name-officer"
    assert log[2] == ("mark-secrecy", "一般 → 敏感")


def test_a_case_that_becomes_secret_loses_every_word(floor: Floor) -> None:
    floor.says("登記 某國訪團行程 先擬 綜規司 協辦 內政部 期限 下週五")
    floor.says("更新 1 案由 某國訪團改期")
    floor.says("備註 1 團長姓名如附件")
    floor.says("連結 1 https://example.gov.tw/visit")
    asked = floor.says("標記 1 密件 請洽 國合組")
    assert asked.body == "1 改為密件會清掉案由、備註、連結，收不回來。"
    assert floor.case().subject == "某國訪團改期"
    card = floor.taps(asked, "確定改為密件")
    assert card.body == "有一件，請洽國合組。"
    case = floor.case()
    assert (case.secrecy, case.subject, case.links, case.due_at) == (Secrecy.SECRET, "", (), None)
    kept = "".join(f"{entry.summary}{entry.before}" for entry in floor.history())
    assert "訪團" not in kept
    assert "visit" not in kept
    with floor.office.database.unit_of_work() as uow:
        assert uow.cases.notes(case.id) == ()


def test_nothing_is_written_into_a_secret_case(floor: Floor) -> None:
    floor.says("登記 密件 訪團")
    for line in ("更新 1 案由 訪團", "結案 1 訪團離境", "連結 1 https://example.gov.tw"):
        assert floor.says(line).body == "密件不記任何內容", line
    assert floor.says("備註 1 團長姓名").body.startswith("有一件，請洽")
    assert floor.says("簽稿 1").copy_text == ""
    assert floor.says("註銷 1").body.startswith("有一件，請洽")
    assert floor.case().cancelled_at is not None


def test_marking_is_not_done_in_a_group(floor: Floor) -> None:
    floor.says("登記 校長遴選爭議")
    card = floor.aloud("標記 1 敏感")
    assert labels(card) == ["私訊處理"]
    assert floor.case().secrecy is Secrecy.NORMAL


def test_people_are_added_only_to_sensitive_cases(floor: Floor) -> None:
    floor.says("登記 公園夜間噪音")
    assert "不是敏感案件" in floor.says("加人 1 小陳").body
    assert floor.says("標記 1 一般").body == "本來就是一般"


def test_before_a_case_is_wiped_the_milder_mark_is_offered(floor: Floor) -> None:
    floor.says("登記 某國訪團行程")
    card = floor.says("標記 1 密件")
    assert labels(card) == ["確定改為密件", "改用敏感", "先不要"]
    assert card.buttons[0].command == "標記 115-0001 密件 確定"
    assert floor.taps(card, "先不要").title == "某國訪團行程"
    assert floor.taps(card, "改用敏感").flag == "敏感"
    assert "改用敏感" not in labels(floor.says("標記 1 密件"))
    assert floor.case().subject == "某國訪團行程"


def test_undo_does_not_promise_what_was_wiped(floor: Floor) -> None:
    floor.says("登記 某國訪團行程")
    floor.says("標記 1 敏感")
    assert floor.says("復原").note == "要改回來：標記 案號 一般"
    floor.says("標記 1 密件 確定")
    card = floor.says("復原")
    assert (card.body, card.note) == ("「標記」不能復原", "清掉的內容收不回來")


def test_somebody_below_is_named_for_a_sensitive_case_with_the_agency(floor: Floor) -> None:
    floor.says("登記 敏感 校長遴選爭議")
    card = floor.says("加人 1 阿健")
    assert card.note == "寫出機關就可以：加人 115-0001 國健署 阿健"
    floor.says("加人 115-0001 國健署 阿健")
    assert floor.says("案件 1", by="阿健").title == "校長遴選爭議"
