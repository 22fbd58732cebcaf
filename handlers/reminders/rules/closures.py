"""停班 as it is typed: 「12/8 臺北市 颱風」, 「明天北北基停班停課」, 「12/8-12/9」. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.reminders.rules.entry_errors import (
    ClosureTooFarError,
    HalfDayError,
    LongClosureError,
    NoClosureDayError,
    UnclearCountyError,
)
from handlers.shared.day_words import number
from handlers.shared.roc_date import FoundDate, find_dates, without_dates
from handlers.shared.work_calendar import days_between
from storage.records.calendar import COUNTIES

MOST_DAYS = 10  # entered at once; longer closures are a slip of the finger
LONGEST_BACK = timedelta(days=60)  # what was forgotten can still be entered
LONGEST_AHEAD = timedelta(days=60)
REASON_LIMIT = 20  # characters
GROUPS = {
    "北北基桃": ("臺北市", "新北市", "基隆市", "桃園市"),
    "北北基": ("臺北市", "新北市", "基隆市"),
    "雙北": ("臺北市", "新北市"),
    **dict.fromkeys(("全國", "全臺灣", "全臺", "各縣市", "所有縣市"), COUNTIES),
}
_TWICE = {"新竹", "嘉義"}  # a city and a county
_SHORT = {
    short: county for county in COUNTIES for short in (county, county[:2]) if short not in _TWICE
}
_NAMES = {**_SHORT, **dict.fromkeys(_TWICE, "")}
_PLACE = re.compile("|".join(sorted((*GROUPS, *_NAMES), key=len, reverse=True)))
_HALF = re.compile(
    r"半天|半日|[上下]午|中午|傍晚|晚上|晚間|今晚|明晚|夜間|提早|提前下班|\d\s?[點時]"
)
_WORDS = re.compile(
    r"停班停課|停止上班|停止辦公|停班|停課|不用上班|不上班|放颱風假|宣布|因為|因|由於|為"
    r"|全天|整天|一律|的話|縣市"
)
_PAIRS = {"今明": "今天、明天", "明後": "明天、後天"}
_PAIR = re.compile(r"([今明][明後])(?:[兩二]?[天日])")
_COUNT = re.compile(r"(?:起|開始)?(?:連續|連|共|一連)?\s?([兩二三四五六七八九十]|(?<!\d)\d)\s?天")
_EDGES = " \t\n\u3000,，、。；;：:！!-–~～（）()的到至與和及跟"


@dataclass(frozen=True, slots=True)
class Closing:
    """Which days, where, and why."""

    days: tuple[date, ...]  # in order, without repeats
    counties: tuple[str, ...] = ()  # none: the speaker's own
    reason: str = ""


def read_closing(text: str, *, today: date) -> Closing:
    """Read what follows 停班; a day that passed just now is meant, and not next year's.

    Raises NoClosureDayError, HalfDayError, LongClosureError, ClosureTooFarError,
    UnclearCountyError, BadDateError.
    """
    typed = _PAIR.sub(lambda m: _PAIRS.get(m[1], m[0]), text.replace("台", "臺"))
    found = find_dates(typed, today=today)
    if not found:
        raise HalfDayError if _HALF.search(typed) else NoClosureDayError
    if _HALF.search(typed) or any(one.at or one.until_at for one in found):
        raise HalfDayError
    rest = without_dates(typed, found)
    days = _counted(tuple(sorted({day for one in found for day in _days(one)})), rest)
    if len(days) > MOST_DAYS:
        raise LongClosureError(MOST_DAYS)
    for day in days:
        if not today - LONGEST_BACK <= day <= today + LONGEST_AHEAD:
            raise ClosureTooFarError(day)
    counties = tuple(dict.fromkeys(_counties(rest)))
    reason = _WORDS.sub("", _COUNT.sub("", _PLACE.sub("", rest))).strip(_EDGES)
    return Closing(days, counties, " ".join(reason.split())[:REASON_LIMIT])


def _days(found: FoundDate) -> tuple[date, ...]:
    return days_between(found.on, found.until_on or found.on)


def _counted(days: tuple[date, ...], rest: str) -> tuple[date, ...]:
    """Take 「明天起兩天」 into account: so many days from the one that is named."""
    said = _COUNT.search(rest)
    if said is None:
        return days
    count = number(said[1])
    if count == len(days):
        return days
    first, *others = days
    if others or not count:
        raise NoClosureDayError
    return days_between(first, first + timedelta(days=count - 1))


def _counties(text: str) -> Iterator[str]:
    for match in _PLACE.finditer(text):
        word = match[0]
        if word in GROUPS:
            yield from GROUPS[word]
            continue
        if not _NAMES[word]:
            raise UnclearCountyError(word)
        yield _NAMES[word]


def read_county(text: str) -> str:
    """Return the one county of a text, 「臺北市」; "" when it names none or several.

    Raises UnclearCountyError.
    """
    found = tuple(dict.fromkeys(_counties(text.replace("台", "臺"))))
    return found[0] if len(found) == 1 else ""
