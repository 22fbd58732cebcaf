"""Reminders and dates, in Chinese."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.message import Button, Card, Item, Tone
from handlers.shared.due_words import day_words, force_word, left_words, safe_words
from handlers.shared.roc_date import show_date, show_moment, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from storage.records.cases import Case
from storage.records.duties import SUPERIOR, Duty, Reminder, Step
from storage.records.rules import Force

SHOWN = 5  # entries on a card; more continue with a button
MOST_CHOICES = 4
NEAR_WORKDAYS = 2
HIDDEN = "有一項提醒；內容請看案件。"  # 敏感: the number only


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that is told to one person."""

    reminder: Reminder
    calendar: WorkCalendar
    number: str = ""  # 「42」, as it is shown; "" for what belongs to no case
    full_number: str = ""  # 「115-0042」, as buttons type it
    duty: Duty | None = None
    hidden: bool = False  # 敏感
    step: Step = Step.HOLDER
    holder_name: str = ""  # who has not answered, when a deputy or the team is told
    is_late: bool = False  # it should have gone out on an earlier day

    @property
    def is_pressing(self) -> bool:
        """Whether it binds and is near."""
        return self.duty is not None and self.duty.force is Force.BINDING


def morning_card(told: Sequence[Told], *, now: datetime) -> Card:
    """Everything that is due for one person, on one card; what binds comes first."""
    ordered = sorted(told, key=lambda one: (not one.is_pressing, _moment(one)))
    today = taipei_date(now)
    count = len(ordered)
    more = (Button("看全部", "我的期限"),) if count > SHOWN else ()
    return Card(
        alt=f"今天有 {count} 件提醒",
        kind=f"今天　{show_date(today, today=today)}",
        flag=f"要做 {count} 件",
        tone=Tone.NOTICE if any(_is_near(one, today) for one in ordered) else Tone.CALM,
        items=tuple(_item(one, now=now) for one in ordered[:SHOWN]),
        note=_note(ordered),
        buttons=(*_buttons(ordered)[: 4 - len(more)], *more),
        in_private="我的期限",
    )


def free_card(told: Told, *, now: datetime) -> Card:
    """What somebody wanted to hear at this hour, alone on its card."""
    item = _item(told, now=now)
    text = item.title if not item.text else f"{item.title}　{item.text}"
    return Card(alt="提醒時間到了", kind="提醒", body=text, in_private=told.full_number)


def _moment(told: Told) -> datetime:
    return told.duty.due_at if told.duty is not None else told.reminder.remind_at


def _is_near(told: Told, today: date) -> bool:
    if told.duty is None:
        return False
    return told.calendar.between(today, told.duty.safe_on) <= NEAR_WORKDAYS


def _item(told: Told, *, now: datetime) -> Item:
    if told.hidden:
        return Item(told.number, HIDDEN)
    late = "（補昨天以前該說的）" if told.is_late else ""
    if told.duty is None:
        return Item(f"{told.number}　{told.reminder.text}".strip(), _about(told, now=now) + late)
    text = duty_text(told.duty, told.calendar, now=now)
    return Item(
        f"{told.number}　{told.duty.name}", f"{text}{_turned(told)}{late}", strong=told.is_pressing
    )


def _about(told: Told, *, now: datetime) -> str:
    moment = told.reminder.about_at
    return "" if moment is None else show_moment(moment, today=taipei_date(now))


def duty_text(duty: Duty, calendar: WorkCalendar, *, now: datetime) -> str:
    """「參考期程到 12/22（二），還有 5 個工作天。」."""
    today = taipei_date(now)
    kind = {Force.BINDING: "應辦期限", Force.REFERENCE: "參考期程到", Force.INTERNAL: "部內期程到"}
    label = "期限" if duty.name == SUPERIOR else kind.get(duty.force, "日期")
    parts = (
        f"{label} {day_words(duty, today=today)}",
        safe_words(duty, today=today),
        left_words(duty, calendar, now=now),
        "暫定" if duty.provisional else "",
    )
    return "，".join(part for part in parts if part) + "。"


def _turned(told: Told) -> str:
    if told.step is Step.NOBODY:
        return "代理人和工作小組也還沒有回覆。"
    if told.step is Step.HOLDER or not told.holder_name:
        return ""
    return f"{told.holder_name}還沒有回覆，請代為確認。"


def _note(told: Sequence[Told]) -> str:
    first = next((one for one in told if one.duty is not None), None)
    if first is None:
        return ""
    return "按「收到」就先不找代理人。" if first.is_pressing else "不急的可以稍後再提醒。"


def _buttons(told: Sequence[Told]) -> tuple[Button, ...]:
    """What may be answered at once, for the first of them; the others are found by 期限."""
    first = next((one for one in told if one.duty is not None), None)
    if first is None or first.duty is None:
        return ()
    about = f"{first.full_number} {first.duty.name}" if not first.hidden else first.full_number
    several = sum(one.duty is not None for one in told) > 1
    return (
        Button(f"{first.number} 已辦", f"已辦 {about}", primary=True),
        Button("全部收到", "全部收到") if several else Button("收到", f"收到 {about}"),
        Button("稍後提醒", f"稍後提醒 {about}"),
        Button("為什麼是這天", f"日期依據 {about}"),
    )


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
