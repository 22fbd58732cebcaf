"""Days counted from another: 「下週五」, 「明天」, 「5個工作天後」, 「會前一週」.

Read `handlers/shared/roc_date.py` first: it says what the forms mean.
"""

import re
from datetime import timedelta

from handlers.shared.date_values import HINT, BadDateError, Day, Form, Today, weekday_index
from handlers.shared.day_words import (
    ALONE_BEFORE,
    GAP,
    HOUR_APART,
    LONE_HOUR,
    NEAR,
    NEAR_DAYS,
    NUMBER,
    WEEK,
    WEEKDAY,
    WORKDAYS,
    hour_of,
    number,
)
from handlers.shared.months import months_after
from handlers.shared.workdays import add_workdays, subtract_workdays

MOST_STEPS = 999  # of 「N天後」
MOST_YEARS = 20
IN_WEEK = (
    rf"(?<![每各隔上下個个一二兩三四五六七八九十\d])"
    rf"(?:(?P<which>下下|下|上上|上|這|本){GAP}一?[個个]?{GAP})?{WEEK}{GAP}(?P<weekday>{WEEKDAY})"
)
_UNIT = rf"(?P<unit>{WORKDAYS}|天|日|週|周|禮拜|星期|月"
AFTER = (
    rf"{ALONE_BEFORE}(?<![/月.半前後])(?<![前後] )(?:(?P<count>\d{{4,6}}|{NUMBER}){GAP}個?{GAP}"
    rf"{_UNIT}|年(?={GAP}(?:之?後|以後)))|(?P<half>半年(?={GAP}(?:之?後|以後)))){GAP}"
    r"(?P<word>之?後|以後|之?內|以內)"
)
EVENT_WORDS = r"協作會議|會議|開會|會|截止|到期|期限"
BESIDE_EVENT = (
    rf"(?:{EVENT_WORDS}){GAP}(?:(?P<side>[前後]){GAP}(?P<count>{NUMBER}){GAP}個?{GAP}{_UNIT})"
    r"內?(?![前後])|(?:當天|當日))"
)


def _in_week(m: re.Match[str], today: Today) -> Day:
    weekday = weekday_index(m["weekday"])
    if m["which"] is None:
        ahead = (weekday - today.on.weekday() - 1) % 7 + 1  # 1 to 7: never today itself
        return Day(today.on + timedelta(days=ahead))
    monday = today.on - timedelta(days=today.on.weekday())
    weeks = {"下下": 2, "下": 1, "上": -1, "上上": -2}.get(m["which"], 0)
    return Day(monday + timedelta(weeks=weeks, days=weekday))


def _near(m: re.Match[str], today: Today) -> Day:
    return Day(today.on + timedelta(days=NEAR_DAYS[m[0]]))


def _after(m: re.Match[str], today: Today) -> Day:
    count, unit = (6, "月") if m["half"] else (number(m["count"]), m["unit"] or "年")
    if count > (MOST_YEARS if unit == "年" else MOST_STEPS):
        raise BadDateError(f"「{m[0].strip()[:20]}」離現在太遠，可能打錯了", hint=HINT)
    moved = _moved(today, count, unit)
    return Day(moved.on, is_limit=m["word"].endswith("內"))


def _moved(start: Today, count: int, unit: str) -> Day:
    """Move by so many units; back when `count` is negative."""
    if unit in WORKDAYS.split("|"):
        move = add_workdays if count >= 0 else subtract_workdays
        return Day(move(start.on, abs(count), start.overrides))
    if unit in {"月", "年"}:
        return Day(months_after(start.on, count * (12 if unit == "年" else 1)))
    return Day(start.on + timedelta(days=count * (1 if unit in {"天", "日"} else 7)))


def _beside_event(m: re.Match[str], today: Today) -> Day:
    if today.event_on is None:
        raise BadDateError(
            f"「{m[0].strip()[:20]}」要從哪一天算？", hint="請直接寫日期，例如 12/17"
        )
    if m["side"] is None:
        return Day(today.event_on)
    count = number(m["count"]) * (-1 if m["side"] == "前" else 1)
    return _moved(Today(today.event_on, today.overrides), count, m["unit"])


def _lone_hour(m: re.Match[str], today: Today) -> Day:
    return Day(today.on, hour_of(m))


STEPS: tuple[Form, ...] = (
    (re.compile(IN_WEEK), _in_week),
    (re.compile(NEAR), _near),
    (re.compile(AFTER), _after),
    (re.compile(LONE_HOUR), _lone_hour),
    (re.compile(HOUR_APART), _lone_hour),
)
BESIDE: Form = (re.compile(BESIDE_EVENT), _beside_event)
