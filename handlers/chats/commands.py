"""What can be typed about the group itself, and what happens when the bot comes or goes."""

from dataclasses import replace

from bot.message import SILENCE, Answer, Card, EventKind
from bot.room import Access, Place
from handlers.chats import cards
from handlers.chats.errors import (
    CaseNotForGroupsError,
    CaseNotSeenError,
    NoAgencyError,
    NotHereError,
    NotOfficerError,
    OtherAgencysGroupError,
)
from handlers.chats.rules import (
    CaseFit,
    ScopeWish,
    ends_silence,
    judge_case,
    may_keep,
    parse_hours,
    parse_scope,
    parse_silence,
)
from handlers.services import Asked, RoomCommands, Services
from handlers.shared.access import Speaker, may
from handlers.shared.roc_date import taipei_date
from handlers.sight import circle_of
from storage.records.cases import Case
from storage.records.chats import ChatScope, LinkedChat
from storage.unit_of_work import UnitOfWork

commands = RoomCommands()


@commands.on(EventKind.BOT_JOINED)
def join(request: Asked, services: Services) -> Answer:
    """Introduce the bot once; a group it had left starts anew, not enabled."""
    chat = request.message.chat
    with services.unit_of_work() as uow:
        uow.chats.add(chat.platform, chat.id, now=request.now)
        uow.commit()
    return Answer(here=cards.introduction(chat.platform))


@commands.on(EventKind.BOT_LEFT)
def was_removed(request: Asked, services: Services) -> Answer:
    """Note that the bot was removed; there is nobody to answer."""
    with services.unit_of_work() as uow:
        _mark_left(uow, request)
        uow.commit()
    return SILENCE


@commands.add(
    "啟用",
    usage="啟用 [本機關｜跨部會｜單一案件 <號碼>]",
    summary="讓群組開始使用，並說明給誰用",
    aliases=("開通", "啟動", "啟用群組"),
    examples=("啟用", "啟用 跨部會"),
    access=Access.OFFICER,
    place=Place.GROUP,
    changes=True,
)
def open_group(request: Asked, services: Services) -> Card:
    """Open the group for one's agency, for one case, or for several ministries."""
    wish = parse_scope(request.argument)
    with services.unit_of_work() as uow:
        chat = _kept_chat(uow, request)
        case = _case(uow, wish, request.speaker) if wish.scope is ChatScope.CASE else None
        agency = request.speaker.agency
        if agency is None and wish.scope is ChatScope.AGENCY:
            raise NoAgencyError
        opened = replace(
            chat,
            scope=wish.scope,
            agency_id=agency.id if agency else chat.agency_id,
            case_id=case.id if case else None,
        )
        uow.chats.save(opened)
        _note(uow, request, chat=opened, action="open-group")
        uow.commit()
        return cards.opened(
            opened,
            agency=_agency_name(uow, opened),
            case_number=case.number if case else "",
            changed=chat.enabled,
        )


@commands.add(
    "停用群組",
    usage="停用群組",
    summary="群組不再使用；案件都還在",
    aliases=("關閉群組",),
    access=Access.OFFICER,
    place=Place.GROUP,
    changes=True,
)
def close_group(request: Asked, services: Services) -> Card:
    """Close the group; cases stay."""
    with services.unit_of_work() as uow:
        chat = _kept_chat(uow, request)
        if not chat.enabled:
            return cards.not_open()
        uow.chats.save(replace(chat, scope=None, agency_id=None, case_id=None))
        _note(uow, request, chat=chat, action="close-group")
        uow.commit()
    return cards.closed()


@commands.add(
    "群組",
    usage="群組",
    summary="這個群組給誰用、什麼時候會說話",
    aliases=("群組狀態", "群組設定", "這個群組"),
    place=Place.GROUP,
)
def show_group(request: Asked, services: Services) -> Card:
    """Show what this group is."""
    with services.unit_of_work() as uow:
        chat = _chat(uow, request)
        number = uow.cases.get(chat.case_id).number if chat.case_id else ""
        return cards.state(
            chat,
            agency=_agency_name(uow, chat),
            case_number=number,
            now=request.now,
            today=taipei_date(request.now),
        )


@commands.add(
    "靜音",
    usage="靜音 [<3小時>｜到 <週五>｜一直]",
    summary="不主動說話，叫了還是會回；沒說多久就到明早",
    aliases=("安靜", "閉嘴", "別吵", "不要吵", "勿擾", "mute"),
    examples=("靜音", "靜音 3小時", "靜音 到週五"),
    place=Place.GROUP,
    changes=True,
)
def silence(request: Asked, services: Services) -> Card:
    """Keep quiet for a while; who is asked still answers."""
    if ends_silence(request.argument):
        return _end_silence(request, services)
    with services.unit_of_work() as uow:
        chat = _chat(uow, request)
        until = parse_silence(request.argument, now=request.now, opens_at=chat.opens_at)
        uow.chats.save(replace(chat, muted_until=until))
        uow.commit()
    return cards.silenced(until, today=taipei_date(request.now))


@commands.add(
    "取消靜音",
    usage="取消靜音",
    summary="恢復主動說話",
    aliases=("解除靜音", "恢復說話", "unmute"),
    place=Place.GROUP,
    changes=True,
)
def end_silence(request: Asked, services: Services) -> Card:
    """Speak again."""
    return _end_silence(request, services)


@commands.add(
    "群組時間",
    usage="群組時間 [<9-18>｜全天｜預設]",
    summary="只在這段時間主動說話",
    aliases=("通知時間", "服務時間"),
    examples=("群組時間 9-18",),
    access=Access.OFFICER,
    place=Place.GROUP,
    changes=True,
)
def set_hours(request: Asked, services: Services) -> Card:
    """Set the hours in which the bot speaks without being asked."""
    with services.unit_of_work() as uow:
        if not request.argument.strip():
            return cards.present_hours(_chat(uow, request))
        chat = _kept_chat(uow, request)
        opens, closes = parse_hours(request.argument)
        changed = replace(chat, opens_at=opens, closes_at=closes)
        uow.chats.save(changed)
        uow.commit()
    return cards.hours(changed)


@commands.add(
    "離開",
    usage="離開",
    summary="請小幫手離開群組",
    aliases=("退出群組", "離開群組", "退群"),
    access=Access.ANYONE,
    place=Place.GROUP,
    changes=True,
)
def leave(request: Asked, services: Services) -> Answer:
    """Say goodbye and go; anybody may ask for it until an officer opened the group."""
    with services.unit_of_work() as uow:
        chat = _chat(uow, request)
        if chat.enabled and request.speaker.officer is None:
            return SILENCE
        if chat.enabled and not may(request.speaker, Access.OFFICER):
            raise NotOfficerError
        _mark_left(uow, request)
        uow.commit()
    return Answer(here=cards.goodbye(), leave_chat=True)


def _end_silence(request: Asked, services: Services) -> Card:
    with services.unit_of_work() as uow:
        chat = _chat(uow, request)
        if chat.muted_until is None or chat.muted_until <= request.now:
            return cards.was_not_silenced()
        uow.chats.save(replace(chat, muted_until=None))
        uow.commit()
    return cards.unsilenced(chat)


def _chat(uow: UnitOfWork, request: Asked) -> LinkedChat:
    """Return the group this was said in; one whose joining was never told is kept now.

    Raises NotHereError where only a command, which needs no member, was heard.
    """
    chat = request.message.chat
    known = uow.chats.find(chat.platform, chat.id)
    if known is None or known.left_at is not None:
        if request.message.aside:
            raise NotHereError
        return uow.chats.add(chat.platform, chat.id, now=request.now)
    return known


def _kept_chat(uow: UnitOfWork, request: Asked) -> LinkedChat:
    """Return the group if the speaker may change it; raises OtherAgencysGroupError."""
    chat = _chat(uow, request)
    if not may_keep(chat, request.speaker):
        raise OtherAgencysGroupError(_agency_name(uow, chat))
    return chat


def _mark_left(uow: UnitOfWork, request: Asked) -> None:
    chat = uow.chats.find(request.message.chat.platform, request.message.chat.id)
    if chat is not None and chat.left_at is None:
        uow.chats.save(replace(chat, left_at=request.now))
        uow.case_chats.forget_chat(chat.platform, chat.chat_id)


def _case(uow: UnitOfWork, wish: ScopeWish, speaker: Speaker) -> Case:
    year, dash, serial = wish.case_number.rpartition("-")
    case = uow.cases.by_serial(int(serial), int(year) if dash else None)
    circle = circle_of(uow, case) if case else None
    fit = judge_case(circle, speaker)
    if fit is CaseFit.NOT_FOR_GROUPS:
        raise CaseNotForGroupsError(wish.case_number)
    if case is None or fit is CaseFit.NOT_SEEN:
        raise CaseNotSeenError(wish.case_number)
    return case


def _agency_name(uow: UnitOfWork, chat: LinkedChat) -> str:
    return uow.agencies.get(chat.agency_id).short if chat.agency_id is not None else ""


def _note(uow: UnitOfWork, request: Asked, *, chat: LinkedChat, action: str) -> None:
    officer = request.speaker.officer
    uow.audit.append(
        at=request.now,
        actor=f"officer:{officer.id}" if officer else "system",
        agency_id=chat.agency_id,
        action=action,
        target=f"chat:{chat.id}",
        detail=chat.scope.value if chat.scope else "",
    )
