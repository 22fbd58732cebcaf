"""When a reminder that comes again is told next. Pure."""

from datetime import UTC, datetime, time, timedelta

from handlers.shared.repeat_forms import parse_repeat
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import WorkCalendar

MOST_STEPS = 40  # more days than any holidays last


def next_moment_of(text: str, after: datetime, calendar: WorkCalendar) -> tuple[datetime, bool]:
    """Return the next moment (UTC) after another of 「每月20日 15:00」; and whether it has an hour.

    A day that is off is told on the working day before it. Raises ValueError for no repeat.
    """
    repeat = parse_repeat(text)
    if repeat is None:
        message = f"{text!r} does not repeat"
        raise ValueError(message)
    day = taipei_date(after) - timedelta(days=1)
    for _ in range(MOST_STEPS):
        day = repeat.next_after(day, calendar)
        told_on = calendar.last_workday(day)
        moment = datetime.combine(told_on, repeat.at or time.min, TAIPEI).astimezone(UTC)
        if moment > after:
            return moment, repeat.at is not None
    message = f"{text!r} never comes on a working day"
    raise ValueError(message)
