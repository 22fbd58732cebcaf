"""點名: one question, privately, in working hours; counts in the group, a table for who asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from handlers.coordination.jobs import ask_and_report
from storage.records.officers import Role
from tests.handlers.coordination.conftest import Table, entries, labels

WHO_COMES = "1 點名 12/20 會前會誰出席 12/15前"


def ask(table: Table, text: str = WHO_COMES) -> None:
    """Ask, and let the clock carry it to the agencies."""
    table.taps(table.says(text), "送出")
    table.passes(minutes=1)


def test_a_preview_says_who_is_asked_and_who_cannot_be(table: Table) -> None:
    card = table.says(WHO_COMES)
    assert card.title == "12/20 會前會誰出席"
    assert [(f.label, f.value) for f in card.facts] == [
        ("問", "內政部、數位部、農業部"),
        ("期限", "12/15（二）前"),
    ]
    assert card.body == "沒有人在用小幫手：農業部，請打電話。"
    table.passes(hours=1)
    assert table.heard("阿宏") == []


def test_each_agency_is_asked_privately_and_answers_by_a_tap(table: Table) -> None:
    ask(table)
    assert table.heard("阿菊") == table.heard("旁人") == table.heard("小代") == []
    (question,) = table.heard("阿宏")
    assert question.title == "衛福部想請問：12/20 會前會誰出席"
    assert labels(question) == ["會出席", "不出席", "待確認"]
    assert table.taps(question, "會出席", "阿宏").body == (
        "記下了，謝謝：會出席。只有衛福部看得到，要改再答一次就好。"
    )
    card = table.says("點名進度 1")
    assert entries(card) == {
        "內政部": "會出席　12/7（一）10:01",
        "農業部": "未聯絡上，名冊沒有電話",
        "數位部": "待答",
    }
    assert card.body == "3 個機關答了 1 個，1 個未聯絡上。"
    assert "內政部：會出席　12/7（一）10:01" in card.copy_text


def test_a_group_reads_counts_and_no_names(table: Table) -> None:
    group = table.world.group("跨部會群組", enabled_by="阿菊", scope="跨部會")
    ask(table)
    table.says("1 會出席", "阿宏")
    card = group.says("#點名進度 1", by="阿菊")
    assert card is not None
    assert card.body == "1 第 1 題：3 個機關答了 1 個，1 個未聯絡上。"
    for name in ("內政部", "數位部", "農業部", "會出席"):
        assert name not in str(card)
    asked = group.says("#1 點名 誰出席 12/15前", by="阿菊")
    assert asked is not None
    assert labels(asked) == ["私訊處理"]


def test_a_count_of_one_agency_would_be_its_name_and_is_not_told(table: Table) -> None:
    group = table.world.group("跨部會群組", enabled_by="阿菊", scope="跨部會")
    table.says("登記 提點子 晶片卡 主辦 衛福部 協辦 內政部")
    ask(table, "2 點名 誰出席 12/15前")
    for says in ("", "答點名 2 會出席"):
        if says:
            table.says(says, "阿宏")
        card = group.says("#點名進度 2", by="阿菊")
        assert card is not None
        assert card.body == "2 第 1 題：只問一個機關，進度只有提問的機關看得到。"
    assert "貴機關答：會出席" in table.says("點名進度 2", "阿宏").body
    assert "1 個機關答了 1 個" in table.says("點名進度 2").body


def test_the_others_see_counts_and_their_own_answer(table: Table) -> None:
    ask(table)
    table.says("1 不出席", "數數")
    assert table.says("點名進度 1", "數數").body == (
        "1 第 1 題：3 個機關答了 1 個，1 個未聯絡上。貴機關答：不出席。"
    )
    assert "不出席" not in table.says("點名進度 1", "阿宏").body


def test_who_has_not_answered_hears_once_more_and_never_again(table: Table) -> None:
    ask(table)
    table.says("1 會出席", "阿宏")
    table.until("2026-12-14 00:00:00")
    assert table.heard("數數") == []
    table.until("2026-12-14 09:00:00")
    (nudge,) = table.heard("數數")
    assert nudge.title == "衛福部想請問（再提一次）：12/20 會前會誰出席"
    assert table.heard("阿宏") == []
    table.until("2026-12-31 00:00:00")
    assert table.heard("數數") == table.heard("阿宏") == []


def test_after_the_day_who_asked_is_told_how_it_stands(table: Table) -> None:
    ask(table)
    table.says("1 會出席", "阿宏")
    table.until("2026-12-16 08:00:00")
    assert table.heard("阿菊") == []
    table.until("2026-12-16 09:00:00")
    (report,) = table.heard("阿菊")
    assert report.body == "1 第 1 題：3 個機關答了 1 個，1 個未聯絡上。"
    assert labels(report) == ["看答案", "表格檔"]
    table.passes(days=5)
    assert table.heard("阿菊") == []


def test_when_nobody_is_waited_for_any_more_who_asked_hears_at_once(table: Table) -> None:
    ask(table)
    table.says("1 會出席", "阿宏")
    table.says("1 不出席", "數數")
    table.passes(minutes=1)
    (report,) = table.heard("阿菊")
    assert "3 個機關答了 2 個，1 個未聯絡上" in report.body


def test_several_processes_ask_each_agency_once(table: Table) -> None:
    table.taps(table.says(WHO_COMES), "送出")
    database, now = table.world.database, table.world.clock.now()
    with ThreadPoolExecutor(4) as threads:
        rounds = [threads.submit(ask_and_report, database.unit_of_work, now=now) for _ in range(4)]
        assert sum(one.result() for one in rounds) == 2
    table.passes(minutes=1)
    assert (len(table.heard("阿宏")), len(table.heard("數數"))) == (1, 1)


def test_a_question_typed_at_night_goes_out_in_the_morning(table: Table) -> None:
    table.until("2026-12-07 22:00:00")
    ask(table)
    assert table.heard("阿宏") == []
    assert entries(table.says("點名進度 1"))["內政部"] == "待送"
    table.until("2026-12-08 08:00:00")
    assert table.heard("阿宏") == []
    table.until("2026-12-08 08:31:00")
    assert len(table.heard("阿宏")) == 1


def test_the_own_hours_of_an_officer_count(table: Table) -> None:
    table.says("提醒時間 13:00-17:00", "阿宏")
    ask(table)
    assert table.heard("阿宏") == []
    table.until("2026-12-07 13:30:00")
    assert len(table.heard("阿宏")) == 1


def test_the_deputy_is_asked_while_the_officer_is_away(table: Table) -> None:
    table.says("請假 12/7-12/9 代理 小代", "阿宏")
    ask(table)
    assert table.heard("阿宏") == []
    (question,) = table.heard("小代")
    table.taps(question, "不出席", "小代")
    assert entries(table.says("點名進度 1"))["內政部"].startswith("不出席")


def test_an_agency_that_comes_to_be_bound_is_asked_then(table: Table) -> None:
    ask(table)
    table.world.officer("農農", "農業部", phone="02-2381-2991")
    table.until("2026-12-08 09:00:00")
    assert len(table.heard("農農")) == 1


def test_the_telephone_of_an_agency_without_anybody_is_shown_to_who_asked(table: Table) -> None:
    officer = table.world.officer("農農", "農業部", phone="02-2381-2991")
    with table.world.database.unit_of_work() as uow:
        for binding in uow.bindings.of_officer(officer.id):
            uow.bindings.remove(binding.id)
        uow.commit()
    assert "農業部 農農 02-2381-2991，請打電話" in table.says(WHO_COMES).body
    ask(table)
    assert entries(table.says("點名進度 1"))["農業部"] == "未聯絡上，可以打電話：農農 02-2381-2991"


def test_a_question_is_closed_and_late_answers_are_kept(table: Table) -> None:
    ask(table)
    card = table.says("結束點名 1")
    assert (card.flag, card.body[:9]) == ("已結束", "結束了，不再提醒。")
    table.until("2026-12-15 00:00:00")
    assert table.heard("數數") == []
    assert "（補）" in table.says("1 會出席", "數數").body
    assert entries(table.says("點名進度 1"))["數位部"].startswith("會出席（補）")
    assert table.says("結束點名 1").body == "1 這一題已經結束"


def test_a_question_is_taken_back_and_who_was_asked_hears(table: Table) -> None:
    ask(table)
    assert "收回了" in table.says("收回點名 1").body
    for name in ("阿宏", "數數"):
        (notice,) = table.heard(name)
        assert notice.body == "衛福部把「12/20 會前會誰出席」收回了，不用答，謝謝。"
    assert table.says("答點名 1 會出席", "阿宏").body == "1 這一題收回了，不用答"
    table.until("2026-12-31 00:00:00")
    assert table.heard("阿宏") == table.heard("阿菊") == []


def test_a_case_that_is_closed_asks_nobody_any_more(table: Table) -> None:
    ask(table)
    table.says("結案 1 併入前案")
    assert table.says("答點名 1 會出席", "阿宏").body == "1 已經結案或註銷"
    table.until("2026-12-31 00:00:00")
    assert table.heard("數數") == []
    assert table.heard("阿菊") == []


def test_of_a_sensitive_case_the_number_only_and_to_named_officers(table: Table) -> None:
    table.says("標記 1 敏感")
    table.says("加人 1 數數 數位部")
    assert "還沒有加人，看不到這一件：內政部" in table.says(WHO_COMES).body
    ask(table)
    assert table.heard("阿宏") == table.heard("小代") == []
    (question,) = table.heard("數數")
    assert "會前會" not in str(question)
    assert question.body == "1 有新進度，按下面看。"
    shown = table.taps(question, "看題目", "數數")
    assert "12/20 會前會誰出席" in shown.title
    table.taps(shown, "會出席", "數數")
    answers = entries(table.says("點名進度 1"))
    assert answers["數位部"].startswith("會出席")
    assert answers["內政部"] == "未聯絡上，敏感案件要先加人"
    assert table.says("答點名 1 會出席", "阿宏").body == "查無 1"


def test_a_secret_case_is_refused_and_its_questions_are_gone(table: Table) -> None:
    ask(table)
    table.taps(table.says("標記 1 密件 請洽 綜規司"), "確定改為密件")
    assert table.says(WHO_COMES).body == "1 是密件，不在這裡協調"
    with table.world.looking() as uow:
        case = uow.cases.by_number("115-0001")
        assert case is not None
        assert uow.roll_calls.of_case(case.id) == ()
    table.until("2026-12-16 12:00:00")
    assert table.heard("數數") == []


@pytest.mark.parametrize(
    ("says", "by", "shows"),
    [
        ("點名 1", "阿菊", "要問什麼？"),
        ("點名 1 幕僚意見誰交", "阿菊", "什麼時候前要答？"),
        ("點名 1 12/15前", "阿菊", "要問什麼？"),
        ("點名 1 12/20 會前會誰出席", "阿菊", "什麼時候前要答？"),
        ("點名 1 誰出席 2/30前", "阿菊", "沒有「2/30」這一天"),
        ("點名 1 誰出席 12/1前", "阿菊", "「12/1前」剛過，是哪一年？"),
        ("點名 1 誰出席 今天早上9點前", "阿菊", "這個時間前來不及問，我只在上班時間問"),
        (f"點名 1 {'問' * 101} 12/15前", "阿菊", "問題最多 100 個字"),
        ("點名 1 找王小明 0912-345-678 12/15前", "阿菊", "裡面有手機號碼，我沒存"),
        ("點名 1 誰出席 12/15前", "阿宏", "這一件由衛福部點名"),
        ("點名 1 誰出席 12/15前", "小發", "這一件由衛福部點名"),
        ("點名進度 1", "阿菊", "1 還沒有點名過"),
        ("答點名 1 會出席", "阿宏", "1 沒有要貴機關回答的題目"),
        ("收回點名 1", "阿菊", "1 還沒有點名過"),
    ],
)
def test_what_is_wrong_is_told_with_a_hint(table: Table, says: str, by: str, shows: str) -> None:
    card = table.says(says, by)
    assert card.body == shows
    assert card.note


def test_a_case_of_one_agency_has_nobody_to_ask(table: Table) -> None:
    table.says("登記 長官交辦 菸捐分配")
    assert table.says("點名 2 誰出席 12/15前").body == "2 沒有別的機關可以問"


def test_a_business_unit_may_not_ask(table: Table) -> None:
    table.world.officer("科員", "衛福部", Role.BUSINESS_UNIT)
    assert "請找衛福部的 PO" in table.says("點名 1 誰出席 12/15前", "科員").body
