"""綁定: a code binds the account that it is sent from; what waits there may be seen again."""

from dataclasses import replace
from datetime import datetime

from bot.message import SILENCE, Answer, Card
from bot.room import Access, Bare, Place, Result
from handlers.bindings import cards
from handlers.bindings.commands.board import commands, record
from handlers.bindings.commands.welcoming import welcome
from handlers.bindings.errors import (
    BoundToSomebodyElseError,
    NoCodeError,
    TooManyTriesError,
    WrongCodeError,
)
from handlers.bindings.rules import FAILED_TRIES, TRY_WINDOW, hash_code, keeps_away, read_code
from handlers.services import Asked, Services
from handlers.shared.colleagues import NoAgencyError, in_term, speaking_agency, speaking_officer
from handlers.shared.roc_date import taipei_date
from handlers.shared.succession import hand_over_cases
from storage.accounts import accounts_of
from storage.records.officers import Officer, Role
from storage.unit_of_work import UnitOfWork


@commands.add(
    "綁定",
    usage="綁定 <綁定碼>",
    summary="用綁定碼開通這個帳號",
    aliases=("綁", "綁定帳號", "認證", "驗證碼", "綁定碼", "邀請碼", "開通碼", "bind"),
    bare=(Bare.CODE,),
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
    """Make a code void that a group has read; who tries often hears no more: pushes cost money."""
    account, platform = request.message.sender_id, request.message.chat.platform.value
    if account is None:
        return SILENCE
    with services.unit_of_work() as uow:
        tries = uow.invitations.attempts_since(platform, account, request.now - TRY_WINDOW)
        if tries >= FAILED_TRIES:
            return SILENCE
        officer = _officer_of_code(uow, code, now=request.now) if code else None
        if officer is None or code is None:
            uow.invitations.record_attempt(platform, account, now=request.now)
            uow.commit()
            raise NoCodeError if code is None else WrongCodeError
        _use(uow, code, now=request.now)
        record(uow, request, "burn-code", officer, None)
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
            record(uow, request, "unbind", officer, None, detail=platform)
    uow.bindings.add(platform, account, officer.id, now=request.now)
    uow.settings.forget(keeps_away(platform, officer.id))
    today = taipei_date(request.now)
    held = uow.officers.appointments(officer_id=officer.id)
    places = [a for a in held if in_term(a, today)]
    agency_id = places[0].agency_id if places else None
    record(uow, request, "bind", officer, agency_id, detail=platform)
    for a in places:
        if a.role is Role.PO:  # whoever left before left the cases to this one
            hand_over_cases(uow, a.agency_id, now=request.now)
    told_on = accounts_of(uow, officer.id)[0].platform
    if places and before and told_on != platform:
        return cards.bound_beside(officer, platform, told_on=told_on)
    if before or not places:
        later = [a.starts_on for a in held if a.starts_on is not None and a.starts_on > today]
        starts_on = None if places else min(later, default=None)
        return cards.bound_again(officer, platform, starts_on=starts_on, today=today)
    return welcome(uow, officer, places, today=today)


@commands.add(
    "交接資料",
    usage="交接資料",
    summary="再看一次前任、交接備註和機關的未結案件",
    aliases=("接任資料", "看交接", "看交接備註"),
    examples=("交接資料",),
    access=Access.OFFICER,
    place=Place.DIRECT,
)
def show_handover(request: Asked, services: Services) -> Card:
    """Show again what the first card after binding showed."""
    if not request.speaker.appointments:
        raise NoAgencyError
    me = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        card = welcome(uow, me, request.speaker.appointments, today=taipei_date(request.now))
    return replace(
        card, alt="交接資料", title=f"交接資料（{speaking_agency(request.speaker).short}）", body=""
    )
