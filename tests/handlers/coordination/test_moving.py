"""PO 之間 → 國發會 → 政委辦公室: a person presses, with a reason; nothing moves by itself."""

import pytest

from tests.handlers.coordination.conftest import Table, labels


def send(table: Table, text: str, by: str) -> None:
    table.taps(table.says(text, by), "送出", by)


def test_a_step_is_previewed_and_those_involved_hear_of_it(table: Table) -> None:
    preview = table.says("送協調 1 國發會 兩機關依據不同", "阿宏")
    assert (preview.title, preview.body) == ("請國發會協調？", "原因：兩機關依據不同")
    assert table.heard("阿菊") == []
    assert table.says("協調單 1").flag == "PO 之間"
    card = table.taps(preview, "送出", "阿宏")
    assert card.flag == "國發會"
    assert ("現在", "12/7（一） 送國發會：兩機關依據不同") in [
        (f.label, f.value) for f in card.facts
    ]
    for name in ("阿菊", "數數", "小發"):
        (notice,) = table.heard(name)
        assert "內政部送請國發會協調" in notice.body
        assert labels(notice) == ["看協調單"]
    assert table.heard("旁人") == []
    assert "歷程：\n12/7（一） 送國發會：兩機關依據不同" in card.copy_text


def test_only_the_hub_goes_on_to_the_minister(table: Table) -> None:
    assert "先請國發會協調" in table.says("送協調 1 政委辦公室 太久了").body
    send(table, "送協調 1 國發會 兩機關依據不同", "阿宏")
    assert table.says("送協調 1 政委辦公室 談不攏").body == "這一步由國發會送"
    assert table.says("送協調 1 國發會 再一次").body == "現在就在這一步"
    send(table, "送協調 1 政委 會議兩次未決", "小發")
    card = table.says("協調單 1")
    assert card.flag == "政委辦公室"
    assert card.copy_text.count("送") == 2


def test_both_press_at_once_and_it_moves_once(table: Table) -> None:
    mine = table.says("送協調 1 國發會 依據不同")
    theirs = table.says("送協調 1 國發會 期程不同", "阿宏")
    table.taps(mine, "送出")
    assert table.taps(theirs, "送出", "阿宏").body == "現在就在這一步"
    assert "期程不同" not in table.says("協調單 1").copy_text


def test_a_case_of_few_becomes_visible_to_the_hub_when_it_is_sent_there(table: Table) -> None:
    table.says("登記 長官交辦 菸捐分配 協辦 內政部")
    assert table.says("協調單 2", "小發").body == "查無 2"
    send(table, "送協調 2 國發會 權責不清", "阿宏")
    assert table.says("協調單 2", "小發").flag == "國發會"
    assert "國發會看得到這一件" in str(table.says("歷程 2"))


def test_the_day_of_a_step_passes_and_only_a_word_is_said(table: Table) -> None:
    send(table, "送協調 1 國發會 兩機關依據不同", "阿宏")
    table.until("2026-12-21 12:00:00")
    (card,) = table.heard("阿宏")
    assert card.items[0].title == "1　協調預定到今天，可以看看協調單"
    assert table.heard("阿菊") == []
    table.passes(days=20)
    assert table.says("協調單 1").flag == "國發會"


def test_how_long_a_step_takes_is_a_setting(table: Table) -> None:
    assert table.says("協調天數 國發會 5", "小發").body.startswith(
        "國發會預定 5 個工作天，政委辦公室不訂天數。"
    )
    assert "由國發會處理" in table.says("協調天數 國發會 5").body
    assert "改協調天數" in str(table.says("稽核", "小發"))
    table.says("登記 提點子 晶片卡 協辦 內政部")
    send(table, "送協調 2 國發會 兩機關依據不同", "阿宏")
    facts = {fact.label: fact.value for fact in table.says("協調單 2").facts}
    assert facts["預定"] == "12/14（一）前談妥（參考）"
    table.says("協調天數 國發會 0", "小發")
    send(table, "送協調 1 國發會 兩機關依據不同", "阿宏")
    assert "預定" not in [fact.label for fact in table.says("協調單 1").facts]


def test_who_is_away_in_the_morning_is_not_told_at_night(table: Table) -> None:
    table.says("請假 12/8-12/9 代理 小代", "阿宏")
    table.until("2026-12-07 21:00:00")
    send(table, "送協調 1 國發會 兩機關依據不同", "阿菊")
    table.until("2026-12-08 09:00:00")
    assert table.heard("阿宏") == []
    assert len(table.heard("小代")) == 1


def test_at_night_a_step_is_taken_and_the_others_hear_in_the_morning(table: Table) -> None:
    table.until("2026-12-07 21:00:00")
    send(table, "送協調 1 國發會 兩機關依據不同", "阿宏")
    assert table.heard("阿菊") == []
    table.until("2026-12-08 08:00:00")
    assert table.heard("阿菊") == []
    table.until("2026-12-08 09:00:00")
    assert len(table.heard("阿菊")) == 1


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        ("送協調 1", "要送到哪裡？"),
        ("送協調 1 國發會", "請寫一句原因，會記在協調單上"),
        (f"送協調 1 國發會 {'因' * 101}", "原因最多 100 個字，這次沒有存"),
        ("送協調 1 國發會 請洽 0912-345-678", "裡面有手機號碼，我沒存"),
    ],
)
def test_what_is_missing_is_asked_for(table: Table, says: str, shows: str) -> None:
    assert table.says(says, "阿宏").body == shows
