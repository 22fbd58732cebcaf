"""Counts (件數) that an agency keeps of 首長信箱, 1999 and the like. No words of anybody."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TallySeries:
    """What is counted: one channel's letters or calls about one topic, of one agency."""

    id: int = 0
    agency_id: int  # only its people see the counts
    channel: str  # 「首長信箱」, 「1999」
    topic: str  # as it was first typed
    topic_key: str  # folded: 「臺」 and 「台」 are one topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many there were on some days (Taipei), mostly one; those of a series never overlap."""

    series_id: int
    first_on: date
    last_on: date
    count: int
    kept_at: datetime
    kept_by: int | None = None  # officer id; None: the operator's file

    @property
    def day_count(self) -> int:
        """How many days it is the count of."""
        return (self.last_on - self.first_on).days + 1
