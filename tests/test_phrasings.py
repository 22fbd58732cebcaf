"""The table of phrasings against the real commands, and in a real conversation."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.manual import Manual
from bot.message import Card, Platform
from bot.room import Command, Request
from bot.understand import Understander
from bot.understanding import Certainty, Understanding
from handlers.rooms import ROOMS
from handlers.services import Services
from handlers.shared.access import Speaker
from tests.bot.phrasings import (
    PHRASINGS,
    UNDERSTOOD,
    Expected,
    Phrasing,
    hear,
    hear_on_slack,
    is_right,
)
from tests.support.world import World

Hear: TypeAlias = Callable[[Understander, Phrasing], Understanding]

# Messages on their way, and whom they reach
TRANSPORT = ("inbox_events", "deliveries", "delivery_topics", "reachability", "sqlite_sequence")
# Titles of which none is like another: forty-two different runs of characters
SUBJECTS = ["".join(chr(0x5000 + 9 * n + k) for k in range(9)) for n in range(42)]


def _never(request: Request[Speaker], services: Services) -> Card:
    raise AssertionError(request, services)


COMMANDS: list[Command[Services, Speaker]] = [
    *(command for room in ROOMS for command in room.commands),
    Manual(ROOMS).as_command(_never),
]
UNDERSTANDER = Understander(COMMANDS)
# One week as officers type it: of these none may go wrong, whatever the rest of the table allows.
ONE_WEEK = (
    "登記 菸捐那件 長官說下週三前要有說法 國健署先擬",
    "健保卡要換eID那個 內政部現在誰在管啊",
    "今天有啥",
    "https://join.gov.tw/idea/detail/0a1b2c3d 這會過嗎 是我們的嗎",
    "37 成案了 12/8",
    "幫我問內政部 eID跟健保卡重疊 這禮拜講個電話 15分鐘就好",
    "訂 健保卡換發 或 eID 不要廣告 早上一次就好",
    "逐字稿今天寄了 幫我盯",
    "救命 我們科被提案打到 快五千 科長叫我問PO",
    "健保卡還在吵嗎",
)


@pytest.fixture(params=[hear, hear_on_slack], ids=["line", "slack"])
def heard_on(request: pytest.FixtureRequest) -> Hear:
    """Each platform's way from what is typed to what is understood."""
    found: Hear = request.param
    return found


def test_nineteen_of_twenty_phrasings_reach_the_real_command(heard_on: Hear) -> None:
    found = [(p, heard_on(UNDERSTANDER, p)) for p in PHRASINGS]
    wrong = [(p.says, heard) for p, heard in found if not is_right(p, heard)]
    assert len(wrong) <= 0.05 * len(PHRASINGS), wrong


@pytest.mark.parametrize("says", ONE_WEEK)
def test_the_week_of_the_design_is_understood_to_the_letter(says: str, heard_on: Hear) -> None:
    (row,) = (p for p in PHRASINGS if p.says == says)
    assert is_right(row, heard_on(UNDERSTANDER, row))


def test_no_phrasing_reaches_a_real_command_that_it_does_not_ask_for(heard_on: Hear) -> None:
    dangerous = [
        (p.says, heard.command)
        for p in PHRASINGS
        if (heard := heard_on(UNDERSTANDER, p)).certainty is Certainty.SURE
        and (p.expected not in UNDERSTOOD or heard.command != p.command)
    ]
    assert dangerous == []


def test_every_real_word_and_example_means_its_own_command() -> None:
    for command in COMMANDS:
        for said in (*command.words, *command.examples):
            heard = UNDERSTANDER.understand(said)
            assert (heard.certainty, heard.command) == (Certainty.SURE, command.name), said


@pytest.mark.parametrize(
    "says",
    [
        "不要{}",
        "先別{}",
        "{}了嗎",
        "誰{}的",
        "已經{}了",
        "明天再{}",
        "42 不要{}",
        "42 {}了嗎",
        "他{}了",
    ],
)
def test_no_real_change_is_made_on_a_negation_a_question_or_a_report(says: str) -> None:
    changing = {command.name for command in COMMANDS if command.changes}
    for command in COMMANDS:
        if command.changes:
            heard = UNDERSTANDER.understand(says.format(command.name))
            assert heard.certainty is not Certainty.SURE or heard.command not in changing, (
                says.format(command.name)
            )


@pytest.fixture(params=[Platform.LINE, Platform.SLACK], ids=["line", "slack"])
def world(migrated_sqlite: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[World]:
    platform: Platform = request.param
    path = shutil.copy(migrated_sqlite, tmp_path / "pobot.db")
    world = World(f"sqlite:///{path}", platforms=(platform,))
    yield world
    world.stop()


def _all_that_is_kept(path: Path) -> list[str]:
    """Every row of the database but those of messages on their way."""
    connection = sqlite3.connect(path)
    try:
        return [
            line
            for line in connection.iterdump()
            if not any(line.startswith(f'INSERT INTO "{table}"') for table in TRANSPORT)
        ]
    finally:
        connection.close()


def test_what_asks_for_nothing_changes_nothing_and_leaves_groups_in_peace(
    world: World, tmp_path: Path
) -> None:
    # Given many cases, and a group that is open
    world.officer("林若晴", "衛福部")
    group = world.group("衛福部 PO 群", enabled_by="林若晴")
    direct = world.direct("林若晴")
    for subject in SUBJECTS:
        direct.says(f"登記 {subject}")
    shown = direct.says("42")
    assert shown is not None
    assert shown.number == "115-0042"
    before = _all_that_is_kept(tmp_path / "pobot.db")
    # When everything is said that should at most be answered with an offer
    for row in PHRASINGS:
        if row.expected not in {Expected.OFFER, Expected.NOTHING} or not row.is_officer:
            continue
        here = group.says(f"#{row.says}", by="林若晴") if row.in_group else direct.says(row.says)
        # Then a group hears nothing of it
        assert here is None or not row.in_group, row.says
    # And nothing was kept
    assert _all_that_is_kept(tmp_path / "pobot.db") == before
