"""Looking at Join: what is due, at one pace, by one process at a time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.sources.join.check_up import open_join
from handlers.petitions.jobs import Watcher
from handlers.petitions.rules.recording import Change, Recorded
from storage.unit_of_work import UnitOfWork
from tests.support.join_server import JoinServer, millis
from tests.support.source_server import Answer
from tests.support.watching import (
    CLOSES,
    ONE,
    OPENED,
    PAGE,
    TIMES,
    TWO,
    counts,
    details,
    line,
    minutes_to_next_look,
    petition,
    watch,
)
from tests.support.world import World


def test_a_petition_is_found_in_the_list_and_then_read_whole(
    world: World, join: JoinServer
) -> None:
    assert line(world) == ""
    join.shows(ONE, 898, title="廢除為民服務比賽", **TIMES)
    watch(world)
    found = petition(world)
    assert (found.title, found.endorse_count, found.goal_count) == ("廢除為民服務比賽", 898, 5000)
    assert (found.opened_at, found.closes_at) == (OPENED, CLOSES)
    assert "某人" not in found.raw
    assert details(join) == 1
    assert line(world) == "正常，12/7（一）10:00 看過"


def test_pages_are_asked_for_every_six_hours_and_only_if_they_changed(
    world: World, join: JoinServer
) -> None:
    join.shows(ONE, 100, **TIMES)
    watch(world)
    world.clock.advance(timedelta(hours=5))
    assert watch(world) == 0
    world.clock.advance(timedelta(hours=2))
    watch(world)
    asked = [one for one in join.asked if one.path == PAGE + ONE]
    assert len(asked) == 2
    assert "If-None-Match" in asked[1].headers
    assert counts(world) == [100]
    join.shows(ONE, 130, **TIMES)
    world.clock.advance(timedelta(hours=7))
    watch(world)
    assert counts(world) == [100, 130]


@pytest.mark.parametrize(("count", "minutes"), [(898, 360), (980, 15), (1430, 360), (4700, 15)])
def test_near_a_threshold_every_fifteen_minutes(
    world: World, join: JoinServer, count: int, minutes: int
) -> None:
    join.shows(ONE, count, **TIMES)
    watch(world)
    assert abs(minutes_to_next_look(world) - minutes) <= 1


def test_a_burst_is_looked_at_before_it_passes(world: World, join: JoinServer) -> None:
    join.shows(ONE, 1100, **TIMES)
    watch(world)
    world.clock.advance(timedelta(hours=6))
    join.shows(ONE, 2000, **TIMES)  # 150 an hour: 2,500 in 3 h 20
    watch(world)
    assert abs(minutes_to_next_look(world) - 100) <= 3


def test_a_count_that_falls_is_believed_and_told_once(world: World, join: JoinServer) -> None:
    told: list[tuple[Change, int | None]] = []

    def tell(_uow: UnitOfWork, recorded: Recorded, _now: object) -> None:
        told.append((recorded.change, recorded.before_count))

    watcher = Watcher(world.database.unit_of_work, open_join(join.base), world.clock, tell)
    for behind, count in enumerate((3180, 3150, 3150)):
        join.shows(ONE, count, **TIMES)
        join.answers("/idea/index/", Answer(status=403))
        join.open_data = [
            {
                "網址": f"{join.base}{PAGE}{ONE}",
                "附議數量": f"3,10{behind}",
                "提送日期": "2026-11-19 10:00:00",
            }
        ]
        while watcher.look():
            world.clock.advance(timedelta(seconds=20))
            if join.asked[-1].path.startswith("/idea/index/"):
                world.clock.advance(timedelta(minutes=5))
        world.clock.advance(timedelta(hours=7))
    assert counts(world) == [3100, 3180, 3150]  # the open data lies behind: not believed
    assert [one for one in told if one[0] is Change.FELL] == [(Change.FELL, 3180)]
    assert petition(world).fell_from_count == 3180


def test_a_list_that_lies_behind_confirms_nothing(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3180, **TIMES)
    watch(world)
    join.answers(PAGE, Answer(status=500))
    counted_at = petition(world).counted_at
    join.shows(ONE, 3100, **TIMES)
    world.clock.advance(timedelta(hours=7))
    watch(world)
    world.clock.advance(timedelta(minutes=3))  # for as long is Join left alone after the 500
    watch(world)
    assert sum(path.startswith("/idea/index/") for path in join.paths()) == 2
    assert petition(world).counted_at == counted_at


def test_a_petition_that_vanishes_is_asked_for_daily_and_may_come_back(
    world: World, join: JoinServer
) -> None:
    join.shows(ONE, 700, **TIMES)
    watch(world)
    shown = join.ideas.pop(ONE)
    world.clock.advance(timedelta(hours=7))
    watch(world)
    gone = petition(world)
    assert gone.vanished_at is not None
    assert (gone.endorse_count, gone.trouble) == (700, "gone")
    assert abs(minutes_to_next_look(world) - 24 * 60) <= 1
    join.ideas[ONE] = shown
    world.clock.advance(timedelta(hours=25))
    watch(world)
    assert petition(world).vanished_at is None
    assert petition(world).trouble == ""


def test_when_all_pages_are_gone_it_is_join_that_moved(world: World, join: JoinServer) -> None:
    ids = [f"00000000-0000-4000-8000-0000000000{n}" for n in range(10, 20)]
    for one in ids:
        join.shows(one, 10, **TIMES)
    join.answers(PAGE, Answer(status=404))
    watch(world)
    assert sum(petition(world, one).vanished_at is not None for one in ids) == 3


def test_a_registered_case_is_followed(world: World, join: JoinServer) -> None:
    join.answers("/idea/index/", Answer(status=500))
    join.ideas[TWO] = {}
    join.shows(TWO, 6849, secondSignedTime=millis(OPENED), **TIMES)
    world.direct("林若晴").says(f"登記 健保卡換發 https://join.gov.tw/idea/detail/{TWO}")
    watch(world)
    world.clock.advance(timedelta(hours=1))
    watch(world)
    assert petition(world, TWO).endorse_count == 6849
    assert petition(world, TWO).passed_at == OPENED


def test_several_processes_look_once(world: World, join: JoinServer) -> None:
    for n in range(10, 16):
        join.shows(f"00000000-0000-4000-8000-0000000000{n}", 10, **TIMES)
    watchers = [
        Watcher(world.database.unit_of_work, open_join(join.base), world.clock) for _ in range(4)
    ]

    def beat(watcher: Watcher) -> bool:
        return watcher.look()

    looks: list[int] = []
    with ThreadPoolExecutor(len(watchers)) as pool:
        for _ in range(12):
            looks.append(sum(pool.map(beat, watchers)))
            world.clock.advance(timedelta(seconds=2))
    assert set(looks) <= {0, 1}  # one pace for all of them
    assert sum(looks) == 2 + 6  # two lists, six pages
    assert len(join.paths()) == len(set(join.paths())) == 8


def test_no_transaction_is_open_while_join_is_asked(world: World, join: JoinServer) -> None:
    real = open_join(join.base)
    join.shows(ONE, 10, **TIMES)

    class Asking:
        """Join, while somebody else writes."""

        def __getattr__(self, name: str) -> Callable[..., object]:
            with world.database.unit_of_work() as uow:
                uow.settings.set("somebody", "writes", now=world.clock.now())
                uow.commit()
            method: Callable[..., object] = getattr(real, name)
            return method

    watcher = Watcher(world.database.unit_of_work, Asking(), world.clock)  # type: ignore[arg-type]  # by name
    while watcher.look():
        world.clock.advance(timedelta(seconds=2))
    assert petition(world).endorse_count == 10


def test_without_join_nothing_is_looked_at(migrated_url: str) -> None:
    world = World(migrated_url)
    assert not world.assistant.look_at_join()
    world.stop()
