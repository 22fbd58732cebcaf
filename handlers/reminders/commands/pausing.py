"""選舉暫停, 取消選舉暫停, 選舉暫停期間: when proposals and endorsements stand still."""

from collections.abc import Mapping
from datetime import date

from bot.message import Button, Card, Item
from bot.room import Access, Place, Result, Shape
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.entering import keep_audit, split_sure, sure_button
from handlers.reminders.commands.replanning import open_grounds, plan_all
from handlers.reminders.rules.entry_errors import NoPauseDaysError, NoPauseError, PauseThereError
from handlers.reminders.rules.pauses import Pausing, overlapping, read_pausing
from handlers.services import Asked, Services
from handlers.shared.case_numbers import short_number
from handlers.shared.colleagues import speaking_officer
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.deadlines import pause_before
from handlers.shared.due_words import BY_JOIN
from handlers.shared.roc_date import roc_number, show_date, taipei_date
from handlers.shared.rulebook import NoRuleThatDayError, Rulebook
from storage.records.calendar import Pause
from storage.records.cases import Secrecy
from storage.unit_of_work import UnitOfWork

RULE = "選舉暫停"  # says how long before the vote
SHOWN = 5
Ends = Mapping[int, date]  # by case id: the last day of endorsing


@commands.add(
    "選舉暫停",
    usage="選舉暫停 <起日到迄日，或投票日> [哪個選舉]",
    summary="登記暫停提議與附議的期間；機關的期限不受影響",
    aliases=("登記選舉暫停", "新增選舉暫停"),
    examples=("選舉暫停 9/29到11/28 地方公職人員選舉",),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def pause(request: Asked, services: Services) -> Result:
    """Enter an election pause after one more question that says what follows from it."""
    text, sure = split_sure(request)
    if not text:
        raise NoPauseDaysError
    today = taipei_date(request.now)
    asked = read_pausing(text, today=today)
    with services.unit_of_work() as uow:
        starts_on, note = _first_day(uow, asked, today)
        there = overlapping(uow.calendar.entries().pauses, starts_on, asked.ends_on)
        if there is not None:
            line = f"取消選舉暫停 {roc_number(there.starts_on)}"
            raise PauseThereError(_shown(there.starts_on, there.ends_on), line)
        uow.reminders.wait_turn()
        before = _ends(uow)
        uow.calendar.add_pause(
            Pause(
                id=0,
                starts_on=starts_on,
                ends_on=asked.ends_on,
                reason=asked.reason,
                entered_at=request.now,
                entered_by=speaking_officer(request.speaker).id,
            )
        )
        plan_all(uow, request.now)
        items = _moved(uow, before, today)
        shown = _shown(starts_on, asked.ends_on)
        if sure:
            keep_audit(uow, request, "add-pause", "calendar", shown)
            uow.commit()
    line = f"選舉暫停 {roc_number(starts_on)}到{roc_number(asked.ends_on)} {asked.reason}".strip()
    effect = f"{len(items)} 件附議中的截止日跟著延後。" if items else "目前沒有附議中的要改。"
    if sure:
        undo = Button("取消選舉暫停", f"取消選舉暫停 {roc_number(starts_on)}")
        return Card.sentence(f"登記好了：{shown} 暫停提議與附議。{effect}", undo)
    return Card(
        alt="選舉暫停，請確認",
        kind="選舉暫停",
        title=f"{shown} 暫停？",
        items=items[:SHOWN],
        body=" ".join(part for part in (asked.reason, effect, note) if part),
        note=f"暫停的日子先不計入附議的 60 天，{BY_JOIN}；機關的期限照算。還沒有登記。",
        buttons=(sure_button(line),),
    )


@commands.add(
    "取消選舉暫停",
    usage="取消選舉暫停 [起日]",
    summary="登記錯的暫停拿掉",
    aliases=("刪除選舉暫停", "移除選舉暫停"),
    examples=("取消選舉暫停 115/9/29",),
    access=Access.HUB,
    place=Place.DIRECT,
    changes=True,
)
def resume(request: Asked, services: Services) -> Result:
    """Take a pause back; which one need not be said when there is only one."""
    text, _ = split_sure(request)
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        pauses = uow.calendar.entries().pauses
        meant = read_pausing(text, today=today) if text else None
        days = {meant.starts_on or meant.ends_on} if meant else {p.starts_on for p in pauses}
        found = [p for p in pauses if any(p.covers(day) for day in days)]
        if len(found) != 1:
            raise NoPauseError
        gone = found[0]
        uow.reminders.wait_turn()
        before = _ends(uow)
        uow.calendar.remove_pause(gone.id)
        plan_all(uow, request.now)
        count = len(_moved(uow, before, today))
        shown = _shown(gone.starts_on, gone.ends_on)
        keep_audit(uow, request, "remove-pause", "calendar", shown)
        uow.commit()
    effect = f"{count} 件附議中的截止日改回來。" if count else ""
    span = f"{roc_number(gone.starts_on)}到{roc_number(gone.ends_on)}"
    again = Button("再登記", f"選舉暫停 {span} {gone.reason}".strip())
    return Card.sentence(f"好，{shown} 的暫停拿掉了。{effect}", again)


@commands.add(
    "選舉暫停期間",
    usage="選舉暫停期間",
    summary="哪段期間暫停提議與附議",
    aliases=("暫停期間", "選舉暫停紀錄", "選舉暫停清單"),
    shapes=(Shape("現在|目前 有? 選舉暫停 嗎?", ""),),
    examples=("選舉暫停期間",),
)
def list_pauses(request: Asked, services: Services) -> Card:
    """List election pauses, the latest first."""
    today = taipei_date(request.now)
    with services.unit_of_work() as uow:
        pauses = sorted(uow.calendar.entries().pauses, key=lambda p: p.starts_on, reverse=True)
    if not pauses:
        return Card.sentence("沒有登記過選舉暫停。國發會或管理者可以登記。")
    items = tuple(
        Item(_shown(p.starts_on, p.ends_on), p.reason, strong=p.covers(today))
        for p in pauses[:SHOWN]
    )
    return Card(
        alt="選舉暫停期間",
        kind="選舉暫停",
        title="暫停提議與附議的期間",
        items=items,
        note=f"附議截止日先以停算推估，{BY_JOIN}；機關的期限不受影響。",
    )


def _first_day(uow: UnitOfWork, asked: Pausing, today: date) -> tuple[date, str]:
    """Return the first day, by the rule when only the vote was named; and what to look at again."""
    book = Rulebook(uow.rules.all())
    try:
        rule = book.rule(RULE, on=asked.ends_on)
    except NoRuleThatDayError:
        if asked.starts_on is None:
            raise
        return asked.starts_on, ""
    by_rule, _ = pause_before(rule, asked.ends_on)
    starts_on = asked.starts_on
    if starts_on is None or starts_on == by_rule:
        return by_rule, ""
    shown = show_date(by_rule, today=today)
    return starts_on, f"投票日若是最後一天，依規則從 {shown} 起，請再看一次。"


def _ends(uow: UnitOfWork) -> Ends:
    """Return until when each petition may be endorsed."""
    grounds = open_grounds(uow)
    ends: dict[int, date] = {}
    for case in grounds.cases.values():
        days = [p.last_on for p in grounds.planned(case) if p.stops_in_pause]
        if days:
            ends[case.id] = max(days)
    return ends


def _moved(uow: UnitOfWork, before: Ends, today: date) -> tuple[Item, ...]:
    """Show which petitions may be endorsed until another day now."""
    items: list[Item] = []
    moved = {case_id: on for case_id, on in _ends(uow).items() if on != before.get(case_id)}
    for case_id, case in uow.cases.by_ids(moved).items():
        on = moved[case_id]
        if case.secrecy is Secrecy.NORMAL:
            old = show_date(before[case_id], today=today)
            number = short_number(case, today.year - ROC_EPOCH)
            items.append(Item(f"{number}　附議", f"{old} → {show_date(on, today=today)}，暫定"))
    return tuple(items)


def _shown(starts_on: date, ends_on: date) -> str:
    return f"{roc_number(starts_on)} 到 {roc_number(ends_on)}"
