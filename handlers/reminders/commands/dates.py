"""期限, 為什麼: the dates of a case, and how each came about."""

from collections.abc import Iterator

from bot.message import Button, Card, Item
from bot.room import Result, Shape
from handlers.reminders.cards import SHOWN, dates_item
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import Found, find_case
from handlers.reminders.commands.planning import calendar_of, surroundings
from handlers.reminders.errors import NoDatesError, UnknownDateError
from handlers.reminders.rules.planning import Planned, plan
from handlers.reminders.rules.stages import holding
from handlers.services import Asked, Services
from handlers.shared.due_words import standing_words
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from handlers.shared.why import why
from storage.records.duties import Duty, DutyState
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

EXAMPLE = "期限 42"
DATES = "期限|期程|時程"
# What is asked about most; any other is named after 「日期依據」.
RULES = (
    *("正式回應", "回應", "公告期程", "聯繫提案人", "展延", "綜整回應", "檢核", "附議", "長官期限"),
    *("逐字稿", "月會提案"),
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
    if not items:
        raise NoDatesError(found.number)
    today = taipei_date(request.now)
    told = "、".join(
        f"{e.event.value} {show_date(e.on, today=today)}（{standing_words(e, own=False)}）"
        for e in holding(found.case, events)
    )
    page = _page(found.rest)
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
        body=told,
        buttons=buttons,
        in_private=f"期限表 {number}",
    )


def _page(rest: str) -> int:
    digits = "".join(c for c in rest if c.isdecimal())
    return max(1, int(digits)) if "頁" in rest and digits else 1


def _items(uow: UnitOfWork, request: Asked, found: Found) -> Iterator[Item]:
    """Make one entry of each date: what is owed, and what everybody may know."""
    short = {agency.id: agency.short for agency in uow.agencies.all()}
    for duty, agency_id in _dates(uow, request, found):
        actor = short.get(agency_id, "") if agency_id is not None else "供參"
        yield dates_item(duty, actor, calendar_of(uow, duty.agency_id), now=request.now)


def _dates(uow: UnitOfWork, request: Asked, found: Found) -> Iterator[tuple[Duty, int | None]]:
    """Go through the dates by day, each with the agency that must act; None: for information."""
    case = found.case
    kept = uow.duties.of_case(case.id)
    info = [p for p in _planned(uow, found) if p.agency_id is None]
    shown = [(p.duty(case.id, case.agency_id, now=request.now), None) for p in info]
    owed = [(duty, duty.agency_id) for duty in kept]
    yield from sorted([*shown, *owed], key=lambda pair: (pair[0].due_at, pair[0].name))


def _planned(uow: UnitOfWork, found: Found) -> tuple[Planned, ...]:
    case = found.case
    parts = uow.cases.agencies(case.id)
    kept = uow.duties.of_case(case.id)
    extended = frozenset(d.agency_id for d in kept if d.state is DutyState.EXTENDED)
    events = holding(case, uow.duties.events(case.id))
    return plan(case, events, parts, surroundings(uow, case, parts), extended_ids=extended)


@commands.add(
    "日期依據",
    usage="日期依據 <案號> [哪個期限]",
    summary="這個日期怎麼算出來的：規則、版本、跳過哪幾天",
    aliases=("期限依據", "為何是這天", "為什麼是這天"),
    shapes=(
        *(Shape(f"為什麼|為何 # {name}", f"# {name}") for name in RULES),
        Shape("為什麼|為何 #", "#"),
        Shape("# 為什麼|為何 是? 這天|這一天|這個日期|那天", "#"),
    ),
    examples=("為什麼 42", "為什麼 42 正式回應"),
)
def explain(request: Asked, services: Services) -> Result:
    """Explain the date that is named, else the one that comes next."""
    with services.unit_of_work() as uow:
        found = find_case(uow, request, example="為什麼 42 正式回應")
        planned = _planned(uow, found)
        events = {e.event: e for e in uow.duties.events(found.case.id)}
    one = _meant(planned, found, request)
    today = taipei_date(request.now)
    if one.deadline is None:
        body = f"{show_moment(one.due_at, today=today)} 是登記或更新時輸入的，不是規則算的。"
        if one.day_off:
            body += f"那天是放假日（{one.day_off}），請於 {show_date(one.safe_on, today=today)}前。"
    else:
        event = events.get(one.deadline.rule.event)
        typed = f"\n起算日：{standing_words(event, own=False)}" if event is not None else ""
        body = "\n".join(why(one.deadline)) + typed
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


def _meant(planned: tuple[Planned, ...], found: Found, request: Asked) -> Planned:
    if not planned:
        raise NoDatesError(found.number)
    if found.rest:
        name = found.rest.removeprefix("的").strip(" ？?")
        one = next((p for p in planned if name in p.name or p.name in name), None)
        if one is None:
            raise UnknownDateError(name, "、".join(dict.fromkeys(p.name for p in planned)))
        return one
    owed = [p for p in planned if p.force is not Force.INFORMATION]
    ahead = [p for p in owed if p.due_at >= request.now]
    return next(iter(ahead or owed or planned))
