"""A warning that nobody heard: it is counted as 未送, and 國發會 can see which it was."""

from datetime import timedelta

from bot.message import Card
from storage.records.officers import Role
from tests.support.join_server import JoinServer
from tests.support.watching import ONE, TIMES, watch
from tests.support.world import World


def says(world: World, text: str, name: str = "林若晴") -> Card:
    card = world.direct(name).says(text)
    assert card is not None
    return card


def comes_to(world: World, join: JoinServer, *counts: int) -> None:
    for count in counts:
        join.shows(ONE, count, title="健保卡換發", **TIMES)
        watch(world)
        world.clock.advance(timedelta(days=1))


def test_where_warnings_are_off_it_counts_as_unsent_and_not_as_a_hit(
    world: World, join: JoinServer
) -> None:
    world.officer("小發", "國發會", Role.HUB)
    says(world, "關閉預警")
    comes_to(world, join, 2000, 2900)
    card = says(world, "預警成績", "小發")
    texts = {item.title: item.text for item in card.items}
    assert texts["準備"] == "說中 0 件；沒成案 0 件；還在附議 0 件；漏掉 0 件；未送 1 件"
    assert texts["沒有人收到"] == "健保卡換發"
    assert "當時沒有人收" in card.note
    assert "2,900 份" in says(world, card.buttons[0].command, "小發").body
    mine = says(world, "預警成績")
    assert "沒有人收到" not in [item.title for item in mine.items]  # only 國發會 can act on it
    comes_to(world, join, 5300)
    (_, acted, *_) = says(world, "預警成績").items
    assert acted.text == "說中 0 件；沒成案 0 件；還在附議 0 件；漏掉 0 件；未送 1 件"


def test_in_a_group_nobody_sees_what_was_not_heard(world: World, join: JoinServer) -> None:
    world.officer("小發", "國發會", Role.HUB)
    says(world, "關閉預警")
    comes_to(world, join, 2000, 2900)
    group = world.group("跨部會群", enabled_by="小發", scope="跨部會")
    card = group.says("#預警成績", by="小發")
    assert card is not None
    assert "健保卡換發" not in str(card)


def test_what_somebody_heard_is_not_unsent(world: World, join: JoinServer) -> None:
    comes_to(world, join, 2000, 2900)
    assert "未送" not in str(says(world, "預警成績"))
