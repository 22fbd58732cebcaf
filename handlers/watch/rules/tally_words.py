"""「首長信箱 健保卡 12/1 12 件」 read: what is counted, on which days, how many. Pure.

Counts are of the past: 「12/31」 typed in January is last year's. Without a day it is today's.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.errors import UserError
from handlers.shared.day_words import NUMBER, number
from handlers.shared.roc_date import FoundDate, find_dates, roc_number, without_dates
from handlers.watch.errors import FutureCountError, UnreadableCountError

CHANNELS = {
    "首長信箱": "首長信箱",
    "部長信箱": "首長信箱",
    "署長信箱": "首長信箱",
    "局長信箱": "首長信箱",
    "院長信箱": "首長信箱",
    "主委信箱": "首長信箱",
    "市長信箱": "首長信箱",
    "縣長信箱": "首長信箱",
    "民意信箱": "首長信箱",
    "意見信箱": "首長信箱",
    "1999專線": "1999",
    "1999": "1999",
    "客服專線": "客服專線",
    "服務專線": "客服專線",
    "免付費專線": "客服專線",
}
UNITS = {"首長信箱": "件"}  # all others are calls
CALLS = "通"
MOST = 999_999
LONGEST_TOPIC = 20  # characters
LONG_AGO = timedelta(days=180)  # a day without its year is of the last half year
MOST_DAYS = 31  # in one count
MOST_ROWS = 60  # in one message
CHANNEL = re.compile("|".join(map(re.escape, CHANNELS)))
UNIT = "[件通則封次個]"
COUNT = re.compile(
    rf"(?:共|有|收到|接到|來了|為|成|:)?\s*(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,6}}|{NUMBER})"
    rf"\s*{UNIT}?\s*$"
)
INSIDE = re.compile(rf"(?:共|有|收到|接到|來了)?\s*(?P<count>\d{{1,6}})\s*{UNIT}(?:的|關於)?")
WEEKDAY = re.compile(r"^(?:週|周|禮拜|星期)")
WEEK = re.compile(r"(?P<which>上上|上|這|本)個?(?:週|周|禮拜|星期)(?![一二三四五六日天\d])")
WEEKS_BACK = {"上上": 2, "上": 1}
ASKED = r"(?:請|麻煩)?(?:幫我|幫忙)(?:補?記|登記|輸入)?(?:一下)?|補記|(?:登)?記一下|記(?=\s)"
FILLER = re.compile(
    rf"^(?:{ASKED}|的|有|收到|接到|關於|在|:|,)+"
    r"|(?:的|有|收到|接到|共|總共|更正|修正|應|是|為|成|改|:|,)+$"
)
SLIP = re.compile(r"(?:打|記|寫|key)錯|錯了|不對")  # a word about a count, and no topic
SOON = re.compile(r"最近|這幾天|昨天|今天|[這本上]週|目前")
YEAR = re.compile(r"\d{3,4}\s*[/年.-]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One count as it was typed."""

    channel: str
    topic: str
    first_on: date
    last_on: date
    count: int

    @property
    def unit(self) -> str:
        """「件」 or 「通」."""
        return unit_of(self.channel)


def unit_of(channel: str) -> str:
    """Return what is counted of a channel."""
    return UNITS.get(channel, CALLS)


def read_count(text: str, *, today: date, like: Counted | None = None) -> Counted:
    """Read one count. What is missing is taken from `like`, a head line or the line before.

    Raises UnreadableCountError, FutureCountError, BadDateError.
    """
    plain = _plain(text)
    named, rest = _channel(plain)
    channel = named or (like.channel if like else "")
    counted = COUNT.search(rest) or INSIDE.search(rest)
    if not channel or counted is None:
        raise UnreadableCountError(text)
    days, rest = _days(f"{rest[: counted.start()]} {rest[counted.end() :]}", today)
    topic = _topic(rest) or (like.topic if like else "")
    if not topic or len(topic) > LONGEST_TOPIC or SLIP.search(topic):
        raise UnreadableCountError(text)
    return judged(
        Counted(
            channel=channel,
            topic=topic,
            first_on=days[0] if days else today,
            last_on=days[1] if days else today,
            count=_number(counted["count"]),
        ),
        text,
        today,
    )


def read_place(text: str, *, today: date) -> Counted:
    """Read 「首長信箱 健保卡 12/1」, without a number. Raises as `read_count` does."""
    channel, rest = _channel(_plain(text))
    days, rest = _days(rest, today)
    topic = _topic(rest)
    if not channel or not topic or days is None:
        raise UnreadableCountError(text)
    first, last = days
    return Counted(channel=channel, topic=topic, first_on=first, last_on=last, count=0)


def read_lines(text: str, *, today: date) -> tuple[list[Counted], list[str]]:
    """Read a pasted table, one count a line, under a head line or not; return what failed too."""
    found: list[Counted] = []
    failed: list[str] = []
    like = _head("", today)
    for line in _lines(text):
        channel, rest = _channel(_plain(line))
        if COUNT.search(rest) is None:
            like = replace(like, channel=channel or like.channel, topic=_topic(rest) or like.topic)
            continue
        try:
            one = read_count(line, today=today, like=like)
        except UserError:
            failed.append(line[:20])
        else:
            found.append(one)
    return found[:MOST_ROWS], failed


def read_wanted(text: str) -> tuple[str, str]:
    """Read which series somebody wants to see: channel and topic, either may be ""."""
    channel, rest = _channel(_plain(text))
    return channel, _topic(SOON.sub(" ", rest))


def channel_of(text: str) -> str:
    """Return the channel that a cell names; "" for none."""
    return _channel(_plain(text))[0]


def read_days(text: str, *, today: date) -> tuple[date, date]:
    """Read a cell that holds a day, or days from-to. Raises UnreadableCountError, BadDateError."""
    days, rest = _days(_plain(text), today)
    if days is None or rest.strip():
        raise UnreadableCountError(text)
    return days


def shown_line(one: Counted) -> str:
    """Write a count so that it is read again: 「首長信箱 健保卡 115/12/01」."""
    days = roc_number(one.first_on)
    if one.last_on != one.first_on:
        days = f"{days}-{roc_number(one.last_on)}"
    return f"{one.channel} {one.topic} {days}"


def _head(channel: str, today: date) -> Counted:
    return Counted(channel=channel, topic="", first_on=today, last_on=today, count=0)


def _lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if line.strip():
            yield re.sub(r"[\t,|、;]+", " ", line).strip()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _channel(text: str) -> tuple[str, str]:
    match = CHANNEL.search(text)
    if match is None:
        return "", text
    return CHANNELS[match[0]], f"{text[: match.start()]} {text[match.end() :]}".strip()


def _number(written: str) -> int:
    digits = written.replace(",", "")
    return int(digits) if digits.isdecimal() else number(digits)


def _topic(text: str) -> str:
    topic = " ".join(text.split()).strip("「」()（）:,，。-~ ")
    while (shorter := FILLER.sub("", topic).strip()) != topic:
        topic = shorter
    return topic


def _days(text: str, today: date) -> tuple[tuple[date, date] | None, str]:
    week = WEEK.search(text)
    if week is not None:
        back = WEEKS_BACK.get(week["which"], 0)
        monday = today - timedelta(days=today.weekday() + 7 * back)
        sunday = min(monday + timedelta(days=6), today)
        return (monday, sunday), f"{text[: week.start()]} {text[week.end() :]}"
    found = find_dates(text, today=today)
    if not found:
        return None, text
    first = found[0]
    days = _past(first, text, today)
    return days, without_dates(text, found[:1])


def _past(found: FoundDate, text: str, today: date) -> tuple[date, date]:
    """Return the days that are meant: a day of the year that is still to come was last year's."""
    first, last = found.on, found.until_on or found.on
    written = text[found.start : found.end]
    if first <= today or YEAR.search(written) is not None:
        return first, last
    if WEEKDAY.match(written):
        return first - timedelta(days=7), last - timedelta(days=7)
    shift = timedelta(days=366 if (first - timedelta(days=366)).day == first.day else 365)
    if today - (first - shift) > LONG_AGO:
        return first, last  # a slip of the finger rather than last year's
    return first - shift, last - shift


def judged(one: Counted, text: str, today: date) -> Counted:
    """Return a count that may be. Raises UnreadableCountError, FutureCountError."""
    days = (one.last_on - one.first_on).days + 1
    if one.last_on > today:
        raise FutureCountError(one.last_on)
    if not 0 <= one.count <= MOST or not 1 <= days <= MOST_DAYS:
        raise UnreadableCountError(text)
    return one
