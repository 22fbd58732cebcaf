"""Free reminders: for me, for a case, for this group; once or again and again."""

import pytest

from bot.message import Card
from tests.support.world import World, moment


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


def until(world: World, text: str) -> None:
    """Let time pass until a moment in Taipei, an hour at a time."""
    target = moment(text)
    while world.clock.now() < target:
        left = (target - world.clock.now()).total_seconds()
        world.advance(seconds=min(left, 3600))


def heard(world: World, name: str = "阿菊") -> list[str]:
    """What a person read since the last time."""
    cards = world.heard_privately(name)
    world.line.sent.clear()
    return [
        card.body or "；".join(f"{i.title} {i.text}".strip() for i in card.items) for card in cards
    ]


def test_a_reminder_comes_the_day_before_and_at_its_hour(world: World) -> None:
    card = say(world, "提醒 下週三下午三點 開會前會")
    assert card.body == "好，12/16（三）15:00 提醒您：開會前會，前一個工作天早上先說一聲。"
    heard(world)
    until(world, "2026-12-15 08:30:00")
    assert heard(world) == ["開會前會 12/16（三）15:00"]
    until(world, "2026-12-16 14:59:00")
    assert heard(world) == []
    until(world, "2026-12-16 15:00:00")
    assert heard(world) == ["開會前會　12/16（三）15:00"]
    until(world, "2026-12-20 15:00:00")
    assert heard(world) == []


def test_one_of_every_month_comes_on_a_working_day(world: World) -> None:
    assert say(world, "提醒 每月20日 報月會提案").body == "好，每月20日 提醒您：報月會提案。"
    heard(world)
    until(world, "2026-12-18 08:30:00")  # the 20th is a Sunday
    assert heard(world) == ["報月會提案"]
    until(world, "2027-01-20 08:00:00")
    assert heard(world) == []
    until(world, "2027-01-20 08:30:00")
    assert heard(world) == ["報月會提案"]


def test_a_group_is_told_in_the_group(world: World) -> None:
    group = world.group("衛福部 PO 群", enabled_by="阿菊")
    card = group.says("#提醒 每週一早上九點 交週報", by="阿菊")
    assert card is not None
    assert card.body == "好，每週一 09:00 在這裡提醒：交週報。"
    world.line.sent.clear()
    until(world, "2026-12-14 09:00:00")
    assert [(o.chat.id, o.card.body) for o in world.line.sent] == [(group.id, "交週報")]


def test_a_reminder_of_a_case_carries_its_number_and_ends_with_it(world: World) -> None:
    say(world, "登記 公園夜間噪音")
    say(world, "提醒 1 下週三 打電話給里長")
    heard(world)
    until(world, "2026-12-15 09:00:00")
    assert heard(world) == ["1　打電話給里長 12/16（三）"]
    say(world, "結案 1 已回覆")
    heard(world)
    until(world, "2026-12-17 09:00:00")
    assert heard(world) == []


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("提醒 開會前會", "什麼時候提醒看不出來"),
        ("提醒 下週三下午三點", "要提醒什麼還沒寫"),
        ("提醒 今天早上八點 打電話", "12/7（一） 已經過了"),
        ("提醒 12/6 打電話", "12/6（日）剛過，是哪一天？"),
        ("提醒時間 23-4", "看不懂提醒時間"),
    ],
)
def test_what_cannot_be_kept_is_pointed_out(world: World, line: str, says: str) -> None:
    assert say(world, line).body == says


def test_reminders_are_listed_and_cancelled(world: World) -> None:
    say(world, "提醒 下週三下午三點 開會前會")
    say(world, "提醒 每月20日 報月會提案")
    card = say(world, "我的提醒")
    assert [(i.title, i.text) for i in card.items] == [
        ("開會前會", "12/16（三）15:00"),
        ("報月會提案", "每月20日，下次 12/18（五）早上"),
    ]
    assert say(world, "取消提醒 1").body == "取消了：開會前會"
    heard(world)
    until(world, "2026-12-17 00:00:00")
    assert heard(world) == []


def test_a_person_chooses_when_to_be_reminded(world: World) -> None:
    assert say(world, "提醒時間 9:30-16").body == "好，上班日 09:30-16:00 之間才提醒您。"
    say(world, "登記 菸捐那件 長官說下週三前要有說法")
    heard(world)
    until(world, "2026-12-15 09:29:00")
    assert heard(world) == []
    until(world, "2026-12-15 09:30:00")
    assert len(heard(world)) == 1


def test_today_lists_what_is_to_be_done_first(world: World) -> None:
    say(world, "登記 菸捐那件 期限 明天")
    say(world, "登記 公園夜間噪音 期限 12/31")
    say(world, "提醒 今天下午三點 打電話")
    card = say(world, "今天有啥")
    assert card.body == "要做 1 件，僅供參考 1 件。其他不急；下一個是 2 長官期限 12/31（四）。"
    assert [i.title for i in card.items] == ["1　長官期限", "打電話"]
    assert [i.title for i in say(world, "本週").items] == ["1　長官期限"]
    assert [i.title for i in say(world, "我的期限").items] == ["1　長官期限", "2　長官期限"]
    assert say(world, "我的期限", by="阿宏").body == "沒有待辦的期限。"
