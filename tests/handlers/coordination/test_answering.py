"""答點名: one line, changed as often as one likes, and of several questions the right one."""

import pytest

from handlers.privacy.jobs import sweep
from storage.records.officers import Role
from tests.handlers.coordination.conftest import Table, entries, labels


@pytest.fixture
def asked(table: Table) -> Table:
    """衛福部 asked who sends the opinion."""
    table.taps(table.says("1 點名 幕僚意見誰交 12/15前"), "送出")
    table.passes(minutes=1)
    return table


def test_a_question_in_words_is_answered_in_words(asked: Table) -> None:
    (question,) = asked.heard("阿宏")
    assert labels(question) == ["寫回答", "還在確認"]
    told = asked.taps(question, "寫回答", "阿宏")
    assert (told.body, told.note[:13]) == ("要答什麼？", "直接打：答點名 1 第1題")
    asked.says("答點名 1 第1題 戶政司 12/14 交", "阿宏")
    assert entries(asked.says("點名進度 1"))["內政部"].startswith("戶政司 12/14 交")


def test_an_answer_is_changed_and_the_last_one_counts(asked: Table) -> None:
    asked.says("答點名 1 12/14 交", "阿宏")
    assert asked.says("答點名 1 12/15 交", "阿宏").body.startswith("改好了：12/15 交。")
    lines = entries(asked.says("點名進度 1"))
    assert lines["內政部"].startswith("12/15 交")
    assert "12/14" not in str(lines)


def test_after_the_day_an_answer_is_still_taken_and_who_asked_hears(asked: Table) -> None:
    asked.until("2026-12-16 12:00:00")
    assert "（補）" in asked.says("答點名 1 今天交", "阿宏").body
    asked.passes(minutes=1)
    (report,) = asked.heard("阿菊")
    assert "答了 1 個" in report.body
    for blame in ("逾期", "未回", "遲", "沒交"):
        assert blame not in str(report)


def test_of_two_open_questions_it_is_asked_which_is_meant(asked: Table) -> None:
    asked.taps(asked.says("1 問大家 12/20 會前會誰出席 12/18前"), "送出")
    asked.passes(minutes=1)
    which = asked.says("答點名 1 會出席", "阿宏")
    assert which.body == "答哪一題？第2題 12/20 會前會誰出席；第1題 幕僚意見誰交"
    asked.taps(which, "第2題", "阿宏")
    assert entries(asked.says("點名進度 1 第2題"))["內政部"].startswith("會出席")
    assert entries(asked.says("點名進度 1 第1題"))["內政部"] == "待答"
    assert asked.says("答點名 1 第9題 會出席", "阿宏").body == "1 沒有要貴機關回答的題目"


def test_somebody_of_another_agency_cannot_answer_or_read(asked: Table) -> None:
    asked.says("答點名 1 12/14 交", "阿宏")
    for said in ("答點名 1 我們交", "點名題目 1"):
        assert asked.says(said, "旁人").body == "1 沒有要貴機關回答的題目"
    for reader in ("旁人", "數數", "小發"):
        assert "12/14" not in str(asked.says("點名進度 1", reader))


@pytest.mark.parametrize(
    ("says", "shows"),
    [
        (f"答點名 1 {'長' * 2000}", "回答最多 200 個字，這次沒有存"),
        ("答點名 1 電 0912-345-678", "裡面有手機號碼，我沒存"),
        ("答點名", "還差案號"),
    ],
)
def test_what_cannot_be_kept_is_told(asked: Table, says: str, shows: str) -> None:
    assert asked.says(says, "阿宏").body == shows
    assert entries(asked.says("點名進度 1"))["內政部"] == "待答"


def test_the_successor_answers_what_the_predecessor_was_asked(asked: Table) -> None:
    asked.world.officer("新人", "內政部", Role.PO)
    asked.says("答點名 1 12/14 交", "新人")
    assert entries(asked.says("點名進度 1"))["內政部"].startswith("12/14 交")


def test_a_long_answer_to_one_of_two_questions_is_refused_before_it_is_asked_which(
    asked: Table,
) -> None:
    asked.taps(asked.says("1 問大家 12/20 會前會誰出席 12/18前"), "送出")
    asked.passes(minutes=1)
    # A button cannot carry so much: asking first would lead nowhere
    told = asked.says(f"答點名 1 {'長' * 2000}", "阿宏")
    assert told.body == "回答最多 200 個字，這次沒有存"


def test_answers_are_kept_only_so_long_and_that_there_was_one_stays(asked: Table) -> None:
    asked.says("答點名 1 王小明 12/14 交", "阿宏")
    world = asked.world
    asked.passes(days=30)
    sweep(world.database.unit_of_work, now=world.clock.now())
    assert "王小明" in str(asked.says("點名進度 1"))
    asked.passes(days=90)
    sweep(world.database.unit_of_work, now=world.clock.now())
    card = asked.says("點名進度 1")
    assert "王小明" not in str(card)
    assert entries(card)["內政部"].startswith("（已過保存期限）")
    assert "3 個機關答了 1 個" in card.body
