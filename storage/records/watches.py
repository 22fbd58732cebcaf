"""Who wants to hear of a petition, what was told, and what officers said whose it is."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FollowKind(StrEnum):
    """What somebody waits for."""

    COUNT = "count"  # endorsements
    PACE = "pace"  # endorsements in 24 hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """One person's wish to be told once of one petition (追蹤)."""

    id: int
    officer_id: int
    agency_id: int  # whose working days count
    join_id: str
    kind: FollowKind
    threshold: int
    added_at: datetime
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a petition came to something for the first time: told once, counted afterwards."""

    join_id: str
    name: str  # 「watch」, 「act」, 「passed」, 「count/2500」
    reached_at: datetime
    reached_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A count that means something on Join, and since when; a row with its source."""

    name: str  # 「成案」
    count: int
    source: str
    valid_from: date | None = None
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is in force on `day` (Taipei)."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)
