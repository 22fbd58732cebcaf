"""「12/9 14:00 或 12/10 10:00」: times that are offered, and the day that is promised. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handlers.requests.errors import NoSlotError, PassedSlotError, TooManySlotsError
from handlers.shared.roc_date import TAIPEI, find_dates, show_date, show_moment, taipei_date
from handlers.shared.work_calendar import WorkCalendar

MOST_SLOTS = 3  # a card has four buttons, and 「都不行」 is one
_EXTENSION = re.compile(r"(?:分機|ext\.?|#)\s*(?P<number>\d{2,6})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Promise:
    """What 「我先請示 12/10 分機1234」 promises."""

    on: date | None
    extension: str  # 「1234」, or ""


def read_slots(text: str, *, now: datetime, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """Read the times offered, UTC, earliest first.

    Raises NoSlotError, PassedSlotError, TooManySlotsError, BadDateError.
    """
    today = taipei_date(now)
    found = find_dates(text, today=today, overrides=calendar.overrides)
    timed = [(d.on, d.at) for d in found if d.at is not None]
    if not timed or len(timed) < len(found):
        raise NoSlotError
    moments = {datetime.combine(on, at, TAIPEI).astimezone(UTC) for on, at in timed}
    if len(moments) > MOST_SLOTS:
        raise TooManySlotsError(MOST_SLOTS)
    passed = next((m for m in sorted(moments) if m <= now), None)
    if passed is not None:
        raise PassedSlotError(show_moment(passed, today=today))
    return tuple(sorted(moments))


def read_promise(text: str, *, now: datetime, calendar: WorkCalendar) -> Promise:
    """Read the day and the extension out of a line.

    Raises PassedSlotError, BadDateError.
    """
    extension = _EXTENSION.search(text)
    rest = _EXTENSION.sub(" ", text)
    today = taipei_date(now)
    found = next(iter(find_dates(rest, today=today, overrides=calendar.overrides)), None)
    if found is not None and found.on < today:
        raise PassedSlotError(show_date(found.on, today=today))
    on = found.on if found is not None else None
    return Promise(on, extension["number"] if extension else "")
