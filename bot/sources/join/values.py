"""Single values as Join writes them, read without a guess: what is not plain is not known."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")  # Join writes Taipei's time and no zone
LARGEST_COUNT = 30_000_000  # more people than there are
TEXT_LIMIT = 20_000  # characters of one text
TITLE_LIMIT = 300
YEARS = range(2010, 2101)  # Join opened in 2015
LONGEST_NUMBER = 20  # characters
MILLISECONDS = 1000
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?", re.ASCII
)

_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# Joiners of emoji (U+200D) stay; marks that turn the writing direction, and halves of pairs, go.
_UNSEEN = re.compile(
    r"[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\uf8ff]"
)


def fields_of(value: object) -> Mapping[str, object]:
    """Return an object's fields; of anything else none."""
    return cast("Mapping[str, object]", value) if isinstance(value, dict) else {}


def items_of(value: object) -> list[object]:
    """Return a list's items; a lone object is a list of one, "" and null are none."""
    if isinstance(value, list):
        return cast("list[object]", value)
    return [cast("object", value)] if isinstance(value, dict) else []


def number(value: object) -> int | None:
    """Read 1234, 「1234」 or 「1,234」; None for 「無」, "" and what no count can be."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if isinstance(value, str) and len(value) <= LONGEST_NUMBER:
        plain = unicodedata.normalize("NFKC", value).strip()
        value = int(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None
    if isinstance(value, int) and 0 <= value <= LARGEST_COUNT:
        return value
    return None


def millis(value: object) -> datetime | None:
    """Read milliseconds since 1970 as the page object has them; "" and 0 are none."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) <= LONGEST_NUMBER else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        moment = datetime.fromtimestamp(value / MILLISECONDS, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.year in YEARS else None


def taipei(value: object) -> datetime | None:
    """Read 「2024-01-14 00:01:18」 as Taipei's time; None for 「無」 and anything else."""
    found = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second, tzinfo=TAIPEI)
    except ValueError:
        return None
    return moment.astimezone(UTC) if year in YEARS else None


def moment(value: object) -> datetime | None:
    """Read a moment in either way of writing."""
    read = millis(value)
    return taipei(value) if read is None else read


def text(value: object, limit: int = TEXT_LIMIT) -> str:
    """Read a text in one line, without what cannot be seen or stored."""
    if not isinstance(value, str):
        return ""
    return " ".join(_UNSEEN.sub("", _BREAKS.sub(" ", value[: 2 * limit])).split())[:limit]


def uuid(value: object) -> str:
    """Return a uuid in lower case; "" for anything else."""
    plain = value.strip().lower() if isinstance(value, str) else ""
    return plain if _UUID.fullmatch(plain) else ""


def uuid_in(value: object) -> str:
    """Return the first uuid inside an address; "" when there is none."""
    found = _UUID.search(value.lower()) if isinstance(value, str) else None
    return found[0] if found else ""
