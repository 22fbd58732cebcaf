"""A pasted link on Join: title, count and days left from what was last seen."""

from datetime import timedelta

from bot.message import Card
from tests.support.join_server import JoinServer, millis
from tests.support.watching import CLOSES, ONE, TIMES, TWO, watch
from tests.support.world import World

LINK = f"https://join.gov.tw/idea/detail/{ONE}"


def says(world: World, text: str) -> Card:
    card = world.direct("林若晴").says(text)
    assert card is not None
    return card


def test_a_pasted_link_shows_what_was_last_seen(world: World, join: JoinServer) -> None:
    join.shows(ONE, 2540, title="健保卡換發", **TIMES)
    watch(world)
    world.clock.advance(timedelta(hours=24))
    join.shows(ONE, 3180, title="健保卡換發", **TIMES)
    watch(world)
    card = says(world, LINK)
    assert card.title == "健保卡換發"
    assert card.body == (
        "3,180 份，剩 43 天。\n同速度的提案 10 件約 9 件成案，估 12/10–12/21。\n"
        "題目可能與貴機關有關（機器推測，非國發會分案）。\n這件提點子還沒有人登記。"
    )
    world.clock.advance(timedelta(hours=6))
    watch(world)
    world.clock.advance(timedelta(hours=12))
    watch(world)
    card = says(world, f"{LINK} 這會過嗎 是我們的嗎")
    assert "3,180 份，昨天 +640，剩 42 天" in card.body
    labels = ["登記", "到4000叫我", "是", "非本機關業務"]
    assert [button.label for button in card.buttons] == labels


def test_in_a_group_it_is_told_with_one_button(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3180, **TIMES)
    watch(world)
    group = world.group("衛福部PO群", enabled_by="林若晴")
    assert group.says(LINK, by="林若晴") is None
    card = group.says(f"#查詢 {LINK}", by="林若晴")
    assert card is not None
    assert "3,180 份" in card.body
    assert [button.label for button in card.buttons] == ["私訊處理"]


def test_on_the_case_stands_what_join_shows(world: World, join: JoinServer) -> None:
    join.shows(ONE, 3180, endorseDueDate=millis(CLOSES))
    watch(world)
    says(world, f"登記 健保卡換發 {LINK}")
    card = says(world, LINK)
    assert ("附議", "3,180 份，剩 44 天") in [(fact.label, fact.value) for fact in card.facts]


def test_what_was_never_looked_at_is_followed_from_then_on(world: World, join: JoinServer) -> None:
    watch(world)
    world.clock.advance(timedelta(minutes=1))
    join.shows(ONE, 12, title="新的", **TIMES)
    assert says(world, LINK).body.endswith("還沒看過，過一會兒再貼一次。")
    watch(world)
    assert says(world, LINK).body.startswith("新的\n12 份")


def test_a_mistyped_link_is_looked_at_once(world: World, join: JoinServer) -> None:
    watch(world)
    says(world, LINK.replace(ONE, TWO))
    world.clock.advance(timedelta(minutes=1))
    watch(world)
    world.clock.advance(timedelta(days=3))
    watch(world)
    assert sum(TWO in path for path in join.paths()) == 1


def test_without_join_nothing_is_promised(migrated_url: str) -> None:
    world = World(migrated_url)
    world.officer("林若晴", "衛福部")
    assert says(world, LINK).body == "這件提點子還沒有人登記。"
    world.stop()


def test_a_matter_that_join_does_not_take_is_explained_while_it_is_examined(
    world: World, join: JoinServer
) -> None:
    join.shows(ONE, 0, title="兩岸交流恢復小三通")
    watch(world)
    body = says(world, f"{LINK} 這會過嗎").body
    assert "題目可能涉及" in body
    join.shows(ONE, 12, title="兩岸交流恢復小三通", **TIMES)  # it was accepted
    world.clock.advance(timedelta(hours=7))
    watch(world)
    assert "題目可能涉及" not in says(world, LINK).body


def test_whom_join_names_is_said_and_nothing_is_guessed(world: World, join: JoinServer) -> None:
    lead = {"organizationId": "A21000000I", "organizationName": "衛生福利部"}
    join.shows(
        ONE,
        1200,
        title="健保卡換發",
        approvalOrganization={"master": [lead], "slave": ""},
        **TIMES,
    )
    watch(world)
    body = says(world, LINK).body
    assert "Join 上的主辦：" in body
    assert "機器推測" not in body


def test_the_number_of_a_case_answers_too_and_a_group_sees_no_guess(
    world: World, join: JoinServer
) -> None:
    for count in (2540, 3180):
        join.shows(ONE, count, title="健保卡換發", **TIMES)
        watch(world)
        world.clock.advance(timedelta(hours=24))
    group = world.group("衛福部PO群", enabled_by="林若晴")
    card = group.says(f"#查詢 {LINK}", by="林若晴")
    assert card is not None
    assert "同速度的提案 10 件" in card.body
    assert "機器推測" not in card.body
    says(world, f"登記 健保卡換發 {LINK}")
    facts = {fact.label: fact.value for fact in says(world, "1 會過嗎").facts}
    assert "同速度的提案 10 件" in facts["附議"]
