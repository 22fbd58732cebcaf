"""The picture beside a warning and a pasted link: of that moment, one to one, of public counts."""

from datetime import timedelta

import pytest

from bot.message import Card
from tests.support.join_server import JoinServer
from tests.support.pictures import PNG, Gallery, gallery_of
from tests.support.watching import ONE, TIMES, watch
from tests.support.world import World

LINK = f"https://join.gov.tw/idea/detail/{ONE}"
TITLE = "健保卡換發"


@pytest.fixture
def gallery(world: World) -> Gallery:
    return gallery_of(world)


def says(world: World, text: str) -> Card:
    card = world.direct("林若晴").says(text)
    assert card is not None
    return card


def comes_to(world: World, join: JoinServer, *counts: int) -> list[Card]:
    """A day for each count; return what 林若晴 is told unasked."""
    world.line.sent.clear()
    for count in counts:
        join.shows(ONE, count, title=TITLE, **TIMES)
        watch(world)
        world.advance(hours=24)
    return world.heard_privately("林若晴")


def test_a_warning_shows_the_course_up_to_that_look(
    world: World, join: JoinServer, gallery: Gallery
) -> None:
    (card,) = comes_to(world, join, 400, 700, 2900)
    assert card.picture is not None
    assert card.picture.alt == (
        "12/9 有 2,900 份，門檻 5,000 份，附議到 1/19，12/9 留意，12/9 準備"
    )
    assert gallery.fetch(card).startswith(PNG)


def test_a_picture_told_yesterday_stays_as_it_was(
    world: World, join: JoinServer, gallery: Gallery
) -> None:
    comes_to(world, join, 400, 410)
    card = says(world, LINK)
    assert card.picture is not None
    assert "留意" not in card.picture.alt
    before = gallery.fetch(card)
    comes_to(world, join, 410, 2900, 4800)
    assert gallery_of(world).fetch(card) == before
    later = says(world, LINK)
    assert later.picture is not None
    assert later.picture.alt.startswith("12/11 有 4,800 份，")
    assert gallery.fetch(later) != before


def test_until_the_next_look_a_pasted_link_shows_the_same_picture(
    world: World, join: JoinServer, gallery: Gallery
) -> None:
    comes_to(world, join, 300, 330)
    first = says(world, LINK)
    assert (first.title, first.body.splitlines()[0][:5]) == (TITLE, "330 份")
    world.clock.advance(timedelta(hours=1))
    assert gallery.address(says(world, LINK)) == gallery.address(first)


def test_one_look_is_too_little_for_a_picture(world: World, join: JoinServer) -> None:
    comes_to(world, join, 400)
    assert says(world, LINK).picture is None


def test_a_flat_line_is_no_picture(world: World, join: JoinServer) -> None:
    comes_to(world, join, 5, 6)
    assert says(world, LINK).picture is None


def test_a_group_sees_no_picture(world: World, join: JoinServer) -> None:
    comes_to(world, join, 300, 330)
    group = world.group("衛福部PO群", enabled_by="林若晴")
    card = group.says(f"#查詢 {LINK}", by="林若晴")
    assert card is not None
    assert card.picture is None


def test_the_case_of_a_petition_has_it_too_unless_it_is_sensitive(
    world: World, join: JoinServer
) -> None:
    comes_to(world, join, 300, 330)
    says(world, f"登記 {TITLE} {LINK}")
    assert says(world, LINK).picture is not None
    assert says(world, "案件 1").picture is not None
    says(world, "機敏 1 敏感")
    assert says(world, "案件 1").number == "115-0001"
    assert says(world, "案件 1").picture is None


def test_a_petition_that_nobody_knows_has_no_picture(gallery: Gallery) -> None:
    for key in (f"petition/{ONE}/20261207T020000.000000Z", "cats/1/20261207T020000.000000Z", ""):
        assert gallery.painter.paint(key) is None
        assert gallery.http.get(gallery.addresses.path(key)).status_code == 404
