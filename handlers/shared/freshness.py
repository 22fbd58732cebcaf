"""How fresh an entry of the roster is, and when its owner is asked. Pure."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from handlers.shared.roc_date import taipei_date
from handlers.shared.work_calendar import WorkCalendar
from storage.records.duties import Reminder
from storage.records.officers import Appointment

QUESTION = "名冊資料還對嗎？"  # the text of the reminder that asks
BY_SELF = "本人"
ASKED = "freshness-asked/"  # the setting, + officer id, that says when somebody was last asked
STALE_AFTER = timedelta(days=365)
RECENT = timedelta(days=31)  # who confirmed it or was bound so lately is not asked in January
JANUARY = 1
PATIENCE = 5  # working days for which the question waits for another card to go along with


def is_stale(a: Appointment, *, today: date) -> bool:
    """Whether nobody said within a year that an entry is right."""
    return a.confirmed_at is None or today - taipei_date(a.confirmed_at) > STALE_AFTER


def is_to_be_asked(
    held: Sequence[Appointment], *, bound_at: datetime, asked_on: date | None, today: date
) -> bool:
    """Whether somebody is to be asked if the entry is right: each January, and after a change.

    A change counts when somebody else made it after the account was bound.
    """
    dated = [(a.confirmed_at, a.confirmed_by) for a in held if a.confirmed_at is not None]
    moment, by = max(dated, default=(None, ""))
    if moment is not None and by != BY_SELF and moment > bound_at:
        return asked_on is None or asked_on < taipei_date(moment)
    lately = [taipei_date(bound_at)]
    if moment is not None and by == BY_SELF:
        lately.append(taipei_date(moment))
    if today.month != JANUARY or any(today - day <= RECENT for day in lately):
        return False
    return asked_on is None or asked_on.year < today.year


def is_question(reminder: Reminder) -> bool:
    """Whether a reminder is the bot's own question, and nobody's wish."""
    return reminder.duty_id is None and reminder.text == QUESTION


def waits_for_company(reminder: Reminder, calendar: WorkCalendar, *, today: date) -> bool:
    """Whether the question still waits for a card that goes out anyway: a push costs money."""
    since = taipei_date(reminder.meant_at or reminder.remind_at)
    return is_question(reminder) and calendar.between(since, today) < PATIENCE - 1
