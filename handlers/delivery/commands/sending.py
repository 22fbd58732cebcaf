"""What administrators and 國發會 can type about the sending."""

from bot.message import SILENCE, Answer, Card, EventKind, Platform
from bot.outbound import TroubleOf
from bot.room import Access, Place
from handlers.delivery import cards
from handlers.delivery.commands.board import commands
from handlers.delivery.rules.budget import (
    PAUSE_SETTING,
    RESERVE_SETTING,
    allowance_setting,
    read_reading,
    read_reserve,
    reserve_of,
)
from handlers.services import Asked, Services
from handlers.shared.gazette_state import LOOKS_BACK, Coverage
from handlers.shared.join_state import join_line
from handlers.shared.roc_date import taipei_date
from handlers.shared.source_state import sources_line
from handlers.shared.work_calendar import work_calendar
from storage.records.messages import DeliveryState
from storage.unit_of_work import UnitOfWork

NOT_ARRIVED = (DeliveryState.FAILED, DeliveryState.PASSED_ON)


@commands.add(
    "狀態",
    usage="狀態",
    summary="推播額度、等著送的、平台有沒有回應",
    aliases=("系統狀態", "送達狀態", "發送狀態", "推播額度", "額度"),
    examples=("狀態",),
    access=Access.HUB,
    place=Place.DIRECT,
)
def show_state(request: Asked, services: Services) -> Card:
    """Show what is left, what waits, and whether the platforms answer."""
    with services.unit_of_work() as uow:
        counts = uow.outbox.counts()
        known = cards.SendingState(
            paused=bool(uow.settings.get(PAUSE_SETTING)),
            reserve=reserve_of(uow.settings.get(RESERVE_SETTING)),
            line=uow.outbox.waiting_line(),
            platforms=[_platform(uow, one, services.trouble_of) for one in services.platforms],
            unreachable_count=uow.reachability.unreachable_count(),
            not_arrived_count=sum(counts[state.value] for state in NOT_ARRIVED),
            beat_at=services.last_beat(),
            join=join_line(uow.petitions.sources(), now=request.now),
            gazette=_gazette_line(uow, request),
            sources=sources_line(uow.posts.sources(), now=request.now),
        )
    return cards.state(known, now=request.now)


@commands.add(
    "暫停發送",
    usage="暫停發送",
    summary="停掉所有主動推播；回覆照常",
    aliases=("停止發送", "暫停推播", "停止推播"),
    examples=("暫停發送",),
    access=Access.ADMIN,
    place=Place.DIRECT,
    changes=True,
)
def pause(request: Asked, services: Services) -> Card:
    """Stop all pushes until they are resumed; answers go on."""
    with services.unit_of_work() as uow:
        if uow.settings.get(PAUSE_SETTING):
            return cards.was_paused()
        uow.settings.set(PAUSE_SETTING, "1", now=request.now)
        _note(uow, request, "pause-sending")
        uow.commit()
    return cards.paused()


@commands.add(
    "恢復發送",
    usage="恢復發送",
    summary="恢復主動推播",
    aliases=("繼續發送", "恢復推播", "繼續推播"),
    examples=("恢復發送",),
    access=Access.ADMIN,
    place=Place.DIRECT,
    changes=True,
)
def resume(request: Asked, services: Services) -> Card:
    """Let pushes go out again."""
    with services.unit_of_work() as uow:
        if not uow.settings.get(PAUSE_SETTING):
            return cards.was_not_paused()
        uow.settings.set(PAUSE_SETTING, "", now=request.now)
        _note(uow, request, "resume-sending")
        waiting_count = uow.outbox.waiting_line().waiting_count
        uow.commit()
    return cards.resumed(waiting_count)


@commands.add(
    "推播保留",
    usage="推播保留 [<20>]",
    summary="每月額度留多少 % 給一定要送到的",
    aliases=("保留額度",),
    examples=("推播保留 20",),
    access=Access.ADMIN,
    place=Place.DIRECT,
    changes=True,
)
def set_reserve(request: Asked, services: Services) -> Card:
    """Set the share of the month's quota that is kept for binding messages."""
    with services.unit_of_work() as uow:
        if not request.argument.strip():
            return cards.reserve(reserve_of(uow.settings.get(RESERVE_SETTING)))
        percent = read_reserve(request.argument)
        uow.settings.set(RESERVE_SETTING, str(percent), now=request.now)
        _note(uow, request, "set-reserve", detail=str(percent))
        uow.commit()
    return cards.reserve_set(percent)


@commands.on(EventKind.FOLLOWED)
def friend(request: Asked, services: Services) -> Answer:
    """Note that messages reach this account."""
    return _note_reach(request, services, reachable=True)


@commands.on(EventKind.UNFOLLOWED)
def no_friend(request: Asked, services: Services) -> Answer:
    """Note that messages do not reach this account, though LINE takes them."""
    return _note_reach(request, services, reachable=False)


def _note_reach(request: Asked, services: Services, *, reachable: bool) -> Answer:
    chat = request.message.chat
    with services.unit_of_work() as uow:
        uow.reachability.note(chat.platform, chat.id, reachable=reachable, now=request.now)
        uow.commit()
    return SILENCE


def _gazette_line(uow: UnitOfWork, request: Asked) -> str:
    issues = uow.notices.issues(taipei_date(request.now) - LOOKS_BACK)
    calendar = work_calendar(uow.calendar.entries())
    return Coverage(uow.notices.state(), issues, calendar).line(now=request.now)


def _platform(uow: UnitOfWork, platform: Platform, trouble_of: TroubleOf) -> cards.PlatformState:
    return cards.PlatformState(
        platform=platform,
        reading=read_reading(uow.settings.get(allowance_setting(platform))),
        signs=uow.outbox.signs(platform),
        trouble=trouble_of(platform),
    )


def _note(uow: UnitOfWork, request: Asked, action: str, *, detail: str = "") -> None:
    officer = request.speaker.officer
    uow.audit.append(
        at=request.now,
        actor=f"officer:{officer.id}" if officer else "system",
        agency_id=None,
        action=action,
        target="sending",
        detail=detail,
    )
