"""事件, 部內步驟: what else dates are counted from, and an agency's own steps before a response."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from bot.message import Card
from bot.room import Access, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import dates_card, find_case, own_duties
from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.commands.meetings import held_lately, which_card
from handlers.reminders.commands.planning import plan_agency
from handlers.reminders.errors import NotOwnCaseError, StepsError, UnknownEventError
from handlers.reminders.rules.speakers import public_on
from handlers.services import Asked, Services
from handlers.shared.case_errors import MissingNumberError
from handlers.shared.case_numbers import clean_text, read_number
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.due_words import day_words
from handlers.shared.roc_date import find_dates, roc_number, show_date, taipei_date
from handlers.shared.rulebook import LAST_SECOND, Rulebook
from handlers.sight import case_of_place
from storage.records.duties import CaseEvent, Duty, EventStanding
from storage.records.rules import Actor, Event, Force, Rule, Span
from storage.unit_of_work import UnitOfWork

# Those that no stage of a case tells.
EVENTS = MappingProxyType(
    {
        "逐字稿": Event.MAILED,
        "協作會議": Event.MEETING,
        "月會": Event.COUNCIL,
    }
)
MOST_STEPS = 6
_STEP = re.compile(
    r"(?P<name>[^\d\s,，、\-－−]{1,12})\s*(?:前|[-－−])?\s*(?P<days>\d{1,2})\s*(?:個?工作天|天)?(?:前)?"
)
_MAILED = "已? 寄|寄了|寄出|寄出了|寄出去了|已寄出|發了|發出|發出了"
_WATCH = "盯|盯著|盯一下|追|追一下|追蹤|提醒|記著?"
_HERE = ("逐字稿",)  # what may be told of without a number: it is known, or asked


@commands.add(
    "事件",
    usage="事件 <案號> 逐字稿寄出|協作會議|月會 <日期>",
    summary="逐字稿寄出、協作會議、月會是哪一天；之後的日期跟著排",
    aliases=("記事件", "登記事件"),
    shapes=(
        *(
            Shape(f"{number} 逐字稿 {day} {_MAILED} {_WATCH}".strip(), f"{number} 逐字稿 {means}")
            for number in ("#", "")
            for day, means in (("今天|剛剛|剛?", "今天"), ("昨天|昨日", "昨天"), ("@", "@"))
        ),
        *(
            Shape(f"# {name} 在|是|訂在|改到|改成? @", f"# {name} @")
            for name in ("協作會議", "月會")
        ),
    ),
    examples=("事件 42 逐字稿寄出 今天", "42 逐字稿今天寄了 幫我盯"),
    access=Access.OFFICER,
    changes=True,
)
def tell_event(request: Asked, services: Services) -> Result:
    """Keep the day of an event of a case of the own agency, and say what follows."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        if (question := _which_case(uow, request)) is not None:
            return question
        found = find_case(uow, request, example="事件 42 逐字稿寄出 今天")
        if found.case.agency_id not in request.speaker.office_ids:
            raise NotOwnCaseError(found.number, uow.agencies.get(found.case.agency_id).short)
        event = next((e for word, e in EVENTS.items() if word in found.rest), None)
        if event is None:
            raise UnknownEventError(tuple(EVENTS))
        dated = next(iter(find_dates(found.rest, today=today)), None)
        on = dated.on if dated is not None else today
        uow.duties.say(
            CaseEvent(
                id=0,
                case_id=found.case.id,
                event=event,
                on=on,
                standing=EventStanding.CONFIRMED,  # nobody else keeps a record of it
                source="本機關輸入",
                said_at=request.now,
                said_by=speaking_officer(request.speaker).id,
            )
        )
        services.case_changed(uow, found.case, request.now)
        owed = own_duties(uow, request, found.case)
        follows = tuple(d for d in owed if d.is_open and d.event is event)
        wanted = Rulebook(uow.rules.all()).following(event, on=on, kind=found.case.kind)
        told = uow.reminders.waiting_of_duties([d.id for d in follows])
        names = {d.name for d in follows}
        planned = Grounds(uow, [found.case]).planned(found.case)
        apart = [p.name for p in planned if p.is_chosen and p.name in names]
        uow.commit()
    days = [taipei_date(reminder.remind_at) for reminder in told]
    missing = [r.name for r in wanted if r.name not in {d.name for d in owed}]
    text = f"{found.number} {_follows(event, on, follows, days, today=today)}"
    if missing and event is Event.MEETING:
        text += f"{'、'.join(missing)}的建議日已過，不排了。"
    if apart:
        text += f"{'、'.join(apart)}是另外改的，沒有跟著動。"
    return dates_card(found, text)


def _which_case(uow: UnitOfWork, request: Asked) -> Card | None:
    """Ask which case's transcript was mailed, when neither the line nor the chat says so."""
    text = clean_text(request.argument)
    number, _ = read_number(text)
    known = number is not None or case_of_place(uow, request) is not None
    if known or not any(word in text for word in _HERE):
        return None
    meetings = held_lately(uow, request)
    if not meetings:
        raise MissingNumberError("42 逐字稿今天寄了")
    dated = next(iter(find_dates(text, today=taipei_date(request.now))), None)
    day = roc_number(dated.on) if dated is not None else "今天"
    card = which_card(meetings, "哪一件的逐字稿？", f"事件 {{}} 逐字稿 {day}", request)
    return replace(card, in_private=f"事件 逐字稿 {day}")


def _follows(
    event: Event, on: date, follows: Sequence[Duty], told_on: Sequence[date], *, today: date
) -> str:
    """Say what an event sets in motion, and on which days of `told_on` it is told of."""
    said = f"{event.value} {show_date(on, today=today)}。"
    if event is Event.MAILED and follows:
        last = follows[0].last_on
        public = show_date(public_on(follows[0]), today=today)
        days = "、".join(f"{day.month}/{day.day}" for day in told_on)
        remind = f"{days} 提醒您請發言人核對。" if days else ""
        editing = f"編修到 {show_date(last, today=today)}，{public}起可公開；之前限公務內部使用。"
        return f"{said}{editing}{remind}"
    dates = "、".join(f"{d.name} {day_words(d, today=today)}" for d in follows)
    return f"{said}接下來：{dates}。" if dates else said


@commands.add(
    "部內步驟",
    usage="部內步驟 [<名稱> <幾個工作天前> …]",
    summary="正式回應前，本機關自己的步驟；設一次，之後每件都排",
    aliases=("部內期程", "內部步驟", "內部期程"),
    examples=("部內步驟 業務單位初稿 15 會PO 10 陳核 7",),
    access=Access.MANAGER,
    changes=True,
)
def set_steps(request: Asked, services: Services) -> Result:
    """Keep an agency's steps before a response, in place of those it had; show them when bare."""
    agency = speaking_agency(request.speaker)
    text = clean_text(request.argument)
    with services.unit_of_work() as uow:
        before = _steps(uow, agency.id)
        if not text:
            return Card.sentence(
                _shown(before) or "還沒有設。例如：部內步驟 初稿 15 會PO 10 陳核 7"
            )
        steps = [] if text in {"無", "取消"} else _read(text)
        for rule in before:
            uow.rules.forget(rule.key)
        kept = tuple(_rule(name, days, agency.id, agency.short) for name, days in steps)
        uow.rules.save_all(kept, now=request.now)
        count = plan_agency(uow, agency.id, request.now)
        uow.commit()
    if not kept:
        return Card.sentence("好，部內步驟都拿掉了。")
    return Card.sentence(f"好，{_shown(kept)}。現有 {count} 件也排進去了。")


def _steps(uow: UnitOfWork, agency_id: int) -> tuple[Rule, ...]:
    mine = (r for r in uow.rules.all() if r.agency_id == agency_id)
    return tuple(r for r in mine if r.event is Event.RESPONSE_DUE)


def _read(text: str) -> list[tuple[str, int]]:
    found = [(m["name"].strip(), int(m["days"])) for m in _STEP.finditer(text)]
    rest = _STEP.sub("", text).strip(" ,，、")
    if not found or rest or len(found) > MOST_STEPS or len({n for n, _ in found}) < len(found):
        raise StepsError
    return found


def _rule(name: str, days: int, agency_id: int, short: str) -> Rule:
    return Rule(
        name=name,
        event=Event.RESPONSE_DUE,
        length=-days,
        span=Span.WORKDAYS,
        ends=LAST_SECOND,
        actor=Actor.HOLDER,
        force=Force.INTERNAL,
        source=f"{short}部內期程",
        agency_id=agency_id,
    )


def _shown(rules: tuple[Rule, ...]) -> str:
    steps = "、".join(f"{r.name} {-r.length}" for r in rules)
    return f"正式回應前的工作天：{steps}" if steps else ""
