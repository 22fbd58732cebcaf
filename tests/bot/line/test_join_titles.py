"""Real input: Join's own titles registered through signed webhooks, drawn for LINE's own schema."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.addressing import without_hidden_marks
from bot.line.render import render
from bot.message import Card, Outgoing
from storage.records.cases import CaseKind
from tests.bot.line.conftest import Complaints
from tests.support.world import World

TITLES = 80  # of 1,092; every seventh
AGENCIES = ("衛福部", "內政部", "環境部", "教育部", "交通部", "勞動部", "財政部")


@pytest.fixture
def world(migrated_url: str) -> Iterator[World]:
    world = World(migrated_url)
    yield world
    world.stop()


@pytest.fixture(scope="module")
def ideas(shared_folder: Path) -> list[dict[str, str]]:
    packed = shared_folder / "domain" / "join" / "ideas.csv.gz"
    text = gzip.decompress(packed.read_bytes()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 1092
    return rows[::7][:TITLES]


def as_request(outgoing: Outgoing) -> dict[str, object]:
    messages = render(outgoing.card, chat=outgoing.chat, basic_id="@example")
    body = {"replyToken": "a token", "messages": messages}
    return {"path": "/v2/bot/message/reply", "body": body}


def shown(card: Card | None) -> Card:
    assert card is not None
    assert card.number, card
    return card


def register(world: World, by: str, idea: dict[str, str]) -> Card:
    """Type a title with its link; where a similar one is pointed out, tap 「仍要登記」."""
    chat = world.direct(by)
    card = chat.says(f"登記 {idea['title']} {link_of(idea)}")
    if card is not None and "很像" in card.title:
        card = chat.says(card.buttons[1].command)
    return shown(card)


def link_of(idea: dict[str, str]) -> str:
    return f"https://join.gov.tw/idea/detail/{idea['idea_id']}"


def plain(title: str) -> str:
    """A title without what is not kept: hidden marks, runs of blanks, the last stop or comma."""
    return " ".join(without_hidden_marks(title).split()).rstrip(" 。，,.")


def test_every_title_becomes_a_case_that_any_officer_can_open(
    world: World, ideas: list[dict[str, str]], complaints: Complaints
) -> None:
    # Given an officer in each of seven ministries
    for agency in AGENCIES:
        world.officer(f"{agency}窗口", agency)
    # When each title is registered with its Join link, by one of them
    numbers: list[str] = []
    for index, idea in enumerate(ideas):
        by = f"{AGENCIES[index % len(AGENCIES)]}窗口"
        numbers.append(register(world, by, idea).number)
    # Then each has its own number, without gaps
    assert numbers == [f"115-{serial:04d}" for serial in range(1, len(ideas) + 1)]
    # And they are petitions under their own titles, which any other ministry finds
    with world.looking() as uow:
        for number, idea in zip(numbers, ideas, strict=True):
            case = uow.cases.by_number(number)
            assert case is not None
            assert case.kind is CaseKind.PETITION
            assert case.join_id == idea["idea_id"]
            assert case.subject.rstrip(".") == plain(idea["title"])
    card = world.direct("財政部窗口").says("#1")
    assert shown(card).number == "115-0001"
    # And LINE accepts every card
    assert complaints([as_request(outgoing) for outgoing in world.line.sent]) == ""


def test_a_link_that_is_pasted_again_finds_the_case(
    world: World, ideas: list[dict[str, str]]
) -> None:
    world.officer("衛福部窗口", "衛福部")
    world.officer("內政部窗口", "內政部")
    first = register(world, "衛福部窗口", ideas[0])
    again = world.direct("內政部窗口").says(link_of(ideas[0]))
    assert shown(again).number == first.number
