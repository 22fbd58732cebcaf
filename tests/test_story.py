"""The main job, told as it happens: register, find, show; once, in order, after a crash."""

from collections.abc import Iterator

import pytest

from bot.message import Platform
from bot.outbound import Outcome
from storage.records.cases import CaseQuery
from tests.support.world import World

BOSS = "boss@example.gov.tw"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url, admins=frozenset({BOSS}))
    yield world
    world.stop()


@pytest.fixture
def on_line(migrated_url: str) -> Iterator[World]:
    """LINE on both engines: free answers with a ticket are LINE's alone."""
    world = World(migrated_url, platforms=(Platform.LINE,))
    yield world
    world.stop()


def count_cases(world: World) -> int:
    with world.looking() as uow:
        ahong = uow.agencies.by_name("衛福部")
        assert ahong is not None
        return uow.cases.find(
            CaseQuery(viewer_agency_ids=frozenset({ahong.id}), viewer_officer_id=1)
        ).total_count


def test_an_officer_registers_in_a_group_and_finds_todays_counterpart(world: World) -> None:
    # Given two ministries' officers, and a group that one of them opened
    world.officer("林若晴", "衛福部", phone="(02)8590-0000 分機 101")
    world.officer("洪知遠", "內政部", phone="(02)2356-5000 分機 1234")
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    # When she registers a case with one sloppy line
    card = group.says("#登記 菸捐那件 長官說下週三前要有說法 國健署先擬", by="林若晴")
    # Then one card comes back, with what was understood and one button at most
    assert card is not None
    assert (card.number, card.title, card.flag) == ("115-0001", "菸捐", "僅本機關")
    assert ("長官期限", "12/16（三）還有 7 個工作天") in [(f.label, f.value) for f in card.facts]
    assert [button.label for button in card.buttons] == ["私訊處理"]
    # And the counterpart of another ministry is found, without a number in the group
    found = group.says("小幫手 健保卡要換eID那個 內政部現在誰在管啊", by="林若晴")
    assert found is not None
    assert "洪知遠" in found.title
    assert "1234" not in str(found)
    # One to one the office number is shown at once
    private = world.direct("林若晴").says("找 內政部")
    assert private is not None
    assert "1234" in str(private)


def test_the_same_event_five_times_gives_one_case(world: World) -> None:
    world.officer("林若晴", "衛福部")
    event = world.direct("林若晴").typed("登記 公園夜間噪音")
    for _ in range(5):
        world.deliver(event)
    assert count_cases(world) == 1
    assert len(world.heard_privately("林若晴")) == 1


def test_one_strange_event_costs_none_of_the_others(world: World) -> None:
    world.officer("林若晴", "衛福部")
    good = world.direct("林若晴").typed("登記 公園夜間噪音")
    strange: dict[str, object] = {"type": "message", "message": 7, "source": {"type": "?"}}
    world.deliver(strange, good, {"type": None}, {})
    assert count_cases(world) == 1


def test_strangers_get_help_and_nothing_else(world: World) -> None:
    world.officer("林若晴", "衛福部", phone="(02)8590-0000")
    stranger = world.direct("路人")
    card = stranger.says("找 衛福部")
    assert card is not None
    assert "綁定" in str(card)
    assert "林若晴" not in str(card)
    assert "8590" not in str(card)


def test_group_chatter_stays_unanswered(world: World) -> None:
    world.officer("林若晴", "衛福部")
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    for text in ("小幫手們辛苦了", "登記一下午餐", "大家早", "#隨便講講"):
        assert group.says(text, by="林若晴") is None, text


def test_an_answer_of_unknown_outcome_is_never_sent_again(on_line: World) -> None:
    on_line.officer("林若晴", "衛福部")
    on_line.line.outcomes = [Outcome.UNKNOWN]
    assert on_line.direct("林若晴").says("我的案件") is None
    on_line.advance(hours=1)
    assert on_line.heard_privately("林若晴") == []


def test_an_answer_that_comes_too_late_is_let_go(on_line: World) -> None:
    # Given an event that lies in the inbox while the process is away
    on_line.officer("林若晴", "衛福部")
    on_line.deliver(on_line.direct("林若晴").typed("我的案件"), drain=False)
    # When it is handled after the reply token ended
    on_line.advance(minutes=5)
    # Then nothing is pushed for a mere look
    assert on_line.heard_privately("林若晴") == []


def test_what_was_changed_is_told_even_when_the_free_answer_is_too_late(on_line: World) -> None:
    on_line.officer("林若晴", "衛福部")
    on_line.deliver(on_line.direct("林若晴").typed("登記 公園夜間噪音"), drain=False)
    on_line.advance(minutes=5)
    (card,) = on_line.heard_privately("林若晴")
    assert card.number == "115-0001"
    (pushed,) = on_line.line.sent
    assert pushed.reply_ticket is None  # a push, which is paid for


def test_a_group_is_never_pushed_an_answer_that_came_too_late(on_line: World) -> None:
    on_line.officer("林若晴", "衛福部")
    group = on_line.group("衛福部 PO 群", enabled_by="林若晴")
    on_line.deliver(group.typed("#登記 公園夜間噪音", by="林若晴"), drain=False)
    on_line.advance(minutes=5)
    assert on_line.line.sent == []
    assert count_cases(on_line) == 1


def test_events_acknowledged_before_a_crash_are_handled_after_it_in_order(
    migrated_url: str,
) -> None:
    # Given a process that dies after acknowledging two lines of one conversation
    before = World(migrated_url)
    before.officer("林若晴", "衛福部")
    chat = before.direct("林若晴")
    before.deliver(chat.typed("登記 公園夜間噪音"), chat.typed("結案 1 已函復"), drain=False)
    before.stop()
    # When another starts on the same database
    after = World(migrated_url)
    after.assistant.drain()
    # Then both are handled, the registration first
    with after.looking() as uow:
        case = uow.cases.by_serial(1)
        assert case is not None
        assert (case.subject, case.result, case.closed_at is not None) == (
            "公園夜間噪音",
            "已函復",
            True,
        )
    after.stop()
