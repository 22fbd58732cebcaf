"""追蹤: told once, one to one, when a petition comes to a count or a pace."""

from datetime import timedelta

import pytest

from bot.message import Card
from handlers.privacy.jobs import erase_person
from tests.support.join_server import JoinServer
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World

LINK = f"https://join.gov.tw/idea/detail/{ONE}"
TITLE = "兒童遊戲場的沙坑"  # nothing speaks for 衛福部


def says(world: World, text: str, name: str = "林若晴") -> Card:
    card = world.direct(name).says(text)
    assert card is not None
    return card


def comes_to(world: World, join: JoinServer, count: int, *, hours: float = 7) -> list[str]:
    """Time passes, Join shows a count; return what 林若晴 is told unasked."""
    world.clock.advance(timedelta(hours=hours))
    join.shows(ONE, count, title=TITLE, **TIMES)
    world.line.sent.clear()
    watch(world)
    world.advance(hours=24 - hours % 24)
    return [card.body for card in world.heard_privately("林若晴")]


@pytest.fixture(autouse=True)
def no_warnings(world: World) -> None:
    """What is told unasked is another story."""
    says(world, "關閉預警")


@pytest.mark.parametrize(
    "text",
    [
        *(f"追蹤 {LINK} 到 4000 叫我", f"追蹤 {LINK} 破4千跟我說", f"幫我追蹤 {LINK} 到 4,000 份"),
        *("追蹤 1 到 ４０００ 叫我", "1 到 4000 叫我"),
    ],
)
def test_a_count_is_told_once(world: World, join: JoinServer, text: str) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    says(world, f"登記 {LINK} {TITLE}")
    assert "到 4,000 份時私訊叫您一次" in says(world, text).body
    assert comes_to(world, join, 3990) == []
    (told,) = comes_to(world, join, 4010)
    assert told.startswith("到 4,000 份了。\n4,010 份")
    assert comes_to(world, join, 4100) == []


def test_of_several_jumped_at_once_only_the_largest(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    for count in (3200, 3500, 4000, 4900):
        says(world, f"追蹤 {LINK} 到 {count} 叫我")
    (told,) = comes_to(world, join, 4200)
    assert told.startswith("到 4,000 份了")
    assert "4,900" in str(says(world, "我的追蹤").items)


def test_what_passes_is_told_as_that_and_nothing_else(world: World, join: JoinServer) -> None:
    join.shows(ONE, 4700, title=TITLE, **TIMES)
    watch(world)
    says(world, f"追蹤 {LINK} 到 4800 叫我")
    says(world, f"追蹤 {LINK} 到 5200 叫我")
    (told,) = comes_to(world, join, 5300)
    assert "成案（暫定，待 Join 確認），5,300 份" in told
    assert says(world, "我的追蹤").body.startswith("目前沒有追蹤")
    assert comes_to(world, join, 6000) == []


def test_a_count_that_waits_for_the_morning_gives_way_to_passing(
    world: World, join: JoinServer
) -> None:
    join.shows(ONE, 3900, title=TITLE, **TIMES)
    watch(world)
    says(world, f"追蹤 {LINK} 到 4000 叫我")
    world.clock.advance(timedelta(hours=10))  # 20:00
    join.shows(ONE, 4500, title=TITLE, **TIMES)
    world.line.sent.clear()
    watch(world)
    world.assistant.drain()
    assert world.heard_privately("林若晴") == []  # nobody is told at night
    world.clock.advance(timedelta(hours=2))
    join.shows(ONE, 5100, title=TITLE, **TIMES)
    watch(world)
    world.advance(hours=14)
    (card,) = world.heard_privately("林若晴")
    assert "成案" in card.body


def test_a_daily_pace_is_told_once(world: World, join: JoinServer) -> None:
    join.shows(ONE, 1000, title=TITLE, **TIMES)
    watch(world)
    assert "一天超過 500 份" in says(world, f"追蹤 {LINK} 每天超過 500 叫我").body
    assert comes_to(world, join, 1400, hours=24) == []
    (told,) = comes_to(world, join, 2400)
    assert "一天多了 1,000 份" in told
    assert comes_to(world, join, 4000) == []


def test_it_can_be_taken_back(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    says(world, f"追蹤 {LINK} 到 4000 叫我")
    assert TITLE in str(says(world, "我的追蹤").items)
    assert "不追蹤了" in says(world, f"取消追蹤 {LINK}").body
    assert says(world, "我的追蹤").body.startswith("目前沒有追蹤")
    assert comes_to(world, join, 4010) == []


def test_before_join_was_looked_at_it_waits(world: World, join: JoinServer) -> None:
    assert "還沒看到份數" in says(world, f"追蹤 {LINK} 到 4000 叫我").body
    (told,) = comes_to(world, join, 4010)
    assert told.startswith("到 4,000 份了")


def test_what_is_reached_already_is_said_at_once(world: World, join: JoinServer) -> None:
    join.shows(ONE, 4500, title=TITLE, **TIMES)
    watch(world)
    assert says(world, f"追蹤 {LINK} 到 4000 叫我").body == f"「{TITLE}」已經 4,500 份了。"
    assert says(world, "我的追蹤").body.startswith("目前沒有追蹤")


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("追蹤", "還差哪一件提點子"),
        (f"追蹤 https://join.gov.tw/idea/detail/{TWO} 快到時叫我", "到幾份、或一天多幾份"),
        ("追蹤 99 到 4000 叫我", "查無 99"),
        ("取消追蹤", "還差哪一件提點子"),
    ],
)
def test_what_is_missing_is_said(world: World, text: str, shows: str) -> None:
    assert shows in says(world, text).body


def test_who_names_no_count_taps_one(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    (tap,) = says(world, f"追蹤 {LINK}").buttons
    assert tap.label == "到4000叫我"
    assert "到 4,000 份時私訊叫您一次" in says(world, tap.command).body


def test_a_pasted_link_with_a_count_offers_just_that(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    labels = [tap.label for tap in says(world, f"{LINK} 到4500跟我說").buttons]
    assert "到4500叫我" in labels
    labels = [tap.label for tap in says(world, f"{LINK} 現在 4500").buttons]
    assert "記下 4,500 份" in labels
    assert "到4500叫我" not in labels


@pytest.mark.parametrize("text", ["1 破四千通知我", "1 過四千的時候跟我說", "1 到兩千就叫我"])
def test_a_round_number_in_characters_is_a_count(world: World, join: JoinServer, text: str) -> None:
    join.shows(ONE, 1200, title=TITLE, **TIMES)
    watch(world)
    says(world, f"登記 {LINK} {TITLE}")
    assert "000 份時私訊叫您一次" in says(world, text).body


@pytest.mark.parametrize("text", ["不用再追蹤1了", "1 不用追了", "別追 1 了"])
def test_in_plain_words_it_is_taken_back(world: World, join: JoinServer, text: str) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    says(world, f"登記 {LINK} {TITLE}")
    says(world, "追蹤 1 到 4000 叫我")
    assert says(world, text).body == "好，1 不追蹤了。"
    assert "目前沒有追蹤" in says(world, "我的追蹤").body


def test_who_is_erased_follows_nothing(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3000, title=TITLE, **TIMES)
    watch(world)
    says(world, f"追蹤 {LINK} 到 4000 叫我")
    with world.database.unit_of_work() as uow:
        (wish,) = uow.watches.followers(ONE)
        erase_person(uow, uow.officers.get(wish.officer_id), now=world.clock.now(), actor="test")
        uow.commit()
    with world.looking() as uow:
        assert uow.watches.followers(ONE) == ()
