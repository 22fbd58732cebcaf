"""Free reminders: for me, for a case, for this group; once or again and again."""

from dataclasses import replace
from datetime import date

import pytest

from bot.message import Card
from tests.support.waiting import until
from tests.support.world import World


def say(world: World, text: str, by: str = "阿菊") -> Card:
    card = world.direct(by).says(text)
    assert card is not None, text
    return card


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


def test_hours_from_now_and_before_a_meeting(world: World) -> None:
    assert say(world, "提醒 半小時後 回電").body == "好，12/7（一）10:30 提醒您：回電。"
    assert say(world, "10分鐘後提醒我訂便當").body == "好，12/7（一）10:10 提醒您：訂便當。"
    card = say(world, "提醒 下週三下午三點 協調會 提前一小時")
    assert card.body == "好，12/16（三）14:00 提醒您：協調會，前一個工作天早上先說一聲。"
    assert say(world, "提醒 下週三 協調會 前半小時").body == "什麼時候提醒看不出來"
    heard(world)
    until(world, "2026-12-07 10:10:00")
    assert heard(world) == ["訂便當　12/7（一）10:10"]
    until(world, "2026-12-07 10:30:00")
    assert heard(world) == ["回電　12/7（一）10:30"]


def test_every_second_week_leaves_one_out(world: World) -> None:
    card = say(world, "提醒 隔週五 交報表")
    assert card.body == "好，每兩週的週五（115/12/11起） 提醒您：交報表。"
    heard(world)
    days: list[str] = []
    for _ in range(24 * 25):
        world.advance(hours=1)
        days += [f"{world.clock.now():%m-%d}" for _ in heard(world)]
    assert days == ["12-11", "12-24"]  # 12/25 is a day off
    assert say(world, "提醒 每兩週 交報表").body == "每兩週的星期幾？"
    card = say(world, "提醒 每兩週 從116/1/13開始 交週報")
    assert card.body == "好，每兩週的週三（116/01/13起） 提醒您：交週報。"


def test_a_day_beside_a_meeting_is_counted_from_it(world: World) -> None:
    say(world, "登記 本機關自辦 健保卡協作會議")
    asked = say(world, "提醒 1 會前一週 寄議程")
    assert asked.body == "「會前一週」是哪一場會議？"
    say(world, "1 協作會議 12/28")
    line = "好，12/21（一）早上 提醒您：寄議程，前一個工作天早上先說一聲。"
    assert say(world, "提醒 1 會前一週 寄議程").body == line
    assert say(world, "提醒 會前一週 寄議程").body == line  # the only meeting there is
    say(world, "登記 本機關自辦 長照協作會議")
    say(world, "2 協作會議 12/30")
    card = say(world, "提醒 會前三天 寄資料")
    assert card.body == (
        "「會前三天」是哪一場？1 12/28（一） 健保卡協作會議、2 12/30（三） 長照協作會議"
    )
    assert say(world, "提醒 到期前三天 催業務單位").body == "還差案號"
    plain = say(world, "提醒 12/30 14:00 開會 會前一天先寄資料")
    assert plain.body.startswith("好，12/30（三）14:00 提醒您：開會 會前一天先寄資料")
    answer = say(world, card.buttons[1].command)
    assert answer.body == "好，12/27（日）放假，12/24（四）早上就提醒您：寄資料。"


def test_before_a_case_is_due(world: World) -> None:
    say(world, "登記 公園夜間噪音 期限 12/31")
    card = say(world, "提醒 1 到期前三天 催業務單位")
    assert card.body == "好，12/28（一）早上 提醒您：催業務單位，前一個工作天早上先說一聲。"


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


def leave_office(world: World, name: str, last_day: date) -> None:
    """Somebody's term ends; the account stays bound for a while."""
    with world.database.unit_of_work() as uow:
        leaver = next(o for o in uow.officers.all() if o.name == name)
        (place,) = uow.officers.appointments(officer_id=leaver.id)
        uow.officers.save_appointment(replace(place, ends_on=last_day))
        uow.commit()


def test_what_somebody_who_left_wished_to_hear_of_a_case_reaches_the_successor(
    world: World,
) -> None:
    # Given a reminder of a case and one of nothing, and a change of officer before both
    say(world, "登記 菸捐")
    say(world, "提醒 1 12/16 08:30 問國健署進度")
    say(world, "提醒 12/16 08:30 還圖書館的書")
    leave_office(world, "阿菊", date(2026, 12, 10))
    world.officer("阿竹", "衛福部")
    until(world, "2026-12-14 09:00:00")
    world.line.sent.clear()
    until(world, "2026-12-16 09:00:00")
    # Then the case's goes to who holds it now, and the other stays with who asked for it
    successor = " ".join(map(str, world.heard_privately("阿竹")))
    leaver = " ".join(map(str, world.heard_privately("阿菊")))
    assert "問國健署進度" in successor
    assert "問國健署進度" not in leaver
    assert "還圖書館的書" in leaver
    assert "還圖書館的書" not in successor


def test_who_is_paused_still_hears_their_own_wish(world: World) -> None:
    say(world, "登記 菸捐")
    say(world, "提醒 1 12/16 08:30 問國健署進度")
    say(world, "停用")
    world.line.sent.clear()
    until(world, "2026-12-16 09:00:00")
    assert "問國健署進度" in " ".join(map(str, world.heard_privately("阿菊")))
