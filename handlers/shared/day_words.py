"""Small words of time: Chinese numerals, parts of the day, 今天 and its neighbours."""

import re
from datetime import time

from handlers.shared.date_values import HINT, BadDateError

GAP = r"\s{0,3}"  # bounded: long runs of blanks would take forever
ONES = "一二兩三四五六七八九"
# 「三五」 (three to five) is no number, so one digit stands alone.
NUMBER = rf"(?:\d{{1,3}}|[二三四五六七八九]?十[{ONES}]?|[{ONES}](?![{ONES}十百千]))"
ALONE_BEFORE = rf"(?<![\d{ONES}十百千零])"  # nothing that would belong to the number
WEEK = r"(?:週|周|禮拜|星期)"
WEEKDAY = r"(?:[一二三四五六日天]|[1-7](?![\d次個件場人天月年/:.點時]))"
WORKDAYS = r"工作天|工作日|上班日|上班天"
NEAR_DAYS = {
    "大後天": 3,
    "後天": 2,
    "明天": 1,
    "明日": 1,
    "明": 1,
    "今天": 0,
    "今日": 0,
    "今": 0,
    "昨天": -1,
    "昨日": -1,
    "昨": -1,
    "前天": -2,
    "大前天": -3,
}
# 「明後天」 is two days, 「當前天氣」 none.
NEAR = (
    r"(?<![大今明當])(?:大後天|後天(?![性然])|[今明昨][天日]|大前天|前天(?!氣)|[今明昨](?=[早晚]))"
)
LIMIT = rf"{GAP}(?:之前|以前|前(?![往進提述後端線年天面一者台瞻鎮瞻期任])|為?止(?=$|[\s，,。；;)]))"
HOURS = {
    "凌晨": 0,
    "清晨": 6,
    "一早": 9,
    "早上": 9,
    "早": 9,
    "上午": 9,
    "中午": 12,
    "下午": 14,
    "傍晚": 17,
    "下班": 17,
    "晚上": 19,
    "晚": 19,
}
_ENGLISH_PARTS = {"a": "凌晨", "A": "凌晨", "p": "下午", "P": "下午"}
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚"})
_PART = (
    r"凌晨|清晨|一早|早上|早(?![點一])|上午|中午|下午|傍晚|晚上|晚(?!點)|"
    rf"下班(?={LIMIT}|時|{GAP}(?:$|[，,。；;]))"
)
_SPAN = rf"{GAP}[-~至到]{GAP}{NUMBER}{GAP}[點時]"  # 「2-4點」: the 2 is an hour, too
_CLOCK = (
    rf"(?P<h>{NUMBER}){GAP}"
    rf"(?::(?P<m>\d{{2}})(?!\d)|[點時](?!間)(?:(?P<half>半)|(?P<cm>{NUMBER})分?)?整?|(?={_SPAN}))"
)
# 「12/17 1430」; 「12/17 1430 人」 is no hour.
_FOUR = r"(?<=\s)(?P<h4>[01]\d|2[0-3])(?P<m4>[0-5]\d)(?!\d|\s{0,3}[人件個名元次份則票年篇頁號])"
_ENGLISH = r"(?P<h5>\d{1,2})(?::(?P<m5>\d{2}))?\s?(?P<half_day>[aApP])\.?[mM](?![a-zA-Z])"
HOUR = re.compile(rf"{GAP}(?P<part>{_PART})?{GAP}(?:{_ENGLISH}|{_CLOCK}|{_FOUR})?")
# 「週一或週二」, 「下午兩三點」: more than one is meant.
RIVAL = re.compile(rf"{GAP}(?:或|還是|(?:{_PART})?{GAP}[{ONES}]{{2}}點)")
LONE_HOUR = (
    rf"(?<![日號])(?:(?P<part>{_PART}){GAP}{_CLOCK}|"
    rf"(?<!\d)(?P<h2>\d{{1,2}}):(?P<m2>\d{{2}})(?!\d)|(?P<until>中午|下午|下班)(?={LIMIT}))"
)
# 「三點半」 by itself; inside a sentence only as a word apart, for 「三點」 are also three points.
HOUR_APART = (
    rf"(?:(?<![^\s，,我])(?P<h3>{NUMBER}){GAP}[點時](?:(?P<half>半)|(?P<cm>{NUMBER})分?)?整?"
    rf"(?=$|[\s，,。]|{LIMIT})|^(?P<until>下班)$)"
)
_LAST_OFFICE_HOUR = 6  # a bare 「3點」 is 15:00: offices are closed before dawn
_NOON = 12
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"兩": 2}


def number(text: str) -> int:
    """Read a small number: 「12」, 「十二」, 「二十一」, 「兩」."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[c]) for c in text))
    return (_DIGITS.get(tens, 1) * 10) + _DIGITS.get(ones, 0)


def hour_of(match: re.Match[str]) -> time | None:
    """Read what `HOUR`, `LONE_HOUR` or `HOUR_APART` matched; None when it names no hour.

    Raises BadDateError for an hour that no clock shows.
    """
    found = match.groupdict()
    part = _first(found, "part", "until") or _ENGLISH_PARTS.get(found.get("half_day") or "")
    written = _first(found, "h", "h2", "h3", "h4", "h5")
    if written is None:
        return time(HOURS[part]) if part else None
    hour = _hour(number(written), part, exact=bool(_first(found, "m", "h2", "h4")))
    minute = 30 if found.get("half") else int(_first(found, "m", "m2", "m4", "m5") or 0)
    minute = number(found["cm"]) if found.get("cm") else minute
    if (hour, minute) == (24, 0):
        return time(23, 59)
    try:
        return time(hour, minute)
    except ValueError:
        raise BadDateError(f"沒有「{match[0].strip()[:12]}」這個時間", hint=HINT) from None


def _first(found: dict[str, str | None], *names: str) -> str | None:
    return next((value for name in names if (value := found.get(name))), None)


def _hour(hour: int, part: str | None, *, exact: bool) -> int:
    """Move an hour into its part of the day: 「下午3點」 is 15."""
    if part in _AFTERNOON:
        midnight = hour == _NOON and part in {"晚上", "晚"}
        return 24 if midnight else hour + _NOON * (hour < _NOON)
    if part == "中午":
        return hour + _NOON * (hour < _LAST_OFFICE_HOUR)
    if part == "凌晨":
        return hour % _NOON
    office = part is None and not exact and 1 <= hour <= _LAST_OFFICE_HOUR
    return hour + _NOON * office
