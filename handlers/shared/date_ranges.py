"""The other end of a range: 「12/8-12/10」, 「12月8日至10日」, 「下午2點到4點」."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from handlers.shared.date_forms import INSIDE
from handlers.shared.date_values import HINT, BadDateError, Day, Today, a_date
from handlers.shared.day_words import GAP, HOUR, NUMBER, hour_of, number

LONGEST_END = 40  # characters of a range's second half that are looked at
LONGEST_RANGE = timedelta(days=366)
NOON = 12
_TO = re.compile(rf"{GAP}(?:[-~–—]|至|到){GAP}")
_DAY_OF_SAME_MONTH = re.compile(
    rf"(?P<day>{NUMBER}){GAP}(?:[日號]|(?<=\d)(?![\d/:.點時個件人月年%天週周名次]))"
)
_NAMES_DAY_OF_MONTH = re.compile(r"[/月]")


@dataclass(frozen=True, slots=True)
class Until:
    """Where a range ends, and how much of the text says so."""

    length: int
    on: date | None = None
    at: time | None = None


def find_until(text: str, at_index: int, day: Day, at: time | None, today: Today) -> Until | None:
    """Read the end of a range from `at_index` on; None when `text` goes on otherwise.

    `day` and `at` are its beginning. Raises BadDateError when it ends before it begins.
    """
    to = _TO.match(text, at_index)
    if to is None:
        return None
    rest = text[to.end() :]
    until = _later_hour(rest, at) or _later_day(rest, day, today)
    if until is None and _NAMES_DAY_OF_MONTH.search(text[:at_index]):
        until = _same_month(rest, day)
    if until is None:
        return None
    if until.on is not None and not day.on < until.on <= day.on + LONGEST_RANGE:
        shown = text[: to.end() + until.length].strip()
        raise BadDateError(f"「{shown[:24]}」的結束比開始早", hint=HINT)
    return Until(to.end() - at_index + until.length, until.on, until.at)


def _later_hour(rest: str, at: time | None) -> Until | None:
    """Read 「16:00」 or 「4點」 after a beginning with an hour; 「9點」 after 19:00 is 21:00."""
    hour = HOUR.match(rest)
    if at is None or hour is None or hour["h"] is None:
        return None
    ends = hour_of(hour)
    if ends is not None and ends <= at and hour["part"] is None and ends.hour < NOON:
        ends = ends.replace(hour=ends.hour + NOON)
    if ends is None or ends <= at:
        shown = hour[0].strip()
        raise BadDateError(f"結束的時間「{shown[:12]}」比開始早", hint="例如：12/17 14:00-16:00")
    return Until(hour.end(), None, ends)


def _later_day(rest: str, day: Day, today: Today) -> Until | None:
    """Read a date of any form; as from today, and else as from the beginning."""
    matched = [(m, read) for pattern, read in INSIDE if (m := pattern.match(rest))]
    if not matched:
        return None
    match, read = max(matched, key=lambda pair: pair[0].end())
    end = read(match, today)
    if end.on <= day.on or end.ask_back:
        end = read(match, Today(day.on, today.overrides))
    if end.at is not None and end.on <= day.on:
        return None  # an hour alone
    hour, length = HOUR.match(rest, match.end()), match.end()
    named = hour_of(hour) if hour is not None else None
    if hour is not None and named is not None:
        length = hour.end()
    return Until(length, end.on, named)


def _same_month(rest: str, day: Day) -> Until | None:
    match = _DAY_OF_SAME_MONTH.match(rest)
    if match is None:
        return None
    on = a_date(day.on.year, day.on.month, number(match["day"]), match[0])
    return Until(match.end(), on)
