"""What reading a date takes and gives: `Today`, `Day`, and the `Form` between them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from bot.errors import UserError
from handlers.shared.workdays import Overrides

ROC_EPOCH = 1911  # 民國 1 年 is 1912
WEEKDAYS = "一二三四五六日"
HINT = "例如：115/03/31、3/31、下週五、5個工作天後"


class BadDateError(UserError):
    """A date or hour that cannot be read, or does not exist."""


@dataclass(frozen=True, slots=True)
class Today:
    """From where a date is counted."""

    on: date
    overrides: Overrides
    event_on: date | None = None  # of the meeting that 「會前一週」 counts from


@dataclass(frozen=True, slots=True)
class Day:
    """What one form says."""

    on: date
    at: time | None = None
    is_limit: bool = False
    ask_back: bool = False


Form = tuple[re.Pattern[str], Callable[[re.Match[str], Today], Day]]


def a_date(year: int, month: int, day: int, written: str) -> date:
    """Make a date. Raises BadDateError for a day that no calendar has."""
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDateError(f"沒有「{written.strip()[:20]}」這一天", hint=HINT) from None


def weekday_index(written: str) -> int:
    """Return 0 for Monday to 6 for Sunday, of 「一」, 「天」 or 「1」."""
    if written.isdecimal():
        return int(written) - 1
    return WEEKDAYS.index(written.replace("天", "日"))
