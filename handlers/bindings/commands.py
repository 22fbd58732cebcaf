"""綁定: invite a colleague, bind an account, unbind a lost phone."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.message import Answer, Card, EventKind
from bot.room import Access, Place, Result
from handlers.bindings import cards
from handlers.bindings.errors import (
    BoundToSomebodyElseError,
    InvitationNotYoursError,
    NoCodeError,
    NothingBoundError,
    NotYourColleagueError,
    TooManyTriesError,
    UnclearInvitationError,
    WrongCodeError,
)
from handlers.bindings.jobs import add_invitee, make_invitation
from handlers.bindings.rules import (
    CODE_LIFE,
    EVERY,
    FAILED_TRIES,
    TRY_WINDOW,
    cut_platform,
    hash_code,
    may_invite,
    previous_po,
    read_code,
    serves_as_officer,
)
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.access import OFFICER_ROLES
from handlers.shared.colleagues import (
    Colleague,
    Entry,
    NoColleagueError,
    colleagues,
    in_term,
    keeps_people_of,
    note_name,
    people_of,
    pick_colleague,
    read_entry,
    speaking_agency,
    speaking_officer,
)
from handlers.shared.roc_date import taipei_date
from storage.records.cases import CaseQuery
from storage.records.officers import Appointment, Officer
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()
SHOWN_CASES = 3
LOOKED_AT_CASES = 100  # open cases among which the nearest deadlines are sought


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


@commands.add(
    "綁定",
    usage="綁定 <綁定碼>",
    summary="用綁定碼開通這個帳號",
    aliases=("綁", "綁定帳號", "認證", "驗證碼", "bind"),
    access=Access.ANYONE,
    changes=True,
)
def bind(request: Asked, services: Services) -> Result:
    """Bind the account; a code that a group has seen is void."""
    code = read_code(request.message.text)
    if request.in_group:
        return _burn(request, services, code)
    account = request.message.sender_id
    if code is None or account is None:
        raise NoCodeError
    platform = request.message.chat.platform.value
    with services.unit_of_work() as uow:
        tries = uow.invitations.attempts_since(platform, account, request.now - TRY_WINDOW)
        if tries >= FAILED_TRIES:
            raise TooManyTriesError
        officer = _officer_of_code(uow, code, now=request.now)
        if officer is None:
            uow.invitations.record_attempt(platform, account, now=request.now)
            uow.commit()
            raise WrongCodeError
        present = uow.bindings.find(platform, account)
        if present is not None and present.officer_id != officer.id:
            raise BoundToSomebodyElseError(uow.officers.get(present.officer_id).shown_name)
        card = _bind(uow, request, officer, code)
        uow.commit()
    return card


def _burn(request: Asked, services: Services, code: str | None) -> Answer:
    if code is None:
        raise NoCodeError
    with services.unit_of_work() as uow:
        officer = _officer_of_code(uow, code, now=request.now)
        if officer is not None:
            _use(uow, code, now=request.now)
            _record(uow, request, "burn-code", officer, None)
            uow.commit()
    return Answer(private=cards.burnt())


def _officer_of_code(uow: UnitOfWork, code: str, *, now: datetime) -> Officer | None:
    """Return whom an unused, living code is for."""
    invitation = uow.invitations.by_hash(hash_code(code))
    if invitation is None or invitation.used_at is not None or invitation.expires_at <= now:
        return None
    officer = uow.officers.get(invitation.officer_id)
    return None if officer.erased_at is not None else officer


def _use(uow: UnitOfWork, code: str, *, now: datetime) -> bool:
    invitation = uow.invitations.by_hash(hash_code(code))
    return invitation is not None and uow.invitations.use(invitation.id, now=now)


def _bind(uow: UnitOfWork, request: Asked, officer: Officer, code: str) -> Card:
    """Take the code and bind the account, in place of an older one on the same platform."""
    if not _use(uow, code, now=request.now):
        raise WrongCodeError
    platform, account = request.message.chat.platform.value, request.message.sender_id or ""
    before = uow.bindings.of_officer(officer.id)
    for old in before:
        if old.platform == platform and old.user_id != account:
            uow.bindings.remove(old.id)
            _record(uow, request, "unbind", officer, None, detail=platform)
    uow.bindings.add(platform, account, officer.id, now=request.now)
    today = taipei_date(request.now)
    held = uow.officers.appointments(officer_id=officer.id)
    places = [a for a in held if in_term(a, today)]
    agency_id = places[0].agency_id if places else None
    _record(uow, request, "bind", officer, agency_id, detail=platform)
    if before or not places:
        return cards.bound_again(officer, platform)
    return _welcome(uow, officer, places, today=today)


def _record(
    uow: UnitOfWork,
    request: Asked,
    action: str,
    officer: Officer,
    agency_id: int | None,
    *,
    detail: str = "",
) -> None:
    speaker = request.speaker.officer or officer
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaker.id}",
        agency_id=agency_id,
        action=action,
        target=f"officer:{officer.id}",
        detail=detail,
    )


def _welcome(
    uow: UnitOfWork, officer: Officer, places: Sequence[Appointment], *, today: date
) -> Card:
    place = min(places, key=lambda a: a.role not in OFFICER_ROLES)
    agency = uow.agencies.get(place.agency_id)
    if not serves_as_officer((place,)):
        return cards.welcome_colleague(officer, agency)
    page = uow.cases.find(
        CaseQuery(
            agency_ids=frozenset({agency.id}),
            open_only=True,
            viewer_agency_id=agency.id,
            viewer_officer_id=officer.id,
            limit=LOOKED_AT_CASES,
        )
    )
    nearest = sorted(page.cases, key=lambda case: (case.due_at is None, case.due_at))
    before = previous_po(uow.officers.appointments(agency_id=agency.id), place)
    predecessor = uow.officers.get(before.officer_id) if before else None
    left = cards.Inheritance(
        cases=nearest[:SHOWN_CASES],
        case_count=page.total_count,
        predecessor=predecessor.name if predecessor and not predecessor.erased_at else "",
        note=(uow.settings.get(note_name(before)) or "") if before else "",
    )
    return cards.welcome_officer(officer, agency, place, left, today=today)


@commands.add(
    "解除綁定",
    usage="解除綁定 [姓名] [LINE 或 Slack]",
    summary="解除帳號；手機掉了請馬上用",
    aliases=("解綁", "取消綁定", "手機掉了", "手機遺失"),
    examples=("解除綁定",),
    place=Place.DIRECT,
    changes=True,
)
def unbind(request: Asked, services: Services) -> Card:
    """Unbind one's own accounts, or a colleague's who lost a phone."""
    name, platform = cut_platform(request.argument)
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        officer, agency_id = (me, None) if not name else _loser(uow, request, name)
        accounts = uow.bindings.of_officer(officer.id)
        chosen = [b for b in accounts if platform in {b.platform, EVERY}]
        if not accounts or (platform and not chosen):
            raise NothingBoundError(officer.shown_name)
        if not platform and not name and len(accounts) > 1:
            return cards.choose_account([b.platform for b in accounts])
        gone = chosen or list(accounts)
        for binding in gone:
            uow.bindings.remove(binding.id)
            _record(uow, request, "unbind", officer, agency_id, detail=binding.platform)
        uow.commit()
    return cards.unbound(officer, [b.platform for b in gone])


def _loser(uow: UnitOfWork, request: Asked, name: str) -> tuple[Officer, int]:
    """Find the colleague who lost a phone, and the agency whose log tells of it."""
    today = taipei_date(request.now)
    if request.speaker.is_admin:
        crowd = colleagues(uow.officers.all(), uow.officers.all_appointments(), today=None)
    else:
        agency = speaking_agency(request.speaker)
        if not keeps_people_of(request.speaker, agency.id):
            raise NotYourColleagueError
        crowd = people_of(uow.officers, agency.id, today=today)
    found = pick_colleague(name, crowd)
    return found.officer, found.present.agency_id
