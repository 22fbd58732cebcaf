"""The forms in which officers write a day, each a pattern and how it is read.

Read `handlers/shared/roc_date.py` first: it says what the forms mean.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from handlers.shared.day_words import (
    GAP,
    HINT,
    LONE_HOUR,
    NEAR,
    NEAR_DAYS,
    NUMBER,
    BadDateError,
    hour_of,
    number,
)
from handlers.shared.months import last_day, months_after
from handlers.shared.workdays import Overrides, add_workdays

ROC_EPOCH = 1911  # 民國 1 年 is 1912
WEEKDAYS = "一二三四五六日"
ASK_BACK = timedelta(days=30)  # a day that passed so recently may be meant as it stands
YEARS_BACK, YEARS_AHEAD = 80, 20  # anything beyond is a slip of the finger
MOST_STEPS = 999  # of 「N天後」
LEAP_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Today:
    """From where a date is counted."""

    on: date
    overrides: Overrides


@dataclass(frozen=True, slots=True)
class Day:
    """What one form says."""

    on: date
    at: time | None = None
    is_limit: bool = False
    ask_back: bool = False


_WEEK = r"(?:週|周|禮拜|星期)"
_BESIDE = (
    rf"(?:{GAP}[(]{_WEEK}?(?P<weekday>[一二三四五六日天])[)]|"
    rf"{GAP}{_WEEK}(?P<weekday2>[一二三四五六日天]))?"
)
_ERA = rf"(?P<era>(?:中華)?民國|西元){GAP}"
_MONTH_AND_DAY = rf"(?P<month>{NUMBER}){GAP}月{GAP}(?P<day>{NUMBER}){GAP}[日號]?"
_SEPARATED = rf"(?P<month2>\d\d?){GAP}[-/.]{GAP}(?P<day2>\d\d?)(?!\d|[-/.]\d)"
FULL = (
    rf"(?<![\d/.-])(?:(?:{_ERA})?(?P<year>\d{{2,4}}){GAP}年{GAP}{_MONTH_AND_DAY}|"
    rf"(?:(?P<era2>(?:中華)?民國|西元){GAP}(?P<year2>\d{{1,4}})|(?P<year3>\d{{3,4}}|\d{{2}}(?=/\d\d/\d\d(?!\d))))"
    rf"{GAP}[-/.]{GAP}{_SEPARATED}){_BESIDE}"
)
MONTH_DAY = (
    rf"(?P<which>[今明去後]年)?{GAP}(?<![\d/.-])(?:{_MONTH_AND_DAY}|"
    rf"(?P<month2>0?[1-9]|1[0-2])/(?P<day2>0?[1-9]|[12]\d|3[01])(?![\d/%]|\.\d)){_BESIDE}"
)
NAMED_MONTH = rf"(?P<which>下下|下|這|本){GAP}個?{GAP}月{GAP}(?P<day>{NUMBER}){GAP}[日號]"
MONTH_END = (
    rf"(?P<month>{NUMBER}){GAP}月底|(?P<which>下|這|本|明|今)?{GAP}個?{GAP}(?P<unit>[月年])底"
)
WEEK = (
    rf"(?<![每各隔一二兩三四五六七八九十\d])(?:(?P<which>下下|下|上上|上|這|本){GAP}一?個?{GAP})?"
    rf"{_WEEK}(?P<weekday>[一二三四五六日天])"
)
AFTER = (
    rf"(?<![\d/月.])(?P<count>\d{{4,6}}|{NUMBER}){GAP}個?{GAP}"
    rf"(?P<unit>工作天|工作日|上班日|上班天|天|日|週|周|禮拜|星期|月){GAP}"
    r"(?P<word>之?後|以後|之?內|以內)"
)
DIGITS = r"(?<!\d)\d{7,8}(?!\d)"


def _year(text: str, era: str | None, today: Today, written: str) -> int:
    count = int(text)
    roc = era in {"民國", "中華民國"} or (era != "西元" and count < ROC_EPOCH)
    year = count + ROC_EPOCH if roc else count
    if not today.on.year - YEARS_BACK <= year <= today.on.year + YEARS_AHEAD:
        shown = f"民國 {count} 年" if roc else f"西元 {count} 年"
        raise BadDateError(f"「{written.strip()[:20]}」的{shown}離現在太遠，可能打錯了", hint=HINT)
    return year


def _date(year: int, month: int, day: int, written: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDateError(f"沒有「{written.strip()[:20]}」這一天", hint=HINT) from None


def _month_and_day(m: re.Match[str]) -> tuple[int, int]:
    return number(m["month"] or m["month2"]), number(m["day"] or m["day2"])


def _full(m: re.Match[str], today: Today) -> Day:
    written_year = m["year"] or m["year2"] or m["year3"]
    year = _year(written_year, m["era"] or m["era2"], today, m[0])
    return Day(_fits_weekday(m, [_date(year, *_month_and_day(m), m[0])]))


def _month_day(m: re.Match[str], today: Today) -> Day:
    month, day = _month_and_day(m)
    _date(LEAP_YEAR, month, day, m[0])  # refuses only what exists in no year
    if m["which"]:
        year = today.on.year + "去今明後".index(m["which"][0]) - 1
        return Day(_fits_weekday(m, [_date(year, month, day, m[0])]))
    near = list(_around(month, day, today.on.year))
    passed = max((on for on in near if on < today.on), default=None)
    recent = passed is not None and today.on - passed <= ASK_BACK
    if m["weekday"] or m["weekday2"]:
        this_year = [on for on in near if on.year == today.on.year]
        due = bool(this_year) and this_year[0] >= today.on and not recent
        return Day(_fits_weekday(m, this_year if due else near))
    if passed is not None and recent:
        return Day(passed, ask_back=True)
    coming = min((on for on in near if on >= today.on), default=None)
    if coming is None:
        raise BadDateError(f"明年沒有「{m[0].strip()[:20]}」這一天", hint=HINT)
    return Day(coming)


def _around(month: int, day: int, year: int) -> Iterator[date]:
    """Go through the day in this year, the next and the last, where it exists."""
    for candidate in (year, year + 1, year - 1):
        try:
            yield date(candidate, month, day)
        except ValueError:
            continue


def _fits_weekday(m: re.Match[str], near: list[date]) -> date:
    """Return the first of `near` that falls on the weekday written beside it, if one is."""
    written = m["weekday"] or m["weekday2"]
    if not written:
        return near[0]
    for on in near:
        if WEEKDAYS[on.weekday()] == written.replace("天", "日"):
            return on
    if not near:
        raise BadDateError(f"沒有「{m[0].strip()[:20]}」這一天", hint=HINT)
    real = f"{near[0].month}/{near[0].day} 是週{WEEKDAYS[near[0].weekday()]}"
    raise BadDateError(f"{real}，不是週{written}", hint="改日期或星期，再送一次")


def _named_month(m: re.Match[str], today: Today) -> Day:
    first = months_after(today.on.replace(day=1), {"下": 1, "下下": 2}.get(m["which"], 0))
    return Day(_date(first.year, first.month, number(m["day"]), m[0]))


def _month_end(m: re.Match[str], today: Today) -> Day:
    if m["month"]:
        end = last_day(_date(today.on.year, number(m["month"]), 1, m[0]))
        return Day(end if end >= today.on else last_day(months_after(end, 12)))
    if m["unit"] == "年":
        return Day(date(today.on.year + (m["which"] in {"明", "下"}), 12, 31))
    return Day(last_day(months_after(today.on.replace(day=1), int(m["which"] == "下"))))


def _week(m: re.Match[str], today: Today) -> Day:
    weekday = WEEKDAYS.index(m["weekday"].replace("天", "日"))
    if m["which"] is None:
        ahead = (weekday - today.on.weekday() - 1) % 7 + 1  # 1 to 7: never today itself
        return Day(today.on + timedelta(days=ahead))
    monday = today.on - timedelta(days=today.on.weekday())
    weeks = {"下下": 2, "下": 1, "上": -1, "上上": -2}.get(m["which"], 0)
    return Day(monday + timedelta(weeks=weeks, days=weekday))


def _near(m: re.Match[str], today: Today) -> Day:
    return Day(today.on + timedelta(days=NEAR_DAYS[m[0]]))


def _after(m: re.Match[str], today: Today) -> Day:
    count, unit = number(m["count"]), m["unit"]
    if count > MOST_STEPS:
        raise BadDateError(f"「{m[0].strip()[:20]}」離現在太遠，可能打錯了", hint=HINT)
    limit = m["word"].endswith("內")
    if unit.startswith(("工作", "上班")):
        return Day(add_workdays(today.on, count, today.overrides), is_limit=limit)
    if unit == "月":
        return Day(months_after(today.on, count), is_limit=limit)
    step = timedelta(days=count) if unit in {"天", "日"} else timedelta(weeks=count)
    return Day(today.on + step, is_limit=limit)


def _lone_hour(m: re.Match[str], today: Today) -> Day:
    return Day(today.on, hour_of(m))


def _digits(m: re.Match[str], today: Today) -> Day:
    text = m[0]
    return Day(_date(_year(text[:-4], None, today, text), int(text[-4:-2]), int(text[-2:]), text))


Form = tuple[re.Pattern[str], Callable[[re.Match[str], Today], Day]]
INSIDE: tuple[Form, ...] = (
    (re.compile(FULL), _full),
    (re.compile(MONTH_DAY), _month_day),
    (re.compile(NAMED_MONTH), _named_month),
    (re.compile(MONTH_END), _month_end),
    (re.compile(WEEK), _week),
    (re.compile(NEAR), _near),
    (re.compile(AFTER), _after),
    (re.compile(LONE_HOUR), _lone_hour),
)
ALONE: tuple[Form, ...] = (*INSIDE, (re.compile(DIGITS), _digits))  # 1150331, 20260331
