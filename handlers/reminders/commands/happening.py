"""事件, 部內步驟: what else dates are counted from, and an agency's own steps before a response."""

import re
from datetime import timedelta
from types import MappingProxyType

from bot.message import Button, Card
from bot.room import Access, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import find_case, own_duties
from handlers.reminders.commands.planning import plan_agency
from handlers.reminders.errors import (
    NotOwnCaseError,
    StepsError,
    UnknownEventError,
)
from handlers.services import Asked, Services
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.due_words import day_words
from handlers.shared.roc_date import find_dates, show_date, taipei_date
from storage.records.duties import CaseEvent, EventStanding
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
END_OF_DAY = timedelta(hours=23, minutes=59, seconds=59)
_STEP = re.compile(
    r"(?P<name>[^\d\s,，、\-－−]{1,12})\s*(?:前|[-－−])?\s*(?P<days>\d{1,2})\s*(?:個?工作天|天)?(?:前)?"
)


@commands.add(
    "事件",
    usage="事件 <案號> 逐字稿寄出|協作會議|月會 <日期>",
    summary="逐字稿寄出、協作會議、月會是哪一天；之後的日期跟著排",
    aliases=("記事件", "登記事件"),
    shapes=(
        Shape("# 逐字稿 今天|剛剛? 寄|寄出|寄了|寄出了 盯|追|盯著?", "# 逐字稿 今天"),
        Shape("# 協作會議 在|是|訂在|改到? @", "# 協作會議 @"),
    ),
    examples=("事件 42 逐字稿寄出 今天", "42 逐字稿今天寄了 幫我盯"),
    access=Access.OFFICER,
    changes=True,
)
def tell_event(request: Asked, services: Services) -> Result:
    """Keep the day of an event of a case of the own agency, and say what follows."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
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
        follows = [
            d for d in own_duties(uow, request, found.case) if d.is_open and d.event is event
        ]
        uow.commit()
    dates = "、".join(f"{d.name} {day_words(d, today=today)}" for d in follows)
    after = f"接下來：{dates}。" if dates else ""
    text = f"{found.number} {event.value} {show_date(on, today=today)}。{after}"
    number = found.case.number
    return Card(
        alt=text,
        body=text,
        buttons=(Button("期限表", f"期限表 {number}"),),
        in_private=f"期限表 {number}",
    )


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
        ends=END_OF_DAY,
        actor=Actor.HOLDER,
        force=Force.INTERNAL,
        source=f"{short}部內期程",
        agency_id=agency_id,
    )


def _shown(rules: tuple[Rule, ...]) -> str:
    steps = "、".join(f"{r.name} {-r.length}" for r in rules)
    return f"正式回應前的工作天：{steps}" if steps else ""
