"""The bot's own page in Slack, and the thread of a case."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.message import Card, ChatKind, Platform
from bot.outbound import Outcome
from bot.slack.home import home_view
from tests.support.block_kit import load_check
from tests.support.gestures import Hands, said, shortcut, submission, tap_at_home
from tests.support.world import World

CHANNEL, TALK = "C0PO00001", "D0OTHERS1"


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    made = World(migrated_url, platforms=(Platform.SLACK,))
    yield made
    made.stop()


@pytest.fixture
def hands(world: World) -> Hands:
    return Hands(world)


def opens_home(world: World, name: str) -> list[Card]:
    """Somebody looks at the bot's page; what they see."""
    before = len(world.line.sent)
    edge = world.edges[Platform.SLACK]
    user = world.account(name)
    event = edge.typed(world.direct(name).spot, "x", user, "")
    event["event"] = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}
    world.deliver(event)
    return [o.card for o in world.line.sent[before:] if o.chat.kind is ChatKind.HOME]


def test_the_bots_page_shows_cases_and_deadlines(
    world: World, hands: Hands, shared_folder: Path
) -> None:
    check = load_check(shared_folder)
    world.officer("王小明", "內政部")
    # Empty at first
    cards = opens_home(world, "王小明")
    assert [c.title for c in cards] == ["", "我的案件", "我的期限"]
    assert [b.label for b in cards[0].buttons] == ["登記", "找", "查詢", "說明"]
    assert check("home", home_view(cards)) == []
    # Then with more than fit
    for number in range(7):
        hands.types(
            f"登記 事情{number}號特別的案子 仍要登記 期限 12/2{number}", by="王小明", channel=TALK
        )
    cards = opens_home(world, "王小明")
    assert cards[1].title == "我的案件　7 件"
    assert [len(c.items) for c in cards] == [0, 5, 5]
    assert all("更多" in [b.label for b in c.buttons] for c in cards[1:])
    assert check("home", home_view(cards)) == []


def test_the_bots_page_tells_a_stranger_how_to_bind(world: World, shared_folder: Path) -> None:
    [card] = opens_home(world, "路人")
    assert "綁定" in said(card)
    assert load_check(shared_folder)("home", home_view([card])) == []


def test_a_tap_on_the_page_is_answered_one_to_one_and_the_page_is_drawn_anew(
    world: World, hands: Hands
) -> None:
    world.officer("王小明", "內政部")
    hands.types("登記 路燈不亮 期限 12/18", by="王小明", channel=TALK)
    me = world.account("王小明")
    opens_home(world, "王小明")
    before = len(hands.sent)
    hands.sends(tap_at_home("結案 1 已修好", user=me, number=900))
    answer, *page = hands.sent[before:]
    assert answer.chat.kind is ChatKind.DIRECT
    assert "結案" in said(answer.card)
    assert [o.chat.kind for o in page] == [ChatKind.HOME] * 3
    assert "沒有案件" in said(page[1].card)


def test_the_page_is_no_message_and_what_is_lost_is_drawn_when_they_look_again(
    world: World, hands: Hands
) -> None:
    world.officer("王小明", "內政部")
    world.line.outcomes.append(Outcome.RETRY)
    assert opens_home(world, "王小明") == []
    world.advance(minutes=5)
    assert hands.sent == []
    with world.looking() as uow:
        assert sum(uow.outbox.counts().values()) == 0
    assert len(opens_home(world, "王小明")) == 3


def test_a_page_that_was_left_long_ago_is_not_drawn(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    opens_home(world, "王小明")
    world.advance(minutes=31)
    before = len(hands.sent)
    hands.types("我的案件", by="王小明", channel=CHANNEL)
    assert [o.chat.kind for o in hands.sent[before:]] == [ChatKind.DIRECT]


def test_in_a_cases_thread_its_number_may_be_left_out(world: World) -> None:
    world.officer("王小明", "內政部")
    group = world.group("內政部PO群", enabled_by="王小明")
    group.says("#登記 公園夜間噪音 期限 12/18", by="王小明", message_id="first")
    [thread] = {o.thread for o in world.line.sent if o.card.title == "公園夜間噪音"}
    assert thread
    talk = group.thread(thread)
    assert "記下了" in said(talk.says("#備註 已電洽", by="王小明"))
    assert "已結案" in said(talk.says("#結案 已改善", by="王小明"))
    # Elsewhere in the channel it may not
    assert group.says("#備註 已電洽", by="王小明") is None


def test_a_message_that_became_a_case_has_its_thread(world: World, hands: Hands) -> None:
    world.officer("王小明", "內政部")
    group = world.group("內政部PO群", enabled_by="王小明")
    me = world.account("王小明")
    moment = "1796608800.000100"
    hands.does(shortcut("路燈不亮", user=me, channel=group.id, moment=moment, number=950))
    hands.does(submission(hands.opened[-1], user=me, number=951))
    # Its own answer is not put into a thread in which nobody has answered yet
    assert hands.sent[-1].thread == ""
    assert "記下了" in said(group.thread(moment).says("#備註 已電洽", by="王小明"))
