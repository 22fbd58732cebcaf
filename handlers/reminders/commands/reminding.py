"""提醒, 我的提醒, 取消提醒, 提醒時間: what somebody wants to hear, and when."""

from dataclasses import replace
from datetime import date

from bot.message import Button, Card, Item
from bot.room import Place, Result, Shape
from handlers.reminders.cards import MOST_CHOICES, SHOWN, URGENT
from handlers.reminders.commands.board import commands
from handlers.reminders.commands.desk import find_case
from handlers.reminders.commands.meetings import DUE_WORDS, day_beside, own_meetings, which_card
from handlers.reminders.commands.planning import calendar_of, window_of
from handlers.reminders.commands.urgent import as_urgent
from handlers.reminders.errors import NoMeetingError, NoWhatError, PersonalWordsError, WindowError
from handlers.reminders.rules.urgency import take_mark
from handlers.reminders.rules.wishes import Wish, beside_what, read_wish, take_case, tellings
from handlers.services import Asked, Services
from handlers.shared.case_errors import MissingNumberError
from handlers.shared.case_numbers import clean_text
from handlers.shared.colleagues import speaking_agency, speaking_officer
from handlers.shared.personal_data import find_personal_data
from handlers.shared.roc_date import (
    TAIPEI,
    next_year_of,
    roc_number,
    show_date,
    taipei_date,
)
from handlers.shared.windows import SETTING, read_window
from handlers.shared.work_calendar import WorkCalendar
from handlers.sight import case_of_place
from storage.records.duties import Reminder
from storage.unit_of_work import UnitOfWork


@commands.add(
    "提醒",
    usage="提醒 [案號] <何時> <什麼事>",
    summary="到時候說一聲；可以每月、每週重複",
    aliases=(
        "提醒我",
        "到時提醒",
        "記得提醒我",
        "提醒大家",
        "設提醒",
        "加提醒",
        "新增提醒",
        "急提醒",
    ),
    shapes=(
        Shape("每 @ 記得|再? 提醒 我 …", "每@ …"),
        Shape("@ 記得|再? 提醒 我 …", "@ …"),
        # No rule plans this step: its day can at least be kept in mind.
        Shape("# 會後會 改到|改成|訂在|定在|在|是 @", "# @ 會後會", sure=False),
    ),
    examples=("提醒 下週三下午三點 開會前會", "提醒 每月20日 報月會提案"),
    changes=True,
)
def remind_me(request: Asked, services: Services) -> Result:
    """Keep a reminder for the speaker, for a case, or, in a group, for the group."""
    if find_personal_data(request.argument) is not None:
        raise PersonalWordsError
    officer, agency = speaking_officer(request.speaker), speaking_agency(request.speaker)
    marked, text = take_mark(request.message.text, clean_text(request.argument))
    if not text:
        raise NoWhatError
    with services.unit_of_work() as uow:
        calendar = calendar_of(uow, agency.id)
        meant = _counted_from(uow, request, text)
        if isinstance(meant, Card):
            return meant
        wish = read_wish(text, now=request.now, calendar=calendar, event_on=meant)
        if wish.ask_back:
            return _which_year(wish, request)
        case_id: int | None = None
        if wish.case_number:
            asked = replace(request, argument=wish.case_number)
            case_id = find_case(uow, asked, example="提醒 42 下週三 打電話").case.id
        wish, urgent = as_urgent(uow, request, wish, marked=marked, case_id=case_id)
        chat = request.speaker.chat if request.in_group else None
        for moment, timed in tellings(wish, now=request.now, calendar=calendar):
            uow.reminders.add(
                Reminder(
                    id=0,
                    agency_id=agency.id,
                    remind_at=moment,
                    timed=timed,
                    officer_id=None if chat is not None else officer.id,
                    case_id=None if chat is not None else case_id,
                    chat_id=chat.id if chat is not None else None,
                    text=f"{wish.case_number} {wish.text}".strip() if chat else wish.text,
                    about_at=wish.about_at,
                    repeats=wish.repeats,
                    urgent=urgent,
                )
            )
        uow.commit()
    card = _promise(wish, request, calendar)
    return replace(card, note=URGENT) if urgent else card


def _counted_from(uow: UnitOfWork, request: Asked, text: str) -> date | Card | None:
    """Return the day that 「會前一週」 counts from; a question when it may be several.

    The case is the one that is named, that of the thread or group, or the only one with a meeting
    ahead.
    """
    today = taipei_date(request.now)
    said = beside_what(text, today=today)
    number, _ = take_case(text)
    if not said:
        return None
    if number or case_of_place(uow, request) is not None:
        asked = replace(request, argument=number)
        case = find_case(uow, asked, example="提醒 42 會前一週 寄議程").case
        return day_beside(uow, request, case, said)
    if any(word in said for word in DUE_WORDS):
        raise MissingNumberError(f"提醒 42 {said} 催業務單位")
    ahead = tuple(m for m in own_meetings(uow, request) if m.on > today)
    if not ahead:
        raise NoMeetingError(said, "42")
    if len(ahead) == 1:
        return ahead[0].on
    card = which_card(ahead, f"「{said}」是哪一場？", f"提醒 {{}} {text}", request)
    return replace(card, in_private=f"提醒 {text}")


def _promise(wish: Wish, request: Asked, calendar: WorkCalendar) -> Card:
    when = _when(wish, request, calendar)
    whom = "在這裡提醒" if request.in_group else "提醒您"
    text = f"好，{when}{whom}：{wish.text}{_ahead(wish, request, calendar)}。"
    button = Button("我的提醒", "我的提醒")
    return replace(
        Card.sentence(text, *(() if request.in_group else (button,))), in_private="我的提醒"
    )


def _when(wish: Wish, request: Asked, calendar: WorkCalendar) -> str:
    """「12/16（三）15:00 」; when that morning is off, the working day before it is named."""
    today = taipei_date(request.now)
    local = wish.moment.astimezone(TAIPEI)
    day = show_date(local.date(), today=today)
    if wish.repeats or wish.timed:
        return f"{wish.repeats or f'{day}{local:%H:%M}'} "
    told_on = calendar.last_workday(local.date())
    if told_on == local.date() or told_on <= today:
        return f"{day}早上 "
    return f"{day}放假，{show_date(told_on, today=today)}早上就"


def _ahead(wish: Wish, request: Asked, calendar: WorkCalendar) -> str:
    """Say that it is told on the working day before, too, when it is."""
    told = tellings(wish, now=request.now, calendar=calendar)
    return "，前一個工作天早上先說一聲" if len(told) > 1 else ""


def _which_year(wish: Wish, request: Asked) -> Card:
    on = wish.ask_back[0]
    later = next_year_of(on)
    days = [day for day in (later,) if day is not None]
    buttons = tuple(Button(roc_number(day), f"提醒 {roc_number(day)} {wish.text}") for day in days)
    text = f"{show_date(on, today=taipei_date(request.now))}剛過，是哪一天？"
    return replace(Card.sentence(text, *buttons), in_private=f"提醒 {wish.text}")


@commands.add(
    "我的提醒",
    usage="我的提醒",
    summary="自己設的提醒",
    aliases=("看提醒", "有哪些提醒", "提醒清單"),
    place=Place.DIRECT,
    examples=("我的提醒",),
)
def list_mine(request: Asked, services: Services) -> Result:
    """List what the speaker asked for, each with a button that cancels it."""
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        waiting = _mine(uow, officer.id)
        window = window_of(uow, officer.id)
    if not waiting:
        return Card.sentence(
            f"還沒有設提醒。可以打：提醒 下週三下午三點 開會前會。早上的提醒在 {window.text} 之間。"
        )
    items = tuple(Item(r.text, _told(r, request)) for r in waiting[:SHOWN])
    buttons = tuple(
        Button(f"取消 {place}", f"取消提醒 {place}")
        for place in range(1, min(len(waiting), MOST_CHOICES) + 1)
    )
    return Card(
        alt=f"{len(waiting)} 個提醒",
        title=f"{len(waiting)} 個提醒",
        items=items,
        note=f"提醒時間 {window.text}。",
        buttons=buttons,
        in_private="我的提醒",
    )


def _mine(uow: UnitOfWork, officer_id: int) -> tuple[Reminder, ...]:
    """Return the speaker's reminders, of those told twice the last telling."""
    latest = {
        (r.text, r.about_at, r.repeats): r for r in uow.reminders.waiting_of_officer(officer_id)
    }
    return tuple(latest.values())


def _told(reminder: Reminder, request: Asked) -> str:
    moment = (reminder.about_at or reminder.remind_at).astimezone(TAIPEI)
    day = show_date(moment.date(), today=taipei_date(request.now))
    hour = f"{moment:%H:%M}" if reminder.timed else "早上"
    return f"{reminder.repeats}，下次 {day}{hour}" if reminder.repeats else f"{day}{hour}"


@commands.add(
    "取消提醒",
    usage="取消提醒 <第幾個>",
    summary="自己設的提醒不要了",
    aliases=("刪除提醒", "刪掉提醒"),
    place=Place.DIRECT,
    examples=("取消提醒 1",),
    changes=True,
)
def cancel(request: Asked, services: Services) -> Result:
    """Cancel one of the speaker's reminders, by its place in the list or by its words."""
    officer = speaking_officer(request.speaker)
    words = clean_text(request.argument).strip(" 第個")
    with services.unit_of_work() as uow:
        waiting = _mine(uow, officer.id)
        place = int(words) - 1 if words.isdecimal() else -1
        chosen = waiting[place] if 0 <= place < len(waiting) else None
        if chosen is None and words:
            chosen = next((r for r in waiting if words in r.text), None)
        if chosen is None:
            return list_mine(request, services)
        for reminder in uow.reminders.waiting_of_officer(officer.id):
            if (reminder.text, reminder.about_at) == (chosen.text, chosen.about_at):
                uow.reminders.cancel(reminder.id)
        uow.commit()
    return Card.sentence(f"取消了：{chosen.text}", Button("我的提醒", "我的提醒"))


@commands.add(
    "提醒時間",
    usage="提醒時間 <幾點-幾點>",
    summary="幾點到幾點可以提醒我；平常 08:30-17:30",
    aliases=("提醒時段", "改提醒時間"),
    place=Place.DIRECT,
    examples=("提醒時間 9-17",),
    changes=True,
)
def set_window(request: Asked, services: Services) -> Result:
    """Keep when the speaker may be reminded, on working days."""
    officer = speaking_officer(request.speaker)
    with services.unit_of_work() as uow:
        if not request.argument.strip():
            window = window_of(uow, officer.id)
            return Card.sentence(f"現在是上班日 {window.text}。要改：提醒時間 9-17")
        window_said = read_window(request.argument)
        if window_said is None:
            raise WindowError
        uow.settings.set(f"{SETTING}{officer.id}", window_said.text, now=request.now)
        uow.commit()
    return Card.sentence(f"好，上班日 {window_said.text} 之間才提醒您。")
