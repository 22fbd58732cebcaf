"""綜整回應: the 簽 and the reply, with counts, and until when it is due."""

from tests.handlers.opinions.conftest import Desk, facts


def test_the_draft_counts_and_answers_row_by_row(heard: Desk) -> None:
    heard.says("併入 1-6、2 到 1-1")
    heard.says("部分採納 1-1 延長為六十天。")
    heard.says("不採納 1-3 與本案無關")
    card = heard.says("綜整回應 1")
    assert card.title == "草稿擬好了，還有 3 則未回"
    text = card.copy_text
    assert "主旨：有關「長照接駁補助辦法草案」徵詢意見綜整回應一案，簽請核示。" in text
    assert "共6人（團體1、網友5）提出7則意見。" in text
    assert "參採情形：採納0則、部分採納3則、不採納1則；尚有3則研議中。" in text
    assert "一、反對，預告期間只有十四天，太短了，應該延長預告期間（3人）\n" in text
    assert "　　回應：部分參採。延長為六十天。\n" in text
    assert "二、○○政府，預告期間根本騙人\n　　回應：未予參採。與本案無關。\n" in text
    assert "小花" not in text


def test_the_day_it_is_due_comes_from_the_end_of_the_notice(heard: Desk) -> None:
    assert "還沒記期滿日" in facts(heard.says("綜整回應 1"))["期限"]
    heard.says("更新 1 預告期滿 12/4")
    card = heard.says("綜整回應 1")
    assert facts(card)["期限"] == "12/24（四），還有 13 個工作天"
    assert "於115年12月4日期滿" in card.copy_text
    assert "綜整回應期限為115年12月24日。" in card.copy_text


def test_the_other_agency_writes_in_its_own_name(heard: Desk) -> None:
    assert heard.says("綜整回應 1", by="阿宏").copy_text.startswith("簽　於內政部　115年12月7日")


def test_a_long_case_points_to_the_table(desk: Desk) -> None:
    many = "\n".join(f"網友{number:02}號：第{number:02}號月台漏水" for number in range(40))
    desk.says(f"意見 1\n{many}")
    text = desk.says("綜整回應 1").copy_text
    assert "三十、" in text
    assert "其餘 10 項，詳附件意見參採情形表。" in text
