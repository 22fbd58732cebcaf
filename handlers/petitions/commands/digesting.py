"""提點子週報: on Monday morning, one card of what moved; asked for, at any time."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from bot.message import Card, ChatKind, ChatRef, Platform
from bot.room import Access, Shape
from handlers.petitions.commands.board import commands
from handlers.petitions.commands.week import Week
from handlers.petitions.commands.week_cards import digest_card, group_digest_card
from handlers.petitions.errors import NotInThisGroupError
from handlers.petitions.rules.digest import (
    GROUP_SETTING,
    PREPARES,
    SAID,
    is_the_hour,
    week_of,
)
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.outbox import Why, plan_push
from handlers.shared.windows import DIGEST, Window
from handlers.shared.work_calendar import work_calendar
from handlers.telling import Manner, calendar_of, tell
from storage.on_duty import gather
from storage.records.chats import LinkedChat
from storage.records.messages import DeliveryClass
from storage.unit_of_work import UnitOfWork

NAMES = "提點子週報|提點子周報|提點子摘要|提點子每週摘要|提點子的週報|提點子的周報"
COURTESY = Manner(courtesy=True)
_PAGE = re.compile(r"第\s*(\d{1,3})\s*頁")


@commands.add(
    "提點子週報",
    usage="提點子週報",
    summary="這週跟貴機關有關的提點子：動了的、新的、快截止的",
    aliases=("提點子周報", "提點子摘要", "提點子每週摘要"),
    shapes=(
        Shape("這週|本週|這周|本周 的? 提點子 怎樣|如何|動態|週報|摘要"),
        Shape("提點子 這週|本週|這周 怎樣|如何|有什麼動靜|的? 動態"),
        Shape("這週|本週|這周|最近 的? 提點子|提案 有? 什麼|哪些? 動靜|動態|變化 嗎?"),
    ),
    access=Access.BOUND,
)
def show_digest(request: Asked, services: Services) -> Card:
    """Show it now: one to one what may concern the speaker's agencies, in a group public facts."""
    with services.unit_of_work() as uow:
        week = Week(uow, request.now)
        if request.in_group:
            chat = request.speaker.chat
            agency_id = chat.agency_id if chat is not None else None
            card = group_digest_card(week, week.for_all(agency_id))
            return card or Card.sentence("附議中的提點子，這週沒有什麼動。")
        mine = request.speaker.office_ids or request.speaker.agency_ids
        page = _PAGE.search(request.argument)
        number = int(page[1]) if page is not None else 1
        card = digest_card(week, week.of_agencies(mine), page=number)
    return card or Card.sentence("跟貴機關有關的提點子，這週沒有什麼動。看全部：提點子")


@commands.add(
    "開啟提點子週報",
    usage="開啟提點子週報",
    summary="每週一早上說一次提點子的動態；窗口原本就開著，群組要打開才有",
    aliases=("訂閱提點子週報", "恢復提點子週報"),
    shapes=(
        Shape(f"{NAMES} 開|打開|開啟|恢復"),
        Shape(f"打開|開啟|訂閱|恢復|我要|我想要|我想收|我要收 {NAMES}"),
    ),
    access=Access.OFFICER,
    changes=True,
)
def subscribe(request: Asked, services: Services) -> Card:
    """Switch it on, for the speaker or for the group this is said in."""
    _turn(request, services, on=True)
    if request.in_group:
        return Card.sentence("好，每週一早上在這裡說一次提點子的動態；沒有就不說。")
    return Card.sentence("好，每週一早上給您提點子週報；沒有動靜就不送。")


@commands.add(
    "關閉提點子週報",
    usage="關閉提點子週報",
    summary="不再收每週一的提點子動態；預警照樣有",
    aliases=("取消提點子週報", "退訂提點子週報", "不要提點子週報", "停止提點子週報"),
    shapes=(
        Shape(f"{NAMES} 關|關掉|關閉|取消|停|不要|不用"),
        Shape(f"關掉|關閉|取消|停掉|停止|退訂|不要|不想收|不用 {NAMES} 了?"),
        Shape(f"{NAMES} 不要|別|不用 再? 寄|送|傳|發|收 了?"),
        Shape("週報|周報 不要|別|不用 再? 寄|送|傳|發|給我? 了?", sure=False),  # there are two
    ),
    access=Access.OFFICER,
    changes=True,
)
def unsubscribe(request: Asked, services: Services) -> Card:
    """Switch it off, for the speaker or for the group this is said in."""
    _turn(request, services, on=False)
    if request.in_group:
        return Card.sentence("好，這裡不說提點子週報。要說：#開啟提點子週報")
    return Card.sentence("好，不送提點子週報；可能成案時照樣預警。要再收：開啟提點子週報")


def _turn(request: Asked, services: Services, *, on: bool) -> None:
    name = f"{DIGEST}{speaking_officer(request.speaker).id}"
    value = "1" if on else "0"
    with services.unit_of_work() as uow:
        if request.in_group:
            chat = request.speaker.chat
            if chat is None or not chat.enabled:
                raise NotInThisGroupError
            name = f"{GROUP_SETTING}{chat.id}"
            _audit(uow, request, chat, value)
        uow.settings.set(name, value, now=request.now)
        uow.commit()


def _audit(uow: UnitOfWork, request: Asked, chat: LinkedChat, value: str) -> None:
    agency = request.speaker.agency
    uow.audit.append(
        at=request.now,
        actor=f"officer:{speaking_officer(request.speaker).id}",
        agency_id=agency.id if agency is not None else None,
        action="digest-in-group",
        target=f"chat:{chat.id}",
        detail=value,
    )


@dataclass(frozen=True, slots=True)
class Digests:
    """The cards of one week, before they are enqueued."""

    week: str = ""
    people: tuple[tuple[int, int, Card], ...] = ()  # officer id, agency id
    groups: tuple[tuple[LinkedChat, Card], ...] = ()


NO_DIGESTS = Digests()


class Digester:
    """Makes the cards of a week in good time, and enqueues them once, whoever comes first.

    Making them takes a while, enqueuing does not: so what goes out right after the morning's
    reminders goes out in the same request, and whatever breaks while they are made delays nothing.
    """

    def __init__(self, unit_of_work: Callable[[], UnitOfWork]) -> None:
        self._unit_of_work = unit_of_work
        self._ready = NO_DIGESTS

    def prepare(self, *, now: datetime) -> None:
        """Make this week's cards when it is time; nothing is kept yet."""
        week = week_of(now)
        if self._ready.week == week:
            return
        with self._unit_of_work() as uow:
            calendar = work_calendar(uow.calendar.entries())
            is_time = is_the_hour(calendar, now=now, since=PREPARES)
            if is_time and uow.settings.get(SAID) != week:
                seen = Week(uow, now)
                people, groups = tuple(_for_people(uow, seen)), tuple(_for_groups(uow, seen))
                self._ready = Digests(week, people, groups)

    def send(self, *, now: datetime) -> int:
        """Enqueue what is ready unless another process did; return how many cards."""
        ready = self._ready
        if not ready.week:
            return 0
        with self._unit_of_work() as uow:
            if not is_the_hour(work_calendar(uow.calendar.entries()), now=now):
                return 0
            if not uow.reminders.take_turn():
                return 0
            self._ready = NO_DIGESTS
            if ready.week != week_of(now) or uow.settings.get(SAID) == ready.week:
                return 0
            uow.settings.set(SAID, ready.week, now=now)
            for officer_id, agency_id, card in ready.people:
                tell(uow, officer_id, card, agency_id, now=now, manner=COURTESY)
            for chat, card in ready.groups:
                _tell_group(uow, chat, card, now=now)
            uow.commit()
        return len(ready.people) + len(ready.groups)


def _for_people(uow: UnitOfWork, week: Week) -> Sequence[tuple[int, int, Card]]:
    """Make each person one card: who is on duty, and who asked for it."""
    wanted: dict[int, list[int]] = {}
    for agency_id, staff in gather(uow, week.agency_ids, now=week.now, half_days=False).items():
        turn = staff.turn_to()
        said = _said(uow, staff.officers)
        usual = {turn.officer_id} if turn is not None else set[int]()
        for officer_id in usual | {i for i, value in said.items() if value == "1"}:
            if said.get(officer_id) != "0":
                wanted.setdefault(officer_id, []).append(agency_id)
    found: list[tuple[int, int, Card]] = []
    for officer_id, agency_ids in wanted.items():
        card = digest_card(week, week.of_agencies(agency_ids))
        if card is not None:
            found.append((officer_id, agency_ids[0], card))
    return found


def _said(uow: UnitOfWork, officer_ids: Collection[int]) -> dict[int, str]:
    names = {f"{DIGEST}{i}": i for i in officer_ids}
    return {names[name]: value for name, value in uow.settings.by_names(names).items()}


def _for_groups(uow: UnitOfWork, week: Week) -> Sequence[tuple[LinkedChat, Card]]:
    chats = {f"{GROUP_SETTING}{chat.id}": chat for chat in uow.chats.enabled()}
    asked = [chats[n] for n, value in uow.settings.by_names(chats).items() if value == "1"]
    cards = ((chat, group_digest_card(week, week.for_all(chat.agency_id))) for chat in asked)
    return [(chat, card) for chat, card in cards if card is not None]


def _tell_group(uow: UnitOfWork, chat: LinkedChat, card: Card, *, now: datetime) -> None:
    """Tell a group in its hours; one that wants silence is not told."""
    if chat.agency_id is None or (chat.muted_until is not None and chat.muted_until > now):
        return
    hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
    opening = hours.next_opening(now, calendar_of(uow, chat.agency_id))
    place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
    push = plan_push(card, place, now=opening, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    uow.outbox.add(replace(push, agency_id=chat.agency_id))
