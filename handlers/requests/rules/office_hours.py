"""The working-time clock: only office hours of working days count. Pure.

One working day is from 08:30 to 17:30 of a day on which the county's offices work. The hour for
lunch counts too: nobody waits for an answer by the minute.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import WorkCalendar

OPENS, CLOSES = time(8, 30), time(17, 30)
WORKDAY = timedelta(hours=9)
SETTING = "request-patience"  # how long one person is waited for: 「1」, 「0.5」 days, 「4h」
USUAL = WORKDAY
_DAYS = re.compile(r"(?P<count>\d{1,2}(?:\.\d)?)\s*(?P<unit>[dh天時]?)")


def read_patience(text: str | None) -> timedelta:
    """Read the setting; what is missing, nothing or no length of time is one working day."""
    match = _DAYS.fullmatch((text or "").strip())
    if match is None or not float(match["count"]):
        return USUAL
    count = float(match["count"])
    return timedelta(hours=count) if match["unit"] in {"h", "時"} else WORKDAY * count


def add_office_time(start: datetime, span: timedelta, calendar: WorkCalendar) -> datetime:
    """Return the moment (UTC) when `span` of office hours has passed since `start`.

    What would be over at the very end of a day is over then, not the next morning.
    """
    left = span
    day, begins = taipei_date(start), start
    while True:
        opens, closes = _hours(day)
        begins = max(begins, opens)
        if calendar.is_workday(day) and begins < closes:
            if left <= closes - begins:
                return begins + left
            left -= closes - begins
        day += timedelta(days=1)


def office_time_between(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """Return how much office time lies between two moments; none when `end` is earlier."""
    total = timedelta()
    day, last = taipei_date(start), taipei_date(end)
    while day <= last:
        opens, closes = _hours(day)
        if calendar.is_workday(day):
            total += max(timedelta(), min(end, closes) - max(start, opens))
        day += timedelta(days=1)
    return total


def opening_of(day: date, calendar: WorkCalendar) -> datetime:
    """Return when offices open on a day, or on the next working day after it, UTC."""
    return _hours(calendar.first_workday(day))[0]


def show_office_time(span: timedelta) -> str:
    """「3 小時」, 「1.5 個工作天」, as figures are read."""
    hours = span / timedelta(hours=1)
    if span < WORKDAY:
        return f"{hours:.1f} 小時".replace(".0 ", " ")
    return f"{span / WORKDAY:.1f} 個工作天".replace(".0 ", " ")


def _hours(day: date) -> tuple[datetime, datetime]:
    opens = datetime.combine(day, OPENS, TAIPEI).astimezone(UTC)
    return opens, datetime.combine(day, CLOSES, TAIPEI).astimezone(UTC)
