"""登記: one line in, one case out."""

import csv
import gzip
import itertools
from pathlib import Path

import pytest

from storage.records.cases import CaseKind, Secrecy, Stage
from tests.handlers.cases.conftest import CROSS, Floor, facts, labels

LINK = "https://join.gov.tw/idea/detail/ef7dfc73-465a-4f32-9835-c2695ad75f7b"
LEAD = "主辦＝負責聯絡提案人與定期回應，與政策主責無關。"


def test_a_sloppy_line_in_a_group_becomes_a_case(floor: Floor) -> None:
    card = floor.aloud("登記 菸捐那件 長官說下週三前要有說法 國健署先擬")
    assert (card.kind, card.number, card.flag) == ("長官交辦", "115-0001", "僅本機關")
    assert (card.title, card.alt) == ("菸捐", "1 已登記")
    assert facts(card) == {
        "主辦": "衛福部",
        "先擬": "國健署",
        "長官期限": "12/16（三）還有 6 個工作天",
        "階段": "處理中",
        "承辦": "阿菊",
    }
    assert [fact.label for fact in card.facts if fact.strong] == ["長官期限"]
    assert (card.in_private, labels(card)) == ("1", ["私訊處理"])
    assert "提醒" not in card.note


def test_the_drafting_agency_below_sees_what_it_drafts(floor: Floor) -> None:
    floor.aloud("登記 菸捐那件 長官說下週三前要有說法 國健署先擬")
    assert floor.says("案件 1", by="阿健").title == "菸捐"
    assert "查無" in floor.says("案件 1", by="大毛").body


def test_a_typed_name_of_another_agency_is_only_a_suggestion(floor: Floor) -> None:
    card = floor.says("登記 提點子 動物保護法加重罰則 主辦 農業部 協辦 內政部、衛福部")
    assert facts(card)["主辦"] == "農業部 建議（衛福部登記，非正式分案）"
    assert facts(card)["協辦"] == "衛福部；內政部 建議（衛福部登記，非正式分案）"
    assert card.note == LEAD
    assert card.flag == "全體可見"


def test_several_lead_agencies_are_normal(floor: Floor) -> None:
    card = floor.says("登記 健保卡換發 主辦 衛福部、內政部")
    assert facts(card)["共同主辦"] == "衛福部；內政部 建議（衛福部登記，非正式分案）"


def test_the_owner_leads_unless_something_else_was_said(floor: Floor) -> None:
    assert facts(floor.says("登記 公園夜間噪音"))["主辦"] == "衛福部"
    assert facts(floor.says("登記 提點子 廢除死刑"))["主辦"] == "尚未分案"
    assert "主辦" not in facts(floor.says("登記 長照給付 協辦 衛福部"))


def test_a_join_link_fills_the_case_and_finds_it_again(floor: Floor) -> None:
    card = floor.says(f"登記 {LINK}")
    assert (card.kind, card.title) == ("提點子", "Join 提案 ef7dfc73（題目待補）")
    assert floor.case().join_id == "ef7dfc73-465a-4f32-9835-c2695ad75f7b"
    again = floor.says(f"登記 {LINK}?utm=1 這件", by="大毛")
    assert (again.number, again.body) == ("115-0001", "已經登記過了。")
    assert floor.says(LINK, by="大毛").number == "115-0001"
    assert floor.case_count() == 1


def test_a_link_of_a_case_that_is_hidden_betrays_nothing(floor: Floor) -> None:
    floor.says(f"登記 {LINK} 敏感")
    assert "還沒有人登記" in floor.says(LINK, by="大毛").body
    assert floor.says(f"登記 {LINK}", by="大毛").number == "115-0002"


def test_a_policies_link_is_a_consultation(floor: Floor) -> None:
    card = floor.says(f"登記 {LINK.replace('idea', 'policies')} 菸害防制法草案 期滿待綜整")
    assert (card.kind, card.title) == ("眾開講", "菸害防制法草案")
    assert floor.case().stage is Stage.TO_COLLECT


def test_an_unknown_link_offers_to_register_it(floor: Floor) -> None:
    card = floor.says(f"{LINK} 這會過嗎")
    assert "還沒有人登記" in card.body
    assert floor.taps(card, "登記").number == "115-0001"


def test_a_similar_title_is_pointed_out_before_a_second_case_opens(floor: Floor) -> None:
    floor.says("登記 健保卡換eID")
    card = floor.says("登記 健保卡要換eID")
    assert (card.title, labels(card)) == ("和 1 很像", ["看 1", "仍要登記"])
    assert floor.case_count() == 1
    assert floor.taps(card, "看 1").number == "115-0001"
    assert floor.taps(card, "仍要登記").number == "115-0002"
    assert floor.case("115-0002").subject == "健保卡要換eID"


def test_in_a_group_the_choice_is_made_one_to_one(floor: Floor) -> None:
    floor.says("登記 健保卡換eID")
    card = floor.aloud("登記 健保卡要換eID 下週五前")
    assert card.title == "和 1 很像"
    assert floor.case_count() == 1
    assert labels(floor.says(card.in_private)) == ["看 1", "仍要登記"]


def test_a_similar_case_that_a_group_may_not_see_is_not_named_there(floor: Floor) -> None:
    floor.says("登記 健保卡換eID")
    card = floor.aside("登記 健保卡要換eID", where=CROSS)
    assert card.title == "和 1 很像"


def test_a_similar_case_of_another_ministry_is_not_betrayed(floor: Floor) -> None:
    floor.says("登記 健保卡換eID")
    assert floor.says("登記 健保卡換eID", by="大毛").number == "115-0002"


def test_an_own_case_registered_before_others_shows_no_content_there(floor: Floor) -> None:
    card = floor.aloud("登記 長官交辦 菸捐說明", where=CROSS)
    assert card.body == "1 已登記，僅本機關；內容請私訊看。"
    assert (card.title, card.facts) == ("", ())


def test_persons_of_a_ministry_are_not_shown_to_others(floor: Floor) -> None:
    card = floor.aloud("登記 提點子 動物保護法加重罰則", where=CROSS)
    assert "承辦" not in facts(card)
    assert "承辦" not in facts(floor.says("案件 1", by="大毛"))


def test_the_same_message_opens_one_case(floor: Floor) -> None:
    for _ in range(5):
        floor.group("登記 公園夜間噪音", message_id="same")
    assert floor.case_count() == 1


def test_numbers_follow_each_other_and_begin_anew_each_year(floor: Floor) -> None:
    for subject in ("公園夜間噪音", "長照給付標準"):
        floor.says(f"登記 {subject}")
    floor.waits(days=30)
    assert floor.says("登記 身分證格式改版").number == "116-0001"
    assert floor.says("案件 1").number == "116-0001"
    assert floor.says("案件 115-0001").title == "公園夜間噪音"
    assert floor.says("案件 2").number == "115-0002"


def test_a_day_that_just_passed_is_asked_back(floor: Floor) -> None:
    card = floor.says("登記 公園夜間噪音 12/1前要")
    assert card.body == "1 已登記。12/1（二）剛過，期限是哪一天？"
    assert floor.case().due_at is None
    assert facts(floor.taps(card, "116/12/01"))["期限"].startswith("116/12/01（三）")


def test_in_a_group_that_question_waits_for_one_to_one(floor: Floor) -> None:
    card = floor.aloud("登記 公園夜間噪音 12/1前要")
    assert card.title == "公園夜間噪音"
    assert labels(floor.says(card.in_private)) == ["115/12/01", "116/12/01"]


def test_a_secret_case_holds_no_content(floor: Floor) -> None:
    card = floor.says("登記 密件 某國訪團行程 請洽 北美司")
    assert card.body == "有一件，請洽北美司。"
    case = floor.case()
    assert (case.subject, case.secrecy, case.ask_unit) == ("", Secrecy.SECRET, "北美司")
    assert floor.says("登記 密件").body == "有一件，請洽衛福部綜合規劃司。"


@pytest.mark.parametrize(
    "line", ["登記 敏感 校長遴選", "登記 校長遴選 密件", "登記 校長遴選（敏感）"]
)
def test_secrets_are_refused_in_a_group_before_anything_is_stored(floor: Floor, line: str) -> None:
    card = floor.aside(line)
    assert "我沒存；群組訊息請自行收回" in card.body
    assert floor.case_count() == 0


def test_business_units_do_not_register(floor: Floor) -> None:
    assert "請找" in floor.says("登記 公園夜間噪音", by="科員").body
    assert floor.case_count() == 0


def test_any_order_says_the_same(floor: Floor) -> None:
    pieces = ("健保卡換發", "主辦 衛福部", "協辦 內政部", "期限 12/16", "諮詢")
    for turn, order in enumerate(itertools.islice(itertools.permutations(pieces), 0, 120, 17), 1):
        card = floor.says(f"登記 {' '.join(order)} 仍要登記")
        assert card.number == f"115-{turn:04}"
        assert (card.title, card.kind) == ("健保卡換發", CaseKind.ENQUIRY.value), order
        said = facts(card)
        assert said["主辦"] == "衛福部", order
        assert said["協辦"] == "內政部 建議（衛福部登記，非正式分案）", order
        assert said["期限"] == "12/16（三）還有 6 個工作天", order


def test_real_titles_of_join_are_registered_as_they_stand(
    floor: Floor, shared_folder: Path
) -> None:
    with gzip.open(shared_folder / "domain/join/ideas.csv.gz", "rt", encoding="utf-8") as file:
        titles = [" ".join(row["title"].split()) for row in csv.DictReader(file)]
    sample = titles[:: len(titles) // 40]
    for title in sample:
        card = floor.says(f"登記 提點子 {title} 仍要登記")
        assert card.kind == "提點子", title
        assert card.title == title.strip(" ，,。；;：:、"), title


def test_an_own_case_that_speaks_of_the_same_is_told_on_the_new_card(floor: Floor) -> None:
    floor.says("登記 菸捐調整後的分配說明")
    card = floor.aloud("登記 菸捐那件 長官說下週三前要有說法 國健署先擬")
    assert (card.title, card.alt) == ("菸捐", "2 已登記")
    assert card.body == "1 也提到「菸捐」；是同一件的話：註銷 2"
    assert floor.says("註銷 2").alt == "2 已註銷"


def test_what_may_not_be_read_is_not_told_as_alike(floor: Floor) -> None:
    floor.says("登記 菸捐調整後的分配說明")
    assert floor.says("登記 菸捐", by="大毛").body == ""
    assert "115-0001" not in str(floor.aloud("登記 提點子 菸捐", where=CROSS))
    floor.says("登記 敏感 育嬰留停爭議")
    assert floor.says("登記 育嬰").body == ""


def test_a_link_pasted_again_with_its_title_fills_the_title(floor: Floor) -> None:
    floor.says(f"登記 {LINK}")
    card = floor.says(f"登記 提點子 長照接送跨縣市 主辦 衛福部 {LINK}")
    assert (card.number, card.title) == ("115-0001", "長照接送跨縣市")
    assert card.body == "已經登記過了，題目補上了。其他沒有動；要改用：更新 1"
    again = floor.says(f"登記 別的題目 {LINK}")
    assert (again.title, again.body) == ("長照接送跨縣市", "已經登記過了。")
    floor.says("復原")
    assert floor.case().subject.endswith("（題目待補）")


def test_another_ministry_does_not_change_the_title(floor: Floor) -> None:
    floor.says(f"登記 {LINK}")
    card = floor.says(f"登記 長照接送跨縣市 {LINK}", by="大毛")
    assert (card.number, card.body) == ("115-0001", "已經登記過了。")
    assert card.title.endswith("（題目待補）")


def test_a_deadline_that_lies_behind_is_kept_and_pointed_out(floor: Floor) -> None:
    card = floor.says("登記 公園夜間噪音 期限 昨天")
    assert facts(card)["期限"] == "12/7（一）已過 1 個工作天"
    assert card.body == "期限照記，但這天已經過了。"
