"""邀請同仁: a one-time code for a colleague; and the greeting of new friends."""

from datetime import datetime

from bot.message import Card, EventKind
from bot.room import Access, Place
from handlers.bindings import cards
from handlers.bindings.commands.board import commands
from handlers.bindings.errors import InvitationNotYoursError, UnclearInvitationError
from handlers.bindings.jobs import add_invitee, make_invitation
from handlers.bindings.rules import CODE_LIFE, may_invite
from handlers.services import Asked, Services
from handlers.shared.colleagues import (
    Colleague,
    Entry,
    NoColleagueError,
    people_of,
    pick_colleague,
    read_entry,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.roc_date import taipei_date
from storage.records.officers import Officer
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
    with services.unit_of_work() as uow:
        entry = read_entry(request.argument, uow.agencies.by_name)
        if entry is None:
            raise UnclearInvitationError
        agency = entry.agency or speaking_agency(request.speaker)
        known = _known_invitee(uow, entry, agency.id, now=request.now)
        if known is None:
            officer = _new_invitee(uow, request, entry, agency.id)
        else:
            officer = known.officer
            _check_invitation(uow, request, services, known)
        actor = f"officer:{inviter.id}"
        code = make_invitation(uow, officer, agency_id=agency.id, now=request.now, created_by=actor)
        uow.commit()
    today = taipei_date(request.now)
    return cards.code_card(code, officer, expires_at=request.now + CODE_LIFE, today=today)


def _known_invitee(
    uow: UnitOfWork, entry: Entry, agency_id: int, *, now: datetime
) -> Colleague | None:
    try:
        return pick_colleague(
            entry.name, people_of(uow.officers, agency_id, today=taipei_date(now))
        )
    except NoColleagueError:
        return None


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


def _new_invitee(uow: UnitOfWork, request: Asked, entry: Entry, agency_id: int) -> Officer:
    if entry.role is None:
        raise UnclearInvitationError
    if not may_invite(request.speaker, agency_id, (entry.role,)):
        raise InvitationNotYoursError(entry.role)
    by = speaking_agency(request.speaker).short
    return add_invitee(uow, entry, agency_id, now=request.now, confirmed_by=by)
