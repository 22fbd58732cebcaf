"""意見摘要: people, not comments; three voices, none of them abusive."""

from tests.handlers.opinions.conftest import Desk, facts


def test_the_summary_counts_people_and_says_what_many_say(heard: Desk) -> None:
    card = heard.says("意見摘要 1")
    assert card.title == "6 人、7 則，已回 0 則"
    assert facts(card) == {
        "來源": "團體 1、網友 5",
        "立場": "贊成 1 人、反對 1 人、未表明 4 人",
        "常提到": "偏鄉的接駁費用（3 人）、延長預告期間（3 人）、業者來不及準備（2 人）"
        "、偏鄉沒有公車（2 人）",
    }
    assert len(card.items) == 3
    assert len({item.title.split("　")[1] for item in card.items}) == 3


def test_one_loud_person_does_not_make_a_phrase(desk: Desk) -> None:
    loud = "\n".join(f"小花：花蓮火車站第{number}月台漏水漏得厲害" for number in "一二三四五六七八")
    desk.says(f"意見 1\n{loud}\n阿明：月台很好")
    card = desk.says("意見摘要 1")
    assert card.title.startswith("2 人、")
    assert "漏水" not in facts(card).get("常提到", "")


def test_abuse_is_no_example_and_is_never_repeated(desk: Desk) -> None:
    desk.says("意見 1\n老王：你們這些王八蛋去死\n老李：垃圾政府騙人\n小花：垃圾車太早來")
    card = desk.says("意見摘要 1")
    assert [item.text for item in card.items] == ["垃圾車太早來"]
    shown = f"{desk.says('意見 1')}{desk.says('意見 1-1')}{desk.says('意見 1-2')}"
    assert not [word for word in ("王八", "去死", "垃圾政府") if word in shown]
    assert "○○" in shown
    assert desk.kept()[0].text == "你們這些王八蛋去死"  # the record stays true
