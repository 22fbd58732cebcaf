"""選舉暫停 as it is typed: 「9/29到11/28 地方公職人員選舉」, or the day of the vote alone. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reminders.rules.entry_errors import NoPauseDaysError, PauseOrderError
from handlers.shared.months import months_after
from handlers.shared.roc_date import find_dates, without_dates
from storage.records.calendar import Pause

LONGEST = timedelta(days=180)
ENDED = timedelta(days=90)  # what ended longer ago is next year's, when no year was typed
REASON_LIMIT = 40  # characters
_YEAR = re.compile(
    r"(?<!\d)\d{2,4}\s?[年/.\-]\s?\d{1,2}\s?[月/.\-]\s?\d|(?<!\d)1\d{6}(?!\d)|今年|明年"
)
_WORDS = re.compile(r"選舉暫停|投票日|暫停|期間|自|從|起|迄|為止|因為?")
_EDGES = " \t\n\u3000,，、。；;：:-–~～（）()的到至與和及跟止日"


@dataclass(frozen=True, slots=True)
class Pausing:
    """From when until when, and for which vote. Without a first day only the vote was named."""

    starts_on: date | None
    ends_on: date
    reason: str = ""


def read_pausing(text: str, *, today: date) -> Pausing:
    """Read what follows 選舉暫停; a pause that goes on now is meant, and not next year's.

    Raises NoPauseDaysError, PauseOrderError, BadDateError.
    """
    found = find_dates(text, today=today)
    days = [day for one in found for day in (one.on, one.until_on) if day is not None]
    if not days:
        raise NoPauseDaysError
    first, last = days[0], days[-1]
    if not _YEAR.search(text):
        first, last = _nearest(first, last, today)
    rest = without_dates(text, found)
    reason = " ".join(_WORDS.sub(" ", rest).strip(_EDGES).split())[:REASON_LIMIT]
    if first == last:
        return Pausing(None, last, reason)
    if not timedelta() < last - first <= LONGEST:
        raise PauseOrderError
    return Pausing(first, last, reason)


def _nearest(first: date, last: date, today: date) -> tuple[date, date]:
    """Give two days without a year the year of the pause that goes on, or else comes next."""
    ends = (_in_year(last, today.year + step) for step in (-1, 0, 1))
    end = next(day for day in ends if day >= today - ENDED)
    begins = _in_year(first, end.year)
    return (begins if begins <= end else _in_year(first, end.year - 1)), end


def _in_year(day: date, year: int) -> date:
    return months_after(day, 12 * (year - day.year))  # 2/29 becomes 2/28


def overlapping(pauses: Iterable[Pause], starts_on: date, ends_on: date) -> Pause | None:
    """Return a pause that shares a day with this one."""
    return next((p for p in pauses if p.starts_on <= ends_on and starts_on <= p.ends_on), None)
