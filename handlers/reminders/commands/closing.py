"""停班, 取消停班, 停班紀錄: days on which a county's offices are closed."""

from collections.abc import Iterable
from datetime import date

from bot.message import Button, Card, Fact, Item
from bot.room import Access, Place, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import page_of
from handlers.reminders.commands.entering import (
    effect_words,
    is_hub,
    keep_audit,
    own_moves,
    split_sure,
    sure_button,
)
from handlers.reminders.commands.replanning import plan_all
from handlers.reminders.errors import PersonalWordsError
from handlers.reminders.rules.closures import Closing, read_closing
from handlers.reminders.rules.entry_errors import (
    NotClosedError,
    NothingToCloseError,
    NotYourCountyError,
)
from handlers.services import Asked, Services
from handlers.shared.colleagues import speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import roc_number, show_date, taipei_date
from handlers.shared.work_calendar import work_calendar
from storage.records.calendar import COUNTIES, DEFAULT_COUNTY, Closure
from storage.records.officers import Role
from storage.unit_of_work import UnitOfWork

SHOWN = 5
_CLOSED = "停班|停班停課|停止上班"
_ALL_DAY = "全天|整天|都"
Place_ = tuple[str, date]  # a county on a day


@commands.add(
    "停班",
    usage="停班 <日期> [縣市] [原因]",
    summary="登記整天停班；期限跟著重算，承辦收到新舊日期",
    aliases=("停班停課", "登記停班", "新增停班"),
    shapes=(
        Shape(f"@ {_ALL_DAY}? {_CLOSED}", "@"),
        *(
            Shape(f"@ {county}|{county.replace('臺', '台')} {_ALL_DAY}? {_CLOSED}", f"@ {county}")
            for county in COUNTIES
        ),
    ),
    examples=("停班 明天", "停班 12/8 臺北市 颱風"),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def close(request: Asked, services: Services) -> Result:
    """Enter closures after one more question that says what follows from them."""
    text, sure = split_sure(request)
    if find_personal_data(text):
        raise PersonalWordsError
    with services.unit_of_work() as uow:
        closing = read_closing(text, today=taipei_date(request.now))
        counties = _counties(uow, request, closing)
        uow.reminders.wait_turn()
        fresh, notes = _fresh(uow, request, closing.days, counties)
        for county, day in fresh:
            uow.calendar.close(
                Closure(
                    county=county,
                    on=day,
                    reason=closing.reason,
                    entered_at=request.now,
                    entered_by=speaking_officer(request.speaker).id,
                )
            )
        moves = plan_all(uow, request.now)
        effect, items = effect_words(uow, moves), own_moves(uow, request, moves)
        if sure:
            keep_audit(uow, request, "close-days", "calendar", _listed(fresh))
            uow.commit()
    shown = _shown(fresh, request)
    line = _line(closing, counties)
    if sure:
        told = "承辦上班時會收到新舊日期。" if moves else ""
        return Card.sentence(
            f"登記好了：{shown}停班。{effect}{told}", Button("取消停班", f"取消{line}")
        )
    reason = (Fact("原因", closing.reason),) if closing.reason else ()
    return Card(
        alt=f"{shown}停班，請確認",
        kind="停班",
        title=f"{shown}停班？",
        facts=reason,
        items=items,
        body=" ".join((effect, *notes)),
        note="還沒有登記；按「確認」才算。整天停班才登記，半天照算工作天。",
        buttons=(sure_button(line), Button("停班紀錄", "停班紀錄")),
    )


@commands.add(
    "取消停班",
    usage="取消停班 <日期> [縣市]",
    summary="登記錯了，或照常上班；期限改回來",
    aliases=("撤銷停班", "刪除停班", "停班取消"),
    examples=("取消停班 12/8",),
    access=Access.MANAGER,
    place=Place.DIRECT,
    changes=True,
)
def reopen(request: Asked, services: Services) -> Result:
    """Take closures back at once: entering them again is as short."""
    text, _ = split_sure(request)
    with services.unit_of_work() as uow:
        closing = read_closing(text, today=taipei_date(request.now))
        counties = _counties(uow, request, closing)
        uow.reminders.wait_turn()
        gone = [
            (county, day)
            for county in counties
            for day in closing.days
            if uow.calendar.reopen(county, day)
        ]
        if not gone:
            raise NotClosedError
        moves = plan_all(uow, request.now)
        effect = effect_words(uow, moves)
        keep_audit(uow, request, "reopen-days", "calendar", _listed(gone))
        uow.commit()
    shown = _shown(gone, request)
    again = Button("其實有停班", _line(closing, counties))
    return Card.sentence(f"好，{shown}照常上班。{effect}", again)


@commands.add(
    "停班紀錄",
    usage="停班紀錄 [第2頁]",
    summary="哪幾天登記過停班",
    aliases=("停班清單", "停班列表", "看停班", "查停班", "停班登記"),
    shapes=(
        Shape("哪|哪些|哪幾 天? 有? 停班", ""),
        Shape("最近 有? 停班 嗎?", ""),
        Shape(f"@ 會|有|要? {_CLOSED} 嗎|沒|沒有", ""),
    ),
    examples=("停班紀錄",),
)
def list_closures(request: Asked, services: Services) -> Card:
    """List closures, the latest day first, the counties of one day together."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        by_day: dict[date, list[Closure]] = {}
        for closure in uow.calendar.entries().closures:
            by_day.setdefault(closure.on, []).append(closure)
    if not by_day:
        return Card.sentence("還沒有登記過停班。例如：停班 明天")
    days = sorted(by_day, reverse=True)
    page = page_of(request.argument)
    start = (page - 1) * SHOWN
    items = tuple(
        Item(
            show_date(day, today=today),
            "　".join(
                dict.fromkeys(
                    (_together(c.county for c in by_day[day]), *(c.reason for c in by_day[day]))
                )
            ).strip(),
        )
        for day in days[start : start + SHOWN]
    )
    more = (Button("更多", f"停班紀錄 第{page + 1}頁"),) if len(days) > start + SHOWN else ()
    return Card(alt="停班紀錄", kind="停班", title="登記過的停班", items=items, buttons=more)


def _counties(uow: UnitOfWork, request: Asked, closing: Closing) -> tuple[str, ...]:
    """Return the counties that are meant; a PO's are those of the own agencies.

    Raises NotYourCountyError.
    """
    agency = request.speaker.agency
    own = uow.agencies.county(agency.id) if agency is not None else DEFAULT_COUNTY
    wanted = closing.counties or (own,)
    if is_hub(request):
        return wanted
    served = {
        uow.agencies.county(a.agency_id) for a in request.speaker.appointments if a.role is Role.PO
    }
    if not set(wanted) <= served:
        raise NotYourCountyError(own)
    return wanted


def _fresh(
    uow: UnitOfWork, request: Asked, days: Iterable[date], counties: Iterable[str]
) -> tuple[list[Place_], list[str]]:
    """Return what is to be entered, and what is to be known of the rest.

    Raises NothingToCloseError when nothing is left.
    """
    entries, today = uow.calendar.entries(), taipei_date(request.now)
    known = {(closure.county, closure.on) for closure in entries.closures}
    fresh: list[Place_] = []
    notes: dict[str, None] = {}
    for county in counties:
        calendar = work_calendar(entries, county)
        for day in days:
            shown = show_date(day, today=today)
            if (county, day) in known:
                notes[f"{shown}{county}已經登記過"] = None
            elif not calendar.is_workday(day):
                notes[f"{shown}本來就放假（{calendar.why_off(day)}）"] = None
            else:
                fresh.append((county, day))
    if not fresh:
        raise NothingToCloseError("、".join(notes))
    past = sorted({day for _, day in fresh if day < today})
    lines = [f"{text}，略過。" for text in notes]
    if past:
        shown = "、".join(show_date(day, today=today) for day in past)
        lines.append(f"{shown}已經過了，還在算的期限一樣會重算。")
    return fresh, lines


def _line(closing: Closing, counties: Iterable[str]) -> str:
    days = "、".join(roc_number(day) for day in closing.days)
    return " ".join(part for part in ("停班", days, "、".join(counties), closing.reason) if part)


def _listed(entered: Iterable[Place_]) -> str:
    return "、".join(f"{roc_number(day)} {county}" for county, day in entered)


def _shown(entered: list[Place_], request: Asked) -> str:
    today = taipei_date(request.now)
    days = dict.fromkeys(show_date(day, today=today) for _, day in entered)
    return f"{'、'.join(days)}{_together(county for county, _ in entered)}"


def _together(counties: Iterable[str]) -> str:
    named = sorted(set(counties), key=COUNTIES.index)
    if len(named) == len(COUNTIES):
        return "全國"
    return "、".join(named) if len(named) <= SHOWN else f"{named[0]}等 {len(named)} 縣市"
