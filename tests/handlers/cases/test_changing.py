"""更新, 指派, 結案, 重啟, 註銷, 備註, 連結."""

import pytest

from storage.records.cases import Stage
from tests.handlers.cases.conftest import CROSS, Floor, facts, labels

LINK = "https://join.gov.tw/idea/detail/ef7dfc73-465a-4f32-9835-c2695ad75f7b"


@pytest.fixture
def petition(floor: Floor) -> Floor:
    floor.says("登記 提點子 動物保護法加重罰則 附議中")
    return floor


@pytest.fixture
def errand(floor: Floor) -> Floor:
    floor.says("登記 菸捐那件 長官說下週三前要有說法")
    return floor


def test_a_stage_is_told_as_people_say_it(petition: Floor) -> None:
    card = petition.says("1 成案了 12/8")
    assert facts(card)["階段"] == "已成案"
    assert card.body.startswith("成案 12/8（二）（您輸入，待 Join 確認）。公告期程 12/17（四）、")


def test_a_stage_that_cannot_follow_is_refused_with_what_can(petition: Floor) -> None:
    card = petition.says("更新 1 階段 期滿待綜整")
    assert card.body.startswith("現在是附議中，不能直接改成期滿待綜整")
    assert "已成案" in card.note
    assert petition.case().stage is Stage.ENDORSING


def test_a_bare_update_offers_the_next_stages(petition: Floor) -> None:
    card = petition.says("更新 1")
    assert labels(card) == ["已成案", "研商中", "已回應", "後續進度"]
    assert petition.taps(card, "已成案").number == "115-0001"
    assert petition.case().stage is Stage.PASSED


@pytest.mark.parametrize(
    ("line", "label", "value"),
    [
        ("更新 1 期限 下週五", "長官期限", "12/18（五）還有 8 個工作天"),
        ("更新 1 下週五下班前", "長官期限", "12/18（五）17:00 還有 8 個工作天"),
        ("更新 1 案由 菸捐分配說明 先擬 綜規司", "先擬", "綜規司"),
        ("更新 1 主辦 財政部", "共同主辦", "衛福部；財政部 建議（衛福部登記，非正式分案）"),
        ("改 1 協辦 財政部", "協辦", "財政部 建議（衛福部登記，非正式分案）"),
        ("更新 1 階段 已回覆", "階段", "已回覆"),
    ],
)
def test_one_line_changes_one_thing(errand: Floor, line: str, label: str, value: str) -> None:
    assert facts(errand.says(line))[label] == value


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ("1 改到12/18", "12/18（五）"),
        ("1延到下週三", "12/16（三）"),
        ("延期 1 下週四", "12/17（四）"),
        ("把1的期限改成下週五", "12/18（五）"),
        ("1期限延一週", "12/23（三）"),
        ("1 延兩天", "12/18（五）"),
        ("更新 1 期限延三個工作天", "12/21（一）"),
    ],
)
def test_a_deadline_moves_in_the_words_people_use(errand: Floor, line: str, due: str) -> None:
    assert facts(errand.says(line))["長官期限"].startswith(due)


def test_a_delay_keeps_the_hour_and_counts_from_today_without_a_deadline(errand: Floor) -> None:
    errand.says("更新 1 期限 12/16 17:00")
    assert "12/18（五）17:00" in facts(errand.says("1 延兩天"))["長官期限"]
    errand.says("更新 1 期限 無")
    assert facts(errand.says("1 延一週"))["長官期限"].startswith("12/15（二）")


def test_a_case_is_given_to_a_colleague_in_plain_words(errand: Floor) -> None:
    errand.says("1給小陳處理")
    assert facts(errand.says("1"))["承辦"] == "小陳"


def test_the_subject_and_the_deadline_change_together(errand: Floor) -> None:
    card = errand.says("更新 1 案由 菸捐分配說明 期限 無")
    assert card.title == "菸捐分配說明"
    assert "長官期限" not in facts(card)
    assert card.body == "已更新：案由、取消期限。"


def test_what_says_nothing_to_change_changes_nothing(errand: Floor) -> None:
    before = errand.case()
    card = errand.says("更新 1 再看看吧")
    assert card.body == "看不出要改哪裡"
    assert errand.case() == before


def test_an_officer_edits_only_the_own_agencys_case(petition: Floor) -> None:
    for line in ("更新 1 階段 已成案", "結案 1 參採", "註銷 1", "指派 1 大毛", "連結 1 " + LINK):
        card = petition.says(line, by="大毛")
        assert card.body == "這件由衛福部登記，要請衛福部改", line
        assert "找 衛福部" in card.note
    assert petition.case().version == 1


def test_a_case_is_handed_to_a_colleague_by_nickname(errand: Floor) -> None:
    assert facts(errand.says("指派 1 小陳"))["承辦"] == "小陳"
    assert facts(errand.says("指派 1 我", by="小陳"))["承辦"] == "小陳"
    assert "名冊" in errand.says("指派 1 大毛").body


def test_handing_over_without_a_name_offers_the_colleagues(errand: Floor) -> None:
    card = errand.says("指派 1")
    assert set(labels(card)) == {"小陳", "科員"}
    assert facts(errand.taps(card, "小陳"))["承辦"] == "小陳"


def test_closing_asks_for_a_result_and_keeps_it(errand: Floor) -> None:
    card = errand.says("結案 1")
    assert labels(card) == ["已回覆", "已辦理", "免辦"]
    assert errand.case().closed_at is None
    closed = errand.taps(card, "已回覆")
    assert (facts(closed)["結果"], closed.body) == ("已回覆", "12/8（二）已結案。")
    assert errand.case().stage is Stage.CLOSED


def test_two_people_who_close_the_same_case_get_one_clear_sentence(errand: Floor) -> None:
    button = errand.says("結案 1")
    errand.taps(button, "已回覆", by="小陳")
    late = errand.taps(button, "已辦理")
    assert late.body == "1 已經結案了"
    assert errand.case().result == "已回覆"


def test_a_petition_that_passed_is_answered_before_it_is_closed(petition: Floor) -> None:
    petition.says("更新 1 已成案")
    assert "公開回應之後才能結案" in petition.says("結案 1 參採").body
    petition.says("更新 1 已回應")
    petition.says("結案 1 部分參採")
    assert petition.case().stage is Stage.RELEASED


def test_a_petition_that_was_settled_early_keeps_its_stage(petition: Floor) -> None:
    petition.says("結案 1 成案前已處理")
    case = petition.case()
    assert (case.stage, case.result) == (Stage.ENDORSING, "成案前已處理")


def test_an_end_stage_closes_and_reopening_leads_back(petition: Floor) -> None:
    petition.says("更新 1 未成案")
    assert petition.case().closed_at is not None
    assert petition.says("更新 1 已成案").body == "1 已經結案了"
    assert facts(petition.says("重啟 1"))["階段"] == "附議中"
    assert petition.says("重啟 1").body == "1 還在辦理中"


def test_a_cancelled_case_keeps_its_number(errand: Floor) -> None:
    card = errand.says("註銷 1")
    assert card.body == "12/8（二）已註銷，案號保留。"
    assert errand.says("登記 公園夜間噪音").number == "115-0002"
    assert errand.says("查詢 菸捐").body.startswith("查無")
    assert errand.says("更新 1 期限 下週五").body == "1 已經註銷了"
    assert errand.says("重啟 1").body == "已重啟。"


def test_a_button_of_last_month_still_means_its_own_case(errand: Floor) -> None:
    old = errand.says("案件 1")
    errand.waits(days=40)
    errand.says("登記 身分證格式改版")  # 116-0001
    card = errand.taps(old, "備註")
    assert card.body == "115-0001 要記什麼？"
    assert errand.says("結案 115-0001 已回覆").title == "菸捐"
    assert errand.taps(old, "更新").body == "115-0001 已經結案了"


def test_notes_stay_in_the_own_agency_unless_shared(petition: Floor) -> None:
    petition.says("備註 1 長官傾向不推")
    petition.says("備註 1 共用 資料已上網")
    petition.says("備註 1 我們先觀望", by="大毛")
    ours = [item.text for item in petition.says("案件 1").items]
    theirs = [item.text for item in petition.says("案件 1", by="大毛").items]
    assert ours == ["長官傾向不推", "資料已上網"]
    assert theirs == ["資料已上網", "我們先觀望"]
    assert petition.aloud("案件 1", where=CROSS).items == ()


def test_a_note_keeps_its_lines(petition: Floor) -> None:
    petition.says("備註 1 第一點\n第二點")
    assert petition.says("案件 1").items[0].text == "第一點\n第二點"


def test_links_are_added_and_join_ids_belong_to_one_case(petition: Floor) -> None:
    petition.says(f"連結 1 {LINK}")
    petition.says("連結 1 https://example.gov.tw/a")
    case = petition.case()
    assert case.join_id == "ef7dfc73-465a-4f32-9835-c2695ad75f7b"
    assert case.links == (LINK, "https://example.gov.tw/a")
    petition.says("登記 提點子 另一件")
    assert petition.says(f"連結 2 {LINK}").body == "這個連結已經登記在 115-0001"
    assert petition.says("連結 1 javascript:alert(1)").body == "看不到網址"


def test_in_a_group_changes_are_made_aloud_and_questions_asked_aside(errand: Floor) -> None:
    assert errand.aloud("更新 1 期限 下週五").alt == "1 已更新"
    assert errand.aloud("結案 1").in_private == "1"
    assert errand.aside("更新 1 不知道").body == "看不出要改哪裡"


@pytest.mark.parametrize("line", ["更新 1 結案", "更新 1 階段 結案"])
def test_closing_by_update_asks_for_the_same_result(errand: Floor, line: str) -> None:
    card = errand.says(line)
    assert (card.body, labels(card)) == (
        "1 的結果是？也可以自己寫一句：結案 1 結果",
        ["已回覆", "已辦理", "免辦"],
    )
    assert errand.case().closed_at is None
    assert facts(errand.taps(card, "已辦理"))["結果"] == "已辦理"


@pytest.mark.parametrize("line", ["更新 1 結案 結果 已回覆立委", "更新 1 階段 結案 已回覆立委"])
def test_a_result_said_with_the_update_is_kept(errand: Floor, line: str) -> None:
    assert facts(errand.says(line))["結果"] == "已回覆立委"
    assert errand.case().stage is Stage.CLOSED


def test_a_petition_is_released_with_a_result_and_not_passed_is_one(petition: Floor) -> None:
    petition.says("更新 1 已回應")
    card = petition.says("更新 1 解除列管")
    assert labels(card)[:2] == ["參採", "部分參採"]
    petition.taps(card, "部分參採")
    assert (petition.case().stage, petition.case().result) == (Stage.RELEASED, "部分參採")
    petition.says("登記 提點子 公園夜間噪音")
    assert facts(petition.says("更新 2 不受理"))["結果"] == "不受理"


def test_words_that_change_nothing_are_told(errand: Floor) -> None:
    card = errand.says("更新 1 階段 已回覆 順便請小美影印")
    assert card.body == (
        "已更新：階段 處理中 → 已回覆。"
        "「順便請小美影印」看不出要改什麼，沒有動；要留話用：備註 1 內容"
    )
    for line in ("更新 1 期限 改成 下週五 謝謝", "更新 1 的期限改到12/25", "更新 1 先擬 國健署"):
        assert "沒有動" not in errand.says(line).body, line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("更新 1 期限 昨天", "已更新：期限 12/7（一）。這天已經過了。"),
        ("更新 1 期限 115/11/30", "已更新：期限 11/30（一）。這天已經過了。"),
        ("更新 1 期限 今天8:30", "已更新：期限 12/8（二）08:30。這個時間已經過了。"),
        ("更新 1 期限 明天", "已更新：期限 12/9（三）。"),
    ],
)
def test_a_deadline_that_lies_behind_is_pointed_out(errand: Floor, line: str, told: str) -> None:
    assert errand.says(line).body == told


def test_who_holds_the_case_already_is_told_so(errand: Floor) -> None:
    assert errand.says("指派 1 我").body == "本來就是您承辦。"
    assert errand.says("指派 1 阿菊", by="小陳").body == "本來就是阿菊承辦。"
    assert errand.case().version == 1


def test_people_of_an_agency_below_are_not_given_the_case_but_named(errand: Floor) -> None:
    card = errand.says("指派 1 阿健")
    assert card.body == "阿健在國健署；這一件只能給衛福部的同仁"
    assert card.note == "請國健署先擬，可寫：更新 115-0001 先擬 國健署"
    assert facts(errand.says("更新 115-0001 先擬 國健署"))["先擬"] == "國健署"


def test_the_only_officer_of_an_agency_learns_how_to_add_one(floor: Floor) -> None:
    floor.says("登記 戶政流程圖解", by="大毛")
    card = floor.says("指派 1", by="大毛")
    assert card.body == "內政部的同仁名單只有您。加同仁：新增同仁 姓名 業務單位"


def test_a_link_is_confirmed_on_the_card(errand: Floor) -> None:
    card = errand.says("連結 1 https://example.gov.tw/a")
    assert card.body == "已加連結：\nhttps://example.gov.tw/a"


def test_what_is_so_already_is_said_to_be_so(petition: Floor) -> None:
    petition.says("1 成案了 12/8")
    assert petition.says("1 成案了12/8").body == "1 已經是這樣（已成案），沒有改"


def test_a_day_may_come_with_its_reason(petition: Floor) -> None:
    card = petition.says("1 延到12/30 因為要跨部會協調")
    assert facts(card)["期限"].startswith("12/30（三）")
    assert "「要跨部會協調」看不出要改什麼" in card.body
