"""How a capability lists what it can do: Commands, Room.

`S` is what handlers may ask for (services), `W` who is speaking; the bot knows neither.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, Required, TypeAlias, TypedDict, TypeVar, Unpack

from bot.errors import ConfigError
from bot.message import Answer, Card, EventKind, IncomingMessage

S = TypeVar("S")
W = TypeVar("W")


class Access(StrEnum):
    """Who may use a command, from everybody to few. What each means is the doorkeeper's."""

    ANYONE = "anyone"  # strangers too: 說明, 綁定
    BOUND = "bound"  # any bound person with a present appointment
    OFFICER = "officer"  # PO, deputy or team of an agency
    MANAGER = "manager"  # keeps an agency's people: its PO, or an administrator
    HUB = "hub"  # 國發會 or an administrator
    ADMIN = "admin"  # named in POBOT_ADMINS


class Place(StrEnum):
    """Where a command is answered."""

    ANYWHERE = "anywhere"
    DIRECT = "direct"  # one to one only; in a group a 「私訊處理」 card comes instead
    GROUP = "group"  # a group only


class Bare(StrEnum):
    """What means a command by itself, without any verb."""

    NUMBER = "number"  # 「42」「115-0042」「第42案」
    LINK = "link"  # a pasted Join link; the argument is then the whole text
    CODE = "code"  # a pasted one-time code: 「AB3D-7KMN」


@dataclass(frozen=True, slots=True)
class Shape:
    """A wording with gaps that means the command; bot/shapes.py says how it is written."""

    says: str  # 「# 延到|延至 @」
    means: str = ""  # the argument, with the same gaps: 「# 期限 @」
    sure: bool = True  # False: the command is only offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Generic[W]):
    """One command to be carried out."""

    message: IncomingMessage
    argument: str  # the text without the command's word and without courtesies
    speaker: W
    now: datetime  # UTC

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.message.others_read


Result: TypeAlias = Card | Answer
Handler: TypeAlias = Callable[[Request[W], S], Result]  # Handler[W, S]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[S, W]):
    """One thing an officer can type or tap."""

    name: str
    usage: str  # 「登記 <案由> [主辦 <機關>] [期限 <日期>]」
    summary: str  # one line for 說明
    handler: Handler[W, S]
    aliases: tuple[str, ...] = ()  # words that stand for the name: 建案, 新增
    phrases: tuple[str, ...] = ()  # wordings that mean it wherever they stand: 「誰在管」
    telling: tuple[str, ...] = ()  # mean it beside a case number and stay: 「37 成案了」
    bare: tuple[Bare, ...] = ()  # what means it without any verb
    shapes: tuple[Shape, ...] = ()  # whole texts with gaps: 「8 延到下週三」
    examples: tuple[str, ...] = ()  # work when tapped
    access: Access = Access.BOUND
    place: Place = Place.ANYWHERE
    changes: bool = False  # alters something: never carried out on a guess
    hidden: bool = False  # not in 說明: a button's command

    @property
    def words(self) -> tuple[str, ...]:
        """The name and its aliases."""
        return (self.name, *self.aliases)


class CommandParts(TypedDict, total=False):
    """What `Commands.add` takes besides the name; the fields are Command's."""

    usage: Required[str]
    summary: Required[str]
    aliases: tuple[str, ...]
    phrases: tuple[str, ...]
    telling: tuple[str, ...]
    bare: tuple[Bare, ...]
    shapes: tuple[Shape, ...]
    examples: tuple[str, ...]
    access: Access
    place: Place
    changes: bool
    hidden: bool


class Commands(Generic[S, W]):
    """A list that a room fills; importing it registers nothing global."""

    def __init__(self) -> None:
        self._commands: dict[str, Command[S, W]] = {}
        self._events: dict[EventKind, Handler[W, S]] = {}

    def add(
        self, name: str, **parts: Unpack[CommandParts]
    ) -> Callable[[Handler[W, S]], Handler[W, S]]:
        """Declare a command; used as a decorator on its handler."""

        def keep(handler: Handler[W, S]) -> Handler[W, S]:
            if name in self._commands:
                message = f"two commands are called {name}"
                raise ConfigError(message)
            self._commands[name] = Command(name=name, handler=handler, **parts)
            return handler

        return keep

    def on(self, kind: EventKind) -> Callable[[Handler[W, S]], Handler[W, S]]:
        """Declare what happens on an event that is not a text."""

        def keep(handler: Handler[W, S]) -> Handler[W, S]:
            if kind in self._events:
                message = f"two handlers for {kind}"
                raise ConfigError(message)
            self._events[kind] = handler
            return handler

        return keep

    def __iter__(self) -> Iterator[Command[S, W]]:
        """Go through the commands in the order they were declared."""
        return iter(self._commands.values())

    @property
    def events(self) -> dict[EventKind, Handler[W, S]]:
        """Handlers of events that are not texts."""
        return dict(self._events)


@dataclass(frozen=True, slots=True)
class Room(Generic[S, W]):
    """One capability: its Chinese name and what it offers."""

    title: str
    commands: Commands[S, W]
