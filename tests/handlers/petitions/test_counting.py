"""「37 現在 3,180」: works without Join, and gives way to Join's own count."""

from datetime import timedelta

import pytest

from bot.message import Card
from tests.support.join_server import JoinServer
from tests.support.source_server import Answer
from tests.support.watching import ONE, TIMES, counts, petition, watch
from tests.support.world import World

LINK = f"https://join.gov.tw/idea/detail/{ONE}"


@pytest.fixture
def case(world: World, join: JoinServer) -> str:
    """A registered petition, while Join is out of order."""
    join.answers("/", Answer(status=503))
    says(world, f"登記 健保卡換發 {LINK}")
    return "1"


def says(world: World, text: str) -> Card:
    card = world.direct("林若晴").says(text)
    assert card is not None
    return card


@pytest.mark.parametrize(
    "text",
    [
        *("{0} 現在 3,180", "{0} 現在 ３，１８０ 份", "{0} 已經 3180 份了", "附議數 {0} 3180"),
        *("{0} 附議 3180", "第{0}案 目前 3180票", "{0}現在3180份"),
    ],
)
def test_a_typed_count_is_kept(world: World, case: str, text: str) -> None:
    said = says(world, text.format(case)).body
    assert said == "1：3,180 份（輸入，待 Join 確認）。"
    assert petition(world).endorse_count == 3180


def test_join_has_the_last_word(world: World, join: JoinServer, case: str) -> None:
    says(world, f"{case} 現在 3180")
    join.instead.clear()
    join.shows(ONE, 3170, **TIMES)
    world.clock.advance(timedelta(hours=7))
    watch(world)
    assert petition(world).endorse_count == 3170
    assert petition(world).fell_at is None  # what was typed did not fall
    assert counts(world) == [3180, 3170]
    told = says(world, f"{case} 現在 3,000").body
    assert told == "1：Join 12/7（一）17:00 已是 3,170 份，沒有改。"
    assert petition(world).endorse_count == 3170


def test_a_digit_too_many_is_asked_back(world: World, case: str) -> None:
    says(world, f"{case} 現在 3180")
    card = says(world, f"{case} 現在 31800")
    assert "31,800 份？上次是 3,180 份" in card.body
    assert petition(world).endorse_count == 3180
    (button, *_) = card.buttons
    says(world, button.command)
    assert petition(world).endorse_count == 31800


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("附議數 1 很多", "幾份看不出來"),
        ("附議數 99 3180", "查無 99"),
        ("附議數 3,180", "查無"),
        ("附議數 2 3180", "還沒有 Join 的連結"),
    ],
)
def test_what_cannot_be_kept_says_why(world: World, case: str, text: str, shows: str) -> None:
    del case
    says(world, "登記 長官交辦的事 長官交辦")
    card = says(world, text)
    assert shows in card.body
    assert "：" in f"{card.body}{card.note}"


def test_in_a_group_it_is_said_with_a_mark_and_talk_changes_nothing(
    world: World, case: str
) -> None:
    group = world.group("衛福部PO群", enabled_by="林若晴")
    assert group.says(f"{case} 現在 3,180", by="林若晴") is None
    group.says(f"#{case} 現在是誰在辦", by="林若晴")
    group.says(f"#{case} 現在有 3 個機關嗎", by="林若晴")
    assert petition_is_unknown(world)
    said = group.says(f"#{case} 現在 3,180", by="林若晴")
    assert said is not None
    assert said.body.startswith("1：3,180 份")


def petition_is_unknown(world: World) -> bool:
    with world.looking() as uow:
        return uow.petitions.find(ONE) is None


def test_a_typed_count_has_an_outlook_once_it_is_known_when_it_began(
    world: World, case: str
) -> None:
    card = says(world, f"{case} 現在 3,180")
    assert card.note == "補上開始附議的日子，就能估會不會成案，例如：1 附議中 11/20"
    says(world, card.note.partition("例如：")[2])
    card = says(world, f"{case} 現在 3,400")
    count, likely = "3,400 份（輸入，待 Join 確認），剩 44 天", "10 件約 9 件成案，估 12/11–12/29"
    assert card.body == f"1：{count}。同速度的提案 {likely}。"
    assert card.note == ""
    assert "同速度的提案" in str(says(world, "1"))


def test_a_petition_that_is_no_case_is_counted_by_its_link(world: World, join: JoinServer) -> None:
    join.answers("/", Answer(status=503))
    (keep,) = [b for b in says(world, f"{LINK} 現在 3,180").buttons if b.label == "記下 3,180 份"]
    said = says(world, keep.command).body
    assert said == "這件提點子：3,180 份（輸入，待 Join 確認）。"
    assert petition(world).endorse_count == 3180
    join.instead.clear()
    join.shows(ONE, 3170, title="健保卡換發", **TIMES)
    world.clock.advance(timedelta(hours=7))
    watch(world)
    assert "「健保卡換發」：Join" in says(world, f"附議數 {LINK} 3000").body
