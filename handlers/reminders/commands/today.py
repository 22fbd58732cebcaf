"""今天有啥, 本週期限, 我的期限: what the speaker has to do, the nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.message import Button, Card, Item
from bot.room import Result, Shape
from handlers.reminders.cards import SHOWN, duty_text
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import page_of, sees_all
from handlers.reminders.commands.planning import calendar_of
from handlers.reminders.commands.reaching import staff_of
from handlers.reminders.rules.rungs import start_of
from handlers.services import Asked, Services
from handlers.shared.audience import Viewer
from handlers.shared.colleagues import speaking_officer
from handlers.shared.freshness import is_question
from handlers.shared.months import last_day
from handlers.shared.reaching import reach
from handlers.shared.roc_date import show_date, taipei_date
from handlers.sight import shown_number, viewer_of
from storage.records.cases import Case, Secrecy
from storage.records.duties import Duty, Reminder, Step
from storage.records.presence import Staff
from storage.records.rules import Force
from storage.unit_of_work import UnitOfWork

FAR = timedelta(days=3660)
SOON = 1  # working days: what ends so soon is for today
_THIS_WEEK = "本週|這週|這禮拜|本禮拜|這星期|這個禮拜|這個星期"
_NEXT_WEEK = "下週|下禮拜|下星期|下個禮拜|下個星期"
_ASKED = "還? 有什麼|有啥|有哪些|要做什麼|要交什麼|到期|待辦|期限 要? 做|辦|交|到期? 的?"


@dataclass(frozen=True, slots=True)
class Mine:
    """A duty that the speaker is the one to act on, with its case."""

    duty: Duty
    case: Case


@commands.add(
    "今天有啥",
    usage="今天有啥",
    summary="今天要做的，其次是供參考的",
    aliases=("今日待辦", "今天的期限", "今天待辦"),
    phrases=("今天有什麼", "今天要做什麼", "今天要做啥", "今天要幹嘛", "今天有什麼要做的"),
    examples=("今天有啥",),
)
def today(request: Asked, services: Services) -> Result:
    """List what is for today: what ends soon, is late, or was told and not answered."""
    on = taipei_date(request.now)
    with services.unit_of_work() as uow:
        mine = my_duties(uow, request, request.now + FAR)
        now = [one for one in mine if _is_for_today(uow, one, request, on)]
        told = _told_today(uow, request, on)
        later = next((one for one in mine if one not in now), None)
        items = [*_items(uow, now, request), *told]
    body = f"要做 {len(now)} 件，僅供參考 {len(told)} 件。其他不急" if items else "今天沒有要做的"
    if later is not None:
        day = show_date(later.duty.last_on, today=on)
        number = shown_number(later.case, request)
        body += f"；下一個是 {number} {later.duty.name} {day}"
    body += "。"
    return _list(request, items, now, body=body, again="今天有啥")


@commands.add(
    "本週期限",
    usage="本週期限 [下週|這個月]",
    summary="這一週到期的；也可以看下週、這個月",
    aliases=("這週期限", "這禮拜期限", "本週待辦"),
    shapes=(
        Shape(_THIS_WEEK),
        Shape(f"我 {_THIS_WEEK} {_ASKED}"),
        Shape(f"我? {_NEXT_WEEK} {_ASKED}", "下週"),
        Shape(f"我? 這個月|本月|這月|月底前 {_ASKED}", "這個月"),
    ),
    examples=("本週期限", "下週有什麼"),
)
def week(request: Asked, services: Services) -> Result:
    """List what ends until Sunday, of next week or the month when said, and what is late."""
    on = taipei_date(request.now)
    last, shown = _until(request.argument, on)
    with services.unit_of_work() as uow:
        mine = my_duties(uow, request, start_of(last + timedelta(days=1)))
        items = _items(uow, mine, request)
    body = f"到{shown}為止 {len(mine)} 件。" if mine else f"到{shown}為止沒有到期的。"
    return _list(request, items, mine, body=body, again=f"本週期限 {request.argument}".strip())


def _until(argument: str, today: date) -> tuple[date, str]:
    """Return the last day that is listed, and what it is called."""
    sunday = today + timedelta(days=6 - today.weekday())
    if "下" in argument:
        end = sunday + timedelta(weeks=1)
        return end, f"下週日 {end.month}/{end.day} "
    if "月" in argument:
        end = last_day(today)
        return end, f"月底 {end.month}/{end.day} "
    return sunday, "這週日"


@commands.add(
    "我的期限",
    usage="我的期限 [第2頁]",
    summary="我要辦的所有期限，近的在前",
    aliases=("所有我的期限", "我有哪些期限", "我的義務"),
    examples=("我的期限",),
)
def all_mine(request: Asked, services: Services) -> Result:
    """List everything that the speaker is to act on."""
    page = page_of(request.argument)
    with services.unit_of_work() as uow:
        mine = my_duties(uow, request, request.now + FAR)
        start = (page - 1) * SHOWN
        shown = mine[start : start + SHOWN]
        items = _items(uow, shown, request)
    body = f"共 {len(mine)} 件。" if mine else "沒有待辦的期限。"
    more = f"我的期限 第{page + 1}頁" if len(mine) > start + SHOWN else ""
    return _list(request, items, shown, body=body, again="我的期限", more=more)


def my_duties(uow: UnitOfWork, request: Asked, until: datetime) -> list[Mine]:
    """Return the open duties that end before `until` and that the speaker is to act on.

    In a group only those that everybody there may see. What does not bind and is over comes last.
    """
    office_ids = request.speaker.office_ids
    mine = duties_of(uow, viewer_of(request), office_ids, until=until, now=request.now)
    return sorted(mine, key=lambda one: _is_past(one.duty, request.now))


def _is_past(duty: Duty, now: datetime) -> bool:
    return duty.force is not Force.BINDING and duty.due_at < now


def duties_of(
    uow: UnitOfWork, viewer: Viewer, office_ids: frozenset[int], *, until: datetime, now: datetime
) -> list[Mine]:
    """Return the open duties of agencies that the viewer, an officer of theirs, is to act on.

    Whoever is on leave keeps seeing theirs; whoever stands in sees them too.
    """
    staff: dict[int, Staff] = {}
    mine: list[Mine] = []
    for duty in uow.duties.open_of(office_ids, until):
        case = uow.cases.get(duty.case_id)
        if duty.agency_id not in staff:
            staff[duty.agency_id] = staff_of(uow, duty.agency_id, now=now)
        named = uow.cases.named_officers(case.id)
        here = staff[duty.agency_id]
        reached = {
            one.officer_id
            for people in (here, replace(here, absences={}))
            if (one := reach(Step.HOLDER, case, people, named_ids=named)) is not None
        }
        if viewer.officer_id in reached and sees_all(uow, case, viewer):
            mine.append(Mine(duty, case))
    return mine


def _is_for_today(uow: UnitOfWork, one: Mine, request: Asked, on: date) -> bool:
    duty = one.duty
    near = calendar_of(uow, duty.agency_id).between(on, duty.safe_on) <= SOON
    return near or duty.is_unanswered or duty.due_at < request.now


def _told_today(uow: UnitOfWork, request: Asked, on: date) -> list[Item]:
    """Make entries of the speaker's own reminders of the day; only one to one."""
    if request.in_group:
        return []
    officer = speaking_officer(request.speaker)
    waiting = uow.reminders.waiting_of_officer(officer.id)
    return [_free(r) for r in waiting if taipei_date(r.about_at or r.remind_at) == on]


def _free(reminder: Reminder) -> Item:
    return Item(reminder.text, "" if is_question(reminder) else "您設的提醒")


def _items(uow: UnitOfWork, mine: Sequence[Mine], request: Asked) -> list[Item]:
    return [
        Item(
            f"{shown_number(one.case, request)}　{one.duty.name}"
            if one.case.secrecy is Secrecy.NORMAL
            else shown_number(one.case, request),
            duty_text(one.duty, calendar_of(uow, one.duty.agency_id), now=request.now)
            + _subject(one.case),
            strong=one.duty.force is Force.BINDING,
        )
        for one in mine
    ]


def _subject(case: Case) -> str:
    return case.subject if case.secrecy is Secrecy.NORMAL else ""


def _list(
    request: Asked,
    items: Sequence[Item],
    mine: Sequence[Mine],
    *,
    body: str,
    again: str,
    more: str = "",
) -> Card:
    if request.in_group:  # duties are told to the person; a group reads how many there are
        return replace(Card.sentence(body), in_private=again)
    first = mine[0] if mine else None
    buttons: tuple[Button, ...] = ()
    if first is not None:
        number = first.case.number
        about = f"{number} {first.duty.name}"
        shown = shown_number(first.case, request)
        buttons = (
            Button(f"{shown} 已辦", f"已辦 {about}", primary=True),
            Button("稍後提醒", f"稍後提醒 {about}"),
            Button("為什麼是這天", f"日期依據 {about}"),
        )
    cases = Button("我的案件", "我的案件")
    buttons = (*((Button("更多", more),) if more else ()), *buttons, cases)
    rest = len(items) - SHOWN
    note = f"還有 {rest} 件：我的期限" if rest > 0 else ""
    return Card(
        alt=body,
        items=tuple(items[:SHOWN]),
        body=body,
        note=note,
        buttons=buttons,
        in_private=again,
    )
