"""Accounts bound by the roster's e-mail address, where a platform tells whose it is. No command."""

from dataclasses import replace
from datetime import datetime

from bot.message import ChatRef, Platform
from handlers.bindings import cards
from handlers.bindings.commands.welcoming import welcome
from handlers.bindings.rules import keeps_away
from handlers.shared.colleagues import in_term
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import taipei_date
from handlers.shared.succession import hand_over_cases
from handlers.telling import opening_for
from storage.accounts import accounts_of
from storage.records.messages import DeliveryClass
from storage.records.officers import Appointment, Officer, Role
from storage.unit_of_work import UnitOfWork

SYSTEM = "system"


def may_be_bound(uow: UnitOfWork, officer: Officer, platform: Platform, *, now: datetime) -> bool:
    """Whether somebody may be bound unasked: in office, without an account there, not unwilling."""
    if officer.erased_at is not None or not _places(uow, officer, now=now):
        return False
    if uow.settings.get(keeps_away(platform, officer.id)):
        return False
    return all(one.platform != platform for one in uow.bindings.of_officer(officer.id))


def bind_by_email(
    uow: UnitOfWork, officer: Officer, account: ChatRef, *, now: datetime, here: bool
) -> bool:
    """Bind a person's one-to-one chat and say so there, once; the caller commits.

    `here`: the person is writing there; else it is said in their hours. False when the person may
    not be bound unasked, or the account is somebody's already.
    """
    platform, user_id = account.platform, account.id
    if not may_be_bound(uow, officer, platform, now=now):
        return False
    if uow.bindings.find(platform, user_id) is not None:
        return False
    before = accounts_of(uow, officer.id)
    uow.bindings.add(platform, user_id, officer.id, now=now)
    places = _places(uow, officer, now=now)
    uow.audit.append(
        at=now,
        actor=SYSTEM,
        agency_id=places[0].agency_id,
        action="bind-email",
        target=f"officer:{officer.id}",
        detail=platform,
    )
    for a in places:
        if a.role is Role.PO:  # whoever left before left the cases to this one
            hand_over_cases(uow, a.agency_id, now=now)
    if before:
        card = cards.connected(officer, platform, told_on=before[0].platform)
    else:
        card = cards.by_email(welcome(uow, officer, places, today=taipei_date(now)), platform)
    # Said on the account that was bound, whichever one the person is told on else.
    moment = now if here else opening_for(uow, officer.id, places[0].agency_id, now)
    push = plan_push(card, account, now=moment, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    uow.outbox.add(replace(push, agency_id=places[0].agency_id))
    return True


def _places(uow: UnitOfWork, officer: Officer, *, now: datetime) -> tuple[Appointment, ...]:
    today = taipei_date(now)
    held = uow.officers.appointments(officer_id=officer.id)
    return tuple(a for a in held if in_term(a, today))
