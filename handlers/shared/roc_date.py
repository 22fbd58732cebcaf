"""Dates as officers type and read them: years of the Republic (民國), weekdays, 「下週五前」.

Rules of reading: weeks begin on Monday; 下週五 is next week's, a bare 週五 the next one after
today; 月底 is the month's last calendar day; a month and day that passed within the last 30 days
is asked back, an older one means next year, and a weekday written beside it decides; 早上 09:00,
中午 12:00, 下午 14:00, 下班前 17:00, 晚上 19:00; 「N個工作天後」 does not count today; 20號 alone
is this month's, asked back once it passed; 「12/8-12/10」 has a last day, 「14:00-16:00」 a later
hour; 「會前一週」 counts from the day that is handed in. What names no one day, 「過年後」, is
refused, for it is to be asked; what comes again, 「每月20日」, is read in `repeat_forms`.
All days are days in Taipei; moments are UTC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from re import Match
from re import compile as compiled
from zoneinfo import ZoneInfo

from handlers.shared.date_forms import ALONE, INSIDE
from handlers.shared.date_ranges import LONGEST_END, Until, find_until
from handlers.shared.date_values import HINT, ROC_EPOCH, WEEKDAYS, BadDateError, Day, Form, Today
from handlers.shared.day_steps import BESIDE
from handlers.shared.day_words import HOUR, LIMIT, RIVAL, hour_of
from handlers.shared.repeat_forms import plain, repeat_spans, vague_repeat
from handlers.shared.vague_days import vague_day
from handlers.shared.workdays import NO_OVERRIDES, Overrides

__all__ = [
    "TAIPEI",
    "BadDateError",
    "FoundDate",
    "find_dates",
    "find_one_date",
    "formal_date",
    "next_year_of",
    "parse_date",
    "roc_number",
    "show_date",
    "show_moment",
    "taipei_date",
    "without_dates",
]

TAIPEI = ZoneInfo("Asia/Taipei")
END_OF_DAY = time(23, 59, 59)  # a typed deadline without an hour ends then
_LIMIT = compiled(LIMIT)
_FROM = compiled(r"^[自從於在](?=[\d０-９下這本明後])")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date inside a text: `text[start:end]` is how it was written, hour and 「前」 included."""

    on: date
    at: time | None  # Taipei; None: no hour was given
    start: int
    end: int
    is_limit: bool = False  # written with 前, 以前, 內: it says until when
    ask_back: bool = False  # passed within the last 30 days, and no year was given
    until_on: date | None = None  # the last day of 「12/8-12/10」
    until_at: time | None = None  # the later hour of 「14:00-16:00」
    or_other: bool = False  # 「週一或週二」: it goes on with another, so which is to be asked

    @property
    def moment(self) -> datetime:
        """The moment (UTC) by which: the end of the last day, or the hour, of two the first."""
        if self.until_on is not None:
            last = datetime.combine(self.until_on, self.until_at or END_OF_DAY, TAIPEI)
            return last.astimezone(UTC)
        return datetime.combine(self.on, self.at or END_OF_DAY, TAIPEI).astimezone(UTC)

    def has_passed(self, now: datetime) -> bool:
        """Whether it lies behind, so that it is pointed out."""
        return self.moment < now


def taipei_date(moment: datetime) -> date:
    """Return the day in Taipei of a moment."""
    return moment.astimezone(TAIPEI).date()


def parse_date(
    text: str,
    *,
    today: date,
    overrides: Overrides = NO_OVERRIDES,
    event_on: date | None = None,
) -> FoundDate:
    """Read a text that is nothing but a date, perhaps with an hour and 「前」.

    `event_on` is the day that 「會前一週」 and 「會後三天」 count from. Raises BadDateError for
    anything else, and for words that name no one day: 「過年後」.
    """
    stripped = _FROM.sub("", text.strip())
    start = Today(today, overrides, event_on)
    found = next(_matches(stripped, start, (*ALONE, BESIDE)), None)
    if found is not None and (found.start, found.end) == (0, len(stripped)):
        return found
    if word := vague_day(stripped):
        raise BadDateError(f"「{word}」是哪一天？", hint=HINT)
    raise BadDateError(f"看不懂日期「{stripped[:20]}」", hint=HINT)


def find_dates(
    text: str,
    *,
    today: date,
    overrides: Overrides = NO_OVERRIDES,
    event_on: date | None = None,
) -> tuple[FoundDate, ...]:
    """Find the dates in a sentence, left to right; what comes again, 「每月20日」, is none.

    Raises BadDateError when something is plainly meant as a date but does not exist.
    """
    forms = INSIDE if event_on is None else (*INSIDE, BESIDE)
    return tuple(_matches(text, Today(today, overrides, event_on), forms))


def find_one_date(
    text: str,
    *,
    today: date,
    overrides: Overrides = NO_OVERRIDES,
    event_on: date | None = None,
) -> FoundDate | None:
    """Find the first date of a sentence that is about one day; None when it names none.

    Raises BadDateError as `find_dates` does, and for 「週一或週二」 and 「過年後」.
    """
    found = find_dates(text, today=today, overrides=overrides, event_on=event_on)
    if found and found[0].or_other:
        shown = text[found[0].start : found[0].end].strip()
        raise BadDateError(f"「{shown[:20]}」還是後面寫的那一個？", hint="請只寫一個日期與時間")
    if not found and (word := vague_repeat(text) or vague_day(text)):
        raise BadDateError(f"「{word[:20]}」是哪一天？", hint=HINT)
    return found[0] if found else None


def without_dates(text: str, found: Iterable[FoundDate]) -> str:
    """Return what a text says beside its dates."""
    for one in sorted(found, key=lambda f: f.start, reverse=True):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def next_year_of(on: date) -> date | None:
    """Return the same day one year later, for asking back; None for 2/29."""
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return None


def show_date(on: date, *, today: date) -> str:
    """「12/16（三）」, with the year, 「116/01/05（二）」, when it is not this year's."""
    day = f"{on.month}/{on.day}" if on.year == today.year else roc_number(on)
    return f"{day}（{WEEKDAYS[on.weekday()]}）"


def show_moment(moment: datetime, *, today: date) -> str:
    """「12/16（三）17:00」; the end of a day is shown without an hour."""
    local = moment.astimezone(TAIPEI)
    shown = show_date(local.date(), today=today)
    return shown if local.time() == END_OF_DAY else f"{shown}{local:%H:%M}"


def roc_number(on: date) -> str:
    """「115/03/31」, as commands take it."""
    return f"{on.year - ROC_EPOCH}/{on.month:02}/{on.day:02}"


def formal_date(on: date) -> str:
    """「115年12月8日」, as official documents write it."""
    return f"{on.year - ROC_EPOCH}年{on.month}月{on.day}日"


def _matches(text: str, today: Today, forms: tuple[Form, ...]) -> Iterator[FoundDate]:
    """Go through the dates of a text: the earliest first, of those the longest; no overlaps."""
    even = plain(text)
    found = [(m, read) for pattern, read in forms for m in pattern.finditer(even)]
    found.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    again = repeat_spans(even)
    reached = 0
    for match, read in found:
        first, last = match.span()
        if first >= reached and not any(first < end and start < last for start, end in again):
            date_found = _with_rest(even, match, read(match, today), today)
            reached = date_found.end
            yield date_found


def _with_rest(text: str, match: Match[str], day: Day, today: Today) -> FoundDate:
    """Add the hour, the other end of a range, and the 「前」 that follow a day."""
    at, end = day.at, match.end()
    if at is None and (hour := HOUR.match(text, end)) and (named := hour_of(hour)) is not None:
        at, end = named, hour.end()
    until = find_until(text[match.start() : end + LONGEST_END], end - match.start(), day, at, today)
    until = until or Until(length=0)
    end += until.length
    limit = _LIMIT.match(text, end)
    return FoundDate(
        on=day.on,
        at=at,
        start=match.start() + len(match[0]) - len(match[0].lstrip()),
        end=limit.end() if limit else end,
        is_limit=day.is_limit or limit is not None,
        ask_back=day.ask_back,
        until_on=until.on,
        until_at=until.at,
        or_other=RIVAL.match(text, end) is not None,
    )
