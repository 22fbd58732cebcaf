"""每月謝謝: one line for a group on the first working day of a month. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.shared.roc_date import taipei_date
from handlers.shared.windows import Window
from handlers.shared.work_calendar import WorkCalendar
from storage.records.chats import LinkedChat

SETTING = "monthly-thanks/"  # + chat id: "1" where an officer asked for it
SAID = "monthly-thanks-said/"  # + chat id: the month in which it was said last, 「2026-12」


@dataclass(frozen=True, slots=True)
class Doings:
    """What was done in a month; of 敏感 cases and 密件 nothing is counted."""

    closed_count: int = 0  # cases
    answered_count: int = 0  # duties


def may_thank(chat: LinkedChat, calendar: WorkCalendar, *, now: datetime) -> bool:
    """Whether it is the hour for it: the month's first working day, in the group's window."""
    if not chat.enabled or (chat.muted_until is not None and chat.muted_until > now):
        return False
    hours = Window(time.fromisoformat(chat.opens_at), time.fromisoformat(chat.closes_at))
    today = taipei_date(now)
    first = calendar.first_workday(today.replace(day=1))
    return today == first and hours.holds(now, calendar)


def month_of(day: date) -> str:
    """「2026-12」."""
    return f"{day:%Y-%m}"


def last_month(today: date) -> tuple[date, date]:
    """Return the first day of the month before, and of this one."""
    this = today.replace(day=1)
    return (this - timedelta(days=1)).replace(day=1), this


def thanks_words(done: Doings, *, month: int, of_case: bool = False) -> str:
    """Write 「11 月一起辦好 3 件案子、5 個期限，謝謝大家。」; "" when nothing is to be counted."""
    cases = f"{done.closed_count} 件案子" if done.closed_count and not of_case else ""
    duties = f"{done.answered_count} 個期限" if done.answered_count else ""
    what = "、".join(part for part in (cases, duties) if part)
    here = "這一件" if of_case else ""
    return f"{month} 月{here}一起辦好 {what}，謝謝大家。" if what else ""
