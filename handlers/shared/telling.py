"""Telling one person something one to one, in their hours. Pure: the caller keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from handlers.shared.windows import SETTING, USUAL, Window, read_window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.records.calendar import CalendarEntries
from storage.records.messages import DeliveryClass, NewDelivery, Reachability
from storage.records.officers import Binding


class BindingShelf(Protocol):
    """What is asked of the store of bindings."""

    def of_officer(self, officer_id: int) -> tuple[Binding, ...]:
        """Return somebody's chat accounts."""
        ...


class ReachShelf(Protocol):
    """What is asked of the store of what platforms said about accounts."""

    def find(self, platform: str, user_id: str) -> Reachability | None:
        """Return what is known of an account, or None."""
        ...


class SettingShelf(Protocol):
    """What is asked of the store of settings."""

    def get(self, name: str) -> str | None:
        """Return a value, or None."""
        ...


class CalendarShelf(Protocol):
    """What is asked of the store of the calendar."""

    def entries(self) -> CalendarEntries:
        """Return all entries."""
        ...


class AgencyShelf(Protocol):
    """What is asked of the store of agencies."""

    def county(self, agency_id: int) -> str:
        """Return the county whose closures concern the agency."""
        ...


class OutboxShelf(Protocol):
    """What is asked of the outbox."""

    def add(self, delivery: NewDelivery) -> str:
        """Enqueue a message; return its id."""
        ...


class Shelves(Protocol):
    """The unit of work, as far as telling somebody needs it."""

    @property
    def bindings(self) -> BindingShelf:
        """The chat accounts."""
        ...

    @property
    def reachability(self) -> ReachShelf:
        """What platforms said about accounts."""
        ...

    @property
    def settings(self) -> SettingShelf:
        """What else is remembered."""
        ...

    @property
    def calendar(self) -> CalendarShelf:
        """The official calendar."""
        ...

    @property
    def agencies(self) -> AgencyShelf:
        """The agencies."""
        ...

    @property
    def outbox(self) -> OutboxShelf:
        """What waits to be sent."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Why and how hard somebody is told, and what the card tells of."""

    why: Why = Why.NEWS
    courtesy: bool = False  # dropped when it cannot be said within a day
    topics: Sequence[str] = ()  # handlers/shared/topics.py
    not_before: datetime | None = None  # who is told is away until then


NEWS = Manner()


def account_of(shelves: Shelves, officer_id: int) -> Binding | None:
    """Return the account on which somebody can be reached, LINE first; None without one."""
    order = list(Platform)
    accounts = shelves.bindings.of_officer(officer_id)
    for account in sorted(accounts, key=lambda one: order.index(Platform(one.platform))):
        known = shelves.reachability.find(account.platform, account.user_id)
        if known is None or known.reachable:
            return account
    return None


def calendar_of(shelves: Shelves, agency_id: int) -> WorkCalendar:
    """Return the working days of an agency."""
    return work_calendar(shelves.calendar.entries(), shelves.agencies.county(agency_id))


def window_of(shelves: Shelves, officer_id: int) -> Window:
    """Return the hours in which somebody may be told something."""
    return read_window(shelves.settings.get(f"{SETTING}{officer_id}") or "") or USUAL


def opening_for(shelves: Shelves, officer_id: int, agency_id: int, moment: datetime) -> datetime:
    """Return when somebody may be told: at the moment itself, or when their hours begin, UTC."""
    return window_of(shelves, officer_id).next_opening(moment, calendar_of(shelves, agency_id))


def tell(  # whom, what, of whose duty, when and how
    shelves: Shelves,
    officer_id: int,
    card: Card,
    agency_id: int,
    *,
    now: datetime,
    manner: Manner = NEWS,
) -> str | None:
    """Enqueue a card for a person's next open hour; return its id, None without an account."""
    account = account_of(shelves, officer_id)
    if account is None:
        return None
    push = plan_push(
        card,
        ChatRef(Platform(account.platform), ChatKind.DIRECT, account.user_id),
        now=opening_for(shelves, officer_id, agency_id, max(now, manner.not_before or now)),
        delivery_class=DeliveryClass.COURTESY if manner.courtesy else DeliveryClass.BINDING,
        why=manner.why,
    )
    return shelves.outbox.add(replace(push, agency_id=agency_id, topics=tuple(manner.topics)))
