"""An election pause: the days left stand still, all is 暫定, and warnings reckon with it."""

from datetime import timedelta

import pytest

from bot.message import Card
from storage.records.officers import Role
from tests.support.join_server import JoinServer, millis
from tests.support.watching import ONE, TIMES, TWO, petition, watch
from tests.support.world import World, moment

LINK = f"https://join.gov.tw/idea/detail/{ONE}"
PAUSE = "選舉暫停 12/15到116/1/13 地方公職人員選舉"  # 30 days
PROVISIONAL = "暫定，以 Join 公布為準"


def says(world: World, text: str, name: str = "林若晴") -> Card:
    card = world.direct(name).says(text)
    assert card is not None, text
    return card


@pytest.fixture
def paused(world: World, join: JoinServer) -> World:
    """Two petitions that run to 1/20 on Join, and a pause of thirty days from 12/15 on."""
    world.officer("小發", "國發會", Role.HUB)
    says(world, says(world, PAUSE, "小發").buttons[0].command, "小發")
    join.shows(ONE, 3180, title="健保卡換發", **TIMES)
    join.shows(TWO, 2500, title="公園", **TIMES)
    watch(world)
    return world


def test_before_it_the_days_of_the_pause_are_not_counted(paused: World) -> None:
    assert f"3,180 份，剩 44 天（選舉暫停不算，{PROVISIONAL}）" in says(paused, LINK).body
    assert PROVISIONAL in says(paused, "提點子").items[0].text


def test_within_it_the_days_left_stand_still(paused: World) -> None:
    left: list[str] = []
    for day in ("2026-12-16", "2027-01-10"):
        paused.clock.advance(moment(f"{day} 10:00:00") - paused.clock.now())
        watch(paused)
        left.append(says(paused, LINK).body.splitlines()[0])
    assert left == [f"3,180 份，昨天 +0，選舉暫停中，剩 36 天（{PROVISIONAL}）。"] * 2


def test_after_joins_plain_end_it_still_runs_and_is_looked_at(
    paused: World, join: JoinServer
) -> None:
    paused.clock.advance(moment("2027-01-25 10:00:00") - paused.clock.now())
    join.shows(ONE, 3300, title="健保卡換發", **TIMES)
    watch(paused)
    assert petition(paused).endorse_count == 3300
    assert f"剩 25 天（{PROVISIONAL}）" in says(paused, LINK).body
    assert len(says(paused, "提點子").items) == 2
    paused.clock.advance(moment("2027-02-20 10:00:00") - paused.clock.now())
    watch(paused)
    assert "附議已截止" in says(paused, LINK).body


def test_where_join_itself_moved_the_end_joins_day_counts(paused: World, join: JoinServer) -> None:
    moved = {**TIMES, "endorseDueDate": millis(moment("2027-02-10 00:00:00"))}
    join.shows(ONE, 3180, title="健保卡換發", **moved)
    paused.clock.advance(moment("2027-01-20 10:00:00") - paused.clock.now())
    watch(paused)
    assert "剩 21 天。" in says(paused, LINK).body.replace("，昨天 +0", "")


def test_the_chance_reckons_with_the_days_after_the_pause(world: World, join: JoinServer) -> None:
    world.officer("小發", "國發會", Role.HUB)
    world.clock.advance(moment("2027-01-04 10:00:00") - world.clock.now())
    join.shows(ONE, 3600, title="健保卡換發", **TIMES)
    watch(world)
    world.clock.advance(timedelta(days=1))
    join.shows(ONE, 3650, title="健保卡換發", **TIMES)
    watch(world)
    hurried = says(world, LINK).body
    asked = says(world, "選舉暫停 115/12/1到115/12/30 公民投票", "小發")
    says(world, asked.buttons[0].command, "小發")
    calm = says(world, LINK).body
    assert "剩 15 天" in hurried
    assert f"剩 45 天（{PROVISIONAL}）" in calm
    assert of_ten(calm) > of_ten(hurried)


def of_ten(body: str) -> int:
    return int(body.split("10 件約 ")[1].split(" 件", maxsplit=1)[0])


def test_in_the_pause_nothing_is_warned_of_anew(paused: World) -> None:
    paused.clock.advance(moment("2026-12-16 10:00:00") - paused.clock.now())
    watch(paused)
    paused.advance(hours=1)
    paused.line.sent.clear()
    for _ in range(8):
        paused.clock.advance(timedelta(days=1))
        watch(paused)
        paused.advance(hours=1)
    told = [card for card in paused.heard_privately("林若晴") if "成案" in card.alt]
    assert told == []
