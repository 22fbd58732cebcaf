"""提點子週報: Monday morning, once, what moved; in a group only where it was asked for."""

from datetime import timedelta

import pytest

from bot.message import Card
from storage.records.officers import Role
from tests.support.join_server import JoinServer, millis
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World, moment

TITLE = "健保卡換發"  # 衛福部, as the guess has it
MORNING = moment("2026-12-14 08:30:05")  # 週一
THREE = "00000000-0000-4000-8000-000000000003"
LEAD = {"organizationId": "A21000000I", "organizationName": "衛生福利部"}


def says(world: World, text: str, name: str = "林若晴") -> Card:
    card = world.direct(name).says(text)
    assert card is not None
    return card


def grows(world: World, join: JoinServer, *counts: int, title: str = TITLE) -> None:
    """A petition is looked at, a day for each count, from 12/7 on."""
    for count in counts:
        join.shows(ONE, count, title=title, **TIMES)
        watch(world)
        world.clock.advance(timedelta(days=1))


def monday(world: World, *, looks: bool = True) -> list[Card]:
    """Come to Monday morning; return what 林若晴 is told."""
    world.line.sent.clear()
    world.clock.advance(MORNING - world.clock.now())
    if looks:
        watch(world)
    tick(world)
    return weekly(world.heard_privately("林若晴"))


def next_monday(world: World, join: JoinServer, count: int) -> list[Card]:
    """A look on Tuesday, and the Monday after it; return what 林若晴 is told."""
    world.clock.advance(timedelta(days=1))
    join.shows(ONE, count, title=TITLE, **TIMES)
    watch(world)
    world.advance(hours=1)
    world.line.sent.clear()
    world.clock.advance(timedelta(days=6))
    tick(world)
    return weekly(world.heard_privately("林若晴"))


def tick(world: World) -> None:
    """Five seconds in which the cards are made, and five in which they are sent."""
    world.advance(seconds=5)
    world.advance(seconds=5)


def weekly(cards: list[Card]) -> list[Card]:
    return [card for card in cards if card.flag == "週報"]


def test_on_monday_morning_the_agency_hears_what_moved_and_only_once(
    world: World, join: JoinServer
) -> None:
    world.officer("溫若溪", "環境部")
    grows(world, join, 600, 640, 900)
    (card,) = monday(world)
    assert card.title == "這週跟貴機關有關的 1 件"
    (item,) = card.items
    assert item.title == TITLE
    assert item.text.startswith("推測；900 份，這週 +300，剩 37 天；同速度的提案 10 件")
    assert "機器推測，非國發會分案" in card.note
    assert weekly(world.heard_privately("溫若溪")) == []
    world.line.sent.clear()
    world.advance(hours=2)
    world.advance(days=1)
    assert weekly(world.heard_privately("林若晴")) == []


def test_where_join_could_not_be_seen_the_digest_says_since_when(
    world: World, join: JoinServer
) -> None:
    grows(world, join, 600, 900)
    (card,) = monday(world, looks=False)
    assert "這週 +300，剩 37 天，資料停在 12/8（二）10:00" in card.items[0].text


def test_the_week_after_says_how_many_came_in_seven_days(world: World, join: JoinServer) -> None:
    grows(world, join, 600, 900)
    monday(world)
    (card,) = next_monday(world, join, 960)
    assert "960 份，這週 +60，剩 30 天" in card.items[0].text


def test_nothing_moved_so_nothing_is_sent(world: World, join: JoinServer) -> None:
    grows(world, join, 40, 40)
    assert monday(world) == []
    assert says(world, "提點子週報").body.startswith("跟貴機關有關的提點子，這週沒有什麼動")


def test_on_other_days_and_outside_office_hours_nothing_is_sent(
    world: World, join: JoinServer
) -> None:
    grows(world, join, 600, 900)
    world.line.sent.clear()
    for at in ("2026-12-11 09:00:00", "2026-12-13 10:00:00", "2026-12-14 07:00:00"):
        world.clock.advance(moment(at) - world.clock.now())
        tick(world)
    assert weekly(world.heard_privately("林若晴")) == []


def test_after_a_holiday_it_comes_on_the_first_working_day(world: World, join: JoinServer) -> None:
    late = {**TIMES, "endorseDueDate": millis(moment("2027-04-20 00:00:00"))}
    join.shows(ONE, 600, title=TITLE, **late)
    watch(world)
    world.clock.advance(moment("2027-02-26 10:00:00") - world.clock.now())
    join.shows(ONE, 900, title=TITLE, **late)
    watch(world)
    world.line.sent.clear()
    world.clock.advance(moment("2027-03-01 09:00:00") - world.clock.now())  # 補假
    tick(world)
    assert weekly(world.heard_privately("林若晴")) == []
    world.clock.advance(timedelta(days=1))
    tick(world)
    assert len(weekly(world.heard_privately("林若晴"))) == 1


@pytest.mark.parametrize("text", ["關閉提點子週報", "不要提點子週報了", "提點子週報 關掉"])
def test_who_does_not_want_it_gets_none_and_may_come_back(
    world: World, join: JoinServer, text: str
) -> None:
    grows(world, join, 600, 900)
    assert "不送提點子週報" in says(world, text).body
    assert monday(world) == []
    assert "每週一早上" in says(world, "我要收提點子週報").body
    assert len(next_monday(world, join, 1400)) == 1


def test_a_colleague_who_asks_for_it_gets_it_too(world: World, join: JoinServer) -> None:
    world.officer("簡安禾", "衛福部", Role.TEAM)
    says(world, "開啟提點子週報", "簡安禾")
    grows(world, join, 600, 900)
    monday(world)
    assert len(weekly(world.heard_privately("簡安禾"))) == 1


def test_in_a_group_it_is_off_until_an_officer_asks_and_guesses_nothing(
    world: World, join: JoinServer
) -> None:
    group = world.group("衛福部PO群", enabled_by="林若晴")
    grows(world, join, 600, 900)
    join.shows(TWO, 1200, title="公園", approvalOrganization={"master": [LEAD]}, **TIMES)
    watch(world)
    monday(world)
    assert [o for o in world.line.sent if o.chat.id == group.id] == []
    said = group.says("#開啟提點子週報", by="林若晴")
    assert said is not None
    assert "在這裡" in said.body
    world.line.sent.clear()
    join.shows(TWO, 1300, title="公園", approvalOrganization={"master": [LEAD]}, **TIMES)
    next_monday(world, join, 1500)
    (card,) = [o.card for o in world.line.sent if o.chat.id == group.id]
    assert card.body == "附議中 2 件，這週新 0 件，七天內截止 0 件。"
    assert [item.title for item in card.items] == ["公園", TITLE]  # Join names the group's agency
    assert "推測" not in str(card)
    assert "貴機關" not in str(card)
    group.says("#關閉提點子週報", by="林若晴")
    world.line.sent.clear()
    world.clock.advance(timedelta(days=7))
    tick(world)
    assert [o for o in world.line.sent if o.chat.id == group.id] == []


def test_a_group_that_is_not_open_is_told_how(world: World) -> None:
    world.group("沒啟用的群組").says("#開啟提點子週報", by="林若晴")
    assert any("還沒啟用" in str(o.card) for o in world.line.sent)


def test_of_many_five_are_shown_and_the_rest_on_request(world: World, join: JoinServer) -> None:
    for n in range(1, 8):
        join.shows(f"00000000-0000-4000-8000-00000000010{n}", 300 + n, title=TITLE, **TIMES)
    join.shows(THREE, 10, title="公園", approvalOrganization={"master": [LEAD]}, **TIMES)
    watch(world)
    world.clock.advance(timedelta(days=1))
    for n in range(1, 8):
        join.shows(f"00000000-0000-4000-8000-00000000010{n}", 900 + n, title=TITLE, **TIMES)
    watch(world)
    world.clock.advance(timedelta(days=8))
    for n in range(1, 8):
        join.shows(f"00000000-0000-4000-8000-00000000010{n}", 1900 + n, title=TITLE, **TIMES)
    watch(world)
    world.advance(hours=1)
    card = says(world, "提點子週報")
    assert (len(card.items), card.buttons[-1].label) == (5, "更多")
    following = says(world, card.buttons[-1].command)
    assert len(following.items) == 2
    assert "更多" not in [button.label for button in following.buttons]


def test_it_goes_out_with_the_mornings_reminders(world: World, join: JoinServer) -> None:
    grows(world, join, 600, 900)
    says(world, "登記 公園夜間噪音 期限 12/15")
    world.line.requests.clear()
    world.clock.advance(MORNING - timedelta(minutes=20) - world.clock.now())
    world.advance(seconds=5)  # the cards are made
    assert world.line.requests == []
    world.advance(minutes=20)
    to_her = [one for one in world.line.requests if one.chat.id == world.account("林若晴")]
    assert len(to_her) == 1
    assert [card.flag == "週報" for card in to_her[0].cards] == [False, True]
