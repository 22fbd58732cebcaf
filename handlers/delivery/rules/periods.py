"""Which days of the ledger are asked for. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.delivery.errors import PeriodNotUnderstoodError

USUAL_DAYS = 7
MOST_DAYS = 365  # nothing is kept for longer
DAYS = re.compile(r"(?:最近|近|過去)?\s*(\d{1,3})\s*[天日]?")


@dataclass(frozen=True, slots=True)
class Period:
    """From when until when, the latter not included."""

    days: int
    since: datetime
    until: datetime


def read_period(text: str, *, now: datetime) -> Period:
    """Read 「」 (a week), 「30」, 「最近30天」. Raises PeriodNotUnderstoodError."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = DAYS.fullmatch(plain)
    days = int(found[1]) if found is not None else 0 if plain else USUAL_DAYS
    if not 1 <= days <= MOST_DAYS:
        raise PeriodNotUnderstoodError(MOST_DAYS)
    return Period(days, now - timedelta(days=days), now + timedelta(seconds=1))
