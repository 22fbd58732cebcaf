"""期限, 為什麼: the dates of a case, and how each came about."""

from collections.abc import Iterator
from datetime import date, datetime

from bot.message import Button, Card, Item
from bot.room import Result, Shape
from handlers.reminders.cards import SHOWN, dates_item
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.contacting import contact_words
from handlers.reminders.commands.desk import STEPS, Found, find_case, page_of
from handlers.reminders.commands.grounds import Grounds
from handlers.reminders.commands.planning import calendar_of
from handlers.reminders.errors import NoDatesError, UnknownDateError
from handlers.reminders.rules.planning import Planned
from handlers.reminders.rules.stages import holding
from handlers.services import Asked, Services
from handlers.shared.due_words import BY_JOIN, RESPONSE, standing_words
from handlers.shared.roc_date import (
    BadDateError,
    parse_date,
    show_date,
    show_moment,
    taipei_date,
)
from handlers.shared.why import warning, why
from storage.records.duties import Duty
from storage.records.rules import Event, Force
from storage.unit_of_work import UnitOfWork

EXAMPLE = "期限 42"
DATES = "期限|期程|時程"
# What is asked about most; any other is named after 「日期依據」.
_WHY = "為什麼|為何|為啥|怎麼 會? 是|在|排在|算|定在?"
RULES = (
    *("正式回應", "回應", "公告期程", "聯繫提案人", "展延", "綜整回應", "檢核", "附議", "長官期限"),
    *("逐字稿", "月會提案", *STEPS),
)


@commands.add(
    "期限表",
    usage="期限表 <案號> [第2頁]",
    summary="這一件的每個日期：誰要辦、還剩幾天",
    aliases=("看期限", "查期限", "所有期限", "期程表"),
    shapes=(Shape(f"{DATES} #", "#"),),
    examples=(EXAMPLE,),
)
def show_dates(request: Asked, services: Services) -> Result:
    """Show every date of a case; nothing changes."""
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example=EXAMPLE)
        items = tuple(_items(uow, request, found))
        events = uow.duties.events(found.case.id)
        contact = contact_words(uow, found.case)
    if not items:
        raise NoDatesError(found.number)
    today = taipei_date(request.now)
    told = "、".join(
        f"{e.event.value} {show_date(e.on, today=today)}（{standing_words(e, own=False)}）"
        for e in holding(found.case, events)
    )
    page = page_of(found.rest)
    start = (page - 1) * SHOWN
    more = len(items) > start + SHOWN
    number = found.case.number
    buttons = (
        *((Button("更多", f"期限表 {number} 第{page + 1}頁"),) if more else ()),
        Button("為什麼", f"日期依據 {number}"),
        Button(f"看 {found.number}", f"案件 {number}"),
    )
    return Card(
        alt=f"{found.number} 的期限",
        kind="期限",
        number=number,
        title=found.case.subject,
        items=items[start : start + SHOWN],
        body="；".join(part for part in (told, contact) if part),
        buttons=buttons,
        in_private=f"期限表 {number}",
    )


def _items(uow: UnitOfWork, request: Asked, found: Found) -> Iterator[Item]:
    """Make one entry of each date: what is owed, and what everybody may know."""
    for duty, actor in _dates(uow, request, found):
        yield dates_item(duty, actor, calendar_of(uow, duty.agency_id), now=request.now)


def _dates(uow: UnitOfWork, request: Asked, found: Found) -> Iterator[tuple[Duty, str]]:
    """Go through the dates, what is open first, each with who must act or that it is to know.

    Another agency's own steps before its response are left out.
    """
    case = found.case
    office_ids = request.speaker.office_ids
    kept = [d for d in uow.duties.of_case(case.id) if not _is_others_step(d, office_ids)]
    info = [p for p in _planned(uow, found) if p.agency_id is None]
    shown = [(p.duty(case.id, case.agency_id, now=request.now), _for_information(p)) for p in info]
    owed = [(duty, uow.agencies.get(duty.agency_id).short) for duty in kept]
    yield from sorted([*shown, *owed], key=lambda pair: _order(pair[0], request.now))


def _order(duty: Duty, now: datetime) -> tuple[bool, datetime, str]:
    passed = duty.due_at < now and duty.force is not Force.BINDING
    return (passed or not duty.is_open, duty.due_at, duty.name)


def _is_others_step(duty: Duty | Planned, office_ids: frozenset[int]) -> bool:
    event = duty.event if isinstance(duty, Duty) else duty.deadline and duty.deadline.rule.event
    inner = duty.force is Force.INTERNAL and event is Event.RESPONSE_DUE
    return inner and duty.agency_id not in office_ids


def _for_information(planned: Planned) -> str:
    """Of what an election pause put off: whose word counts; nobody must act on the others."""
    return f"暫定，{BY_JOIN}" if planned.is_paused else ""


def _planned(uow: UnitOfWork, found: Found) -> tuple[Planned, ...]:
    return Grounds(uow, [found.case]).planned(found.case)


@commands.add(
    "日期依據",
    usage="日期依據 <案號> [哪個期限]",
    summary="這個日期怎麼算出來的：規則、版本、跳過哪幾天",
    aliases=("期限依據", "為何是這天", "為什麼是這天"),
    shapes=(
        *(Shape(f"為什麼|為何 # {name}", f"# {name}") for name in RULES),
        *(Shape(f"# {name} {_WHY} @?", f"# {name}") for name in RULES),
        Shape(f"# 期限|日期|到期日? {_WHY} @", "# @"),
        Shape("為什麼|為何 #", "#"),
        Shape("# 為什麼|為何 是? 這天|這一天|這個日期|那天", "#"),
    ),
    examples=("為什麼 42", "為什麼 42 正式回應"),
)
def explain(request: Asked, services: Services) -> Result:
    """Explain the date that is named, else the one that comes next."""
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="為什麼 42 正式回應")
        office_ids = request.speaker.office_ids
        all_planned = _planned(uow, found)
        planned = tuple(p for p in all_planned if not _is_others_step(p, office_ids))
        events = {e.event: e for e in uow.duties.events(found.case.id)}
        one = _meant(planned, found, request)
        chosen = _chosen_words(uow, request, found, one)
        doubt = _doubt(uow, found, one)
    today = taipei_date(request.now)
    if one.deadline is None:
        body = f"{show_moment(one.due_at, today=today)} 是登記或更新時輸入的，不是規則算的。"
        if one.day_off:
            body += f"那天是放假日（{one.day_off}），請於 {show_date(one.safe_on, today=today)}前。"
    else:
        event = events.get(one.deadline.rule.event)
        typed = f"\n起算日：{standing_words(event, own=False)}" if event is not None else ""
        body = "\n".join(why(one.deadline)) + chosen + typed + doubt
    others = tuple(dict.fromkeys(p.name for p in planned if p.name != one.name))
    return Card(
        alt=f"{found.number} {one.name}怎麼算的",
        kind="為什麼",
        number=found.case.number,
        title=f"{one.name} {show_date(one.last_on, today=today)}",
        body=body,
        buttons=tuple(Button(n, f"日期依據 {found.case.number} {n}") for n in others[:4]),
        in_private=f"日期依據 {found.case.number} {one.name}",
    )


def _chosen_words(uow: UnitOfWork, request: Asked, found: Found, one: Planned) -> str:
    """Say who put another day in place of the rule's: to the own agency, one to one, by name."""
    days = uow.duties.chosen({found.case.id}) if one.is_chosen else ()
    day = next((d for d in days if (d.agency_id, d.name) == (one.agency_id, one.name)), None)
    if day is None:
        return ""
    who = uow.agencies.get(day.agency_id).short
    own = day.agency_id in request.speaker.office_ids and not request.in_group
    if own and day.said_by is not None:
        who = uow.officers.get(day.said_by).shown_name
    when = show_date(taipei_date(day.said_at), today=taipei_date(request.now))
    did = "登記" if one.force is Force.BINDING else "改定"
    return f"\n{did}的人：{who}，{when}"


def _doubt(uow: UnitOfWork, found: Found, one: Planned) -> str:
    """Say where Join's own record has another date for the response: some are a year late."""
    petition = uow.petitions.find(found.case.join_id) if found.case.join_id else None
    if petition is None or one.deadline is None or one.name != RESPONSE or one.is_chosen:
        return ""
    said = warning(one.deadline, petition.stated_response_due_at, by="Join")
    return f"\n{said}" if said else ""


def _of_day(planned: tuple[Planned, ...], written: str, today: date) -> Planned | None:
    """Return the date that falls on a day as written, or that is safely done by then."""
    try:
        on = parse_date(written, today=today).on
    except BadDateError:
        return None
    return next((p for p in planned if on in {p.last_on, p.safe_on}), None)


def _meant(planned: tuple[Planned, ...], found: Found, request: Asked) -> Planned:
    if not planned:
        raise NoDatesError(found.number)
    if found.rest:
        name = found.rest.removeprefix("的").strip(" ？?")
        one = next((p for p in planned if name in p.name or p.name in name), None)
        one = one or _of_day(planned, name, taipei_date(request.now))
        if one is None:
            raise UnknownDateError(name, "、".join(dict.fromkeys(p.name for p in planned)))
        return one
    owed = [p for p in planned if p.force is not Force.INFORMATION]
    ahead = [p for p in owed if p.due_at >= request.now]
    return next(iter(ahead or owed or planned))
