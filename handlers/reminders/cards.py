"""Reminders and dates, in Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.message import Button, Card, Item, Tone
from handlers.reminders.rules.moves import is_news
from handlers.reminders.rules.speakers import PASTE, is_for_speakers, speakers_text
from handlers.reminders.rules.supervisors import (
    asked_words,
    is_for_supervisor,
    supervisor_words,
    unanswered_words,
)
from handlers.shared.due_words import (
    DATE_KINDS,
    RESPONSE,
    day_words,
    force_word,
    left_words,
    safe_words,
)
from handlers.shared.freshness import is_question
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from storage.records.cases import Case
from storage.records.duties import SUPERIOR, Duty, Reminder, Step
from storage.records.presence import Absence
from storage.records.rules import Force

SHOWN = 5  # entries on a card; more continue with a button
MOST_CHOICES = 4
NEAR_WORKDAYS = 2
URGENT = "您標為急件。"
FOR_SUPERVISORS = "貴機關打開了督導知會，所以告訴您；您不用操作。要關：請 PO 輸入「督導知會 關」。"
RIGHT_OR_NOT = (Button("資料無誤", "資料無誤"), Button("要改", "我的資料"))
HIDDEN = "有一項提醒；內容請看案件。"  # 敏感: the number only


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that is told to one person."""

    reminder: Reminder
    calendar: WorkCalendar
    number: str = ""  # 「42」, as it is shown; "" for what belongs to no case
    full_number: str = ""  # 「115-0042」, as buttons type it
    subject: str = ""  # of the case; never of a hidden one
    duty: Duty | None = None
    hidden: bool = False  # 敏感
    step: Step = Step.HOLDER
    holder_name: str = ""  # who has not answered, when a deputy or the team is told
    absence: Absence | None = None  # why somebody else is told: the holder is on leave
    late: str = ""  # 「（晚了 20 分鐘）」
    asked: tuple[Step, ...] = ()  # who beside the holder was there to be asked
    urgent: bool = False  # whoever is told marked it so
    supervisor_ids: tuple[int, ...] | None = None  # who hear of it too; None: not wanted

    @property
    def for_supervisor(self) -> bool:
        """Whether a supervisor reads it, who has nothing to do."""
        return is_for_supervisor(self.reminder)

    @property
    def is_pressing(self) -> bool:
        """Whether it binds and is near."""
        return self.duty is not None and self.duty.force is Force.BINDING


def morning_card(told: Sequence[Told], *, now: datetime) -> Card:
    """Everything that is due for one person, on one card; what binds comes first."""
    ordered = sorted(told, key=_rank)
    if all(one.for_supervisor for one in ordered):
        return _supervisor_card(ordered, now=now)
    today = taipei_date(now)
    count = len(ordered)
    items = _items(ordered, now=now)
    more = (Button("看全部", "我的期限"),) if len(items) > SHOWN else ()
    questions = RIGHT_OR_NOT if any(is_question(one.reminder) for one in told) else ()
    return Card(
        alt=f"今天有 {count} 件提醒",
        kind=f"今天　{show_date(today, today=today)}",
        flag=_flag(ordered),
        tone=Tone.NOTICE if any(_is_near(one, today) for one in ordered) else Tone.CALM,
        items=items[:SHOWN],
        note=_note(ordered),
        copy_text=_to_paste(ordered, now),
        buttons=(*_buttons(ordered)[: 4 - len(questions) - len(more)], *questions, *more),
        in_private="我的期限",
    )


def _to_paste(told: Sequence[Told], now: datetime) -> str:
    """Give the lines that go on to speakers, one for each transcript."""
    lines = [
        speakers_text(one.subject, one.duty, today=taipei_date(now))
        for one in told[:SHOWN]
        if one.duty is not None and _is_pasted(one, now)
    ]
    return "\n\n".join(lines)


def _is_pasted(told: Told, now: datetime) -> bool:
    """Whether speakers can still answer."""
    in_time = told.duty is not None and told.duty.due_at >= now
    return in_time and is_for_speakers(told.duty) and not told.hidden


def _flag(told: Sequence[Told]) -> str:
    """「要做 2 件」; news of a date that moved asks for nothing: 「改期 1 件」."""
    news = sum(is_news(one.reminder) for one in told)
    asked = len(told) - news - sum(is_question(one.reminder) for one in told)
    parts = (f"要做 {asked} 件" if asked else "", f"改期 {news} 件" if news else "")
    return "・".join(part for part in parts if part)


def _supervisor_card(told: Sequence[Told], *, now: datetime) -> Card:
    """What a supervisor hears: that nobody answered yet, and why they hear of it."""
    today, count = taipei_date(now), len(told)
    return Card(
        alt=f"知會 {count} 件",
        kind=f"知會　{show_date(today, today=today)}",
        flag=f"知會 {count} 件",
        items=tuple(_item(one, now=now) for one in told[:SHOWN]),
        note=FOR_SUPERVISORS,
        buttons=(Button(f"看 {told[0].number}", f"案件 {told[0].full_number}"),),
    )


def free_card(told: Told, *, now: datetime) -> Card:
    """What somebody wanted to hear at this hour, alone on its card."""
    item = _item(told, now=now)
    text = item.title if not item.text else f"{item.title}　{item.text}"
    return Card(alt="提醒時間到了", kind="提醒", body=text, in_private=told.full_number)


def _rank(told: Told) -> tuple[bool, bool, datetime]:
    return (is_question(told.reminder), not told.is_pressing, _moment(told))


def _moment(told: Told) -> datetime:
    return told.duty.due_at if told.duty is not None else told.reminder.remind_at


def _is_near(told: Told, today: date) -> bool:
    if told.duty is None:
        return False
    return told.calendar.between(today, told.duty.safe_on) <= NEAR_WORKDAYS


def _items(told: Sequence[Told], *, now: datetime) -> tuple[Item, ...]:
    """Make one entry of each, but one of all cases whose date moved alike: a closure moves many."""
    alike: dict[str, list[Told]] = {}
    for one in told:
        is_alike = is_news(one.reminder) and not one.hidden
        key = one.reminder.text if is_alike else f"#{one.reminder.id}"
        alike.setdefault(key, []).append(one)
    return tuple(
        _item(replace(group[0], number=_numbers(group)), now=now) for group in alike.values()
    )


def _numbers(told: Sequence[Told]) -> str:
    """「1、2、3」, 「1、2、3、4、5 等 12 件」."""
    shown = "、".join(one.number for one in told[:SHOWN])
    return shown if len(told) <= SHOWN else f"{shown} 等 {len(told)} 件"


def _item(told: Told, *, now: datetime) -> Item:
    if told.hidden:
        return Item(told.number, HIDDEN)
    late = told.late if not is_news(told.reminder) else ""
    late += URGENT if told.urgent else ""
    if told.duty is None:
        return Item(f"{told.number}　{told.reminder.text}".strip(), _about(told, now=now) + late)
    text = duty_text(told.duty, told.calendar, now=now)
    text += PASTE if _is_pasted(told, now) else ""
    return Item(
        f"{told.number}　{told.duty.name}",
        f"{text}{_turned(told)}{told.reminder.text}{late}",
        strong=told.is_pressing,
    )


def _about(told: Told, *, now: datetime) -> str:
    moment = told.reminder.about_at
    return "" if moment is None else show_moment(moment, today=taipei_date(now))


def duty_text(duty: Duty, calendar: WorkCalendar, *, now: datetime) -> str:
    """「參考期程到 12/22（二），還有 5 個工作天。」."""
    today = taipei_date(now)
    until = "" if duty.force is Force.BINDING else "到"
    label = "期限" if duty.name == SUPERIOR else f"{DATE_KINDS[duty.force]}{until}"
    parts = (
        f"{label} {day_words(duty, today=today)}",
        safe_words(duty, today=today),
        left_words(duty, calendar, now=now),
        "暫定" if duty.provisional else "",
    )
    return "，".join(part for part in parts if part) + "。"


def _turned(told: Told) -> str:
    if told.absence is not None:
        return f"{told.holder_name}請假，請先代為處理。"
    if told.for_supervisor:
        return unanswered_words(told.asked)
    if told.step is Step.NOBODY:
        return f"{asked_words(told.asked)}{supervisor_words(told.supervisor_ids)}"
    if told.step is Step.HOLDER or not told.holder_name:
        return ""
    return f"{told.holder_name}還沒有回覆，請代為確認。"


def _note(told: Sequence[Told]) -> str:
    first = next((one for one in told if one.duty is not None and not one.for_supervisor), None)
    if first is None:
        return ""
    return "按「收到」就先不找代理人。" if first.is_pressing else "不急的可以稍後再提醒。"


def _buttons(told: Sequence[Told]) -> tuple[Button, ...]:
    """What may be answered at once, for the first of them; the others are found by 期限."""
    own = [one for one in told if one.duty is not None and not one.for_supervisor]
    first = next(iter(own), None)
    if first is None or first.duty is None:
        return ()
    about = f"{first.full_number} {first.duty.name}" if not first.hidden else first.full_number
    several = len(own) > 1
    return (
        Button(f"{first.number} 已辦", f"已辦 {about}", primary=True),
        Button("全部收到", "全部收到") if several else Button("收到", f"收到 {about}"),
        Button("稍後提醒", f"稍後提醒 {about}"),
        _last_button(first.duty, about),
    )


def _last_button(duty: Duty, about: str) -> Button:
    """What else may be said of a duty; why it is that day is offered after 收到."""
    if duty.name == RESPONSE:
        return Button("已公告展延", f"已公告展延 {about.split(maxsplit=1)[0]}")
    if duty.force in {Force.REFERENCE, Force.INTERNAL}:
        return Button("免辦", f"免辦 {about}")
    return Button("為什麼是這天", f"日期依據 {about}")


def dates_item(duty: Duty, actor: str, calendar: WorkCalendar, *, now: datetime) -> Item:
    """One date of a case: what, when, how much it binds, who acts, what is left."""
    today = taipei_date(now)
    title = f"{duty.name}　{day_words(duty, today=today)}"
    parts = (force_word(duty), actor, safe_words(duty, today=today))
    left = left_words(duty, calendar, now=now) if duty.is_open else duty.reason
    return Item(title, "・".join(p for p in (*parts, left) if p), strong=duty.is_open)


def choice_card(case: Case, text: str, choices: Sequence[tuple[str, str]]) -> Card:
    """A question with up to four answers, each (label, command)."""
    buttons = tuple(Button(label, command) for label, command in choices[:MOST_CHOICES])
    return Card(
        alt=text,
        number=case.number,
        body=text,
        buttons=buttons,
        in_private=f"期限表 {case.number}",
    )


def address_card(address: str) -> Card:
    """Give the address of the speaker's calendar; it cannot be shown again."""
    return Card(
        alt="行事曆網址",
        title="我的行事曆",
        body=f"在行事曆程式選「用網址訂閱」，貼上：\n{address}",
        note="有網址的人都看得到您的期限，請勿轉傳。這個網址只顯示一次。",
        buttons=(Button("作廢並換新", "行事曆 重設"),),
    )


def new_address_card(address: str, revoked_count: int) -> Card:
    """Give a new address; the ones before show nothing any more."""
    gone = f"原來的 {revoked_count} 個網址已作廢。" if revoked_count else ""
    return replace(address_card(address), body=f"{gone}{address_card(address).body}")
