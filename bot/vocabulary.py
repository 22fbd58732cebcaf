"""The words of all commands, as understanding needs them; none may mean two things."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from bot.errors import ConfigError
from bot.folded import folded
from bot.room import Bare, Command

S = TypeVar("S")
W = TypeVar("W")


OPTIONAL = re.compile(r"\[[^\]]*\]")
BORDER = re.compile(r"(?<=[a-z0-9])(?=[一-鿿])|(?<=[一-鿿])(?=[a-z0-9])")  # 「po是誰」, 「po 是誰」


def needs_argument(usage: str) -> bool:
    """Whether a usage shows something outside of [ ] that must be given."""
    return "<" in OPTIONAL.sub("", folded(usage))


def acts_on_case(usage: str) -> bool:
    """Whether a usage asks for a case number."""
    return "<案號" in folded(usage)


class Form(StrEnum):
    """How a wording stands for its command."""

    WORD = "word"  # the name or an alias
    PHRASE = "phrase"  # means it wherever it stands
    TELLING = "telling"  # means it beside a case number, and stays in the argument


@dataclass(frozen=True, slots=True)
class Entry:
    """One command, without its handler."""

    name: str
    changes: bool
    takes_argument: bool  # its usage shows one
    needs_argument: bool  # its usage shows one outside of [ ]
    acts_on_case: bool  # its usage asks for a case number


@dataclass(frozen=True, slots=True)
class Wording:
    """One folded wording and the command it stands for."""

    text: str
    form: Form
    entry: Entry

    @property
    def is_short(self) -> bool:
        """Whether it is a single character, which begins many other words."""
        return len(self.text) == 1

    @property
    def is_name(self) -> bool:
        """Whether it is the command's own name."""
        return self.text == folded(self.entry.name)

    @property
    def is_latin(self) -> bool:
        """Whether it must stand alone: 「help」 inside 「helpful」 is not a command."""
        return self.text.isascii()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All wordings of all commands."""

    wordings: tuple[Wording, ...]
    by_bare: dict[Bare, Entry]

    @property
    def words(self) -> dict[str, Entry]:
        """Names and aliases, folded."""
        return {w.text: w.entry for w in self.wordings if w.form is Form.WORD}

    @property
    def verbs(self) -> frozenset[str]:
        """Names and aliases that may follow 「小幫手」 without a space."""
        return frozenset(w.text for w in self.wordings if w.form is Form.WORD and not w.is_short)


def _entry(command: Command[S, W]) -> Entry:
    usage = folded(command.usage)
    return Entry(
        name=command.name,
        changes=command.changes,
        takes_argument="<" in usage or "[" in usage,
        needs_argument=needs_argument(command.usage),
        acts_on_case=acts_on_case(command.usage),
    )


def _wordings(command: Command[S, W], entry: Entry) -> Iterable[Wording]:
    forms = ((Form.WORD, command.words), (Form.PHRASE, command.phrases))
    for form, texts in (*forms, (Form.TELLING, command.telling)):
        for text in texts:
            word = folded(text)
            yield from (Wording(one, form, entry) for one in {word, BORDER.sub(" ", word)})


def make_vocabulary(commands: Sequence[Command[S, W]]) -> Vocabulary:
    """Collect the wordings of all commands.

    Raises ConfigError that names every wording or bare form that stands for two commands.
    """
    owners: dict[str, str] = {}
    by_bare: dict[Bare, Entry] = {}
    wordings: dict[tuple[str, Form], Wording] = {}
    problems: list[str] = []
    for command in commands:
        entry = _entry(command)
        for wording in _wordings(command, entry):
            owner = owners.setdefault(wording.text, command.name)
            if owner != command.name:
                problems.append(f"「{wording.text}」 means both {owner} and {command.name}")
            wordings.setdefault((wording.text, wording.form), wording)
        problems += [
            f"a bare {bare} means both {by_bare[bare].name} and {command.name}"
            for bare in command.bare
            if by_bare.setdefault(bare, entry) is not entry
        ]
    names = [command.name for command in commands]
    problems += [f"two commands are called {n}" for n in sorted(set(names)) if names.count(n) > 1]
    if problems:
        raise ConfigError("; ".join(problems))
    return Vocabulary(tuple(wordings.values()), by_bare)
