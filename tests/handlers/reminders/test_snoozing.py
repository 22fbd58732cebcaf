"""稍後提醒: a day, three days, next Monday, or whatever is typed; and what is over says so."""

import pytest

from tests.handlers.reminders.test_jobs import heard, say
from tests.support.waiting import until
from tests.support.world import World


@pytest.fixture
def told(world: World) -> World:
    """公告期程 and 聯繫提案人 of a petition; it is 12/14（一）09:00, the first was just told."""
    say(world, "登記 提點子 動物保護法加重罰則 附議中")
    world.advance(days=1)
    say(world, "1 成案了 12/8")
    say(world, "分案 1 主辦 衛福部 12/8", by="小發")
    until(world, "2026-12-14 09:00:00")
    heard(world)
    return world


@pytest.mark.parametrize(
    ("until_when", "answer"),
    [
        ("一天", "好，12/15（二） 早上再提醒 1 公告期程。"),
        ("三天", "好，12/17（四） 早上再提醒 1 公告期程。"),
        ("下週一", "好，12/21（一） 早上再提醒 1 公告期程。"),
        ("5天", "好，12/21（一） 早上再提醒 1 公告期程。"),  # 12/19 is a Saturday
        ("12/16 下午三點", "好，12/16（三） 15:00 再提醒 1 公告期程。"),
        ("下午兩點", "好，12/14（一） 14:00 再提醒 1 公告期程。"),
        ("兩小時後", "好，12/14（一） 11:00 再提醒 1 公告期程。"),
        ("明天晚上八點", "好，那時不在您的提醒時間，12/16（三） 08:30 再提醒 1 公告期程。"),
    ],
)
def test_it_says_when_it_comes_again(told: World, until_when: str, answer: str) -> None:
    assert say(told, f"稍後提醒 1 公告期程 {until_when}").body == answer


@pytest.mark.parametrize("text", ["昨天", "12/14", "上午八點", "有空的時候"])
def test_what_is_over_or_no_day_is_refused(told: World, text: str) -> None:
    assert say(told, f"稍後提醒 1 公告期程 {text}").body == "要延到哪一天看不出來"


def test_the_choices_have_one_for_any_other_time(told: World) -> None:
    question = say(told, "稍後提醒 1 公告期程")
    assert [b.label for b in question.buttons] == ["一天", "三天", "下週一", "自訂"]
    assert "稍後提醒 1 12/20 下午三點" in say(told, question.buttons[-1].command).body


def test_it_comes_at_the_hour_that_was_chosen_once(told: World) -> None:
    say(told, "稍後提醒 1 公告期程 12/16 下午三點")
    until(told, "2026-12-16 14:30:00")
    heard(told)
    until(told, "2026-12-16 15:00:00")
    assert heard(told) == [("1　公告期程",)]
    until(told, "2026-12-16 23:00:00")
    assert heard(told) == []


def test_buttons_of_what_was_answered_say_so(told: World) -> None:
    say(told, "已辦 1 公告期程")
    for button in ("已辦 1 公告期程", "收到 1 公告期程", "稍後提醒 1 公告期程 三天"):
        assert say(told, button).body == "公告期程已辦，這個按鈕過期了"


def test_a_reference_that_passed_is_only_to_be_made_up_for(told: World) -> None:
    until(told, "2026-12-17 12:00:00")
    say(told, "收到 1")
    say(told, "稍後提醒 1 公告期程 一天")
    heard(told)
    until(told, "2026-12-18 09:00:00")
    (card,) = told.heard_privately("阿菊")
    assert card.items[0].text == "參考期程到 12/17（四），已過參考期程，補辦即可。"
    assert "逾期" not in str(card)
    assert "已過參考期程，補辦即可" in str(say(told, "期限 1").items)
    heard(told)
    until(told, "2026-12-21 18:00:00")
    assert [told.heard_privately(name) for name in ("小代", "小組")] == [[], []]
