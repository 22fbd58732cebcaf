"""「提醒 下週三下午三點 開會前會」: what and when somebody wants to be reminded. Pure."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handlers.reminders.errors import NoWhatError, NoWhenError, PassedMomentError
from handlers.reminders.rules.repeating import next_moment_of
from handlers.reminders.rules.rungs import start_of
from handlers.shared.repeat_forms import find_repeat
from handlers.shared.roc_date import END_OF_DAY, TAIPEI, find_one_date, show_date, taipei_date
from handlers.shared.work_calendar import WorkCalendar

_EDGES = " ，,。、：:；;"
_ME = re.compile(
    r"^(?:一下)?(?:我們?|大家|本群組?|群組|這個群組?)?[\s，,：:]*(?:(?:要|去|記得)(?=\S))?"
)
_CASE = re.compile(
    r"(?:#|第)\s?(?P<named>\d{1,4})(?:號?案|號)?|(?<![\d/.:])(?P<full>\d{2,3}-\d{4})(?!\d)"
    r"|^(?P<first>\d{1,4})(?=\s)"
)
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


def read_wish(text: str, *, now: datetime, calendar: WorkCalendar) -> Wish:
    """Read a line without its verb.

    Raises NoWhenError, NoWhatError, PassedMomentError, BadDateError.
    """
    case, rest = _take_case(text)
    repeat = find_repeat(rest)
    if repeat is not None:
        moment, timed = next_moment_of(str(repeat.repeat), now, calendar)
        words = _words(rest[: repeat.start], rest[repeat.end :])
        return Wish(
            text=words,
            moment=moment,
            timed=timed,
            repeats=str(repeat.repeat),
            case_number=case,
        )
    return _once(rest, case, now=now, calendar=calendar)


def _once(rest: str, case: str, *, now: datetime, calendar: WorkCalendar) -> Wish:
    today = taipei_date(now)
    found = find_one_date(rest, today=today, overrides=calendar.overrides)
    if found is None:
        raise NoWhenError
    words = _words(rest[: found.start], rest[found.end :])
    moment = (
        datetime.combine(found.on, found.at, TAIPEI).astimezone(UTC)
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


def _take_case(text: str) -> tuple[str, str]:
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
