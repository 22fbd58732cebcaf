"""邀請同仁: a one-time code for a colleague; and the greeting of new friends."""

from dataclasses import replace
from datetime import datetime

from bot.message import Card, EventKind
from bot.room import Access, Place
from handlers.bindings import cards
from handlers.bindings.commands.board import commands
from handlers.bindings.commands.codes import add_invitee, make_invitation
from handlers.bindings.errors import InvitationNotYoursError, UnclearInvitationError
from handlers.bindings.rules import CODE_LIFE, SOMEBODY_ELSE, cut_sure, may_invite
from handlers.services import Asked, Services
from handlers.shared.colleagues import (
    Colleague,
    Entry,
    NoColleagueError,
    called,
    colleagues,
    people_of,
    pick_colleague,
    read_entry,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.roc_date import taipei_date
from storage.records.agencies import Agency
from storage.records.officers import Role
from storage.unit_of_work import UnitOfWork


@commands.on(EventKind.FOLLOWED)
def greet(request: Asked, _services: Services) -> Card:
    """Greet a new friend once, with how to bind."""
    officer = request.speaker.officer
    return cards.greeting() if officer is None else cards.welcome_back(officer)


@commands.add(
    "邀請同仁",
    usage="邀請同仁 <姓名> <業務單位或工作小組> [單位]",
    summary="給同仁一組綁定碼",
    aliases=("邀請", "邀同事", "邀請同事", "邀請人員"),
    examples=("邀請同仁 王小明 業務單位 綜合規劃司",),
    access=Access.OFFICER,
    place=Place.DIRECT,
    changes=True,
)
def invite_colleague(request: Asked, services: Services) -> Card:
    """Make a one-time code for a colleague, who is added to the roster if not yet there."""
    inviter = speaking_officer(request.speaker)
    argument, is_somebody_else = cut_sure(request.argument, SOMEBODY_ELSE)
    with services.unit_of_work() as uow:
        entry = read_entry(argument, uow.agencies.by_name)
        if entry is None:
            raise UnclearInvitationError
        agency = entry.agency or speaking_agency(request.speaker)
        known = _known_invitee(uow, entry, agency.id, now=request.now)
        if known is None:
            role = _role_of_new(request, entry, agency.id)
            elsewhere = None if is_somebody_else else _namesake(uow, entry, now=request.now)
            if elsewhere is not None:
                return cards.namesake_elsewhere(entry.name, elsewhere, f"邀請同仁 {argument}")
            by = speaking_agency(request.speaker).short
            officer = add_invitee(
                uow, replace(entry, role=role), agency.id, now=request.now, confirmed_by=by
            )
        else:
            officer = known.officer
            _check_invitation(uow, request, services, known)
        actor = f"officer:{inviter.id}"
        code = make_invitation(uow, officer, agency_id=agency.id, now=request.now, created_by=actor)
        uow.commit()
    expires_at, platform = request.now + CODE_LIFE, request.message.chat.platform
    today = taipei_date(request.now)
    return cards.code_card(code, officer, platform, expires_at=expires_at, today=today)


def _known_invitee(
    uow: UnitOfWork, entry: Entry, agency_id: int, *, now: datetime
) -> Colleague | None:
    try:
        return pick_colleague(
            entry.name, people_of(uow.officers, agency_id, today=taipei_date(now))
        )
    except NoColleagueError:
        return None


def _namesake(uow: UnitOfWork, entry: Entry, *, now: datetime) -> Agency | None:
    """Return the agency that has somebody of that name already: perhaps the same person."""
    places = uow.officers.all_appointments()
    crowd = colleagues(uow.officers.all(), places, today=taipei_date(now))
    found = called(entry.name, crowd)
    return uow.agencies.get(found[0].present.agency_id) if found else None


def _check_invitation(
    uow: UnitOfWork, request: Asked, services: Services, known: Colleague
) -> None:
    """See that the speaker may give a code to somebody with all those roles."""
    today = taipei_date(request.now)
    held = uow.officers.appointments(officer_id=known.officer.id)
    roles = [a.role for a in held if a.ends_on is None or today <= a.ends_on]
    guarded = known.officer.email.lower() in services.admins and not request.speaker.is_admin
    if guarded or not may_invite(request.speaker, known.present.agency_id, roles):
        raise InvitationNotYoursError(known.present.role)


def _role_of_new(request: Asked, entry: Entry, agency_id: int) -> Role:
    """Return the 類型 of somebody new, which the speaker may give."""
    if entry.role is None:
        raise UnclearInvitationError
    if not may_invite(request.speaker, agency_id, (entry.role,)):
        raise InvitationNotYoursError(entry.role)
    return entry.role
