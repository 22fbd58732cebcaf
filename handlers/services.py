"""All that a handler may ask for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.message import Button, Card, Picture, Platform
from bot.outbound import TroubleOf, no_trouble
from bot.room import Commands, Request
from bot.sources.sheets import Row
from handlers.shared.access import Speaker
from handlers.shared.handed import Handed
from handlers.shared.mentions import AgencyMention
from handlers.shared.review import Review
from storage.records.cases import Case
from storage.records.messages import Delivery
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PetitionSaid:
    """What is said of a petition beside its count."""

    likely: str = ""  # 「同速度的提案 10 件約 6 件成案，估 12/10–12/12」
    lines: tuple[str, ...] = ()  # whose it may be, what may hinder it; one to one only
    buttons: tuple[Button, ...] = ()
    picture: Picture | None = None  # one to one only


def nothing_follows(_uow: UnitOfWork, _case: Case, _now: datetime) -> None:
    """Plan nothing: where only some rooms are open."""


def nothing_said(_uow: UnitOfWork, _request: "Asked", _join_id: str) -> PetitionSaid:
    """Say nothing of a petition: where only some rooms are open."""
    return PetitionSaid()


def nobodys(_url: str) -> bool:
    """No feed lies on a host of the operator's own."""
    return False


def no_counts(_request: "Asked", _services: "Services", _rows: Sequence[Row]) -> None:
    """Find no counts in a file: where only some rooms are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the rooms get; one is made for each event, tied to that event's transaction."""

    unit_of_work: Callable[[], UnitOfWork]
    clock: Clock
    admins: frozenset[str]  # e-mail addresses, lower case
    agencies_in: Callable[[UnitOfWork, str], tuple[AgencyMention, ...]]  # sure matches only
    # To be called, before the commit, after anything that a case's dates may follow from.
    case_changed: Callable[[UnitOfWork, Case, datetime], None] = nothing_follows
    # Of a petition by Join's id: outlook, whose it may be, what to tap.
    petition_said: Callable[[UnitOfWork, "Asked", str], PetitionSaid] = nothing_said
    is_own_feed: Callable[[str], bool] = nobodys  # on a host of the operator's own
    handed: Handed | None = None  # the file that came with the event's message
    # The card that shows the counts (件數) in a file; None when it holds none.
    counts_in: Callable[["Asked", "Services", Sequence[Row]], Card | None] = no_counts
    public_base_url: str = ""  # where calendar programs reach the bot; "" for nowhere
    platforms: tuple[Platform, ...] = ()  # those that are switched on
    trouble_of: TroubleOf = no_trouble
    last_beat: Callable[[], datetime | None] = lambda: None  # of the scheduler of this process


class Editor(Protocol):
    """Knows what waiting cards tell of: the room that made them gives one to the courier."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Say what of a card still holds; what somebody else must hear now is told anew."""
        ...

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Let all that a card tells of be told anew; False when nobody would tell it again."""
        ...


class Editors:
    """Several editors, each of whom knows the cards of its own room."""

    def __init__(self, *editors: Editor) -> None:
        self._editors = editors

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Let everybody look; what one keeps back does not leave."""
        review = Review(card)
        for editor in self._editors:
            if review.card is None:
                break
            review = editor.review(uow, delivery, review.card, now=now)
        return review

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Whether anybody tells anew what the card told of."""
        taken = [editor.take_back(uow, delivery) for editor in self._editors]
        return any(taken)


class NoEditor:
    """Where nothing is known of the cards: all of them hold, and none is told again."""

    def review(self, uow: UnitOfWork, delivery: Delivery, card: Card, *, now: datetime) -> Review:
        """Let it leave as it is."""
        del uow, delivery, now
        return Review(card)

    def take_back(self, uow: UnitOfWork, delivery: Delivery) -> bool:
        """Nobody would."""
        del uow, delivery
        return False


RoomCommands = Commands[Services, Speaker]
Asked = Request[Speaker]
