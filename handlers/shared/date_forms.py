"""The forms in which officers write a day of the calendar, each a pattern and how it is read.

Read `handlers/shared/roc_date.py` first: it says what the forms mean.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from handlers.shared.date_values import (
    HINT,
    ROC_EPOCH,
    WEEKDAYS,
    BadDateError,
    Day,
    Form,
    Today,
    a_date,
)
from handlers.shared.day_steps import STEPS
from handlers.shared.day_words import ALONE_BEFORE, GAP, LIMIT, NUMBER, ONES, WEEK, number
from handlers.shared.months import last_day, months_after

ASK_BACK = timedelta(days=30)  # a day that passed so recently may be meant as it stands
YEARS_BACK, YEARS_AHEAD = 80, 20  # anything beyond is a slip of the finger
LEAP_YEAR = 2000
MONTHS_OFF = {"上上": -2, "上": -1, "下": 1, "下下": 2}

_BESIDE = (
    rf"(?:{GAP}[(]{WEEK}?(?P<weekday>[一二三四五六日天])[)]|"
    rf"{GAP}{WEEK}(?P<weekday2>[一二三四五六日天])|"
    rf"(?P<weekday3>[一二三四五六日])(?=$|[\s，,])|{GAP}(?P<weekday4>[一二三四五六日])$)?"
)
_ERA = rf"(?P<era>(?:中華)?民國|西元){GAP}"
# 「一一五年」, 「一百一十五年」: years in Chinese numerals
_YEAR_IN_WORDS = (
    rf"(?<![{ONES}十百零〇○])(?:[{ONES}零〇○]{{2,4}}|一百(?:零[{ONES}]|[{ONES}]?十?[{ONES}]?))"
)
_MONTH = rf"(?<!農曆)(?<!舊曆)(?<!陰曆)(?P<month>{NUMBER}|元)"
_MONTH_AND_DAY = rf"{_MONTH}{GAP}月{GAP}(?P<day>{NUMBER}){GAP}[日號]?"
# What follows may be a range's other end, 115/12/08-115/12/10, but no more of a longer number.
_SEPARATED = rf"(?P<month2>\d\d?){GAP}[-/.]{GAP}(?P<day2>\d\d?)(?!\d|[/.]\d|-\d+(?![\d/.]))"
FULL = (
    rf"(?<![\d/.-])(?:(?:{_ERA})?(?P<year>\d{{2,4}}|{_YEAR_IN_WORDS}){GAP}年{GAP}{_MONTH_AND_DAY}|"
    rf"(?:(?P<era2>(?:中華)?民國|西元){GAP}(?P<year2>\d{{1,4}})|(?P<year3>\d{{3,4}}|\d{{2}}(?=/\d\d/\d\d(?!\d))))"
    rf"{GAP}[-/.]{GAP}{_SEPARATED}){_BESIDE}"
)
MONTH_DAY = (
    rf"(?P<which>[今明去後]年)?{GAP}(?<![\d/.-])(?:{ALONE_BEFORE}{_MONTH_AND_DAY}|"
    rf"(?P<month2>0?[1-9]|1[0-2])/(?P<day2>0?[1-9]|[12]\d|3[01])(?![\d/%]|\.\d)){_BESIDE}"
)
MONTH_DAY_ALONE = (
    rf"(?P<which>[今明去後]年)?^(?P<month>0?[1-9]|1[0-2])(?P<month2>[.-])"
    rf"(?P<day>0?[1-9]|[12]\d|3[01])(?P<day2>(?![\d/%.-])){_BESIDE}"
)
NAMED_MONTH = (
    rf"(?<![上下])(?P<which>上上|上|下下|下|這|本){GAP}個?{GAP}月{GAP}(?P<day>{NUMBER}){GAP}[日號]"
)
MONTH_END = (
    rf"(?P<year>[今明去後]年)?{GAP}{ALONE_BEFORE}{_MONTH}{GAP}月底|"
    rf"(?<![上下])(?P<which>上|下下|下|這|本|明|今|去){GAP}個?{GAP}(?:月(?=月))?(?P<unit>[月年季])底|"
    r"(?<![每上下這本明今去個各逐學計期\d一二兩三四五六七八九十元])(?P<unit2>[月年季])底"
)
# A day of the month alone, as a word of its own: 「20號」. 「3日前」 may also be three days ago.
BARE_DAY = (
    rf"(?<![^\s，,。；;、:：於在到至我醒限])(?P<day>{NUMBER})"
    rf"(?:號|日(?!{LIMIT})|(?<=\d\d)日(?={LIMIT}))"
    rf"(?=$|[\s，,。；;、(]|{LIMIT}|早|上午|中午|下午|下班|傍晚|晚|\d|[-~至到]|開|要|寄|回|給|"
    r"交(?!流)|會(?!議室))"
)
DIGITS = r"(?<!\d)\d{7,8}(?!\d)"
DIGITS_APART = (
    r"(?<![\dA-Za-z號第.#/-])(?:1[0-3]\d|20[2-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"(?![\dA-Za-z號./-])"
)


def _year(text: str, era: str | None, today: Today, written: str) -> int:
    count = int(text) if text.isdecimal() else _year_in_words(text)
    roc = era in {"民國", "中華民國"} or (era != "西元" and count < ROC_EPOCH)
    year = count + ROC_EPOCH if roc else count
    if not today.on.year - YEARS_BACK <= year <= today.on.year + YEARS_AHEAD:
        shown = f"民國 {count} 年" if roc else f"西元 {count} 年"
        raise BadDateError(f"「{written.strip()[:20]}」的{shown}離現在太遠，可能打錯了", hint=HINT)
    return year


def _year_in_words(text: str) -> int:
    """Read 「一一五」, 「二〇二六」, 「一百一十五」."""
    hundreds, hundred, rest = text.replace("〇", "零").replace("○", "零").partition("百")
    if hundred:
        return number(hundreds) * 100 + (number(rest.strip("零")) if rest.strip("零") else 0)
    return int("".join("0" if c == "零" else str(number(c)) for c in hundreds))


def _month_of(text: str) -> int:
    return 1 if text == "元" else number(text)


def _month_and_day(m: re.Match[str]) -> tuple[int, int]:
    return _month_of(m["month"] or m["month2"]), number(m["day"] or m["day2"])


def _full(m: re.Match[str], today: Today) -> Day:
    written_year = m["year"] or m["year2"] or m["year3"]
    year = _year(written_year, m["era"] or m["era2"], today, m[0])
    return Day(_fits_weekday(m, [a_date(year, *_month_and_day(m), m[0])]))


def _month_day(m: re.Match[str], today: Today) -> Day:
    month, day = _month_and_day(m)
    a_date(LEAP_YEAR, month, day, m[0])  # refuses only what exists in no year
    if m["which"]:
        year = today.on.year + _years_off(m["which"])
        return Day(_fits_weekday(m, [a_date(year, month, day, m[0])]))
    near = list(_around(month, day, today.on.year))
    passed = max((on for on in near if on < today.on), default=None)
    recent = passed is not None and today.on - passed <= ASK_BACK
    if _beside(m):
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


def _beside(m: re.Match[str]) -> str | None:
    """Return the weekday written beside a date."""
    return m["weekday"] or m["weekday2"] or m["weekday3"] or m["weekday4"]


def _fits_weekday(m: re.Match[str], near: list[date]) -> date:
    """Return the first of `near` that falls on the weekday written beside it, if one is."""
    written = _beside(m)
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
    first = months_after(today.on.replace(day=1), MONTHS_OFF.get(m["which"], 0))
    return Day(a_date(first.year, first.month, number(m["day"]), m[0]))


def _bare_day(m: re.Match[str], today: Today) -> Day:
    on = a_date(today.on.year, today.on.month, number(m["day"]), m[0])
    return Day(on, ask_back=on < today.on)


def _month_end(m: re.Match[str], today: Today) -> Day:
    if m["month"]:
        end = last_day(a_date(today.on.year, _month_of(m["month"]), 1, m[0]))
        if m["year"]:
            return Day(last_day(months_after(end, 12 * _years_off(m["year"]))))
        return Day(end if end >= today.on else last_day(months_after(end, 12)))
    unit, off = m["unit"] or m["unit2"], MONTHS_OFF.get(m["which"] or "", 0)
    if unit == "年":
        named = {"明": 1, "去": -1}.get(m["which"] or "", off)
        return Day(date(today.on.year + named, 12, 31))
    first = today.on.replace(day=1)
    if unit == "季":
        first = months_after(first.replace(month=(first.month - 1) // 3 * 3 + 3), off * 3)
        return Day(last_day(first))
    return Day(last_day(months_after(first, off)))


def _years_off(which: str) -> int:
    """Return how many years 「明年」 is ahead."""
    return "去今明後".index(which[0]) - 1


def _digits(m: re.Match[str], today: Today) -> Day:
    text = m[0]
    return Day(a_date(_year(text[:-4], None, today, text), int(text[-4:-2]), int(text[-2:]), text))


INSIDE: tuple[Form, ...] = (
    (re.compile(FULL), _full),
    (re.compile(MONTH_DAY), _month_day),
    (re.compile(NAMED_MONTH), _named_month),
    (re.compile(MONTH_END), _month_end),
    (re.compile(BARE_DAY), _bare_day),
    (re.compile(DIGITS_APART), _digits),
    *STEPS,
)
# 1150331, 20260331, 12-17, 12.17: a number in a sentence, a date by itself.
ALONE: tuple[Form, ...] = (
    *INSIDE,
    (re.compile(DIGITS), _digits),
    (re.compile(MONTH_DAY_ALONE), _month_day),
)
