"""每月謝謝: one line a month for a group that asked for it, with counts and nothing else."""

from handlers.reminders.commands.thanking import thank_groups
from tests.handlers.reminders.test_jobs import say
from tests.support.waiting import until
from tests.support.world import Chat, World, moment

JANUARY = "2027-01-04"  # the first working day: 1/1 is a holiday, then a weekend


def thanked(world: World, chat: Chat, at: str = f"{JANUARY} 10:00:00") -> list[str]:
    """What the group hears when the job looks at a moment."""
    world.line.sent.clear()
    until(world, at)
    world.line.sent.clear()
    thank_groups(world.database.unit_of_work, now=moment(at))
    world.assistant.drain()
    return [o.card.body for o in world.line.sent if o.chat.id == chat.id]


def work_done(world: World) -> Chat:
    """A group of 衛福部 that asked for it, and a month in which something was done."""
    group = world.group("衛福部 PO 群", enabled_by="阿菊")
    card = group.says("#每月謝謝 開", by="阿菊")
    assert card is not None
    assert "沒有就不說" in card.body
    say(world, "登記 菸捐那件 期限 12/9")
    say(world, "登記 公園夜間噪音")
    say(world, "登記 不能說的那件 期限 12/9 敏感")
    say(world, "1 已辦")
    say(world, "3 已辦")
    say(world, "結案 1 已回覆")
    say(world, "結案 2 已回覆")
    say(world, "結案 3 已回覆")
    return group


def test_a_group_that_asked_reads_one_line_on_the_first_working_day(world: World) -> None:
    group = work_done(world)
    assert thanked(world, group, "2026-12-31 10:00:00") == []
    assert thanked(world, group) == ["12 月一起辦好 2 件案子、1 個期限，謝謝大家。"]
    assert thanked(world, group, f"{JANUARY} 11:00:00") == []
    assert thanked(world, group, "2027-01-05 10:00:00") == []


def test_nothing_is_said_before_its_hours_or_when_nothing_was_done(world: World) -> None:
    group = work_done(world)
    assert thanked(world, group, f"{JANUARY} 07:00:00") == []
    assert len(thanked(world, group)) == 1
    assert thanked(world, group, "2027-02-01 10:00:00") == []


def test_who_did_not_ask_or_wants_silence_hears_nothing(world: World) -> None:
    group = work_done(world)
    group.says("#靜音 一直", by="阿菊")
    assert thanked(world, group) == []
    group.says("#取消靜音", by="阿菊")
    group.says("#每月謝謝 關", by="阿菊")
    assert thanked(world, group, f"{JANUARY} 11:00:00") == []


def test_a_group_of_several_ministries_counts_public_cases_only(world: World) -> None:
    work_done(world)
    say(world, "登記 提點子 動物保護法加重罰則 附議中", by="阿宏")
    say(world, "結案 4 未成案", by="阿宏")
    cross = world.group("跨部會群", enabled_by="小發", scope="跨部會")
    cross.says("#每月謝謝 開", by="小發")
    assert thanked(world, cross) == ["12 月一起辦好 1 件案子，謝謝大家。"]


def test_only_officers_switch_it_and_only_in_a_group(world: World) -> None:
    group = world.group("衛福部 PO 群", enabled_by="阿菊")
    card = world.direct("阿菊").says("每月謝謝 開")
    assert card is not None
    assert "群組" in str(card)
    assert group.says("每月謝謝大家", by="阿菊") is None
    with world.looking() as uow:
        (chat,) = uow.chats.enabled()
        assert not uow.settings.get(f"monthly-thanks/{chat.id}")


def test_it_is_a_courtesy_and_never_more_than_once_however_many_look(world: World) -> None:
    group = work_done(world)
    until(world, f"{JANUARY} 09:00:00")
    at = moment(f"{JANUARY} 09:00:00")
    assert [thank_groups(world.database.unit_of_work, now=at) for _ in range(3)] == [1, 0, 0]
    world.line.sent.clear()
    world.assistant.drain()
    (out,) = [o for o in world.line.sent if o.chat.id == group.id]
    assert "遲" not in str(out.card)
    assert "逾" not in str(out.card)
