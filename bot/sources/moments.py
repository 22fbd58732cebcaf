"""Moments as Taiwanese sites and their feeds write them. What has no zone is the source's own.

Known forms: RFC 822 (「Mon, 07 Dec 2026 10:00:00 +0800」), ISO 8601, 「2026/12/7 下午 3:05」,
「115/12/07 15:05」, 「115年12月7日」, 「12/7/2026 3:05 PM」. A year below 201 is the Republic's.
「CST」 is the source's own zone: Taiwan's servers call theirs so, and RFC 822 means Chicago.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
YEARS = range(1995, 2101)
ROC_EPOCH = 1911
LARGEST_ROC = 200
LONGEST = 60  # characters of a written moment
NOON = 12
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
_AFTER_NOON = frozenset({"下午", "晚上", "pm", "p.m."})
_BEFORE_NOON = frozenset({"上午", "早上", "凌晨", "am", "a.m."})
_HALF = r"(?P<half>上午|下午|早上|晚上|凌晨|中午|[ap]\.?m\.?)"
_TIME = (
    rf"(?:[t\s]\s*(?:{_HALF}\s*)?(?P<hour>\d{{1,2}})[:時](?P<minute>\d{{1,2}})(?:分|:|(?!\d))"
    rf"(?:(?P<second>\d{{1,2}})(?:[.,]\d{{1,9}})?秒?)?(?:\s*{_HALF.replace('half', 'half2')})?)?"
)
_ZONE = r"\s*(?P<zone>z|gmt|utc?|cst|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\([^)]{0,20}\))?"
_DAY_NAME = r"(?:\s?[(（](?:星期|週)?[一二三四五六日][)）])?"
_WEEKDAY = r"(?:[a-z]{3,9},?\s+)?"
_FORMS = tuple(
    re.compile(form + _TIME + _ZONE, re.ASCII)
    for form in (
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-](?P<name>[a-z]{{3}})[a-z]{{0,6}}[\s-](?P<year>\d{{2,4}})",
        rf"(?P<year>\d{{3,4}})[-/.年]\s?(?P<month>\d{{1,2}})[-/.月]\s?(?P<day>\d{{1,2}})日?{_DAY_NAME}",
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)


def read_moment(written: str, zone: tzinfo = TAIPEI) -> datetime | None:
    """Read a moment, as UTC; None for what cannot be read without a guess."""
    plain = " ".join(unicodedata.normalize("NFKC", written[:LONGEST]).lower().split())
    if len(written.strip()) > LONGEST:
        return None
    for form in _FORMS:
        if found := form.fullmatch(plain):
            return _moment(found.groupdict(), zone)
    return None


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    try:
        year, month = _year(parts["year"] or ""), _month(parts)
        hour = _hour(int(parts["hour"] or 0), parts["half"] or parts["half2"] or "")
        minute, second = int(parts["minute"] or 0), int(parts["second"] or 0)
        day = int(parts["day"] or 0)
        said = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=_zone(parts, zone))
        return said.astimezone(UTC) if year in YEARS else None
    except (ValueError, KeyError, OverflowError):
        return None


def _year(written: str) -> int:
    year = int(written)
    if len(written) == 2:  # noqa: PLR2004  # RFC 822
        return 2000 + year
    return year + ROC_EPOCH if year <= LARGEST_ROC else year


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("name")
    return _MONTHS[name] if name else int(parts["month"] or 0)


def _hour(hour: int, half: str) -> int:
    if half in _AFTER_NOON and hour < NOON:
        return hour + NOON
    return 0 if half in _BEFORE_NOON and hour == NOON else hour


def _zone(parts: dict[str, str | None], own: tzinfo) -> tzinfo:
    written = parts["zone"] or ""
    if written in {"", "cst"}:
        return own
    if written[0] not in "+-":
        return UTC
    digits = written[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-offset if written[0] == "-" else offset)
