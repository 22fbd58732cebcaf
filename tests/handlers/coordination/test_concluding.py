"""協調結論: proposed, confirmed by one tap each, then agreed: history, reminders, a page."""

import pytest

from bot.message import Card
from storage.records.officers import Role
from tests.handlers.coordination.conftest import Table, labels

TEXT = "1 協調結論 衛福部 聯絡提案人 12/20；內政部 提供資料 12/15"


def propose(table: Table, text: str = TEXT, by: str = "阿菊") -> Card:
    return table.taps(table.says(text, by), "送出", by)


def rows(card: Card) -> list[str]:
    return [fact.value for fact in card.facts if fact.label == "結論"]


def test_each_agency_confirms_by_one_tap_and_then_it_is_agreed(table: Table) -> None:
    preview = table.says(TEXT)
    assert preview.body == "・衛福部 聯絡提案人，12/20（日）前\n・內政部 提供資料，12/15（二）前"
    assert table.heard("阿宏") == []
    card = table.taps(preview, "送出")
    assert rows(card) == [
        "衛福部 聯絡提案人，12/20（日）前・已確認",
        "內政部 提供資料，12/15（二）前・待確認",
    ]
    (notice,) = table.heard("阿宏")
    assert notice.body == "協調結論裡貴機關的部分：提供資料，12/15（二）前。這樣可以嗎？"
    assert table.heard("數數") == []
    assert not any("協調結論" in line for line in table.history())
    confirmed = table.taps(notice, "確認", "阿宏")
    assert "各機關都確認，已寫進案件歷程" in confirmed.body
    assert table.history()[0] == (
        "協調結論：衛福部 聯絡提案人，12/20（日）前；內政部 提供資料，12/15（二）前"
    )
    assert confirmed.flag == "已有結論"
    (told,) = table.heard("阿菊")
    assert labels(told) == ["結論簽稿", "看協調單"]


def test_a_second_tap_changes_nothing(table: Table) -> None:
    propose(table)
    table.says("協調確認 1", "阿宏")
    assert "確認了" in table.says("協調確認 1", "阿宏").body
    assert table.heard("阿菊") == []
    assert sum("協調結論" in line for line in table.history()) == 1


def test_what_was_agreed_is_remembered_the_working_day_before(table: Table) -> None:
    propose(table)
    table.says("協調確認 1", "阿宏")
    table.until("2026-12-14 12:00:00")
    (card,) = table.heard("阿宏")
    assert (card.items[0].title, card.items[0].text) == ("1　協調結論：提供資料", "12/15（二）")
    table.until("2026-12-18 12:00:00")
    assert [i.title for card in table.heard("阿菊") for i in card.items] == [
        "1　協調結論：聯絡提案人"
    ]


def test_the_page_is_ready_to_be_pasted(table: Table) -> None:
    table.says("1 我們負責 卡片製發 依據 全民健康保險法第16條")
    table.taps(table.says("送協調 1 國發會 兩機關依據不同", "阿宏"), "送出", "阿宏")
    propose(table)
    draft = table.says("協調簽稿 1")
    assert "協調結論（草案，尚待機關確認）：" in draft.copy_text
    table.says("協調確認 1", "阿宏")
    assert table.says("協調簽稿 1", "阿宏").copy_text == (
        "簽　於內政部　115年12月7日\n"
        "主旨：有關「健保卡換發」一案主協辦分工協調結論，簽請鑒核。\n"
        "說明：\n"
        "一、本案（案號115-0001）自115年12月7日起由相關機關協調分工。\n"
        "　（一）115年12月7日移請國發會協調：兩機關依據不同。\n"
        "二、各機關說明：\n"
        "　（一）衛生福利部表示負責：卡片製發（依據：全民健康保險法第16條）。\n"
        "三、協調結論（115年12月7日經各機關確認）：\n"
        "　（一）衛生福利部：聯絡提案人，115年12月20日前。\n"
        "　（二）內政部：提供資料，115年12月15日前。\n"
        "四、主辦機關係負責聯絡提案人與定期回應，與政策主責無關。\n"
        "擬辦：奉核後，依協調結論辦理。\n"
        "敬陳　（請填寫）"
    )


def test_an_objection_goes_to_who_proposed_and_a_new_conclusion_starts_over(table: Table) -> None:
    propose(table)
    (notice,) = table.heard("阿宏")
    assert table.taps(notice, "有意見", "阿宏").body == "請寫一句意見"
    table.says("協調異議 1 12/15 來不及，12/20 可以", "阿宏")
    (told,) = table.heard("阿菊")
    assert told.body.startswith("內政部對結論有意見：12/15 來不及，12/20 可以。")
    assert rows(table.says("協調單 1"))[1].endswith("意見：12/15 來不及，12/20 可以")
    again = propose(table, "1 協調結論 衛福部 聯絡提案人 12/20，內政部 提供資料 12/20")
    assert [row.rsplit("・", 1)[1] for row in rows(again)] == ["已確認", "待確認"]
    table.says("協調確認 1", "阿宏")
    assert "內政部 提供資料，12/20" in table.history()[0]
    assert table.says("協調異議 1 反悔", "阿宏").body == "1 的結論各機關都確認了"


def test_the_reminders_of_a_conclusion_that_was_replaced_do_not_come(table: Table) -> None:
    propose(table)
    table.says("協調確認 1", "阿宏")
    propose(table, "1 協調結論 內政部 提供資料 12/25")
    table.says("協調確認 1", "阿宏")
    table.until("2026-12-16 00:00:00")
    assert table.heard("阿宏") == []


def test_for_an_agency_without_anybody_somebody_notes_the_telephone_call(table: Table) -> None:
    propose(table, "1 協調結論 農業部 提供資料；衛福部 彙整")
    assert "尚待" in table.says("協調簽稿 1").copy_text
    card = table.says("協調確認 1 農業部 電話確認")
    assert rows(card)[0] == "農業部 提供資料・電話確認"
    assert "農業部 提供資料" in table.history()[0]
    propose(table)
    assert table.says("協調確認 1 內政部 電話確認").body.startswith("內政部有人在用小幫手")


def test_the_deputy_is_asked_while_the_officer_is_away(table: Table) -> None:
    table.says("請假 12/7-12/9 代理 小代", "阿宏")
    propose(table)
    assert table.heard("阿宏") == []
    (notice,) = table.heard("小代")
    assert "各機關都確認" in table.taps(notice, "確認", "小代").body


def test_a_sensitive_case_is_told_by_its_number_only(table: Table) -> None:
    table.says("標記 1 敏感")
    table.says("加人 1 阿宏 內政部")
    propose(table)
    (notice,) = table.heard("阿宏")
    assert notice.body == "1 有新進度，按下面看。"
    assert "提供資料" not in str(notice)
    assert "提供資料" in str(table.taps(notice, "看協調單", "阿宏"))


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("協調結論 1", "1 還沒有協調結論"),
        ("協調結論 1 我們 提供資料 12/15", "「我們 提供資料 12/15」是哪個機關？"),
        ("協調結論 1 內政部 12/15", "內政部做什麼？"),
        ("協調結論 1 財政部 出錢 12/15", "財政部還不在 1 的分工裡"),
        ("協調結論 1 內政部 提供資料 2/30", "沒有「2/30」這一天"),
        ("協調結論 1 內政部 提供資料 12/1", "「12/1」剛過，是哪一年？"),
        (f"協調結論 1 {'；'.join(['內政部 提供資料'] * 11)}", "一次最多 10 列"),
        (f"協調結論 1 內政部 {'資' * 240}", "結論最多 240 個字，這次沒有存"),
        ("協調確認 1", "1 還沒有協調結論"),
        ("協調簽稿 1", "1 還沒有協調結論"),
    ],
)
def test_what_cannot_be_read_is_told_with_a_hint(table: Table, says: str, shows: str) -> None:
    card = table.says(says)
    assert card.body == shows
    assert card.note


def test_an_agency_that_is_not_named_has_nothing_to_confirm(table: Table) -> None:
    propose(table)
    assert table.says("協調確認 1", "數數").body == "1 的結論沒有貴機關的事"
    assert "確認結論" not in labels(table.says("協調單 1", "數數"))


def test_the_hub_proposes_too_and_confirms_for_nobody(table: Table) -> None:
    card = propose(table, TEXT, "小發")
    assert [row.rsplit("・", 1)[1] for row in rows(card)] == ["待確認", "待確認"]
    assert len(table.heard("阿菊")) == 1
    assert table.says("協調確認 1", "小發").body == "1 的結論沒有貴機關的事"


def test_a_colleague_of_the_same_agency_may_confirm(table: Table) -> None:
    table.world.officer("小組", "內政部", Role.TEAM)
    propose(table)
    assert "各機關都確認" in table.says("協調確認 1", "小組").body


def test_what_one_agency_takes_upon_itself_is_not_said_to_be_everybodys_word(
    table: Table,
) -> None:
    propose(table)
    table.says("協調確認 1", "阿宏")
    card = propose(table, "1 協調結論 衛福部 全部負責 12/20")
    assert card.body == "結論寫進案件歷程了。"
    (told,) = table.heard("阿宏")
    assert told.body == "1 的協調結論：衛福部 全部負責，12/20（日）前。有別的想法可以再提。"
    assert "衛生福利部提出）" in table.says("協調簽稿 1").copy_text
    # And of what 內政部 had agreed to before it is not reminded
    table.until("2026-12-16 12:00:00")
    assert table.heard("阿宏") == []


def test_who_has_no_part_in_a_new_conclusion_hears_of_it(table: Table) -> None:
    propose(table)
    propose(table, "1 協調結論 衛福部 聯絡提案人 12/20；數位部 介接 12/18")
    (told,) = table.heard("阿宏")
    assert told.body == "1 的協調結論改寫了，這次沒有貴機關的部分。"
    assert len(table.heard("數數")) == 1


def test_the_hub_that_was_asked_hears_that_it_is_settled(table: Table) -> None:
    table.taps(table.says("送協調 1 國發會 兩機關依據不同"), "送出")
    propose(table)
    table.says("協調確認 1", "阿宏")
    (told,) = table.heard("小發")
    assert told.body == "1 的協調結論，各機關都確認了，謝謝。"


def test_nothing_is_left_of_a_conclusion_when_its_case_becomes_secret(table: Table) -> None:
    propose(table)
    table.says("協調確認 1", "阿宏")
    table.says("提醒 1 12/14 15:00 和內政部對資料")
    table.taps(table.says("標記 1 密件 請洽 綜規司"), "確定改為密件")
    with table.world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        kept = uow.reminders.of_case(case.id)
    assert len(kept) == 4  # two of the conclusion; one's own, and the word before it
    assert {reminder.text for reminder in kept} == {""}
    table.until("2026-12-21 12:00:00")
    assert table.heard("阿宏") == []
    told = [item for card in table.heard("阿菊") for item in card.items]
    assert "對資料" not in str(told)
    assert "提供資料" not in str(told)


def test_a_second_tap_on_send_asks_nobody_to_confirm_anew(table: Table) -> None:
    preview = table.says(TEXT)
    table.taps(preview, "送出")
    table.says("協調異議 1 12/20 可以", "阿宏")
    card = table.taps(preview, "送出")
    assert card.body == "這份結論已經送出過了。"
    assert rows(card)[1].endswith("意見：12/20 可以")
    assert table.heard("阿宏") == []


def test_an_old_card_confirms_nothing_that_it_did_not_show(table: Table) -> None:
    propose(table)
    (old,) = table.heard("阿宏")
    table.passes(minutes=5)
    propose(table, "1 協調結論 衛福部 聯絡提案人 12/20；內政部 提供全部資料 12/10")
    (new,) = table.heard("阿宏")
    card = table.taps(old, "確認", "阿宏")
    assert card.body == "結論改過了，請看一下再按。"
    assert rows(card)[1] == "內政部 提供全部資料，12/10（四）前・待確認"
    assert "各機關都確認" in table.taps(new, "確認", "阿宏").body
