"""Telling one person something one to one, in their hours; the caller commits."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from handlers.shared.windows import SETTING, USUAL, Window, read_window
from handlers.shared.work_calendar import WorkCalendar, work_calendar
from storage.accounts import reached_accounts
from storage.records.messages import DeliveryClass
from storage.records.officers import Binding
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """Why and how hard somebody is told, and what the card tells of."""

    why: Why = Why.NEWS
    courtesy: bool = False  # dropped when it cannot be said within a day
    topics: Sequence[str] = ()  # handlers/shared/topics.py
    not_before: datetime | None = None  # who is told is away until then
    at_once: bool = False  # outside their hours too: they asked for it


NEWS = Manner()


def account_of(uow: UnitOfWork, officer_id: int) -> Binding | None:
    """Return the account on which somebody is told; None when none can be reached."""
    return next(iter(reached_accounts(uow, officer_id)), None)


def calendar_of(uow: UnitOfWork, agency_id: int) -> WorkCalendar:
    """Return the working days of an agency."""
    return work_calendar(uow.calendar.entries(), uow.agencies.county(agency_id))


def window_of(uow: UnitOfWork, officer_id: int) -> Window:
    """Return the hours in which somebody may be told something."""
    return read_window(uow.settings.get(f"{SETTING}{officer_id}") or "") or USUAL


def opening_for(uow: UnitOfWork, officer_id: int, agency_id: int, moment: datetime) -> datetime:
    """Return when somebody may be told: at the moment itself, or when their hours begin, UTC."""
    return window_of(uow, officer_id).next_opening(moment, calendar_of(uow, agency_id))


def tell(  # whom, what, of whose duty, when and how
    uow: UnitOfWork,
    officer_id: int,
    card: Card,
    agency_id: int,
    *,
    now: datetime,
    manner: Manner = NEWS,
) -> str | None:
    """Enqueue a card for a person's next open hour; return its id, None without an account."""
    account = account_of(uow, officer_id)
    if account is None:
        return None
    push = plan_push(
        card,
        ChatRef(Platform(account.platform), ChatKind.DIRECT, account.user_id),
        now=now
        if manner.at_once
        else opening_for(uow, officer_id, agency_id, max(now, manner.not_before or now)),
        delivery_class=DeliveryClass.COURTESY if manner.courtesy else DeliveryClass.BINDING,
        why=manner.why,
    )
    return uow.outbox.add(replace(push, agency_id=agency_id, topics=tuple(manner.topics)))
