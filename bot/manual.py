"""說明: made from each command's own words, for one speaker; nothing here can go stale. Pure.

Its first page shows the few daily jobs by an example each; behind 「更多」 are the rooms, each with
pages of its own. Its buttons change nothing: what changes something, or asks for the number of a
case, is shown to be typed and not to be tapped.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.advice import LONGEST_LABEL, shown
from bot.folded import folded
from bot.message import Button, Card, Fact, Item
from bot.phrases import MANUAL
from bot.room import Access, Command, Handler, Place, Room
from bot.vocabulary import acts_on_case, needs_argument

S = TypeVar("S")
W = TypeVar("W")

USAGE = "說明 [指令]"
SUMMARY = "我會做什麼、怎麼說"
ALIASES = ("help", "?", "幫助", "使用說明", "教學", "指令", "功能")
PHRASES = (
    "怎麼用",
    "怎麼使用",
    "怎麼操作",
    "怎麼開始用",
    "怎麼開始",
    "你會什麼",
    "你會做什麼",
    "可以做什麼",
    "能做什麼",
    "有什麼功能",
    "有哪些指令",
    "你是誰",
)
PAGE_LENGTH = 5  # commands on one card
TOPICS_SHOWN = 3  # rooms on one card, a button each; the fourth is 「更多」
TRIES_SHOWN = 3
ALIASES_SHOWN = 5
ABOUT = "關於"  # 「說明 關於案件」 is the room, 「說明 案件」 the command
PAGE = re.compile(r"(.*?)\s*第?\s*(\d{1,3})\s*頁")


def _label(text: str) -> str:
    return shown(text, LONGEST_LABEL)


def _is_safe(command: Command[S, W]) -> bool:
    """Whether its examples may be tapped by the curious: nothing changes, no case is needed."""
    elsewhere = command.place is Place.GROUP
    return not (command.changes or acts_on_case(command.usage) or elsewhere)


def _in_words(command: Command[S, W]) -> str:
    """How it is said: its first example; what is said in a group begins with 「#」."""
    said = command.examples[0] if command.examples else command.name
    return f"#{said}" if command.place is Place.GROUP else said


def _tries(commands: Sequence[Command[S, W]]) -> tuple[Button, ...]:
    """Examples that are safe to tap, one a command."""
    safe = [c.examples[0] for c in commands if c.examples and _is_safe(c)]
    return tuple(Button(_label(line), line) for line in safe[:TRIES_SHOWN])


@dataclass(frozen=True, slots=True)
class _Pages:
    """Where a list stands: the page asked for, clamped to those there are."""

    number: int
    count: int

    @classmethod
    def of(cls, length: int, per_page: int, wanted: int) -> "_Pages":
        count = max(1, -(-length // per_page))
        return cls(min(max(wanted, 1), count), count)

    @property
    def flag(self) -> str:
        return f"{self.number} / {self.count}" if self.count > 1 else ""

    def more(self, line: str) -> tuple[Button, ...]:
        """The button to the next page of `line`, if there is one."""
        if self.number == self.count:
            return ()
        return (Button("更多", f"{line} 第{self.number + 1}頁"),)


class Manual(Generic[S, W]):
    """Explains what a speaker may do."""

    def __init__(self, rooms: Sequence[Room[S, W]], front: Sequence[str] = ()) -> None:
        """Take the rooms in their order, and names of commands from the most needed on.

        The first five of these make the first page; the others come first in their rooms.
        """
        self._rooms = {room.title: [c for c in room.commands if not c.hidden] for room in rooms}
        self._commands = [c for commands in self._rooms.values() for c in commands]
        self._titles = {c.name: room.title for room in rooms for c in room.commands}
        by_name = {c.name: c for c in self._commands}
        often = [by_name[name] for name in front if name in by_name]
        self._front, self._often = often[:PAGE_LENGTH], often[PAGE_LENGTH:]

    def as_command(self, handler: Handler[W, S]) -> Command[S, W]:
        """Make the command 說明; the dispatcher, which knows who may do what, adds it."""
        return Command(
            name=MANUAL,
            usage=USAGE,
            summary=SUMMARY,
            handler=handler,
            aliases=ALIASES,
            phrases=PHRASES,
            access=Access.ANYONE,
        )

    def explain(self, argument: str, *, allows: Callable[[Command[S, W]], bool]) -> Card:
        """Answer 「說明」, 「說明 登記」, 「說明 關於案件」 or a page of these, for one speaker."""
        wanted = folded(argument)
        for command in self._commands:
            if wanted in map(folded, command.words) and allows(command):
                return self._one(command)
        page = PAGE.fullmatch(wanted)
        topic, number = (page.group(1), int(page.group(2))) if page else (wanted, 1)
        for title, commands in self._rooms.items():
            if topic == folded(ABOUT + title) and (usable := [c for c in commands if allows(c)]):
                return self._room(title, usable, number)
        return self._overview(allows, number)

    def not_understood(self, *, allows: Callable[[Command[S, W]], bool]) -> Card:
        """Say one to one that a text was not understood, with examples to tap."""
        usable = [c for c in (*self._front, *self._commands) if allows(c)]
        tries = tuple(dict.fromkeys(_tries(usable)))
        buttons = (*tries, Button(MANUAL, MANUAL))
        return Card.sentence("這句我還不會。可以點下面的例子，或換個說法。", *buttons)

    def greeting(self, *, allows: Callable[[Command[S, W]], bool]) -> Card:
        """Answer being greeted, or called without being asked anything."""
        jobs = [c for c in self._front if allows(c)]
        bare = [c.name for c in jobs if not c.changes or needs_argument(c.usage)]
        buttons = tuple(
            Button(name, name, primary=place == 0) for place, name in enumerate(bare[:TRIES_SHOWN])
        )
        return Card(
            alt="我在，請說要做什麼",
            body="我在。直接說要做的事就好，例如「登記 案由」或「找 機關」。",
            buttons=(*buttons, Button(MANUAL, MANUAL, primary=not buttons)),
            in_private=MANUAL,
        )

    def _overview(self, allows: Callable[[Command[S, W]], bool], page: int) -> Card:
        """Show the daily jobs on page 1, then the rooms; those who may little see all at once."""
        front = [c for c in self._front if allows(c)]
        usable = [c for c in self._commands if allows(c)]
        if len(usable) <= PAGE_LENGTH:
            return self._list("這些可以直接說", usable, _Pages(1, 1), MANUAL)
        if page == 1 and front:
            pages = _Pages(1, 2)
            return self._list("這些可以直接說", front, pages, MANUAL, flag="")
        return self._topics(allows, page - bool(front), first=1 + bool(front))

    def _topics(self, allows: Callable[[Command[S, W]], bool], page: int, *, first: int) -> Card:
        names = {
            title: [c.name for c in sorted(commands, key=self._rank) if self._is_more(c, allows)]
            for title, commands in self._rooms.items()
        }
        topics = [title for title, shown_names in names.items() if shown_names]
        pages = _Pages.of(len(topics), TOPICS_SHOWN, page)
        titles = topics[(pages.number - 1) * TOPICS_SHOWN : pages.number * TOPICS_SHOWN]
        buttons = tuple(Button(title, f"{MANUAL} {ABOUT}{title}") for title in titles)
        following = pages.number + first
        more = (Button("更多", f"{MANUAL} 第{following}頁"),) if pages.number < pages.count else ()
        return Card(
            alt=f"{MANUAL}：還會做的事",
            kind=MANUAL,
            flag=pages.flag,
            title="還有這些，點一類來看",
            items=tuple(Item(title, "、".join(names[title])) for title in titles),
            buttons=(*buttons, *more),
            in_private=MANUAL if pages.number == first == 1 else f"{MANUAL} 第{following - 1}頁",
        )

    def _room(self, title: str, commands: Sequence[Command[S, W]], page: int) -> Card:
        ordered = sorted(commands, key=self._rank)
        pages = _Pages.of(len(ordered), PAGE_LENGTH, page)
        part = ordered[(pages.number - 1) * PAGE_LENGTH : pages.number * PAGE_LENGTH]
        return self._list(title, part, pages, f"{MANUAL} {ABOUT}{title}")

    def _is_more(self, command: Command[S, W], allows: Callable[[Command[S, W]], bool]) -> bool:
        return allows(command) and command not in self._front

    def _rank(self, command: Command[S, W]) -> int:
        """Order a room: what is often needed, the rest, and last what the first page showed."""
        if command in self._often:
            return self._often.index(command)
        return len(self._often) + (command in self._front)

    def _list(
        self,
        title: str,
        commands: Sequence[Command[S, W]],
        pages: _Pages,
        line: str,
        *,
        flag: str | None = None,
    ) -> Card:
        """List commands by an example each, with what is safe to try."""
        return Card(
            alt=f"{MANUAL}：{title}",
            kind=MANUAL,
            flag=pages.flag if flag is None else flag,
            title=title,
            items=tuple(Item(_in_words(c), c.summary) for c in commands),
            note="順序和客套話都不要緊。「說明 登記」看一項的細節。" if line == MANUAL else "",
            buttons=(*_tries(commands), *pages.more(line)),
            in_private=line,
        )

    def _one(self, command: Command[S, W]) -> Card:
        facts = [Fact("寫法", command.usage, strong=True)]
        if command.aliases:
            facts.append(Fact("也可以說", "、".join(command.aliases[:ALIASES_SHOWN])))
        if command.examples:
            facts.append(Fact("例如", "；".join(command.examples[:TRIES_SHOWN])))
        tries = command.examples[:TRIES_SHOWN] if _is_safe(command) else ()
        return Card(
            alt=f"{MANUAL}：{command.name}",
            kind=MANUAL,
            flag=self._titles[command.name],
            title=f"{command.name}：{command.summary}",
            facts=tuple(facts),
            note="請在群組裡說。" if command.place is Place.GROUP else "",
            buttons=(*(Button(_label(e), e) for e in tries), Button("全部說明", MANUAL)),
            in_private=f"{MANUAL} {command.name}",
        )
