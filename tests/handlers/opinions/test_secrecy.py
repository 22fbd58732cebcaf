"""敏感, 密件, and what is forgotten in time."""

from datetime import timedelta

from handlers.privacy.jobs import sweep
from tests.handlers.opinions.conftest import Desk


def test_of_a_sensitive_case_only_who_is_named_reads_and_answers(heard: Desk) -> None:
    heard.says("標記 1 敏感")
    assert "接駁" in str(heard.says("意見 1").items)
    assert "查看敏感案件" in str(heard.says("稽核"))
    for name in ("小菊", "阿宏"):
        for line in ("意見 1", "意見 1-1", "意見摘要 1", "採納 1-1", "參採表 1", "綜整回應 1"):
            assert heard.says(line, by=name).body == "查無 1"
    assert heard.kept()[0].verdict is None


def test_a_case_that_becomes_a_secret_one_holds_no_opinion_and_takes_none(heard: Desk) -> None:
    heard.says("標記 1 密件 確定 請洽 綜規司")
    assert heard.kept() == ()
    for line in ("意見 1", "收意見 1 小花：太吵", "採納 1-1", "意見摘要 1", "參採表 1"):
        assert heard.says(line).body == "1 是密件，意見不放這裡"
    assert heard.kept() == ()


def test_words_and_hashes_go_some_time_after_the_case_ended(heard: Desk) -> None:
    heard.says("採納 1-1 修正第三條")
    unit_of_work = heard.world.database.unit_of_work
    heard.world.clock.advance(timedelta(days=400))
    sweep(unit_of_work, now=heard.world.clock.now())
    assert heard.kept()[0].text  # the case is open
    heard.says("更新 1 階段 已回應")
    heard.says("結案 1 已綜整")
    heard.world.clock.advance(timedelta(days=179))
    sweep(unit_of_work, now=heard.world.clock.now())
    assert heard.kept()[0].reason == "修正第三條"
    heard.world.clock.advance(timedelta(days=2))
    sweep(unit_of_work, now=heard.world.clock.now())
    assert {(one.text, one.reason, one.author_key) for one in heard.kept()} == {("", "", "")}
    card = heard.says("意見 115-0001")
    assert card.title == "6 人、7 則，已回 1 則"
    assert "已過保存期限" in str(card.items)
