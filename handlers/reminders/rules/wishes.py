"""「提醒 下週三下午三點 開會前會」: what and when somebody wants to be reminded. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from handlers.reminders.errors import (
    NoWeekdayError,
    NoWhatError,
    NoWhenError,
    PassedMomentError,
)
from handlers.reminders.rules.repeating import next_moment_of
from handlers.reminders.rules.rungs import start_of
from handlers.shared.day_steps import BESIDE
from handlers.shared.repeat_forms import find_every_weeks, find_repeat, plain
from handlers.shared.repeats import Every, Repeat
from handlers.shared.roc_date import (
    END_OF_DAY,
    TAIPEI,
    find_dates,
    find_one_date,
    show_date,
    taipei_date,
)
from handlers.shared.soon import find_lead, find_soon
from handlers.shared.work_calendar import WorkCalendar

_EDGES = " ，,。、：:；;"
_ME = re.compile(
    r"^(?:一下)?(?:我們?|大家|本群組?|群組|這個群組?)?[\s，,：:]*(?:(?:要|去|記得)(?=\S))?"
)
_CASE = re.compile(
    r"(?:#|第)\s?(?P<named>\d{1,4})(?:號?案|號)?|(?<![\d/.:])(?P<full>\d{2,3}-\d{4})(?!\d)"
    r"|^(?P<first>\d{1,4})(?:號?案)?(?=\s)"
)
_FROM = re.compile(r"(?:從|自)\s*$")
_BEGINS = re.compile(r"^\s*(?:開始|起)")
TEXT_LIMIT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants to hear, and when."""

    text: str
    moment: datetime  # UTC; what it speaks of
    timed: bool  # at that hour; else in the morning card of the day
    repeats: str = ""
    case_number: str = ""  # 「42」, 「115-0042」
    ask_back: tuple[date, ...] = ()  # which of these days is meant is to be asked

    @property
    def about_at(self) -> datetime | None:
        """What is spoken of, with the end of a day for no hour; None for what comes again."""
        if self.repeats or self.timed:
            return None if self.repeats else self.moment
        day = taipei_date(self.moment)
        return datetime.combine(day, END_OF_DAY, TAIPEI).astimezone(UTC)


def read_wish(
    text: str, *, now: datetime, calendar: WorkCalendar, event_on: date | None = None
) -> Wish:
    """Read a line without its verb; 「會前一週」 counts from `event_on`.

    Raises NoWhenError, NoWhatError, PassedMomentError, BadDateError.
    """
    case, rest = take_case(text)
    soon = find_soon(rest, now=now)
    if soon is not None:
        words = _words(rest[: soon.start], rest[soon.end :])
        return Wish(text=words, moment=soon.moment, timed=True, case_number=case)
    repeat = find_repeat(rest)
    if repeat is not None:
        words = _words(rest[: repeat.start], rest[repeat.end :])
        return _again(repeat.repeat, words, case, now=now, calendar=calendar)
    weeks = find_every_weeks(rest)
    if weeks is not None:
        return _every_weeks(rest, weeks, case, now=now, calendar=calendar)
    return _once(rest, case, now=now, calendar=calendar, event_on=event_on)


def beside_what(text: str, *, today: date) -> str:
    """Return the words that count from a day of a case, 「會前一週」, 「到期前三天」; else "".

    A line that names its day anyway counts from nothing.
    """
    rest = take_case(text)[1]
    found = BESIDE[0].search(plain(rest))
    return found[0] if found and not find_dates(rest, today=today) else ""


def _again(repeat: Repeat, words: str, case: str, *, now: datetime, calendar: WorkCalendar) -> Wish:
    begun = repeat.begun(taipei_date(now), calendar)
    moment, timed = next_moment_of(str(begun), now, calendar)
    return Wish(text=words, moment=moment, timed=timed, repeats=str(begun), case_number=case)


def _every_weeks(
    rest: str, weeks: tuple[int, int, int], case: str, *, now: datetime, calendar: WorkCalendar
) -> Wish:
    """Read 「每兩週 從12/11開始」: its first day says which weekday. Raises NoWeekdayError."""
    count, start, end = weeks
    left = f"{rest[:start]} {rest[end:]}"
    found = find_one_date(left, today=taipei_date(now), overrides=calendar.overrides)
    if found is None or found.ask_back or found.on < taipei_date(now):
        raise NoWeekdayError(rest[start:end].strip())
    after = _BEGINS.sub("", left[found.end :])
    words = _words(_FROM.sub("", left[: found.start]), after)
    weekly = Repeat(
        every=Every.WEEK,
        weekdays=(found.on.weekday(),),
        at=found.at,
        weeks=count,
        since=found.on,
    )
    return _again(weekly, words, case, now=now, calendar=calendar)


def _once(
    rest: str, case: str, *, now: datetime, calendar: WorkCalendar, event_on: date | None
) -> Wish:
    today = taipei_date(now)
    lead = find_lead(rest)
    if lead is not None:
        rest = f"{rest[: lead.start]} {rest[lead.end :]}"
    found = find_one_date(rest, today=today, overrides=calendar.overrides, event_on=event_on)
    if found is None or (lead is not None and found.at is None):
        raise NoWhenError
    words = _words(rest[: found.start], rest[found.end :])
    moment = (
        datetime.combine(found.on, found.at, TAIPEI).astimezone(UTC)
        - (lead.length if lead is not None else timedelta())
        if found.at is not None
        else start_of(found.on)
    )
    ask = (found.on,) if found.ask_back else ()
    passed = moment <= now if found.at is not None else found.on < today
    if passed and not ask:
        raise PassedMomentError(show_date(found.on, today=today))
    return Wish(
        text=words,
        moment=moment,
        timed=found.at is not None,
        case_number=case,
        ask_back=ask,
    )


def tellings(
    wish: Wish, *, now: datetime, calendar: WorkCalendar
) -> tuple[tuple[datetime, bool], ...]:
    """Return when it is told, each with whether at that hour: the day before, and then.

    What is for today and has no hour is told at once in the next card.
    """
    first = (wish.moment, wish.timed)
    if wish.repeats:
        return (first,)
    on = taipei_date(wish.moment)
    day_before = calendar.before(on, 1)
    told_on = on if wish.timed else calendar.last_workday(on)
    at = wish.moment if wish.timed else start_of(told_on)
    before = ((start_of(day_before), False),) if day_before > taipei_date(now) else ()
    return (*before, (at, wish.timed)) if told_on != day_before else ((at, wish.timed),)


def take_case(text: str) -> tuple[str, str]:
    """Take a case number out of a line; return it, or "", and the rest."""
    match = _CASE.search(text.strip())
    if match is None:
        return "", text
    whole = text.strip()
    number = match["named"] or match["full"] or match["first"] or ""
    return number, f"{whole[: match.start()]} {whole[match.end() :]}"


def _words(before: str, after: str) -> str:
    """Join what was typed around the day; courtesies at the front are no part of it."""
    joined = " ".join(part for part in (before.strip(_EDGES), after.strip(_EDGES)) if part)
    words = _ME.sub("", joined, count=1).strip(_EDGES)[:TEXT_LIMIT]
    if not words:
        raise NoWhatError
    return words
