"""收到, 已辦, 稍後提醒, 已公告展延, 免辦: what is said to a reminder."""

import re
from dataclasses import replace
from datetime import date, timedelta

from bot.message import Button, Card
from bot.room import Access, Result
from handlers.reminders.cards import choice_card
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import Found, find_case, meant_duties, note_answer, own_duties
from handlers.reminders.commands.planning import calendar_of
from handlers.reminders.errors import (
    BindingDutyError,
    NoReasonError,
    NotExtendableError,
    PersonalWordsError,
    SnoozeError,
)
from handlers.reminders.rules.planning import RESPONSE
from handlers.reminders.rules.rungs import start_of
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import find_dates, show_date, taipei_date
from storage.records.duties import Duty, DutyState, Reminder
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

SNOOZES = ("一天", "三天", "下週一")
REASON_LIMIT = 200
_PUNCTUATION = " ，,。：:（）()"
_SPAN = re.compile(r"(?P<count>\d{1,3}|[一兩二三四五六七八九十])\s*[天日](?:後)?")
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九十", start=1)} | {"兩": 2}


@commands.add(
    "已辦",
    usage="已辦 <案號> [哪個期限]",
    summary="這個期限辦好了，不再提醒",
    telling=("已辦", "已辦理", "辦完了", "辦好了", "處理完了"),
    examples=("已辦 42", "42 已辦"),
    access=Access.OFFICER,
    changes=True,
)
def done(request: Asked, services: Services) -> Result:
    """Answer a duty; a case that owes nothing is perhaps to be closed, which is offered."""
    with services.unit_of_work() as uow:
        found = _found(uow, request, "已辦 42")
        said = found.rest
        if not any(d.is_open for d in own_duties(uow, request, found.case)):
            return _offer_closing(found, said)
        duty = _meant(uow, request, found, "已辦")
        if isinstance(duty, Card):
            return duty
        _answer(uow, request, duty, DutyState.DONE, "已辦")
        services.case_changed(uow, found.case, request.now)
        left = [d for d in own_duties(uow, request, found.case) if d.is_open]
        uow.commit()
    then = f"接下來是{left[0].name} {_day(left[0].last_on, request)}。" if left else ""
    buttons = () if left else (_closing(found, said if duty.name not in said else "已辦"),)
    text = f"{found.number} {duty.name}已辦，不再提醒。{then}"
    slip = Button("還沒辦", f"還沒辦 {found.case.number} {duty.name}")
    return _said(found, text, *buttons, slip)


@commands.add(
    "收到提醒",
    usage="收到提醒 [案號] [哪個期限]",
    summary="知道了；期限還在，先不找代理人",
    aliases=("全部收到", "都收到了", "都收到"),
    telling=("收到", "收到了"),
    examples=("全部收到", "收到 42"),
    access=Access.OFFICER,
    changes=True,
)
def seen(request: Asked, services: Services) -> Result:
    """Note that somebody has read it: nobody else is asked until the next reminder."""
    with services.unit_of_work() as uow:
        if not any(c.isdecimal() for c in request.argument):
            return _seen_all(uow, request)
        found = _found(uow, request, "收到 42")
        duties, _ = meant_duties(uow, request, found)
        for duty in duties:
            _see(uow, request, duty)
        uow.commit()
    first = duties[0]
    text = f"好。{found.number} {first.name} {_day(first.last_on, request)}，到時再提醒。"
    return _said(found, text)


@commands.add(
    "稍後提醒",
    usage="稍後提醒 <案號> [一天|三天|下週一|日期]",
    summary="過幾天再說一次",
    aliases=("晚點提醒", "延後提醒", "之後再提醒", "再提醒"),
    examples=("稍後提醒 42 三天", "稍後提醒 42 下週一"),
    access=Access.OFFICER,
    changes=True,
)
def snooze(request: Asked, services: Services) -> Result:
    """Tell it again on another working day; ask which when none was said."""
    with services.unit_of_work() as uow:
        found = _found(uow, request, "稍後提醒 42 三天")
        duties, rest = meant_duties(uow, request, found)
        duty = duties[0]
        line = f"稍後提醒 {found.case.number} {duty.name}"
        if not rest:
            choices = [(word, f"{line} {word}") for word in SNOOZES]
            return choice_card(found.case, f"{found.number} {duty.name}什麼時候再提醒？", choices)
        calendar = calendar_of(uow, duty.agency_id)
        today = taipei_date(request.now)
        on = _snooze_day(rest, today, line)
        told_on = calendar.first_workday(on)
        if told_on <= today:
            raise SnoozeError(line)
        _see(uow, request, duty)
        uow.reminders.add(
            Reminder(
                id=0,
                agency_id=duty.agency_id,
                duty_id=duty.id,
                case_id=found.case.id,
                remind_at=start_of(told_on),
                snoozed=True,
            )
        )
        uow.commit()
    past = duty.force is Force.BINDING and told_on > duty.safe_on
    warn = f"這天已在期限 {_day(duty.last_on, request)} 之後。" if past else ""
    return _said(
        found, f"好，{_day(told_on, request)} 早上再提醒 {found.number} {duty.name}。{warn}"
    )


@commands.add(
    "免辦",
    usage="免辦 <案號> [哪個期限] <理由>",
    summary="參考或部內的期程不用辦，記一句理由",
    telling=("免辦",),
    examples=("免辦 42 聯繫提案人 已於附議期間聯繫",),
    access=Access.OFFICER,
    changes=True,
)
def excuse(request: Asked, services: Services) -> Result:
    """Waive a reference or internal date, with a reason; never what binds."""
    with services.unit_of_work() as uow:
        found = _found(uow, request, "免辦 42 聯繫提案人 已聯繫")
        if not any(d.is_open for d in own_duties(uow, request, found.case)):
            return _offer_closing(found, f"免辦 {found.rest}".strip())
        duties, rest = meant_duties(uow, request, found)
        waivable = [d for d in duties if d.force is not Force.BINDING]
        if not waivable:
            raise BindingDutyError(duties[0].name, found.number)
        if len(waivable) > 1:
            return _which(found, tuple(waivable), "免辦", rest)
        duty = waivable[0]
        reason = rest.strip(_PUNCTUATION).removeprefix("理由").strip(_PUNCTUATION)[:REASON_LIMIT]
        if not reason:
            raise NoReasonError(f"免辦 {found.number} {duty.name}")
        _answer(uow, request, duty, DutyState.EXCUSED, f"免辦：{reason}")
        services.case_changed(uow, found.case, request.now)
        uow.commit()
    return _said(found, f"{found.number} {duty.name}免辦，理由記下了。")


@commands.add(
    "已公告展延",
    usage="已公告展延 <案號> [理由]",
    summary="正式回應展延已在 Join 公告，改排新期限",
    aliases=("公告展延", "展延公告了", "展延已公告"),
    examples=("已公告展延 42 需跨部會會商",),
    access=Access.OFFICER,
    changes=True,
)
def extend(request: Asked, services: Services) -> Result:
    """Put the extension in place of the response: once, and announced before it was due."""
    with services.unit_of_work() as uow:
        found = _found(uow, request, "已公告展延 42 需跨部會會商")
        mine = [d for d in own_duties(uow, request, found.case) if d.name == RESPONSE]
        duty = next((d for d in mine if d.is_open), None)
        if duty is None:
            why = "展延過一次了" if mine else f"{found.number} 沒有正式回應的期限"
            raise NotExtendableError(why, found.number)
        if request.now > duty.due_at:
            raise NotExtendableError("原期限已過，展延要在期限前公告", found.number)
        reason = found.rest.strip(_PUNCTUATION)[:REASON_LIMIT]
        said = f"已公告展延：{reason}" if reason else "已公告展延"
        _answer(uow, request, duty, DutyState.EXTENDED, said)
        services.case_changed(uow, found.case, request.now)
        fresh = next(d for d in own_duties(uow, request, found.case) if d.name == "展延")
        uow.commit()
    text = f"記下了。{found.number} 展延到 {_day(fresh.last_on, request)}，以一次為限。"
    return _said(found, text)


def _found(uow: UnitOfWork, request: Asked, example: str) -> Found:
    personal = find_personal_data(request.argument)
    if personal is not None:
        raise PersonalWordsError
    found = find_case(uow, request, example=example)
    words = ("已辦理", "已辦", "辦完了", "辦好了", "處理完了", "免辦", "收到了", "收到")
    for word in words:  # 「42 已辦」 keeps its telling
        if found.rest.startswith(word):
            return replace(found, rest=found.rest.removeprefix(word).strip(_PUNCTUATION))
    return found


def _meant(uow: UnitOfWork, request: Asked, found: Found, verb: str) -> Duty | Card:
    """Return the duty that is meant; a question when it may be several."""
    duties, rest = meant_duties(uow, request, found)
    told = tuple(d for d in duties if d.told_at is not None)
    if len(duties) == 1 or len(told) == 1:
        return (told or duties)[0]
    return _which(found, duties, verb, rest)


def _which(found: Found, duties: tuple[Duty, ...], verb: str, rest: str) -> Card:
    choices = [(d.name, f"{verb} {found.case.number} {d.name} {rest}".strip()) for d in duties]
    return choice_card(found.case, f"{found.number} 是哪一個期限{verb}？", choices)


def _answer(uow: UnitOfWork, request: Asked, duty: Duty, state: DutyState, reason: str) -> None:
    """Keep an answer, stop what waits for it, and write it into the case's history."""
    officer = speaking_officer(request.speaker)
    answered = replace(
        duty, state=state, reason=reason, answered_at=request.now, answered_by=officer.id
    )
    uow.duties.save(answered)
    uow.reminders.cancel_of_duty(duty.id)
    note_answer(uow, request, duty, reason)


def _see(uow: UnitOfWork, request: Asked, duty: Duty) -> None:
    uow.duties.save(replace(duty, seen_at=request.now))
    uow.reminders.cancel_of_duty(duty.id, escalations_only=True)


def _seen_all(uow: UnitOfWork, request: Asked) -> Card:
    """Note that everything that waits for an answer of the speaker's agencies was read."""
    far = request.now + timedelta(days=3660)
    told = [d for d in uow.duties.open_of(request.speaker.office_ids, far) if d.is_unanswered]
    for duty in told:
        _see(uow, request, duty)
    uow.commit()
    return Card.sentence(f"好，{len(told)} 件都收到了。" if told else "好，需要時說一聲。")


def _snooze_day(text: str, today: date, line: str) -> date:
    span = _SPAN.fullmatch(text.strip())
    if span is not None:
        count = span["count"]
        return today + timedelta(days=int(count) if count.isdecimal() else _DIGITS[count])
    found = next(iter(find_dates(text, today=today)), None)
    if found is None or found.on <= today:
        raise SnoozeError(line)
    return found.on


def _offer_closing(found: Found, said: str) -> Card:
    return _said(
        found, f"{found.number} 沒有待辦的期限。要結案嗎？", _closing(found, said or "已辦")
    )


def _closing(found: Found, said: str) -> Button:
    return Button("結案", f"結案 {found.case.number} {said}".strip(), primary=True)


def _said(found: Found, text: str, *buttons: Button) -> Card:
    look = Button(f"看 {found.number}", f"案件 {found.case.number}")
    return replace(Card.sentence(text, *buttons, look), in_private=f"案件 {found.case.number}")


def _day(on: date, request: Asked) -> str:
    return show_date(on, today=taipei_date(request.now))
