"""A petition that passed before anybody registered it: the case has its dates at once."""

from bot.message import Card
from storage.records.cases import Stage
from storage.records.duties import EventStanding
from storage.records.rules import Event
from tests.support.join_server import JoinServer, millis
from tests.support.watching import ONE, TIMES, TWO, watch
from tests.support.world import World, moment

LINK = f"https://join.gov.tw/idea/detail/{ONE}"


def says(world: World, text: str) -> Card:
    card = world.direct("林若晴").says(text)
    assert card is not None
    return card


def passed(world: World) -> tuple[str, EventStanding, Stage]:
    with world.looking() as uow:
        case = uow.cases.by_join_id(ONE)
        assert case is not None
        (event,) = [e for e in uow.duties.events(case.id) if e.event is Event.PASSED]
        return str(event.on), event.standing, case.stage


def test_joins_day_is_entered_with_the_registration(world: World, join: JoinServer) -> None:
    at = moment("2026-12-03 15:00:00")
    join.shows(ONE, 5300, title="健保卡換發", secondSignedTime=millis(at), **TIMES)
    watch(world)
    card = says(world, f"登記 {LINK} 健保卡換發 主辦 衛福部")
    assert passed(world) == ("2026-12-03", EventStanding.CONFIRMED, Stage.PASSED)
    assert "成案" in str(card)
    assert "正式回應" in str(says(world, "期限表 1"))


def test_by_the_count_it_is_the_day_on_which_it_was_first_seen(
    world: World, join: JoinServer
) -> None:
    join.shows(ONE, 4900, title="健保卡換發", **TIMES)
    watch(world)
    world.clock.advance(moment("2026-12-08 10:00:00") - world.clock.now())
    join.shows(ONE, 5200, title="健保卡換發", **TIMES)
    watch(world)
    world.clock.advance(moment("2026-12-10 10:00:00") - world.clock.now())
    says(world, f"登記 {LINK} 健保卡換發 主辦 衛福部")
    assert passed(world) == ("2026-12-08", EventStanding.PROVISIONAL, Stage.PASSED)


def test_a_link_that_is_added_later_does_the_same(world: World, join: JoinServer) -> None:
    at = moment("2026-12-03 15:00:00")
    join.shows(ONE, 5300, title="健保卡換發", secondSignedTime=millis(at), **TIMES)
    watch(world)
    says(world, "登記 提點子 健保卡換發 主辦 衛福部")
    says(world, f"連結 1 {LINK}")
    assert passed(world)[0] == "2026-12-03"


def test_one_that_still_runs_is_registered_as_before(world: World, join: JoinServer) -> None:
    join.shows(ONE, 1200, title="健保卡換發", **TIMES)
    watch(world)
    card = says(world, f"登記 {LINK} 健保卡換發 主辦 衛福部")
    assert ("階段", "附議中") in [(fact.label, fact.value) for fact in card.facts]
    with world.looking() as uow:
        case = uow.cases.by_join_id(ONE)
        assert case is not None
        assert Event.PASSED not in {e.event for e in uow.duties.events(case.id)}


def test_what_was_examined_is_endorsed_once_join_shows_it(world: World, join: JoinServer) -> None:
    says(world, f"登記 {LINK} 健保卡換發 主辦 衛福部")
    with world.looking() as uow:
        case = uow.cases.by_join_id(ONE)
        assert case is not None
        assert case.stage is Stage.REVIEW
    join.shows(ONE, 12, title="健保卡換發", **TIMES)
    watch(world)
    world.advance(hours=7)
    with world.looking() as uow:
        case = uow.cases.by_join_id(ONE)
        assert case is not None
        assert case.stage is Stage.ENDORSING
    assert "階段 → 附議中（Join，115/11/20 起）" in str(says(world, "歷程 1"))


def test_by_its_link_alone_it_gets_joins_title(world: World, join: JoinServer) -> None:
    join.shows(ONE, 1200, title="健保卡換發", **TIMES)
    watch(world)
    assert says(world, f"登記 {LINK}").title == "健保卡換發"
    later = f"https://join.gov.tw/idea/detail/{TWO}"
    assert says(world, f"登記 {later}").title.endswith("（題目待補）")
    join.shows(TWO, 12, title="公園夜間照明", **TIMES)
    watch(world)
    world.advance(hours=7)
    assert says(world, "2").title == "公園夜間照明"
    assert "案由 → 公園夜間照明（Join）" in str(says(world, "歷程 2"))
    says(world, "更新 2 案由 夜間照明")
    join.shows(TWO, 40, title="公園夜間照明", **TIMES)
    world.advance(hours=7)
    watch(world)
    assert says(world, "2").title == "夜間照明"  # what an officer wrote stays
