"""How much of the month's paid messages may still go out, and for what. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.outbound import Allowance
from handlers.delivery.errors import ReserveNotUnderstoodError

RESERVE_SETTING = "delivery.reserve_percent"
PAUSE_SETTING = "delivery.paused"
DEFAULT_RESERVE = 20  # percent of the month's quota kept for what is binding
MOST_RESERVE = 90
PERCENT = re.compile(r"(\d{1,3})\s*[%趴]?")


class Spending(StrEnum):
    """Whether it may be paid for."""

    GO = "go"
    RESERVED = "only the reserve for binding messages is left"
    USED_UP = "the month's paid messages are used up"


def allowance_setting(platform: str) -> str:
    """Return the name under which a platform's last reading is kept."""
    return f"delivery.allowance.{platform}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a platform said of the month's paid messages, and when."""

    allowance: Allowance
    at: datetime


def write_reading(allowance: Allowance, at: datetime) -> str:
    """Write 「used limit moment」; `read_reading` reads it back."""
    limit = "-" if allowance.limit is None else allowance.limit
    return f"{allowance.used} {limit} {at.isoformat()}"


def read_reading(setting: str | None) -> Reading | None:
    """Read what `write_reading` wrote; None when nothing was."""
    if not setting:
        return None
    used, limit, at = setting.split()
    allowance = Allowance(limit=None if limit == "-" else int(limit), used=int(used))
    return Reading(allowance, datetime.fromisoformat(at))


def reserve_of(setting: str | None) -> int:
    """Return the reserve in percent."""
    return int(setting) if setting else DEFAULT_RESERVE


def read_reserve(text: str) -> int:
    """Read 「20」, 「20%」, 「２０趴」. Raises ReserveNotUnderstoodError."""
    found = PERCENT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None or int(found[1]) > MOST_RESERVE:
        raise ReserveNotUnderstoodError(MOST_RESERVE)
    return int(found[1])


def reserved_count(allowance: Allowance, reserve: int) -> int:
    """Return how many messages of the month's are kept, rounded up."""
    return -(-(allowance.limit or 0) * reserve // 100)


def judge_spending(
    cost: int, allowance: Allowance | None, *, binding: bool, reserve: int
) -> Spending:
    """Decide whether `cost` messages may be paid for; what is not known does not stop anything."""
    if allowance is None or allowance.limit is None:
        return Spending.GO
    left = allowance.limit - allowance.used - cost
    if left < 0:
        return Spending.USED_UP
    if not binding and left < reserved_count(allowance, reserve):
        return Spending.RESERVED
    return Spending.GO
