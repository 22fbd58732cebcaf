"""The week's new drafts: to the officer on Monday morning, to a group only if it asked."""

from datetime import timedelta

from bot.message import Card
from storage.records.officers import Role
from tests.handlers.notices.test_notices import CARD, FRIDAY, SMOKE, listed, read, said
from tests.support.gazette_server import GazetteServer, record
from tests.support.world import Chat, World, moment

SUNDAY_NIGHT = moment("2026-12-06 23:00:00")


def to_monday(world: World, week: int = 0) -> None:
    """Past midnight of a Monday, and then to its morning."""
    target = SUNDAY_NIGHT + timedelta(days=7 * week, hours=2)
    world.clock.advance(target - world.clock.now())
    world.assistant.catch_up()
    world.advance(hours=8)


def weekly(cards: list[Card]) -> list[Card]:
    return [card for card in cards if card.title.startswith("新的草案預告")]


def start(world: World, gazette: GazetteServer, *records: dict[str, str]) -> None:
    read(world, gazette, *records)
    world.line.sent.clear()


def test_the_officer_hears_once_a_week_and_of_each_draft_once(
    world: World, gazette: GazetteServer
) -> None:
    start(world, gazette, SMOKE, CARD)
    to_monday(world, 1)
    (card,) = weekly(world.heard_privately("林若晴"))
    assert card.title == "新的草案預告 2 件"
    assert listed(card) == ["預2", "預1"]
    assert [b.command for b in card.buttons][:2] == ["登記預告 預2", "登記預告 預1"]
    assert "關閉預告週報" in card.note
    world.advance(hours=24)
    world.assistant.catch_up()
    assert len(weekly(world.heard_privately("林若晴"))) == 1
    # Next week only what is new
    world.clock.advance(timedelta(hours=6))
    read(
        world, gazette, record("5", "修正「某某標準」草案", FRIDAY, Comment_Deadline="116年3月1日")
    )
    to_monday(world, 2)
    assert listed(weekly(world.heard_privately("林若晴"))[-1]) == ["預3"]
    world.advance(hours=24)
    world.assistant.catch_up()
    assert len(weekly(world.heard_privately("林若晴"))) == 2


def test_nothing_new_is_no_message(world: World, gazette: GazetteServer) -> None:
    start(world, gazette, SMOKE | {"PubGovName": "教育部", "UndertakeGov": ""})
    to_monday(world, 1)
    assert weekly(world.heard_privately("林若晴")) == []


def test_it_comes_in_the_morning_of_a_working_day_and_not_at_night(
    world: World, gazette: GazetteServer
) -> None:
    start(world, gazette, SMOKE)
    world.clock.advance(moment("2026-12-14 00:30:00") - world.clock.now())
    world.assistant.catch_up()
    assert weekly(world.heard_privately("林若晴")) == []
    world.advance(hours=7, minutes=50)
    assert weekly(world.heard_privately("林若晴")) == []
    world.advance(minutes=15)
    assert len(weekly(world.heard_privately("林若晴"))) == 1


def test_a_monday_off_makes_it_the_next_working_day(world: World, gazette: GazetteServer) -> None:
    # 116/03/01 (a Monday) is the day off for 228, which falls on a Sunday
    world.clock.advance(moment("2027-02-26 19:00:00") - world.clock.now())
    late = record("5", "修正「某某標準」草案", FRIDAY, Comment_Deadline="116年5月1日")
    start(world, gazette, late)
    world.clock.advance(moment("2027-03-01 10:00:00") - world.clock.now())
    world.assistant.catch_up()
    assert weekly(world.heard_privately("林若晴")) == []
    world.clock.advance(timedelta(days=1))
    world.assistant.catch_up()
    assert len(weekly(world.heard_privately("林若晴"))) == 1


def test_who_switched_it_off_hears_nothing_until_it_is_on_again(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    assert "不再主動告訴您" in said(mine, "關閉預告週報").body
    start(world, gazette, SMOKE)
    to_monday(world, 1)
    assert weekly(world.heard_privately("林若晴")) == []
    said(mine, "開啟預告週報")
    read(world, gazette, CARD)
    to_monday(world, 2)
    assert listed(weekly(world.heard_privately("林若晴"))[-1]) == ["預2"]


def test_the_deputy_hears_while_the_officer_is_away(world: World, gazette: GazetteServer) -> None:
    world.officer("小理", "衛福部", Role.DEPUTY)
    said(world.direct("林若晴"), "請假 12/14 代理 小理")
    start(world, gazette, SMOKE)
    to_monday(world, 1)
    assert weekly(world.heard_privately("林若晴")) == []
    assert len(weekly(world.heard_privately("小理"))) == 1


def test_what_is_registered_already_is_no_news(
    world: World, mine: Chat, gazette: GazetteServer
) -> None:
    start(world, gazette, SMOKE, CARD)
    said(mine, "登記預告 預2")
    to_monday(world, 1)
    assert listed(weekly(world.heard_privately("林若晴"))[0]) == ["預1"]


def test_a_group_hears_only_after_somebody_asked(world: World, gazette: GazetteServer) -> None:
    group = world.group("衛福部PO群", enabled_by="林若晴")
    start(world, gazette, SMOKE)
    to_monday(world, 1)
    in_group = [o.card for o in world.line.sent if o.chat.id == group.id]
    assert weekly(in_group) == []
    assert group.says("#開啟預告週報", by="林若晴") is not None
    world.clock.advance(timedelta(days=1))
    read(world, gazette, CARD)
    world.line.sent.clear()
    to_monday(world, 2)
    world.assistant.catch_up()  # in the group's own hours
    (card,) = weekly([o.card for o in world.line.sent if o.chat.id == group.id])
    assert listed(card) == ["預2"]
