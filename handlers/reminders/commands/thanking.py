"""每月謝謝: a group that asked for it reads once a month how much was done."""

from collections.abc import Callable
from datetime import datetime

from bot.message import Card, ChatKind, ChatRef, Platform
from bot.room import Access, Place, Result
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.entering import turn_switch
from handlers.reminders.commands.planning import calendar_of
from handlers.reminders.errors import NoThanksHereError
from handlers.reminders.rules.rungs import start_of
from handlers.reminders.rules.switches import Switch, switch_shapes
from handlers.reminders.rules.thanks import (
    SAID,
    SETTING,
    Doings,
    last_month,
    may_thank,
    month_of,
    thanks_words,
)
from handlers.services import Asked, Services
from handlers.shared.audience import PUBLIC_KINDS
from handlers.shared.outbox import Why, plan_push
from handlers.shared.roc_date import taipei_date
from storage.records.cases import CaseKind
from storage.records.chats import ChatScope, LinkedChat
from storage.records.messages import DeliveryClass
from storage.unit_of_work import UnitOfWork

ON, OFF = "每月謝謝 開", "每月謝謝 關"
SWITCH = Switch(setting=SETTING, action="thank-monthly", target="chat", on=f"#{ON}", off=f"#{OFF}")
ASKED = "每月謝謝。不要了：#每月謝謝 關"


@commands.add(
    "每月謝謝",
    usage="每月謝謝 開|關",
    summary="每月第一個上班日，在群組說一句上個月辦好幾件；平常不說",
    aliases=("每月感謝", "每月道謝"),
    shapes=switch_shapes("每月謝謝|每月感謝|每月道謝"),
    place=Place.GROUP,
    examples=(ON, OFF),
    access=Access.OFFICER,
    changes=True,
)
def set_thanks(request: Asked, services: Services) -> Result:
    """Switch it on or off for the group this is said in."""
    chat = request.speaker.chat
    if chat is None or not chat.enabled:
        raise NoThanksHereError
    with services.unit_of_work() as uow:
        is_on = turn_switch(uow, request, SWITCH, chat.id)
        uow.commit()
    if is_on:
        return Card.sentence("好，每月第一個上班日說一句上個月辦好幾件；沒有就不說。")
    return Card.sentence("好，這裡不說每月謝謝。要說：#每月謝謝 開")


def thank_groups(unit_of_work: Callable[[], UnitOfWork], *, now: datetime) -> int:
    """Thank each group that asked for it, once a month; return how many. To be started hourly."""
    with unit_of_work() as uow:
        if not uow.reminders.take_turn():
            return 0
        count = sum(_thank(uow, chat, now) for chat in uow.chats.enabled())
        uow.commit()
    return count


def _thank(uow: UnitOfWork, chat: LinkedChat, now: datetime) -> bool:
    asked = chat.agency_id is not None and uow.settings.get(f"{SETTING}{chat.id}")
    if not asked or chat.agency_id is None:
        return False
    today = taipei_date(now)
    said = uow.settings.get(f"{SAID}{chat.id}") == month_of(today)
    if said or not may_thank(chat, calendar_of(uow, chat.agency_id), now=now):
        return False
    uow.settings.set(f"{SAID}{chat.id}", month_of(today), now=now)
    since, _ = last_month(today)
    text = thanks_words(
        _doings(uow, chat, now), month=since.month, of_case=chat.scope is ChatScope.CASE
    )
    if not text:
        return False
    card = Card(alt=text, body=text, note=ASKED)
    place = ChatRef(Platform(chat.platform), ChatKind.GROUP, chat.chat_id)
    uow.outbox.add(
        plan_push(card, place, now=now, delivery_class=DeliveryClass.COURTESY, why=Why.NEWS)
    )
    return True


def _doings(uow: UnitOfWork, chat: LinkedChat, now: datetime) -> Doings:
    """Count what everybody in the group may know of."""
    since, until = (start_of(day) for day in last_month(taipei_date(now)))
    kinds: frozenset[CaseKind] = frozenset()
    agency_id, case_id = chat.agency_id, None
    if chat.scope is ChatScope.CROSS:
        kinds, agency_id = PUBLIC_KINDS, None
    elif chat.scope is ChatScope.CASE:
        agency_id, case_id = None, chat.case_id
    closed, answered = uow.duties.done_between(
        since, until, agency_id=agency_id, case_id=case_id, kinds=kinds
    )
    return Doings(closed, answered)
