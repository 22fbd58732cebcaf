"""Every command of every room: nobody reads or changes by it what is not theirs."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.message import Card
from bot.room import Place
from storage.records.officers import Role
from tests.support.world import World
from tests.test_access_table import COMMANDS
from tests.test_secrecy import HIDDEN, serve_too, set_out

# What the rooms keep beside the cases: of case 3 between 衛福部 and 數位部, and of the public 4.
KEPT = {
    "an officer of another agency": (
        "穿山甲",
        "山羌",
        "石虎",
        "水獺",
        "長鬃",
        "雲豹",
        "黑熊",
        "飛鼠",
        "竹雞",
        "畫眉",
    ),
    "somebody who looks on or works beside": ("石虎", "水獺", "長鬃", "飛鼠", "竹雞", "畫眉"),
}
ARGUMENTS = ("3", "4 第1題", "單1")
# They end the speaker's own access, after which no other door would be tried.
ENDS_ONESELF = frozenset({"停用", "解除綁定", "清除個資", "結束任期"})


@pytest.fixture
def table(migrated_sqlite: Path, tmp_path: Path) -> Iterator[World]:
    """Beside the cases: positions, questions with answers, a 聯絡單, and a call for help.

    On one engine: who may do what is decided above the database, and there is much to try.
    """
    world = set_out(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'pobot.db')}")
    world.officer("數數", "數位部")
    world.officer("小禾", "衛福部", Role.BUSINESS_UNIT)
    world.officer("觀觀", "衛福部", Role.OBSERVER)
    for line in ("收意見 3 網友甲：竹雞太吵", "收意見 4 網友甲：畫眉太吵"):
        world.direct("林若晴").says(line)
    for serial, word in ((3, "穿山甲"), (4, "雲豹")):
        world.direct("林若晴").says(f"更新 {serial} 協辦 數位部")
        world.direct("林若晴").says(f"{serial} 我們負責 {word}")
    for line in ("3 點名 山羌誰出席 12/15前", "4 點名 黑熊誰出席 12/15前", "3 聯絡數位部 水獺"):
        tap(world, "林若晴", world.direct("林若晴").says(line), "送出")
    world.advance(minutes=1)
    for line in ("答點名 3 石虎會出席", "答點名 4 飛鼠會出席"):
        world.direct("數數").says(line)
    world.direct("小禾").says("求救 被提案打到 長鬃")
    world.advance(minutes=1)
    world.line.sent.clear()
    yield world
    world.stop()


def tap(world: World, who: str, card: Card | None, label: str) -> None:
    """Tap a button of a card."""
    assert card is not None
    (command,) = [button.command for button in card.buttons if button.label == label]
    world.direct(who).says(command)


def kept(world: World) -> str:
    """All that the rooms keep, as text."""
    with world.looking() as uow:
        cases = [case for serial in (1, 2, 3, 4) if (case := uow.cases.by_serial(serial))]
        cases[3] = replace(cases[3], version=0)  # every officer may write a note on a public case
        of_cases = [
            f"{case}{uow.coordination.sheet(case.id)}{uow.coordination.positions(case.id)}"
            f"{uow.coordination.moves(case.id)}{uow.coordination.conclusion(case.id)}"
            f"{[uow.roll_calls.entries(roll.id) for roll in uow.roll_calls.of_case(case.id)]}"
            f"{uow.roll_calls.of_case(case.id)}{uow.cases.agencies(case.id)}"
            f"{uow.opinions.of_case(case.id)}"
            for case in cases
        ]
        return f"{of_cases}{uow.requests.get(1)}{uow.rescues.find(1)}"


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("洪知遠", "an officer of another agency"),
        ("昨天離任", "an officer of another agency"),
        ("觀觀", "somebody who looks on or works beside"),
    ],
)
def test_no_command_of_any_room_shows_or_changes_what_is_not_ones_own(
    table: World, who: str, kind: str
) -> None:
    if who == "昨天離任":
        table.officer(who, "衛福部")
        serve_too(table, who, "衛福部", Role.PO, date(2026, 12, 6))
    before, sent = kept(table), len(table.line.sent)
    chat = table.direct(who)
    for name in COMMANDS:
        if name in ENDS_ONESELF:
            continue
        for argument in ARGUMENTS:
            chat.says(f"{name} {argument}".strip())
    answers = "\n".join(str(one.card) for one in table.line.sent[sent:] if one.chat.id == chat.id)
    hidden = (*KEPT[kind], "紅隼", "復育", "黑天鵝")
    assert [word for word in hidden if word in answers] == []
    assert kept(table) == before


def test_no_command_says_to_a_group_what_several_ministries_may_not_read(table: World) -> None:
    group = table.group("跨部會群組", enabled_by="林若晴", scope="跨部會")
    for name, command in COMMANDS.items():
        if command.changes and command.place is Place.ANYWHERE:
            continue
        for argument in ARGUMENTS:
            group.says(f"#{name} {argument}".strip(), by="林若晴")
    read = "\n".join(str(one.card) for one in table.line.sent if one.chat.id == group.id)
    hidden = (*KEPT["an officer of another agency"], *HIDDEN)
    assert [word for word in hidden if word in read] == []


@pytest.mark.parametrize("level", ["敏感", "密件 確定 請洽 綜規司"])
def test_what_waits_for_the_morning_holds_no_word_of_a_case_that_was_hidden_since(
    table: World, level: str
) -> None:
    # Given words that are to be read tomorrow morning
    table.advance(hours=11)
    table.direct("數數").says("單1 回覆 水鹿資料可以")
    card = table.direct("數數").says("協調結論 4 數位部 梅花鹿 12/20；衛福部 藍腹鷴 12/18")
    tap(table, "數數", card, "送出")
    for serial in (3, 4):
        table.direct("林若晴").says(f"標記 {serial} {level}")
    table.line.sent.clear()
    # When the morning comes
    table.advance(hours=13)
    # Then only numbers leave
    heard = "\n".join(str(one.card) for one in table.line.sent)
    assert "115-000" in heard
    assert [word for word in ("水鹿", "梅花鹿", "藍腹鷴", "白鷺鷥") if word in heard] == []
