"""How long a notice lasts, as notices and officers write it. Pure.

「2/1 到 4/2」, 「115年2月1日至115年4月2日止」, 「公告翌日起60日內」, 「自公告日起14日」, 「60天」.
A last day that is written out is the notice's own and wins over a number of days. Counted days
leave the first day out (行政程序法 48: 始日不計算在內), unless they run 「當日起」 or 「即日起」;
a last day on a weekend stays where it is. A day without a year is the one nearest to today, and
of a period's end the first one after its beginning.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from handlers.notices.errors import BadPeriodError
from handlers.shared.date_values import ROC_EPOCH
from handlers.shared.months import months_after

LINE_LIMIT = 4000  # characters that are read
LONGEST = timedelta(days=1100)
HALF_A_YEAR = timedelta(days=184)  # a longer notice says its years
FIRST_AD_YEAR = 1900
MOST_COUNT = 1000
YEARS = range(1990, 2101)
_DAY = (
    r"(?<![\d/])(?:(?:中華民國|民國|西元)?\s?"
    r"(?:(?P<{0}y>\d{{2,4}})\s?年\s?|(?P<{0}z>\d{{3,4}})\s?[/.\-]\s?(?=\d{{1,2}}[/.\-]\d)))?"
    r"(?P<{0}m>\d{{1,2}})\s?[月/.\-]\s?(?P<{0}d>\d{{1,2}})(?!\d)\s?[日號]?"
    r"(?:\s?\((?:星期|週)?[一二三四五六日]\))?"
)
_ONES = "一二三四五六七八九"
_TENS = rf"[{_ONES}]?十[{_ONES}]?"
_N = rf"(?P<n>\d{{1,4}}|[{_ONES}]百(?:零?[{_ONES}]|{_TENS})?|{_TENS}|[{_ONES}兩])"
_TO = r"\s{0,2}(?:起\s{0,2})?(?:至|到|迄|~|-|–|—)\s{0,2}"
_RANGE = re.compile(_DAY.format("a") + _TO + _DAY.format("b") + r"(?:\s?止)?")
_UNTIL = re.compile(
    r"(?:截止(?:日期?|時間)?|期滿日?|(?:預告)?期限|結束日?|(?:延長?|改)?(?:至|到))\s?[:為]?\s?"
    + _DAY.format("b")
    + r"(?:\s?(?:止|截止|以?前))?"
)
_BY = re.compile(_DAY.format("b") + r"\s?(?:止|截止|期滿|以?前)")
_PUBLISHED = re.compile(
    r"(?:公告|刊登|發布|公布|公報|發文|預告)(?:日期?|公報日期?)?[\s:為於在]{0,3}" + _DAY.format("a")
)
_PUBLISHED_AFTER = re.compile(_DAY.format("a") + r"\s?(?:公告|刊登|發布|起)")
_ALONE = re.compile(
    r"^[^\S\n]*(?:發文日期\s?:)?[^\S\n]*" + _DAY.format("a") + r"\s*?$", re.MULTILINE
)
_UNIT = r"\s?(?P<unit>日|天|個月)"
_COUNTED = re.compile(
    r"(?:自|從|於)?\s?(?:本)?(?:公告|刊登|公報|發布|公布|預告)*\s?之?"
    r"(?P<start>翌日|隔日|次日|當日|即日|之?日)\s?起(?:算)?\s?(?:至|計)?\s?"
    + _N
    + _UNIT
    + r"(?:之?內|止)?"
)
_LENGTH = re.compile(
    r"(?:(?:預告)?期間|為期|預告|公告|共)?\s?:?\s?(?<![\d月/.\-年第前後剩有])"
    + _N
    + _UNIT
    + r"(?![前後])內?"
)
_WITH_FIRST = frozenset({"當日", "即日"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """What a text says. `spans` are where it says so, in the text as `plain` makes it."""

    published_on: date | None = None
    ends_on: date | None = None
    stated_days: int | None = None  # calendar days, where the notice counts them
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it says when the notice ends."""
        return self.ends_on is not None


def plain(text: str) -> str:
    """Return a text in half width; what a period is read from."""
    return unicodedata.normalize("NFKC", text[:LINE_LIMIT])


def read_period(text: str, *, today: date, published_on: date | None = None) -> Period:
    """Read what a `plain` text says of a notice's time; the gazette's own day comes first.

    Counted days without a day of notice count from `today`. Raises BadPeriodError for a period
    that ends before it begins, or lasts for years.
    """
    reader = _Reader(text, today)
    said = reader.published()
    base = published_on or (said[0] if said else None)
    whole = reader.whole()
    if whole is not None:
        first, last, span = whole
        return _checked(base or first, last, None, (span, *_spans(said)))
    ending = reader.ending(base or today)
    counted = reader.counted()
    days = counted.days if counted is not None else None
    if ending is not None:
        stated = (counted.span,) if counted is not None else ()
        return _checked(base, ending[0], days, (ending[1], *stated, *_spans(said)))
    if counted is not None:
        start = base or today
        return _checked(start, counted.after(start), days, (counted.span, *_spans(said)))
    return Period(published_on=base, spans=_spans(said))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number of days or months, from the day of notice on."""

    count: int
    in_months: bool
    with_first: bool
    span: tuple[int, int]

    @property
    def days(self) -> int | None:
        return None if self.in_months else self.count

    def after(self, start: date) -> date:
        if self.in_months:
            return months_after(start, self.count)
        return start + timedelta(days=self.count - self.with_first)


class _Reader:
    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._today = today

    def published(self) -> tuple[date, tuple[int, int]] | None:
        """Return the day of notice that the text names."""
        for pattern in (_PUBLISHED, _PUBLISHED_AFTER):
            for match in pattern.finditer(self._text):
                if (on := _near(match, "a", self._today)) is not None:
                    return on, match.span()
        for match in _ALONE.finditer(self._text):
            on = _near(match, "a", self._today) if match["ay"] or match["az"] else None
            if on is not None:
                return on, match.span()
        return None

    def whole(self) -> tuple[date, date, tuple[int, int]] | None:
        """Return a beginning and an end that are both written out."""
        for match in _RANGE.finditer(self._text):
            first = _near(match, "a", self._today)
            last = _after(match, "b", first) if first is not None else None
            if first is not None and last is not None:
                return first, last, match.span()
        return None

    def ending(self, since: date) -> tuple[date, tuple[int, int]] | None:
        """Return an end that is written out alone."""
        for pattern in (_UNTIL, _BY):
            for match in pattern.finditer(self._text):
                if (on := _after(match, "b", since)) is not None:
                    return on, match.span()
        return None

    def counted(self) -> _Counted | None:
        """Return how many days or months it lasts."""
        for match in self._counts():
            count = _number(match["n"])
            if 0 < count <= MOST_COUNT:
                start = match.groupdict().get("start") or ""
                in_months = match["unit"] == "個月"
                return _Counted(count, in_months, start in _WITH_FIRST, match.span())
        return None

    def _counts(self) -> Iterator[re.Match[str]]:
        yield from _COUNTED.finditer(self._text)
        yield from _LENGTH.finditer(self._text)


def _spans(said: tuple[date, tuple[int, int]] | None) -> tuple[tuple[int, int], ...]:
    return (said[1],) if said is not None else ()


def _checked(
    first: date | None, last: date, days: int | None, spans: tuple[tuple[int, int], ...]
) -> Period:
    if first is not None and not first <= last <= first + LONGEST:
        raise BadPeriodError(first, last)
    return Period(published_on=first, ends_on=last, stated_days=days, spans=spans)


def _near(match: re.Match[str], part: str, today: date) -> date | None:
    """Read a day; without a year the one nearest to today."""
    written = _year(match, part)
    years = (written,) if written is not None else (today.year, today.year - 1, today.year + 1)
    days = [on for year in years if (on := _day(match, part, year)) is not None]
    return min(days, key=lambda on: abs(on - today), default=None)


def _after(match: re.Match[str], part: str, first: date) -> date | None:
    """Read a day; without a year the first that is not before another, if that is near."""
    written = _year(match, part)
    if written is not None:
        return _day(match, part, written)
    same, following = (_day(match, part, first.year + step) for step in (0, 1))
    if same is not None and same >= first:
        return same
    over_new_year = following is not None and following - first <= HALF_A_YEAR
    return following if over_new_year else same


def _year(match: re.Match[str], part: str) -> int | None:
    written = match[f"{part}y"] or match[f"{part}z"]
    if not written:
        return None
    year = int(written)
    return year if year >= FIRST_AD_YEAR else year + ROC_EPOCH


def _day(match: re.Match[str], part: str, year: int) -> date | None:
    try:
        return date(year, int(match[f"{part}m"]), int(match[f"{part}d"])) if year in YEARS else None
    except ValueError:
        return None


def _number(written: str) -> int:
    """Read 「60」, 「六十」, 「一百二十」."""
    if written.isdecimal():
        return int(written)
    hundreds, _, rest = written.rpartition("百")
    tens, ten, ones = rest.strip("零").rpartition("十")
    value = (_digit(hundreds) if hundreds else 0) * 100
    if ten:
        value += (_digit(tens) if tens else 1) * 10
    return value + (_digit(ones) if ones else 0)


def _digit(written: str) -> int:
    return 2 if written == "兩" else _ONES.index(written) + 1
