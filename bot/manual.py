"""說明: made from each command's own usage, for one speaker; nothing here can go stale. Pure."""

import re
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.advice import LONGEST_LABEL, shown
from bot.folded import folded
from bot.message import Button, Card, Fact, Item
from bot.phrases import MANUAL
from bot.room import Access, Command, Handler, Room

S = TypeVar("S")
W = TypeVar("W")

USAGE = "說明 [指令]"
SUMMARY = "我會做什麼、怎麼說"
ALIASES = ("help", "?", "幫助", "使用說明", "教學", "指令", "功能")
PHRASES = (
    "怎麼用",
    "怎麼使用",
    "怎麼操作",
    "你會什麼",
    "你會做什麼",
    "可以做什麼",
    "能做什麼",
    "有什麼功能",
    "有哪些指令",
    "你是誰",
)
PAGE_LENGTH = 5  # commands on one card
EXAMPLES_SHOWN = 3  # buttons with examples; the fourth is 「更多」
ALIASES_SHOWN = 5
PAGE = re.compile(r"第?\s*(\d{1,3})\s*頁?")
WARNING = "點了就會照做；登錯可以說「復原」。"


def _label(text: str) -> str:
    return shown(text, LONGEST_LABEL)


class Manual(Generic[S, W]):
    """Explains what a speaker may do."""

    def __init__(self, rooms: Sequence[Room[S, W]]) -> None:
        self._commands = [c for room in rooms for c in room.commands if not c.hidden]
        self._titles = {c.name: room.title for room in rooms for c in room.commands}

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
        """Answer 「說明」, 「說明 登記」 or 「說明 第2頁」 with what `allows` lets through."""
        wanted = folded(argument)
        allowed = [command for command in self._commands if allows(command)]
        for command in allowed:
            if wanted and wanted in {folded(word) for word in command.words}:
                return self._one(command)
        page = PAGE.fullmatch(wanted)
        return self._overview(allowed, int(page.group(1)) if page else 1)

    def not_understood(self, *, allows: Callable[[Command[S, W]], bool]) -> Card:
        """Say one to one that a text was not understood, with examples to tap."""
        examples = self._reading_examples([c for c in self._commands if allows(c)])
        buttons = (*examples[:EXAMPLES_SHOWN], Button(MANUAL, MANUAL))
        return Card.sentence("這句我還不會。可以點下面的例子，或換個說法。", *buttons)

    def greeting(self, *, allows: Callable[[Command[S, W]], bool]) -> Card:
        """Answer being called without being asked anything."""
        examples = self._reading_examples([c for c in self._commands if allows(c)])
        return Card(
            alt="請說要做什麼",
            body="我在。請在後面加上要做的事，例如「登記 案由」或「找 機關」。",
            buttons=(Button(MANUAL, MANUAL, primary=True), *examples[:EXAMPLES_SHOWN]),
            in_private=MANUAL,
        )

    def _reading_examples(self, commands: Sequence[Command[S, W]]) -> tuple[Button, ...]:
        """Examples that change nothing, one a command, so that trying them is safe."""
        return tuple(
            Button(_label(c.examples[0]), c.examples[0])
            for c in commands
            if c.examples and not c.changes
        )

    def _overview(self, commands: Sequence[Command[S, W]], page: int) -> Card:
        pages = max(1, -(-len(commands) // PAGE_LENGTH))
        page = min(max(page, 1), pages)
        shown = commands[(page - 1) * PAGE_LENGTH : page * PAGE_LENGTH]
        more = (Button("更多", f"{MANUAL} 第{page + 1}頁"),) if page < pages else ()
        return Card(
            alt=f"{MANUAL}：可以做的事，第 {page} 頁，共 {pages} 頁",
            kind=MANUAL,
            flag=f"{page} / {pages}" if pages > 1 else "",
            title="這些可以直接說",
            items=tuple(Item(command.usage, command.summary) for command in shown),
            note="順序和客套話都不要緊。「說明 登記」看一項的細節。",
            buttons=(*self._tries(shown), *more),
            in_private=MANUAL,
        )

    def _tries(self, commands: Sequence[Command[S, W]]) -> tuple[Button, ...]:
        """Buttons for a page: an example that is safe to tap, else the command's own page."""
        safe = self._reading_examples(commands)
        others = tuple(
            Button(_label(f"{MANUAL} {c.name}"), f"{MANUAL} {c.name}")
            for c in commands
            if c.changes
        )
        return (*safe, *others)[:EXAMPLES_SHOWN]

    def _one(self, command: Command[S, W]) -> Card:
        facts = [Fact("寫法", command.usage, strong=True)]
        if command.aliases:
            facts.append(Fact("也可以說", "、".join(command.aliases[:ALIASES_SHOWN])))
        if command.examples:
            facts.append(Fact("例如", "；".join(command.examples[:EXAMPLES_SHOWN])))
        tries = tuple(Button(_label(e), e) for e in command.examples[:EXAMPLES_SHOWN])
        return Card(
            alt=f"{MANUAL}：{command.name}",
            kind=MANUAL,
            flag=self._titles[command.name],
            title=f"{command.name}：{command.summary}",
            facts=tuple(facts),
            note=WARNING if command.changes and command.examples else "",
            buttons=(*tries, Button("全部說明", MANUAL)),
            in_private=f"{MANUAL} {command.name}",
        )
