"""A case's talk stays in its thread; a group remembers which cases it asked for."""

from collections.abc import Iterator

import pytest

from bot.message import Platform
from tests.support.world import Chat, World

SLACK = Platform.SLACK


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, platforms=(SLACK,))
    world.officer("林若晴", "衛福部")
    yield world
    world.stop()


@pytest.fixture
def group(world: World) -> Chat:
    return world.group("衛福部 PO 群", enabled_by="林若晴")


def thread_of_last(world: World) -> str:
    return world.line.sent[-1].thread


def places(world: World, case_id: int = 1) -> list[str]:
    with world.looking() as uow:
        return [place.thread for place in uow.case_chats.threads_of(case_id)]


def test_an_answer_goes_into_the_thread_of_its_question(world: World, group: Chat) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    began = thread_of_last(world)
    assert began
    assert places(world) == [began]
    # What is asked there is answered there, and needs no number
    there = group.thread(began)
    card = there.says("#案件", by="林若晴")
    assert card is not None
    assert card.number == "115-0001"
    assert thread_of_last(world) == began


def test_a_transcript_and_a_meeting_are_told_of_in_the_thread_of_their_case(
    world: World, group: Chat
) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    there = group.thread(thread_of_last(world))
    told = there.says("#逐字稿今天寄了 幫我盯", by="林若晴")
    assert told is not None
    assert told.body.startswith("1 逐字稿寄出 12/7（一）。編修到 12/21（一）")
    there.says("#1 協作會議 12/23", by="林若晴")
    # Of two meetings it is the thread's that counts
    world.direct("林若晴").says("登記 菸捐調漲說明")
    world.direct("林若晴").says("2 協作會議 12/30")
    promised = there.says("#提醒 會前一週 寄議程", by="林若晴")
    assert promised is not None
    assert "12/16（三）" in promised.body


def test_in_a_thread_about_two_cases_the_number_is_needed(world: World, group: Chat) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    there = group.thread(thread_of_last(world))
    world.direct("林若晴").says("登記 菸捐調漲說明")
    there.says("#2", by="林若晴")
    assert len(places(world, 2)) == 1
    card = there.says("#案件", by="林若晴")
    assert card is None or card.number == ""


def test_what_another_agency_looks_up_is_not_noted(world: World, group: Chat) -> None:
    world.officer("洪知遠", "內政部")
    world.direct("林若晴").says("登記 提點子 動物保護法加重罰則 附議中")
    card = group.says("#1", by="洪知遠")
    assert card is not None
    assert places(world) == []
    group.says("#1", by="林若晴")
    assert len(places(world)) == 1


def test_a_reminder_of_a_group_goes_into_the_cases_thread(world: World, group: Chat) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    began = thread_of_last(world)
    group.says("#提醒 1 明天上午十點 寄公文", by="林若晴")
    world.line.sent.clear()
    for _ in range(8):
        world.advance(hours=4)
    told = [o for o in world.line.sent if o.chat.id == group.id]
    assert [(o.thread, "寄公文" in str(o.card)) for o in told] == [(began, True)]


@pytest.mark.parametrize("secrecy", ["敏感", "密件"])
def test_what_a_group_wanted_to_hear_of_a_case_that_became_secret_is_told_to_its_holder(
    world: World, group: Chat, secrecy: str
) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    group.says("#提醒 1 明天上午十點 寄公文給王科長", by="林若晴")
    direct = world.direct("林若晴")
    asked = direct.says(f"標記 1 {secrecy}")
    assert asked is not None
    for button in asked.buttons[:1]:
        direct.says(button.command)
    world.line.sent.clear()
    for _ in range(8):
        world.advance(hours=4)
    assert [o for o in world.line.sent if o.chat.id == group.id] == []
    [told] = world.heard_privately("林若晴")
    assert told.alt == "提醒時間到了"
    assert "公園" not in str(told)


@pytest.mark.parametrize("secrecy", ["敏感", "密件"])
def test_a_secret_case_has_no_thread_any_more(world: World, group: Chat, secrecy: str) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    began = thread_of_last(world)
    direct = world.direct("林若晴")
    asked = direct.says(f"標記 1 {secrecy}")
    assert asked is not None
    for button in asked.buttons[:1]:
        direct.says(button.command)
    assert places(world) == []
    card = group.thread(began).says("#案件", by="林若晴")
    assert "公園夜間噪音" not in str(card)


def test_a_group_that_the_bot_left_is_forgotten(world: World, group: Chat) -> None:
    group.says("#登記 公園夜間噪音", by="林若晴")
    group.happens("leave")
    assert places(world) == []


def test_what_only_the_asker_may_see_is_said_in_the_channel_to_them(
    world: World, group: Chat
) -> None:
    group.says("#我的資料", by="林若晴")
    private = [o for o in world.line.sent if o.only_for]
    for one in private:
        assert (one.chat.id, one.only_for) == (group.id, world.account("林若晴"))
    assert all(o.chat.id == group.id for o in world.line.sent)


def test_late_it_is_said_one_to_one(world: World, group: Chat) -> None:
    world.direct("林若晴").says("登記 敏感 校長遴選")
    world.line.sent.clear()
    world.deliver(group.typed("#綁定 AB3D-7KMN", by="林若晴"), drain=False)
    world.advance(minutes=5)
    assert [o.only_for for o in world.line.sent] == [""] * len(world.line.sent)
