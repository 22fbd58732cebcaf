"""All that a handler may ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.message import Platform
from bot.room import Commands, Request
from handlers.shared.access import Speaker
from handlers.shared.mentions import AgencyMention
from storage.records.cases import Case
from storage.unit_of_work import UnitOfWork


def nothing_follows(_uow: UnitOfWork, _case: Case, _now: datetime) -> None:
    """Plan nothing: where only some rooms are open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the rooms get; one is made for each event, tied to that event's transaction."""

    unit_of_work: Callable[[], UnitOfWork]
    clock: Clock
    admins: frozenset[str]  # e-mail addresses, lower case
    agencies_in: Callable[[UnitOfWork, str], tuple[AgencyMention, ...]]  # sure matches only
    # To be called, before the commit, after anything that a case's dates may follow from.
    case_changed: Callable[[UnitOfWork, Case, datetime], None] = nothing_follows
    public_base_url: str = ""  # where calendar programs reach the bot; "" for nowhere
    platforms: tuple[Platform, ...] = ()  # those that are switched on
    last_beat: Callable[[], datetime | None] = lambda: None  # of the scheduler of this process


RoomCommands = Commands[Services, Speaker]
Asked = Request[Speaker]
