"""When to look at the gazette: it comes out about 18:30 of each working day. Pure."""

from datetime import UTC, date, datetime, time, timedelta

from handlers.shared.roc_date import TAIPEI
from handlers.shared.work_calendar import WorkCalendar

COMES_OUT = time(18, 40)
LATE = timedelta(minutes=30)  # between looks while today's issue is awaited
LONGEST = timedelta(hours=6)
SHORTEST = timedelta(minutes=15)
ONE_DAY = timedelta(days=1)


def next_look_at(issue_on: date | None, calendar: WorkCalendar, *, now: datetime) -> datetime:
    """Return when to look again after a good look: soon while today's issue is awaited."""
    local = now.astimezone(TAIPEI)
    today = local.date()
    out = datetime.combine(today, COMES_OUT, TAIPEI)
    if calendar.is_workday(today) and issue_on != today:
        wait = LATE if local >= out else min(LONGEST, max(SHORTEST, out - local))
        return now + wait
    following = calendar.first_workday(today + ONE_DAY)
    return datetime.combine(following, COMES_OUT, TAIPEI).astimezone(UTC)


def retry_in(trouble_count: int, asked_seconds: int | None) -> timedelta:
    """Return how long to leave the gazette alone after a failed look; longer each time."""
    doubled = SHORTEST * (1 << min(max(trouble_count - 1, 0), 5))
    wanted = timedelta(seconds=asked_seconds or 0)
    return max(min(doubled, LONGEST), wanted)
