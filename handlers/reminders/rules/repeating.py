"""Reminders that come again: 「每月20日」, 「每週一」, 「每天」. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handlers.shared.day_words import HOUR, hour_of
from handlers.shared.months import last_day, months_after
from handlers.shared.roc_date import TAIPEI, taipei_date
from handlers.shared.work_calendar import WorkCalendar
from handlers.shared.workdays import WEEKDAYS

_WEEK = {**{d: i for i, d in enumerate(WEEKDAYS)}, "天": 6}
_EVERY = re.compile(
    r"每(?:個|逢)?(?:"
    r"(?:週|周|星期|禮拜)(?P<week>[一二三四五六日天])"
    r"|月(?:的)?\s*(?:(?P<day>\d{1,2}|[一二三]?十?[一二三四五六七八九十])[日號]|(?P<last>底|最後一天|月底))"
    r"|(?P<daily>天|日|個?工作[天日]))"
)
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", start=1)}
MAX_DAY = 31


@dataclass(frozen=True, slots=True)
class Repetition:
    """How often: `text` as it is kept and shown, and where it stood in the line."""

    text: str  # 「每月20日」 or 「每月20日 15:00」
    start: int
    end: int


def find_repetition(text: str) -> Repetition | None:
    """Find 「每月20日下午三點」 in a line; None when nothing repeats.

    Raises BadDateError for an hour that no clock shows.
    """
    match = _EVERY.search(text)
    if match is None:
        return None
    hour = HOUR.match(text, match.end())
    at = hour_of(hour) if hour is not None else None
    end = hour.end() if hour is not None and at is not None else match.end()
    shown = _shown(match)
    return Repetition(f"{shown} {at:%H:%M}" if at else shown, match.start(), end) if shown else None


def next_moment_of(text: str, after: datetime, calendar: WorkCalendar) -> tuple[datetime, bool]:
    """Return the next moment of a repetition (UTC) after a moment, and whether it has an hour.

    Without an hour it is the day, a working day: the last one before where that is off.
    """
    shown, _, hour = text.partition(" ")
    at = time.fromisoformat(hour) if hour else None
    day = taipei_date(after)
    for _ in range(100):
        day = _day_after(shown, day, calendar)
        told_on = calendar.last_workday(day)
        moment = datetime.combine(told_on, at or time.min, TAIPEI).astimezone(UTC)
        if moment > after:
            return moment, at is not None
    message = f"{text!r} never comes again"
    raise ValueError(message)


def _shown(match: re.Match[str]) -> str:
    if match["week"]:
        return f"每週{match['week'].replace('天', '日')}"
    if match["daily"]:
        return "每個工作天" if "工作" in match["daily"] else "每天"
    if match["last"]:
        return "每月底"
    number = _number(match["day"])
    return f"每月{number}日" if 1 <= number <= MAX_DAY else ""


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def _day_after(shown: str, day: date, calendar: WorkCalendar) -> date:
    if shown in {"每個工作天", "每天"}:
        return calendar.after(day, 1)
    if shown.startswith("每週"):
        ahead = (_WEEK[shown[-1]] - day.weekday() - 1) % 7 + 1
        return day + timedelta(days=ahead)
    wanted = MAX_DAY if shown == "每月底" else int(shown[2:-1])
    for months in range(3):
        month = months_after(day.replace(day=1), months)
        found = month.replace(day=min(wanted, last_day(month).day))
        if found > day:
            return found
    message = f"{shown!r} has no day"
    raise ValueError(message)
