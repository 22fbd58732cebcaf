"""已公告展延: the response has until the day that was announced, at the latest the rule's."""

from dataclasses import replace
from datetime import date

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.reminders.commands.answering import (
    PUNCTUATION,
    REASON_LIMIT,
    answer_card,
    find_answered,
    keep_answer,
)
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import Found, choose_day, note_answer, own_duties, shown_day
from handlers.reminders.errors import NoReasonError, NotExtendableError
from handlers.reminders.rules.chosen import announced_day
from handlers.reminders.rules.planning import EXTENSION
from handlers.services import Asked, Services
from handlers.shared.due_words import RESPONSE, day_words, safe_words
from handlers.shared.roc_date import taipei_date
from storage.records.duties import Duty, DutyState
from storage.unit_of_work import UnitOfWork


@commands.add(
    "已公告展延",
    usage="已公告展延 <案號> [到 <日期>] <理由>",
    summary="正式回應展延已在 Join 公告，改排新期限；公告的日子較早就寫上",
    aliases=("公告展延", "展延公告了", "展延已公告"),
    shapes=(
        Shape("# 已? 公告 展延 到|至 @ …", "# 到@ …"),
        Shape("# 已? 公告 展延 到|至 @", "# 到@"),
        Shape("# 展延 已? 公告 了? 到|至 @", "# 到@"),
    ),
    examples=("已公告展延 42 需跨部會會商", "已公告展延 42 到 3/8 需跨部會會商"),
    access=Access.OFFICER,
    changes=True,
)
def extend(request: Asked, services: Services) -> Result:
    """Put the extension in place of the response: once, and announced before it was due.

    Said again with a day, the announced day is put right.
    """
    with services.unit_of_work() as uow:
        found = find_answered(uow, request, "已公告展延 42 需跨部會會商")
        reason = found.rest.strip(PUNCTUATION)[:REASON_LIMIT]
        until = _announced(found, reason, request)
        mine = [d for d in own_duties(uow, request, found.case) if d.name == RESPONSE]
        duty = next((d for d in mine if d.is_open), None)
        if duty is not None:
            _check(found, duty, reason, until, request)
            keep_answer(uow, request, duty, DutyState.EXTENDED, f"已公告展延：{reason}")
        else:
            duty = _to_put_right(uow, found, mine, until, request)
        if until is not None:
            choose_day(uow, request, found.case, duty.agency_id, EXTENSION, until)
        services.case_changed(uow, found.case, request.now)
        fresh = _extension(uow, request, found, duty.agency_id)
        if fresh is None or (until is not None and fresh.last_on < until):
            most = f"展延最多到 {shown_day(fresh.last_on, request)}" if fresh else "沒有展延的規則"
            raise NotExtendableError(most, found.number)
        uow.commit()
    return _said(found, fresh, until, request)


def _announced(found: Found, reason: str, request: Asked) -> date | None:
    """Return the day that was announced, where one is said. Raises NotExtendableError."""
    until = announced_day(reason, today=taipei_date(request.now))
    if until is not None and until.ask_back:
        raise NotExtendableError("公告到哪一天？請寫上年份", found.number)
    return until.on if until is not None else None


def _check(found: Found, duty: Duty, reason: str, until: date | None, request: Asked) -> None:
    """Raise NotExtendableError, NoReasonError."""
    if request.now > duty.due_at:
        raise NotExtendableError("原期限已過，展延要在期限前公告", found.number)
    if not reason:  # it is announced with its reasons, and only once
        raise NoReasonError(f"已公告展延 {found.number}", "到 3/8 需跨部會會商")
    if until is not None and until <= duty.last_on:
        raise _too_early(found, duty, request)


def _too_early(found: Found, duty: Duty, request: Asked) -> NotExtendableError:
    day = shown_day(duty.last_on, request)
    return NotExtendableError(f"展延要比原期限 {day}晚", found.number)


def _to_put_right(
    uow: UnitOfWork, found: Found, mine: list[Duty], until: date | None, request: Asked
) -> Duty:
    """Return the extended response whose announced day is said anew.

    Raises NotExtendableError.
    """
    extended = next((d for d in mine if d.state is DutyState.EXTENDED), None)
    if extended is None:
        why = "已經回應了" if mine else f"{found.number} 沒有正式回應的期限"
        raise NotExtendableError(why, found.number)
    now = _extension(uow, request, found, extended.agency_id)
    if until is None or now is None or request.now > now.due_at:
        raise NotExtendableError("展延過一次了", found.number)
    if until <= extended.last_on:
        raise _too_early(found, extended, request)
    note_answer(uow, request, now, f"改為公告到 {shown_day(until, request)}")
    return extended


def _extension(uow: UnitOfWork, request: Asked, found: Found, agency_id: int) -> Duty | None:
    mine = own_duties(uow, request, found.case)
    return next(
        (d for d in mine if d.name == EXTENSION and d.is_open and d.agency_id == agency_id), None
    )


def _said(found: Found, fresh: Duty, until: date | None, request: Asked) -> Card:
    today = taipei_date(request.now)
    safe = safe_words(fresh, today=today)
    day = day_words(fresh, today=today) + (f"（{safe}）" if safe else "")
    how = "照公告的日子" if until is not None else "這是最晚的一天"
    text = f"記下了。{found.number} 展延到 {day}，{how}，以一次為限。"
    number = found.case.number
    card = answer_card(found, text, Button("為什麼是這天", f"日期依據 {number} {EXTENSION}"))
    if until is not None:
        return card
    return replace(card, note=f"公告的日子比較早？已公告展延 {found.number} 到 那一天")
