"""How people write what comes again: 「每月20日下午三點」, 「每週一三五」, 「每季底」."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from handlers.shared.date_values import HINT, ROC_EPOCH, BadDateError, a_date, weekday_index
from handlers.shared.day_words import (
    GAP,
    HOUR,
    LIMIT,
    NUMBER,
    WEEK,
    WEEKDAY,
    WORKDAYS,
    hour_of,
    number,
)
from handlers.shared.repeats import LAST, Counted, Every, Repeat

LEAP_YEAR = 2000
MOST_MONTH_DAYS = 31
_LIMIT = re.compile(LIMIT)
_AND = rf"{GAP}[、,，和及與跟]?{GAP}"
_TO = rf"{GAP}[-~到至]{GAP}"
_EACH = rf"(?:每逢|每|逢){GAP}一?{GAP}個?{GAP}"
_MORE = r"(?![次個件場人天年回])"  # 「每週三次」 is how often, not when
_DAYS = rf"{NUMBER}{GAP}[日號]?(?:{GAP}[、,，和及與跟]{GAP}{NUMBER}{GAP}[日號]?)*(?<=[日號])"
_WHICH = (
    rf"(?:第{GAP}(?P<nth>{NUMBER})|(?P<first>首)|(?P<last>最後(?:{GAP}一)?|最末)){GAP}個?{GAP}"
    rf"(?:(?P<workday>{WORKDAYS})|{WEEK}(?P<weekday>{WEEKDAY})|[天日])"
)
DAILY = rf"每{GAP}一?{GAP}[天日](?!數)"
WORKDAILY = rf"{_EACH}(?:{WORKDAYS})"
WEEKLY = (
    rf"{_EACH}{WEEK}{GAP}(?:(?P<from>{WEEKDAY}){_TO}{WEEK}?(?P<to>{WEEKDAY})|"
    rf"(?P<days>{WEEKDAY}(?:{_AND}{WEEK}?{GAP}{WEEKDAY})*)){_MORE}"
)
_OF_WEEKS = rf"{WEEK}{GAP}(?P<days>{WEEKDAY}(?:{_AND}{WEEK}?{GAP}{WEEKDAY})*){_MORE}"
_SINCE = rf"(?:[(]{GAP}(?P<since>\d{{2,3}}/\d\d/\d\d){GAP}起[)])?"
# 「隔週五」, 「每隔一週的週五」; 「每隔兩週」 may be every second or every third week.
EVERY_SECOND_WEEK = (
    rf"每?{GAP}隔{GAP}(?:一?{GAP}個?{GAP}{WEEK}{GAP}[的,，]?{GAP})?{_OF_WEEKS}{_SINCE}"
)
EVERY_NTH_WEEK = (
    rf"每{GAP}(?P<count>[兩二三四2-4]){GAP}個?{GAP}{WEEK}{GAP}(?:一?次)?{GAP}[的在,，]?{GAP}"
    rf"{_OF_WEEKS}{_SINCE}"
)
EVERY_WEEKS = re.compile(
    rf"每{GAP}(?P<count>[兩二三四2-4]){GAP}個?{GAP}{WEEK}(?:{GAP}一?次)?(?!{GAP}[後內])"
)
MONTHLY = rf"{_EACH}月{GAP}(?:的{GAP})?(?:(?P<days>{_DAYS})|(?:月{GAP})?(?P<end>底)|{_WHICH})"
QUARTERLY = rf"{_EACH}季{GAP}(?:的{GAP})?(?:(?P<end>底|末)|{_WHICH})"
YEARLY = (
    rf"{_EACH}年{GAP}(?:的{GAP})?(?:(?P<month>{NUMBER}){GAP}月{GAP}(?P<day>{NUMBER}){GAP}[日號]?|"
    r"(?P<month2>\d\d?)/(?P<day2>\d\d?)(?!\d)|年?(?P<end>底))"
)
# 「每季」, 「隔週五」, 「每兩週」: comes again, but not said when.
VAGUE = re.compile(
    rf"(?:每{GAP}隔?|隔|逢|[單雙](?={WEEK})){GAP}(?:{NUMBER}|半)?{GAP}個?{GAP}"
    rf"(?:{WORKDAYS}|{WEEK}{GAP}(?:的?{WEEK}?{WEEKDAY})?|天|日|月|季|年)(?:初|中|底)?"
)


@dataclass(frozen=True, slots=True)
class FoundRepeat:
    """A repeat inside a text: `text[start:end]` is how it was written, hour and 「前」 included."""

    repeat: Repeat
    start: int
    end: int


def parse_repeat(text: str) -> Repeat | None:
    """Read a text that is nothing but a repeat, perhaps with an hour; None when it is none.

    Raises BadDateError when it comes again but does not say when, or its day does not exist.
    """
    stripped = text.strip()
    found = find_repeat(stripped)
    if found is not None and (found.start, found.end) == (0, len(stripped)):
        return found.repeat
    vague = VAGUE.match(stripped)
    if vague is None and found is None:
        return None
    if found is not None and found.start > 0:
        return None
    shown = stripped[:20]
    hint = "例如：每月20日、每週一、每季第一個工作天、每個工作天"
    raise BadDateError(f"「{shown}」是哪一天？", hint=hint)


def find_repeat(text: str) -> FoundRepeat | None:
    """Find the first repeat in a sentence. Raises BadDateError when its day does not exist."""
    return next(_repeats(plain(text)), None)


def repeat_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Return where a text speaks of what comes again, so that no single day is read there."""
    spans = [_with_hour(text, m).span for m, _ in _matches(text)]
    spans += [m.span() for m in VAGUE.finditer(text)]
    return tuple(spans)


def vague_repeat(text: str) -> str:
    """Return the first word for what comes again that does not say when, 「隔週五」; else ""."""
    found = VAGUE.search(plain(text))
    return found[0] if found else ""


def find_every_weeks(text: str) -> tuple[int, int, int] | None:
    """Find 「每兩週」 without a weekday: how many weeks, and where it stands; else None."""
    found = EVERY_WEEKS.search(plain(text))
    if found is None:
        return None
    return number(found["count"]), *found.span()


def plain(text: str) -> str:
    """Make full-width forms ASCII one for one, so that positions stay those of the text."""
    return text.translate(_WIDTH)


_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


@dataclass(frozen=True, slots=True)
class _Timed:
    span: tuple[int, int]
    hour: re.Match[str] | None


def _repeats(text: str) -> Iterator[FoundRepeat]:
    for match, read in _matches(text):
        timed = _with_hour(text, match)
        at = hour_of(timed.hour) if timed.hour else None
        yield FoundRepeat(replace(read(match), at=at), *timed.span)


def _matches(text: str) -> list[tuple[re.Match[str], Callable[[re.Match[str]], Repeat]]]:
    found = [(m, read) for pattern, read in _FORMS for m in pattern.finditer(text)]
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _with_hour(text: str, match: re.Match[str]) -> _Timed:
    end = match.end()
    hour = HOUR.match(text, end)
    named = hour is not None and any(hour[part] for part in ("part", "h", "h4", "h5"))
    end = hour.end() if hour is not None and named else end
    limit = _LIMIT.match(text, end)
    span = match.start(), limit.end() if limit else end
    return _Timed(span, hour if named else None)


def _daily(_: re.Match[str]) -> Repeat:
    return Repeat(every=Every.DAY)


def _workdaily(_: re.Match[str]) -> Repeat:
    return Repeat(every=Every.WORKDAY)


def _weekly(m: re.Match[str]) -> Repeat:
    if m["from"]:
        first, last = weekday_index(m["from"]), weekday_index(m["to"])
        days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return Repeat(every=Every.WEEK, weekdays=tuple(sorted(set(days))))
    return _weekly_days(m["days"])


def _weekly_days(written: str) -> Repeat:
    # The names of the week itself, 禮拜, 星期, hold no weekday's character.
    days = {weekday_index(c) for c in re.findall("[一二三四五六日天1-7]", written)}
    return Repeat(every=Every.WEEK, weekdays=tuple(sorted(days)))


def _every_weeks(m: re.Match[str]) -> Repeat:
    weekly, said = _weekly_days(m["days"]), m.groupdict().get("count")
    since = _written_day(m["since"]) if m["since"] else None
    return replace(weekly, weeks=number(said) if said else 2, since=since)


def _written_day(written: str) -> date:
    year, month, day = map(int, written.split("/"))
    return a_date(year + ROC_EPOCH, month, day, written)


def _monthly(m: re.Match[str]) -> Repeat:
    if m["days"]:
        days = {number(found) for found in re.findall(NUMBER, m["days"])}
        if not 1 <= min(days) <= max(days) <= MOST_MONTH_DAYS:
            raise BadDateError(f"沒有「{m[0][:20]}」這一天", hint=HINT)
        return Repeat(every=Every.MONTH, ordinals=tuple(sorted(days)))
    return _counted(m, Every.MONTH)


def _quarterly(m: re.Match[str]) -> Repeat:
    return _counted(m, Every.QUARTER)


def _counted(m: re.Match[str], every: Every) -> Repeat:
    if m["end"]:
        return Repeat(every=every, ordinals=(LAST,))
    nth = LAST if m["last"] else 1 if m["first"] else number(m["nth"])
    if nth == 0:
        raise BadDateError(f"沒有「{m[0][:20]}」這一天", hint=HINT)
    if m["workday"]:
        return Repeat(every=every, ordinals=(nth,), counted=Counted.WORKDAYS)
    if m["weekday"]:
        weekdays = (weekday_index(m["weekday"]),)
        return Repeat(every=every, ordinals=(nth,), counted=Counted.WEEKDAYS, weekdays=weekdays)
    return Repeat(every=every, ordinals=(nth,))


def _yearly(m: re.Match[str]) -> Repeat:
    if m["end"]:
        return Repeat(every=Every.YEAR, month=12, ordinals=(31,))
    day: date = a_date(
        LEAP_YEAR, number(m["month"] or m["month2"]), number(m["day"] or m["day2"]), m[0]
    )
    return Repeat(every=Every.YEAR, month=day.month, ordinals=(day.day,))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Repeat]], ...] = (
    (re.compile(DAILY), _daily),
    (re.compile(WORKDAILY), _workdaily),
    (re.compile(WEEKLY), _weekly),
    (re.compile(EVERY_SECOND_WEEK), _every_weeks),
    (re.compile(EVERY_NTH_WEEK), _every_weeks),
    (re.compile(MONTHLY), _monthly),
    (re.compile(QUARTERLY), _quarterly),
    (re.compile(YEARLY), _yearly),
)
