"""Until when something is put off: 「三天」, 「下週一」, 「12/20 下午三點」. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from handlers.reminders.rules.rungs import start_of
from handlers.shared.day_words import number
from handlers.shared.roc_date import TAIPEI, find_dates, taipei_date
from handlers.shared.soon import find_soon
from handlers.shared.work_calendar import WorkCalendar

CHOICES = ("一天", "三天", "下週一")
CUSTOM = "自訂"
_SPAN = re.compile(r"(?P<count>\d{1,3}|[一兩二三四五六七八九十])\s*[天日](?:後)?")


@dataclass(frozen=True, slots=True)
class Snooze:
    """When it is told again."""

    moment: datetime  # UTC
    timed: bool  # at that hour; else in the morning card of the day


def read_snooze(text: str, *, now: datetime, calendar: WorkCalendar) -> Snooze | None:
    """Read until when; a day without an hour goes on to a working day.

    None when it cannot be read, or is over.
    """
    today = taipei_date(now)
    soon = find_soon(text, now=now)
    if soon is not None:
        return Snooze(soon.moment, timed=True)
    span = _SPAN.fullmatch(text.strip())
    if span is not None:
        days = timedelta(days=number(span["count"]))
        return _morning_after(today + days, today, calendar)
    found = next(iter(find_dates(text, today=today, overrides=calendar.overrides)), None)
    if found is None:
        return None
    if found.at is None:
        return _morning_after(found.on, today, calendar)
    moment = datetime.combine(found.on, found.at, TAIPEI).astimezone(UTC)
    return Snooze(moment, timed=True) if moment > now else None


def _morning_after(on: date, today: date, calendar: WorkCalendar) -> Snooze | None:
    if on <= today:
        return None
    return Snooze(start_of(calendar.first_workday(on)), timed=False)
